"""Only what changed since an earlier pull: what respondents do is seen, and the folder is that of a whole pull."""

import json
from functools import partial

import pytest

from evaltools.errors import SourceError
from evaltools.sources.limesurvey import connect, finished, pull, read
from evaltools.sources.limesurvey import structure as structures
from evaltools.sources.limesurvey.folder import MANIFEST

from .embedded import SID, Hosted, collect, content, ids_in
from .replay import Replay

IDS = [*range(1, 181), *range(1990, 2011), *range(4100, 4161)]
STAMPS = ("id", "submitdate", "lastpage", "datestamp")
LATER = "2026-03-02 09:00:00"


@pytest.fixture
def host(signed, questionnaires, course):
    return partial(Hosted, course, questionnaires, IDS)


def late_completion(server):
    server.change(5, submitdate=LATER, datestamp=LATER, satisf="A2")


def edit_after_completion(server):
    server.change(6, submitdate=LATER, datestamp=LATER, satisf="A3")


def abandoned_edit(server):
    server.change(2005, comment="changed, never sent", datestamp=LATER, lastpage=1)


def deletions(server):
    server.delete(1, 90, *range(1990, 2011), *range(4100, 4161))


def new_responses(server):
    for number in (4161, 4162, 9000):
        server.change(number)


def nothing(server):
    pass


def everything(server):
    for change in CHANGES[:-1]:
        change(server)


CHANGES = [nothing, late_completion, edit_after_completion, abandoned_edit, deletions, new_responses, everything]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_respondents_do_is_seen(host, setting, tmp_path, client, change, elsewhere):
    with host() as server:
        server.change(5, submitdate=None, lastpage=1)
        earlier = tmp_path / "earlier" if elsewhere else tmp_path
        collect(server, setting, earlier, client)
        before = content(earlier)
        change(server)
        server.forget()
        collect(server, setting, tmp_path, client, earlier=earlier, incremental_from=100)
        whole = [(first, last) for first, last, *fields in server.windows if not fields]
        assert bool(whole) == (change not in (nothing, deletions)) and (1, 2000) not in whole
        assert any(fields == list(STAMPS) for _, _, *fields in server.windows)
        collect(server, setting, tmp_path / "whole", client)
    assert content(tmp_path) == content(tmp_path / "whole")
    assert not elsewhere or content(earlier) == before
    assert read(tmp_path, SID) == read(tmp_path / "whole", SID)


@pytest.mark.parametrize("gone", [range(6500, 6506), range(7000, 7006), range(6500, 7006), range(1, 61)], ids=str)
def test_responses_that_were_deleted_where_only_ids_are_asked_for_go(signed, questionnaires, course, setting, tmp_path, gone):
    with Hosted(course, questionnaires, [*range(1, 61), *range(6500, 6506), *range(7000, 7006)]) as server:
        collect(server, setting, tmp_path)
        server.delete(*gone)
        server.forget()
        collect(server, setting, tmp_path, earlier=tmp_path, incremental_from=1)
        assert all(fields for _, _, *fields in server.windows)
        assert ids_in(tmp_path) == sorted(server.rows)


def test_what_an_administrator_edits_is_seen_by_a_full_pull_only(host, setting, tmp_path):
    with host() as server:
        collect(server, setting, tmp_path)
        server.change(70, satisf="A3")
        collect(server, setting, tmp_path, earlier=tmp_path, incremental_from=100)
        assert read(tmp_path, SID)[69].answers["satisf"] == "A1"
        collect(server, setting, tmp_path, earlier=tmp_path, incremental_from=100, full=True)
        assert read(tmp_path, SID)[69].answers["satisf"] == "A3"


def test_below_the_threshold_everything_is_pulled_again(host, setting, tmp_path):
    with host() as server:
        collect(server, setting, tmp_path)
        server.change(70, satisf="A3")
        server.forget()
        collect(server, setting, tmp_path, earlier=tmp_path, incremental_from=len(IDS) + 1)
        assert server.windows[0] == (1, 2000)
    assert read(tmp_path, SID)[69].answers["satisf"] == "A3"


def damaged(folder, server):
    block = folder / str(SID) / "responses-1-2000.jsonl"
    block.write_bytes(block.read_bytes()[:-30])


def never_finished(folder, server):
    (folder / str(SID) / MANIFEST).unlink()


def of_an_earlier_format(folder, server):
    (folder / str(SID) / MANIFEST).write_text(json.dumps({"schema": 1, "sid": SID, "responses": 262}))


def of_other_columns(folder, server):
    survey = server.surveys[SID]
    survey.fieldmap = {name: field | ({"type": "!"} if field["title"] == "satisf" else {}) for name, field in survey.fieldmap.items()}


@pytest.mark.parametrize("spoil", [damaged, never_finished, of_an_earlier_format, of_other_columns], ids=lambda spoil: spoil.__name__)
def test_an_earlier_pull_that_cannot_be_trusted_is_not_built_upon(host, setting, tmp_path, spoil):
    with host() as server:
        collect(server, setting, tmp_path / "earlier")
        spoil(tmp_path / "earlier", server)
        server.forget()
        collect(server, setting, tmp_path, earlier=tmp_path / "earlier", incremental_from=100)
        assert server.windows[0] == (1, 2000)
    assert len(read(tmp_path, SID)) == len(IDS)


def test_without_date_stamps_the_other_columns_are_compared(signed, setting, recordings, tmp_path):
    with Replay(recordings / "no_datestamp") as replay, connect(setting(replay.url)) as server:
        pull(server, 122218, tmp_path)
        before = {path.name: path.read_bytes() for path in (tmp_path / "122218").iterdir()}
        replay.calls.clear()
        pull(server, 122218, tmp_path, earlier=tmp_path, incremental_from=1)
    asked = [params[8] for method, params in replay.calls if method == "export_responses"]
    assert asked == [["id", "submitdate", "lastpage"], ["id"]]
    assert {path.name: path.read_bytes() for path in (tmp_path / "122218").iterdir()} == before


def test_a_manifest_without_ids_drops_nothing(host, setting, tmp_path):
    """A column that a server does not know comes back empty; were it the id, every row would seem deleted."""
    with host() as server:
        collect(server, setting, tmp_path)
        hosted = server.surveys[SID]
        hosted.columns = {name: place for name, place in hosted.columns.items() if name != "id"}
        with pytest.raises(SourceError, match="cannot be read"):
            collect(server, setting, tmp_path, earlier=tmp_path, incremental_from=100)
    assert not finished(tmp_path, SID)


def test_wording_and_dates_of_the_survey_are_no_other_structure(host, setting):
    with host() as server, connect(setting(server.url)) as signed:
        before = structures.structure_of(signed, SID).fingerprint
        hosted = server.surveys[SID]
        hosted.properties = hosted.properties | {"expires": "2026-12-31 00:00:00"}
        hosted.fieldmap = {name: field | {"question": "Other words?"} for name, field in hosted.fieldmap.items()}
        assert structures.structure_of(signed, SID).fingerprint == before
        hosted.properties = hosted.properties | {"anonymized": "Y"}
        assert structures.structure_of(signed, SID).fingerprint != before
