"""A pull that is killed anywhere: nothing reads as finished, and the next pull goes on to the same bytes."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from evaltools.errors import SourceError
from evaltools.sources.limesurvey import blocks, finished, folder, participants, read
from evaltools.sources.limesurvey.journal import Journal

from .embedded import SID, Hosted, collect, content

IDS = [*range(1, 181), *range(1990, 2011), *range(4100, 4161)]
LATER = "2026-03-02 09:00:00"
SOURCE = Path(folder.__file__).parents[3]
CHILD = """
import os, signal, sys
from pathlib import Path
from evaltools.settings import LimeSurvey
from evaltools.sources.limesurvey import blocks, connect, folder, participants, pull

url, target, threads, at_write, earlier = sys.argv[1:]
left, real = [int(at_write)], folder.write

def half(content):
    whole = b"".join(content)
    return whole[:len(whole) // 2]

def write(path, content):
    left[0] -= 1
    if left[0] == 0:
        path.with_name(f".{path.name}.part").write_bytes(half(content))
        os.kill(os.getpid(), signal.SIGKILL)
    real(path, content)

folder.write = blocks.write = participants.write = write
print(os.getpid(), flush=True)
with connect(LimeSurvey(url=url, timeout=5)) as server:
    pull(server, 4711, Path(target), 50, threads=int(threads), incremental_from=100, earlier=Path(earlier) if earlier else None)
"""


def half(content):
    whole = b"".join(content)
    return whole[:len(whole) // 2]


class Killed(BaseException):
    """Nothing that anybody catches."""


@pytest.fixture
def host(signed, questionnaires, course):
    return partial(Hosted, course, questionnaires, IDS)


@pytest.fixture
def killed_at(monkeypatch):
    """Have the n-th file half written, and everything end there; how many files were begun."""
    real = folder.write

    def arm(number):
        begun = []

        def write(path, content):
            begun.append(path.name)
            if len(begun) == number:
                path.with_name(f".{path.name}.part").write_bytes(half(content))
            if number and len(begun) >= number:
                raise Killed
            real(path, content)

        for module in (folder, blocks, participants):
            monkeypatch.setattr(module, "write", write)
        return begun
    return arm


def unfinished(place):
    if not finished(place, SID):
        with pytest.raises(SourceError, match="not pulled to its end"):
            read(place, SID)
        return True
    return False


def change(server):
    server.change(5, submitdate=LATER, datestamp=LATER, satisf="A2")
    server.delete(90, *range(1990, 2011))
    server.change(4161)


@pytest.mark.parametrize(("threads", "step"), [
    (2, 7), pytest.param(1, 1, marks=pytest.mark.long), pytest.param(3, 1, marks=pytest.mark.long)])
def test_killed_at_every_file_it_goes_on_to_the_same_bytes(host, setting, tmp_path, killed_at, threads, step):
    with host() as server:
        files = killed_at(0)
        collect(server, setting, tmp_path / "whole", window=100, threads=threads)
        for number in range(1, len(files) + 1, step):
            place = tmp_path / str(number)
            begun = killed_at(number)
            try:
                collect(server, setting, place, window=100, threads=threads)
            except Killed:
                assert unfinished(place), number
            else:
                # How far several threads look beyond the last response depends on which is first.
                assert threads > 1 and number > len(begun) > len(files) - threads, number
            killed_at(0)
            collect(server, setting, place, window=100, threads=threads)
            assert content(place) == content(tmp_path / "whole"), number


@pytest.mark.parametrize(("elsewhere", "step"), [
    (False, 5), (True, 5), pytest.param(False, 1, marks=pytest.mark.long), pytest.param(True, 1, marks=pytest.mark.long)])
def test_an_incremental_pull_killed_at_every_file_goes_on_to_the_same_bytes(host, setting, tmp_path, killed_at, elsewhere, step):
    with host() as server:
        collect(server, setting, tmp_path / "before")
        before = content(tmp_path / "before")
        change(server)
        collect(server, setting, tmp_path / "whole")
        finished_first = 0
        for number in count(1, step):
            place = tmp_path / str(number)
            earlier = tmp_path / "before" if elsewhere else place
            if not elsewhere:
                (place / str(SID)).mkdir(parents=True)
                for name, written in before.items():
                    (place / str(SID) / name).write_bytes(written)
            again = partial(collect, server, setting, place, window=100, earlier=earlier, incremental_from=100)
            killed_at(number)
            try:
                again()
                break
            except Killed:
                pass
            # Before the journal is there, the earlier pull is as it was.
            if not unfinished(place):
                finished_first += 1
                assert {name: written for name, written in content(place).items() if not name.startswith(".")} == before
            killed_at(0)
            again()
            assert content(place) == content(tmp_path / "whole")
    assert number > 10 and finished_first <= (0 if elsewhere else 1)


def late_completion(server):
    server.change(5, submitdate=LATER, datestamp=LATER, satisf="A2")


@pytest.mark.parametrize("change", [change, late_completion], ids=lambda change: change.__name__)
def test_what_changed_between_the_kill_and_the_next_pull_is_seen(host, setting, tmp_path, killed_at, change):
    with host() as server:
        files = killed_at(14)
        with pytest.raises(Killed):
            collect(server, setting, tmp_path / "a", window=50, threads=1)
        assert "responses-1-2000.jsonl" in files
        killed_at(0)
        change(server)
        collect(server, setting, tmp_path / "a", window=50)
        collect(server, setting, tmp_path / "b")
    assert content(tmp_path / "a") == content(tmp_path / "b")


@pytest.fixture
def left(host, setting, tmp_path, killed_at):
    """A server and a folder in which a pull was killed after some windows."""
    with host() as server:
        killed_at(14)
        with pytest.raises(Killed):
            collect(server, setting, tmp_path, window=50, threads=1)
        killed_at(0)
        server.forget()
        assert json.loads((tmp_path / str(SID) / "journal.json").read_text())["done"]
        yield server


def test_it_goes_on_where_it_stopped(left, setting, tmp_path):
    collect(left, setting, tmp_path, window=50)
    assert min(first for first, _, *fields in left.windows if not fields) > 50


def older(journal):
    return journal | {"begun": (dt.datetime.now(dt.UTC) - dt.timedelta(hours=24)).isoformat()}


def of_tomorrow(journal):
    return journal | {"begun": (dt.datetime.now(dt.UTC) + dt.timedelta(hours=24)).isoformat()}


def of_another_structure(journal):
    return journal | {"structure": "0"}


def of_another_format(journal):
    return journal | {"schema": 0}


def without_ranges(journal):
    return {name: value for name, value in journal.items() if name != "done"}


@pytest.mark.parametrize("spoil", [older, of_tomorrow, of_another_structure, of_another_format, without_ranges],
                         ids=lambda spoil: spoil.__name__)
def test_a_journal_that_cannot_be_trusted_starts_again(left, setting, tmp_path, spoil):
    path = tmp_path / str(SID) / "journal.json"
    path.write_text(json.dumps(spoil(json.loads(path.read_text()))))
    collect(left, setting, tmp_path)
    assert left.windows[0] == (1, 2000)


def test_rows_that_the_journal_does_not_know_are_not_kept(left, setting, tmp_path):
    """Killed between a file and the journal: rows may lie there which were deleted since."""
    survey = tmp_path / str(SID)
    with (survey / "responses-1-2000.jsonl").open("ab") as block:
        block.write(b'{"id":1500,"satisf":"A1"}\n')
    (survey / "responses-8001-10000.jsonl").write_bytes(b'{"id":9000,"satisf":"A1"}\n')
    collect(left, setting, tmp_path)
    assert [int(form.number) for form in read(tmp_path, SID)] == sorted(IDS)


def test_a_full_pull_does_not_go_on_with_an_incremental_one(left, setting, tmp_path):
    survey = tmp_path / str(SID)
    said = json.loads((survey / "journal.json").read_text())
    Journal(survey, said["structure"], dt.datetime.now(dt.UTC), True, _ranges(said)).write()
    collect(left, setting, tmp_path, full=True)
    assert left.windows[0] == (1, 2000)


def _ranges(said):
    from evaltools.sources.limesurvey.ranges import Ranges

    return Ranges(tuple(pair) for pair in said["done"])


def started(server, place, threads, at_write=0, earlier=""):
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen([sys.executable, "-c", CHILD, server.url, str(place), str(threads), str(at_write), str(earlier)],
                            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.long
@pytest.mark.parametrize("incremental", [False, True])
@pytest.mark.parametrize("threads", [1, 3])
def test_a_process_that_is_killed_again_and_again_ends_with_the_same_bytes(host, setting, tmp_path, threads, incremental):
    earlier = tmp_path / "before" if incremental else ""
    with host() as server:
        if incremental:
            collect(server, setting, earlier)
            change(server)
        collect(server, setting, tmp_path / "whole")
        place = tmp_path / "killed"
        for at_export, at_write in ((2, 0), (0, 8), (3, 0), (0, 9)):
            server.forget()
            child = started(server, place, threads, at_write, earlier)
            if at_export:
                number = int(child.stdout.readline())
                server.on["export_responses", at_export] = partial(os.kill, number, signal.SIGKILL)
            _, said = child.communicate(timeout=60)
            assert child.returncode == -signal.SIGKILL, said
            assert unfinished(place)
        child = started(server, place, threads, 0, earlier)
        assert child.wait(60) == 0, child.communicate()[1]
    assert content(place) == content(tmp_path / "whole")
