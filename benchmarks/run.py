"""What a report costs: today's tools, the libraries in one process, our own way, an empty notebook, the floor.

    python benchmarks/run.py reports FOLDER [ROUNDS]   the cohort notebook of a demonstration's last quarter, interleaved rounds (5)
    python benchmarks/run.py dask FOLDER [ROUNDS]      the same reports on a Dask cluster of this computer, beside processes
    python benchmarks/run.py memory FOLDER REPORTS     memory and open files of one worker over so many reports

Times are seconds a report, start-up of our own processes apart (the line below the table says it): medians over rounds. Processor time
counts everything that a report used: workers, fork server, kernels. Ratios are medians of each round's own ratio.
"""

from __future__ import annotations

import json
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import psutil

from evaltools import starter
from evaltools.runs import Job, Result, Way, execute
from evaltools.runs.job import run
from evaltools.runs.kernels import starting

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
LANGUAGES = ("fr", "nl", "en")


@dataclass(frozen=True)
class Cost:
    """Seconds a report: by the clock, of processor; and what it took before the first report was ready."""

    wall: float
    cpu: float
    start: float = 0.0


def jobs_of(folder: Path, place: Path, number: int, notebook: Path | None = None) -> list[Job]:
    """So many cohort reports of an organisation's last release, in turn over cohorts and languages."""
    release = max((folder / "workspace" / "releases").glob("*/*"), key=lambda path: path.parent.name).resolve()
    cohorts = sorted(json.loads((release / "context.json").read_text("utf-8"))["cohorts"])
    book, found = notebook or starter.folder("notebooks") / "reports" / "cohort.ipynb", []
    for each in range(number):
        language = LANGUAGES[each % len(LANGUAGES)]
        about = {"release": str(release), "level": "cohort", "scope": cohorts[each % len(cohorts)], "audience": "cohort",
                 "language": language}
        page = None if notebook else place / str(each) / f"cohort.{language}.html"
        found.append(Job(str(each), book, about, place / str(each) / "executed.ipynb", page, kernels="warm"))
    return found


def commands(jobs: Sequence[Job]) -> list[str]:
    """What one would type for each report: papermill, then nbconvert."""
    python, lines = shlex.quote(sys.executable), []
    for job in jobs:
        job.executed.parent.mkdir(parents=True, exist_ok=True)
        values = " ".join(f"-p {name} {shlex.quote(str(value))}" for name, value in job.parameters.items())
        executed = shlex.quote(str(job.executed))
        lines.append(f"{python} -m papermill --no-progress-bar --log-level ERROR {shlex.quote(str(job.notebook))} {executed} {values} && "
                     f"{python} -m nbconvert --log-level ERROR --to html --no-input {executed}")
    return lines


def typed(jobs: Sequence[Job], at_once: int) -> Cost:
    """The two commands for every report, one after the other or under `xargs -P`."""
    before, began = _children(), time.perf_counter()
    subprocess.run(["xargs", "-P", str(at_once), "-d", "\n", "-n", "1", "sh", "-c"], input="\n".join(commands(jobs)), text=True, check=True,
                   env={**os.environ, **ONE_THREAD}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Cost((time.perf_counter() - began) / len(jobs), (_children() - before) / len(jobs))


LIBRARIES = """
import json, resource, sys, time
import papermill
from nbconvert import HTMLExporter
def cpu():
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
jobs = json.load(sys.stdin)
before, began = cpu(), time.perf_counter()
for notebook, executed, parameters in jobs:
    made = papermill.execute_notebook(notebook, executed, parameters=parameters, progress_bar=False)
    open(executed + '.html', 'w').write(HTMLExporter(exclude_input=True).from_notebook_node(made)[0])
print(json.dumps([(time.perf_counter() - began) / len(jobs), (cpu() - before) / len(jobs)]))
"""


def libraries(jobs: Sequence[Job]) -> Cost:
    """papermill and nbconvert as libraries in one process, with their defaults."""
    for job in jobs:
        job.executed.parent.mkdir(parents=True, exist_ok=True)
    given = json.dumps([(str(job.notebook), str(job.executed), job.parameters) for job in jobs])
    done = subprocess.run([sys.executable, "-c", LIBRARIES], input=given, text=True, check=True, env={**os.environ, **ONE_THREAD},
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def ours(jobs: Sequence[Job], way: Way, warm_up: int = 4) -> Cost:
    """Our own way; the first reports, until every process is at work, count as the start."""
    marks: list[tuple[float, float]] = []
    began = time.perf_counter()

    def seen(_: Job, result: Result) -> None:
        if not result.ok:
            raise SystemExit(f"report {result.label}: {result.message}")
        if len(marks) < warm_up or len(marks) == len(jobs) - 1:
            marks.append((time.perf_counter(), _tree()))
        else:
            marks.append((time.perf_counter(), 0.0))

    execute(jobs, way, seen)
    (first, spent), (last, in_all) = marks[warm_up - 1], marks[-1]
    return Cost((last - first) / (len(jobs) - warm_up), (in_all - spent) / (len(jobs) - warm_up), first - began)


def _tree() -> float:
    """Processor time of everything that this process has begun and that still runs, with what they have waited for, and of itself."""
    total = 0.0
    for each in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def floor(jobs: Sequence[Job]) -> Cost:
    """The same cells and the same page in this process, without a kernel: what no way of running notebooks can go below."""
    _without_kernel(jobs[0])
    before, began = time.process_time(), time.perf_counter()
    for job in jobs:
        _without_kernel(job)
    return Cost((time.perf_counter() - began) / len(jobs), (time.process_time() - before) / len(jobs))


def _without_kernel(job: Job) -> None:
    from evaltools.report.page import write_page

    book, names = nbformat.read(job.notebook, as_version=4), dict[str, Any]()
    for cell in book.cells:
        *lines, last = cell.source.strip().splitlines()
        exec("\n".join(lines), names)
        if last.startswith("report."):
            content, metadata = eval(last, names)._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("display_data", content, metadata=metadata)]
        else:
            exec(last, names)
            names.update(job.parameters)
    assert job.page
    job.executed.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, job.executed)
    write_page(job.executed, job.page, name=job.notebook.name)


def empty(place: Path) -> Path:
    """A notebook that takes the same parameters and does nothing."""
    source = "\n".join(f'{name} = ""' for name in ("release", "level", "scope", "audience", "language"))
    parameters = nbformat.v4.new_code_cell(source, id="parameters", metadata={"tags": ["parameters"]})
    book = nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell("pass", id="nothing")], metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(book, place / "empty.ipynb")
    return place / "empty.ipynb"


def rounds_of(ways: dict[str, Callable[[], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """Every way once a round, so that a slower hour of the machine touches all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for each in range(rounds):
        for name, measure in ways.items():
            costs[name].append(measure())
            print(f"round {each + 1}: {name}: {costs[name][-1].wall:.3f} s", file=sys.stderr, flush=True)
    return costs


def table(costs: dict[str, list[Cost]], against: Sequence[str]) -> None:
    """A line a way: seconds, range, processor, and how many times faster than some others."""
    print("| one report | wall s | min-max | cpu s | " + " | ".join(f"x faster than {name.split(':')[0]}" for name in against) + " |")
    print("|---|---|---|---|" + "---|" * len(against))
    for name, found in costs.items():
        walls = [cost.wall for cost in found]
        ratios = (statistics.median(base.wall / cost.wall for base, cost in zip(costs[other], found, strict=True)) for other in against)
        print(f"| {name} | {statistics.median(walls):.3f} | {min(walls):.3f}-{max(walls):.3f} | "
              f"{statistics.median(cost.cpu for cost in found):.3f} | " + " | ".join(f"{ratio:.1f}" for ratio in ratios) + " |")


def reports(folder: Path, rounds: int) -> None:
    """The table of the ways."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        nothing = empty(place)
        ways: dict[str, Callable[[], Cost]] = {
            "a: papermill, nbconvert as typed": lambda: typed(jobs_of(folder, place / "a", 2), 1),
            "b: the same under xargs -P2": lambda: typed(jobs_of(folder, place / "b", 4), 2),
            "c: the libraries in one process": lambda: libraries(jobs_of(folder, place / "c", 3)),
            "stock kernels, our way, 1 worker": lambda: ours([replace(job, kernels="stock") for job in jobs_of(folder, place / "s", 5)],
                                                             Way(1), 2),
            "evaltools, 1 worker": lambda: ours(jobs_of(folder, place / "1", 24), Way(1)),
            "evaltools, 2 workers": lambda: ours(jobs_of(folder, place / "2", 48), Way(2)),
            "evaltools, as it comes": lambda: ours(jobs_of(folder, place / "0", 80), Way(), 8),
            "an empty notebook, 1 worker": lambda: ours(jobs_of(folder, place / "e", 24, nothing), Way(1)),
            "an empty notebook, as it comes": lambda: ours(jobs_of(folder, place / "n", 80, nothing), Way(), 8),
            "the floor: no kernel, 1 process": lambda: floor(jobs_of(folder, place / "f", 12)),
        }
        costs = rounds_of(ways, rounds)
    names = list(costs)
    table(costs, names[:2])
    begun = statistics.median(cost.start for cost in costs["evaltools, 2 workers"])
    one, nothing_at_all, bare = ([cost.cpu for cost in costs[name]]
                                 for name in ("evaltools, 1 worker", "an empty notebook, 1 worker", "the floor: no kernel, 1 process"))
    times, below = (statistics.median(top / bottom for top, bottom in zip(those, nothing_at_all, strict=True)) for those in (one, bare))
    print(f"\nBefore the fourth report is ready: {begun:.1f} s, once a run. Of processor time a report costs {times:.2f} times an empty "
          f"notebook, and {below:.2f} times without any kernel. {rounds} rounds.")


def dask(folder: Path, rounds: int) -> None:
    """Processes and a cluster on this computer; then what it costs that one of two workers is killed."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        ways: dict[str, Callable[[], Cost]] = {}
        for workers in (1, 2):
            for cluster in ("", "local"):
                way = Way(workers, cluster=cluster)
                ways[f"{'Dask' if cluster else 'processes'}, {workers} worker{'s' * (workers > 1)}"] = (
                    lambda way=way: ours(jobs_of(folder, place / "d", 24 * way.workers), way))
        costs = rounds_of(ways, rounds)
        table(costs, list(costs)[:1])
        whole = [_whole(jobs_of(folder, place / "k", 60), kill) for _ in range(max(1, rounds // 2)) for kill in (False, True)]
    plain, killed = statistics.median(whole[::2]), statistics.median(whole[1::2])
    print(f"\n60 reports, 2 workers: {plain:.1f} s; where one worker is killed after the tenth: {killed:.1f} s.")


def _whole(jobs: Sequence[Job], kill: bool) -> float:
    began, seen = time.perf_counter(), 0

    def count(_: Job, result: Result) -> None:
        nonlocal seen
        seen += 1
        if kill and seen == 10:
            # A nanny begins each worker's process: its only child that was begun the way Dask does
            nannies = [each for each in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(each.cmdline())]
            nannies[0].kill()

    assert all(result.ok for result in execute(jobs, Way(2, cluster="local"), count))
    return time.perf_counter() - began


def memory(folder: Path, number: int) -> None:
    """Memory and open files of one worker over so many reports; and of the fork server."""
    import gc

    with tempfile.TemporaryDirectory() as name:
        me, jobs = psutil.Process(), jobs_of(folder, Path(name), 12)
        print("| reports | this worker MB | open files | threads | fork server MB |\n|---|---|---|---|---|")
        for each in range(number + 1):
            if each % max(1, number // 10) == 0:
                gc.collect()
                server = [child for child in me.children() if PROGRAM in " ".join(child.cmdline())]
                print(f"| {each} | {me.memory_info().rss >> 20} | {me.num_fds()} | {me.num_threads()} | "
                      f"{server[0].memory_info().rss >> 20 if server else 0} |", flush=True)
            assert run(jobs[each % len(jobs)]).ok


PROGRAM = f"{starting.__package__}.server"


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("reports", "dask", "memory"):
        raise SystemExit(__doc__)
    {"reports": reports, "dask": dask, "memory": memory}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 5)
