"""Against a real LimeSurvey: every questionnaire imported and verified; a quarter's fieldwork pushed, answered and pulled.

    EVALTOOLS_LIMESURVEY_URL=... EVALTOOLS_LIMESURVEY_USER=... EVALTOOLS_LIMESURVEY_PASSWORD=... pytest tests/live
"""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from evaltools import settings, starter
from evaltools.demo import SECRET
from evaltools.demo.hosting import prepare
from evaltools.fieldwork.served import read
from evaltools.fieldwork.verification import differences
from evaltools.identity import VARIABLE
from evaltools.questionnaires import load, lss, structure_of, tsv
from evaltools.settings import LimeSurvey
from evaltools.sources import limesurvey
from evaltools.stages import Organisation, tables_of

EVERYTHING = Path(__file__).parents[1] / "questionnaires" / "everything"
SHIPPED = load(starter.folder("surveys"))
QUESTIONNAIRES = {**{name: (SHIPPED, survey) for name, survey in SHIPPED.surveys.items()},
                  "everything": (load(EVERYTHING), load(EVERYTHING).surveys["everything"])}
FIXED = {"id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp"}


@pytest.mark.parametrize("kind", ["txt", "lss"])
@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_every_questionnaire_is_on_the_server_what_it_is_here(server, name, kind):
    questionnaires, survey = QUESTIONNAIRES[name]
    structure = structure_of(survey, questionnaires)
    content = tsv(structure).encode() if kind == "txt" else lss(structure)
    sid = int(server.ask("import_survey", io.BytesIO(content), kind))
    try:
        assert differences(structure, read(server, sid, structure.settings), titles=True) == []
        server.ask("activate_survey", sid, survey=sid)
        columns = {column for item in survey.items for column in survey.columns(item)}
        assert columns <= {column_of(field) for field in server.ask("get_fieldmap", sid, survey=sid).values()}
    finally:
        server.ask("delete_survey", sid, survey=sid)


def column_of(field):
    return f"{field['title']}[{field['aid']}]" if field["aid"] else field["title"]


class Fieldwork:
    """The small demo, with its surveys on the live server and its women's answers given there."""

    def __init__(self, folder, url, server, rpc):
        self.folder, self.server, self.rpc = folder, server, rpc
        self.demo = json.loads((folder / "limesurvey.json").read_text("utf-8"))
        path = folder / settings.FILE
        text = re.sub(r"^sid = \d+\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(re.sub(r'^url = "embedded".*$', f'url = "{url}"\ntimezone = "Europe/Brussels"', text, flags=re.MULTILINE), "utf-8")

    def command(self, *words):
        run = subprocess.run([str(Path(sys.executable).with_name("evaltools")), *words, "-C", str(self.folder)], capture_output=True,
                             text=True, env={**os.environ, VARIABLE: SECRET.hex()}, timeout=900, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def surveys(self):
        return [survey for programme in settings.load(self.folder).programmes for survey in programme.surveys if survey.file is None]

    def answer(self):
        """What the demo's women said, given as LimeSurvey takes answers."""
        for survey, hosted in zip(self.surveys(), self.demo, strict=True):
            columns = {column_of(field): name for name, field in self.server.ask("get_fieldmap", survey.sid, survey=survey.sid).items()}
            for row in hosted["rows"]:
                names = {name: name if name in FIXED else columns[name] for name in row if name in FIXED or name in columns}
                # An empty submitdate says "not sent"; left out, LimeSurvey would put the present moment there.
                answers = {names[name]: value for name, value in row.items() if name in names and (value != "" or name == "submitdate")}
                assert int(self.rpc.add_response(survey.sid, answers)) == row["id"]


@pytest.fixture(scope="module")
def fieldwork(url, server, rpc, tmp_path_factory):
    folder = tmp_path_factory.mktemp("live") / "organisation"
    prepare(folder, small=True)
    made = Fieldwork(folder, url, server, rpc)
    try:
        yield made
    finally:
        for survey in made.surveys():
            if survey.sid is not None:
                server.ask("delete_survey", survey.sid, survey=survey.sid)


def test_a_quarters_fieldwork_from_push_to_close(fieldwork, demo):
    """Pushed twice, opened twice, answered, followed, pulled: the tables are those of the demo's own server."""
    pushed = fieldwork.command("survey", "push")
    assert pushed.count("Imported and verified") == len(fieldwork.surveys()), pushed
    numbers = [survey.sid for survey in fieldwork.surveys()]
    assert None not in numbers
    again = fieldwork.command("survey", "push")
    assert again.count("nothing to do") == len(numbers)
    assert [survey.sid for survey in fieldwork.surveys()] == numbers
    fieldwork.command("survey", "verify")
    fieldwork.command("survey", "open", "--since", "2000-01-01")
    fieldwork.command("survey", "open", "--since", "2000-01-01")
    fieldwork.answer()
    assert "%" in fieldwork.command("survey", "status")
    fieldwork.command("collect", "2026-Q3")
    organisation = Organisation.open(fieldwork.folder)
    found, expected = (tables_of(each, each_period) for each, each_period in (
        (organisation, organisation.workspace.periods()[-1]), (demo, demo.workspace.periods()[-1])))
    names = {str(survey.sid): str(hosted["sid"]) for survey, hosted in zip(fieldwork.surveys(), fieldwork.demo, strict=True)}
    for table in ("responses", "answers"):
        pd.testing.assert_frame_equal(renamed(found[table], names), renamed(expected[table], {}))
    fieldwork.command("survey", "close")
    assert "closed" in fieldwork.command("survey", "close")


def renamed(frame, names):
    """The rows with the demo's survey numbers, in the order of their keys."""
    for column in ("response", "source"):
        if column in frame:
            texts = frame[column].astype(str)
            for new, old in names.items():
                texts = texts.str.replace(new, old, regex=False)
            frame = frame.assign(**{column: texts.astype("string")})
    return frame.sort_values(list(frame.columns[:2]), ignore_index=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The same demo on its own embedded server."""
    folder = tmp_path_factory.mktemp("embedded") / "organisation"
    prepare(folder, small=True)
    run = subprocess.run([str(Path(sys.executable).with_name("evaltools")), "collect", "2026-Q3", "-C", str(folder)], capture_output=True,
                         text=True, env={name: value for name, value in os.environ.items() if not name.startswith("EVALTOOLS_LIMESURVEY")},
                         timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    return Organisation.open(folder)


def test_both_clients_pull_the_same_bytes(fieldwork, url, tmp_path):
    sid = max(zip(fieldwork.demo, fieldwork.surveys(), strict=True), key=lambda pair: len(pair[0]["rows"]))[1].sid
    folders = {}
    for client in ("citric", "limepy"):
        with limesurvey.connect(LimeSurvey(url=url, client=client)) as server:
            folders[client] = limesurvey.pull(server, sid, tmp_path / client, window=50).folder
    contents = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders.values()]
    assert contents[0] == contents[1]
    assert any(name.startswith("responses-") for name in contents[0])
