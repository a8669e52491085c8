"""How long a survey's responses take to come, and how much memory: limepy's and citric's plain exports beside our pull.

    EVALTOOLS_LIMESURVEY_URL=... EVALTOOLS_LIMESURVEY_USER=... EVALTOOLS_LIMESURVEY_PASSWORD=... python benchmarks/pull.py

It needs a LimeSurvey server of your own, with the right to create surveys: it makes one of 28 columns, fills it with invented
responses over RemoteControl, pulls it, and deletes it. Every contender runs in a process of its own, in turn, and medians are
told. A proxy that gives up after a minute cuts the whole exports at 100,000 responses: raise its time-out for the comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ITEMS = 20  # besides the 8 columns that LimeSurvey adds for date stamps: 28
CODES = ("s1", "s2", "s3", "s4", "s5")
SENTENCE = "Les séances du mardi m'ont aidée à oser parler devant le groupe ; merci à toutes. "
FILLERS = 4
SETTING = {name: f"EVALTOOLS_LIMESURVEY_{name.upper()}" for name in ("url", "user", "password")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], help="how many responses, smallest first")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender runs at each size")
    parser.add_argument("--survey", type=int, help="fill and keep this survey of an earlier --keep instead of a new one")
    parser.add_argument("--keep", action="store_true", help="leave the survey on the server")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(CONTENDERS[given.one], given.survey)))
        return
    with survey_on_server(given.survey, given.keep or given.survey is not None) as sid:
        for size in sorted(given.sizes):
            fill(sid, size)
            compare(sid, size, given.rounds)


def compare(sid: int, size: int, rounds: int) -> None:
    """One line a contender: median seconds, that of ours as a ratio, and memory added at the peak."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for turn in range(rounds):
        names = list(CONTENDERS)
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            command = [sys.executable, __file__, "--one", name, "--survey", str(sid)]
            result = subprocess.run(command, capture_output=True, text=True, check=False)
            if result.returncode:
                print(f"  {name} failed: {result.stderr.strip().splitlines()[-1:]}")
                continue
            found[name].append(json.loads(result.stdout))
    ours = median(run["seconds"] for run in found["evaltools"])
    print(f"\n{size:,} responses, medians of {rounds} runs\n{'':<22}{'seconds':>9}{'x ours':>8}{'MB added':>10}{'responses':>11}")
    for name, runs in found.items():
        if runs:
            seconds, added = median(run["seconds"] for run in runs), median(run["added_mb"] for run in runs)
            print(f"{name:<22}{seconds:>9.2f}{seconds / ours:>8.1f}{added:>10.0f}{int(runs[0]['rows']):>11,}")


def measured(pull: Callable[[int, Path], int], sid: int) -> dict[str, float]:
    """One pull in this process: seconds, and the peak of its memory above what it had when everything was imported."""
    with tempfile.TemporaryDirectory() as folder:
        import citric
        import limepy

        from evaltools.sources import limesurvey

        assert citric and limepy and limesurvey  # imported before the clock starts, by every contender alike
        before, started = resident("VmRSS"), time.perf_counter()
        rows = pull(sid, Path(folder))
        return {"seconds": time.perf_counter() - started, "added_mb": resident("VmHWM") - before, "rows": rows}


def resident(name: str) -> float:
    """A line of this process's status in MB (Linux)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def with_evaltools(sid: int, folder: Path) -> int:
    return _evaltools(sid, folder, "citric")


def with_evaltools_limepy(sid: int, folder: Path) -> int:
    return _evaltools(sid, folder, "limepy")


def _evaltools(sid: int, folder: Path, client: str) -> int:
    from evaltools.settings import LimeSurvey
    from evaltools.sources import limesurvey

    with limesurvey.connect(LimeSurvey(url=os.environ[SETTING["url"]], client=client)) as server:
        return limesurvey.pull(server, sid, folder).responses


def with_citric(sid: int, folder: Path) -> int:
    with signed_in() as client:
        content = client.export_responses(sid, file_format="csv", heading_type="code", response_type="short")
    (folder / "responses.csv").write_bytes(content)
    return content.count(b"\r\n") - 2  # headings, and the empty last line


def with_limepy(sid: int, folder: Path) -> int:
    from limepy.download import get_responses

    site = os.environ[SETTING["url"]].split("/index.php")[0]
    text = get_responses(site, os.environ[SETTING["user"]], os.environ[SETTING["password"]], 1, sid)
    (folder / "responses.csv").write_text(text, "utf-8", newline="")
    return text.count("\r\n") - 2


CONTENDERS: dict[str, Callable[[int, Path], int]] = {
    "evaltools": with_evaltools, "evaltools, limepy": with_evaltools_limepy, "citric, plain": with_citric, "limepy, plain": with_limepy}


@contextmanager
def signed_in() -> Iterator[Any]:
    import citric

    with citric.Client(os.environ[SETTING["url"]], os.environ[SETTING["user"]], os.environ[SETTING["password"]]) as client:
        yield client


@contextmanager
def survey_on_server(sid: int | None, keep: bool) -> Iterator[int]:
    import io

    from evaltools.questionnaires import Questionnaires, structure_of, tsv

    answers = [{"code": code, "value": value, "text": {"en": code}} for value, code in enumerate(CODES, start=1)]
    items = [{"code": f"item{number}", "scale": "satisfaction", "text": {"en": f"Item {number}"}} for number in range(ITEMS - 1)]
    items.append({"code": "words", "type": "long_text", "text": {"en": "In your words"}})
    questionnaires = Questionnaires.model_validate({"scales": {"satisfaction": {"answers": answers}}, "surveys": {"pull": {
        "id": "pull", "title": {"en": "Benchmark of the pull"}, "languages": ["en"], "waves": ["end"], "items": items}}})
    with signed_in() as client:
        number = sid
        if number is None:
            text = tsv(structure_of(questionnaires.surveys["pull"], questionnaires))
            number = int(client.import_survey(io.BytesIO(text.encode()), "txt"))
            client.activate_survey(number)
            client.activate_tokens(number)
            print(f"survey {number}")
    try:
        yield number
    finally:
        if not keep:
            with signed_in() as client:
                client.delete_survey(number)


def fill(sid: int, size: int) -> None:
    """Add invented responses until there are `size`, a few at once; their content rests on their number alone."""
    with signed_in() as client:
        have = int((client.get_summary(sid) or {}).get("full_responses") or 0)
        columns = {field["title"]: name for name, field in client.get_fieldmap(sid).items() if field["title"]}
        key, address = client.session.key, os.environ[SETTING["url"]]
        with ThreadPoolExecutor(FILLERS) as pool:
            ranges = [range(have + 1 + start, size + 1, FILLERS) for start in range(FILLERS)]
            list(pool.map(lambda numbers: _add(address, key, sid, columns, numbers), ranges))


def _add(address: str, key: str, sid: int, columns: dict[str, str], numbers: range) -> None:
    import requests

    with requests.Session() as session:
        for number in numbers:
            draw = random.Random(number)
            moment = f"2026-{1 + number % 12:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:00"
            row = {"id": number, "submitdate": moment, "startdate": moment, "datestamp": moment, "lastpage": 1, "startlanguage": "en",
                   "token": f"t{number:08}", **{name: draw.choice(CODES) for title, name in columns.items() if title != "words"},
                   columns["words"]: SENTENCE * draw.randint(0, 2)}
            answer = session.post(address, json={"method": "add_response", "params": [key, sid, row], "id": 1}, timeout=60).json()
            if answer["error"] or not str(answer["result"]).isdigit():
                raise RuntimeError(f"response {number} was refused: {answer}")


if __name__ == "__main__":
    main()
