"""The questionnaire of the recorded surveys, and where the recordings lie."""

import base64
import json
from pathlib import Path

import pytest

from evaltools.questionnaires import Questionnaires, Scale, Survey
from evaltools.sources.limesurvey.blocks import Blocks, line_of, rows_of
from evaltools.sources.limesurvey.folder import SCHEMA
from evaltools.sources.limesurvey.ranges import LARGEST_ID

RECORDINGS = Path(__file__).parents[1] / "recordings"
SIDS = {"identified_datestamped": 294411, "anonymized": 786722, "no_datestamp": 122218, "all_question_types": 431245}


def _scale(ordered=True, **values):
    answers = [{"code": code, "value": value, "text": {"en": code}} for code, value in values.items()]
    return Scale(ordered=ordered, answers=answers)


SCALES = {
    "level": _scale(A1=3, A2=2, A3=1), "five": _scale(**{str(n): n for n in range(1, 6)}),
    "quality": _scale(**{"1": 1, "2": 2, "3": 3}), "rank": _scale(ordered=False, r1=1, r2=2, r3=3),
    "yes": _scale(ordered=False, Y=1, N=0), "gender": _scale(ordered=False, F=1, M=2),
}
TEXT = {"en": "?"}
HARD = ("Ligne1 \"guillemets\" ; point-virgule, virgule\nLigne2\ttab\r\n"
        "Ligne3 <b>gras</b> &amp; <script>x</script> 'apos' =1+1 \\ back "
        "é ü 漢字 😀👩\u200d👩\u200d👧 \u202bRTL\u202c \xa0nbsp {TOKEN:FIRSTNAME} \x00fin")


def _survey(**more):
    def item(code, kind="choice", **fields):
        return {"code": code, "type": kind, "text": TEXT, **fields}

    rows = {f"SQ00{n}": TEXT for n in (1, 2, 3)}
    return Survey(id="course", title=TEXT, languages=("fr", "nl", "en"), waves=("end",), items=[
        item("satisf", scale="level"), item("note5", scale="five"),
        item("sources", "multiple", options={"web": TEXT, "ami": TEXT, "pub": TEXT}),
        item("qualite", "array", scale="quality", rows=rows), item("pourquoi", "long_text"), item("age", "number"),
        item("ville", "short_text"), item("comment", "long_text"), item("jour", "date"),
        item("rang", "array", scale="rank", rows={"1": TEXT, "2": TEXT, "3": TEXT}),
        item("revenir", scale="yes"), item("genre", scale="gender"),
    ], **more)


@pytest.fixture(scope="session")
def course():
    """The recorded surveys' first eighteen columns as one of our questionnaires: fourteen items that count."""
    return _survey()


@pytest.fixture(scope="session")
def anonymous_course():
    return _survey(anonymous=True)


@pytest.fixture(scope="session")
def questionnaires(course):
    return Questionnaires(surveys={"course": course}, scales=SCALES)


@pytest.fixture(scope="session")
def recordings():
    return RECORDINGS


@pytest.fixture(scope="session")
def exported():
    """The bytes that the real server exported, by survey and format."""
    def payload(name, kind="json"):
        exchange = json.loads((RECORDINGS / name / f"export_responses_{kind}_code_short.json").read_text("utf-8"))
        return base64.b64decode(exchange["response"]["result"])
    return payload


@pytest.fixture
def pulled(tmp_path, exported):
    """A folder as `pull` leaves it, with the rows of an export."""
    def folder(name, payload=None):
        survey = tmp_path / str(SIDS[name])
        survey.mkdir(exist_ok=True)
        blocks = Blocks(survey)
        blocks.replace(1, LARGEST_ID, {number: line_of(row) for number, row in rows_of(payload or exported(name))})
        (survey / "pull.json").write_text(json.dumps({"schema": SCHEMA, "blocks": blocks.named()}))
        return tmp_path
    return folder


@pytest.fixture(scope="session")
def hard_text():
    """What the recorded respondent wrote to break things."""
    return HARD


@pytest.fixture(scope="session")
def sids():
    return SIDS
