"""LimeSurvey's own CSV, as it was exported by a real server and as people save it again."""

import csv
import io
import json

import pytest

from evaltools.errors import SourceError
from evaltools.sources.limesurvey.reading import form_of
from evaltools.sources.limesurvey_file import read

COUNTS = {"identified_datestamped": 4, "anonymized": 4, "no_datestamp": 3, "all_question_types": 14}


@pytest.fixture
def written(tmp_path):
    def write(content, name="export.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path
    return write


@pytest.fixture
def read_course(course, questionnaires):
    return lambda path: read(path, course, questionnaires)


def again(payload, delimiter=";", heading=lambda code: code, ending="\r\n"):
    """The same table written another way."""
    rows = list(csv.reader(io.StringIO(payload.decode("utf-8-sig"), newline=""), delimiter=";"))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending)
    writer.writerows([[heading(code) for code in rows[0]], *rows[1:]])
    return out.getvalue()


def same(forms, others):
    """Equal but for the file's name, the line ends that a CSV does not keep, and the hour of a question for a day."""
    def plain(form):
        answers = {column: text.replace("\r\n", "\n").removesuffix(" 00:00:00") for column, text in form.answers.items()}
        return form.number, form.token, form.submitted, form.started, form.language, answers
    assert [plain(form) for form in forms] == [plain(form) for form in others]


@pytest.mark.parametrize("name", COUNTS)
def test_a_recorded_csv_gives_the_forms_that_remote_control_gives(written, read_course, exported, sids, name):
    forms = read_course(written(exported(name, "csv"), "Fin de parcours.csv"))
    assert len(forms) == COUNTS[name] and {form.source for form in forms} == {"fin-de-parcours"}
    same(forms, [form_of(str(sids[name]), row) for row in json.loads(exported(name))["responses"]])


def test_the_hard_texts_of_the_csv(written, read_course, exported, hard_text):
    full = next(form for form in read_course(written(exported("all_question_types", "csv"))) if form.number == "5003")
    assert full.answers["comment"] == hard_text.replace("\r\n", "\n")
    assert full.answers["long"] == "é" * 30000 and full.answers["satisf[other]"] == 'Autre; "chose"\n2e ligne'


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("bom", [True, False])
def test_separators_line_ends_and_byte_order_marks(written, read_course, exported, delimiter, ending, bom):
    text = again(exported("all_question_types", "csv"), delimiter, ending=ending)
    forms = read_course(written(text, encoding="utf-8-sig" if bom else "utf-8"))
    same(forms, read_course(written(exported("all_question_types", "csv"))))


def test_headings_of_code_and_text(written, read_course, exported):
    text = again(exported("identified_datestamped", "csv"),
                 heading=lambda code: f'{code}. Évaluez; la "qualité"\n[Le cours]' if code != "id" else "id. Response ID")
    same(read_course(written(text)), read_course(written(exported("identified_datestamped", "csv"))))


def test_headings_that_are_texts_are_refused(written, read_course, exported):
    text = again(exported("identified_datestamped", "csv"), heading=lambda code: f"Question about {code}?")
    with pytest.raises(SourceError, match=r"export.csv has no column of the questionnaire 'course'") as caught:
        read_course(written(text))
    assert "Question code" in caught.value.hint and "satisf" in caught.value.hint


def test_windows_1252_from_a_belgian_excel(written, read_course):
    forms = read_course(written("id;submitdate;token;satisf;ville\r\n1;21/11/2026 01:36;abc;A1;Liège\r\n", encoding="cp1252"))
    assert forms[0].answers == {"satisf": "A1", "ville": "Liège"} and forms[0].submitted.isoformat() == "2026-11-21T01:36:00"


def test_full_answers_are_turned_into_codes(written, questionnaires, course):
    from evaltools.questionnaires import Answer

    scale = questionnaires.scales["level"].model_copy(update={"answers": (
        Answer(code="A1", value=3, text={"fr": "Très", "nl": "Zeer"}),
        Answer(code="A2", value=2, text={"fr": "Moyennement", "nl": "Matig"}))})
    known = questionnaires.model_copy(update={"scales": {**questionnaires.scales, "level": scale}})
    path = written("id;submitdate;satisf;sources[web];sources[ami]\n1;2026-03-01;Zeer;Oui;Non\n"
                   "2;2026-03-01;très;Nee;N/A\n3;2026-03-01;Nooit;;\n")
    forms = read(path, course, known)
    assert [form.answers["satisf"] for form in forms] == ["A1", "A1", "Nooit"]
    assert [form.answers["sources[web]"] for form in forms] == ["Y", "", ""]


def test_rows_without_an_id_and_blank_lines_are_left_out(written, read_course):
    forms = read_course(written("id;submitdate;satisf\r\n1;2026-03-01 10:00:00;A1\r\n\r\n;;\r\n;2026-03-01;A2\r\n"))
    assert [form.number for form in forms] == ["1"]


def test_an_export_without_responses_is_no_error(written, read_course):
    assert read_course(written("id;submitdate;satisf\r\n")) == []


def test_names_in_an_export_are_not_read(written, read_course):
    form, = read_course(written("id;submitdate;firstname;email;attribute_1;satisf\n1;2026-03-01;Zoë;z@example.org;Groupe;A1\n"))
    assert form.answers == {"satisf": "A1"}


def test_a_text_that_lost_its_quotes_is_refused_without_being_shown(written, read_course):
    with pytest.raises(SourceError, match=r"export.csv: row 3 has more cells") as caught:
        read_course(written("id;submitdate;comment\n1;2026-03-01;fine\n2;2026-03-01;Fatima said; no\n"))
    assert "Fatima" not in str(caught.value)


@pytest.mark.parametrize(("content", "name", "words"), [
    (b"", "export.csv", "export.csv is empty"), (b"\r\n", "export.csv", "export.csv is empty"),
    (b"id|submitdate|satisf\n1|2026-03-01|A1\n", "export.csv", "neither ; nor , nor tab"),
    (b"name;town\nA;B\n", "export.csv", "has no column of the questionnaire"),
    (b"\x00\xff\xfe\x00\x81", "export.csv", "is not a text file"),
    (b"PK\x03\x04 broken", "cards.xlsx", "cards.xlsx is not a readable workbook"),
    (b"", "cards.ods", "cards.ods is not a readable workbook"), (b"%PDF", "cards.pdf", "neither a CSV nor a workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "cards.xlsx",
     "protected by a password"),
])
def test_files_that_cannot_be_read(written, read_course, content, name, words):
    with pytest.raises(SourceError, match=words) as caught:
        read_course(written(content, name))
    assert caught.value.hint and str(written(b"x", name).parent) not in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path, read_course):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SourceError, match=r"nothing.csv does not exist"):
        read_course(tmp_path / "nothing.csv")
    with pytest.raises(SourceError, match=r"folder.csv cannot be opened"):
        read_course(tmp_path / "folder.csv")
