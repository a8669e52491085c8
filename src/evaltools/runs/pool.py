"""Jobs on one machine: a pool of fresh processes, since papermill changes the folder of the process that it runs in."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from .job import Job, Result, run

Seen = Callable[[Result], None]


def execute(jobs: Sequence[Job], workers: int = 0, seen: Seen | None = None) -> list[Result]:
    """Run all jobs and return their results in the order of the jobs; one that fails does not stop the others.

    Parameters
    ----------
    jobs
        What to run.
    workers
        How many processes; 0 is one a core, at most four.
    seen
        Called with each result as it comes, in this process.
    """
    if not jobs:
        return []
    results = {}
    for job, result in _completed(jobs, workers or min(4, os.cpu_count() or 1)):
        results[job.label] = result
        if seen:
            seen(result)
    return [results[job.label] for job in jobs]


def _completed(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Result]]:
    pool = ProcessPoolExecutor(min(workers, len(jobs)), mp_context=multiprocessing.get_context("spawn"))
    futures = {pool.submit(run, job): job for job in jobs}
    try:
        for future in as_completed(futures):
            job = futures[future]
            try:
                yield job, future.result()
            except BrokenProcessPool:
                yield job, Result(job.label, False, "Its process was ended from outside.", "Run the command again; what was made is kept.")
    finally:
        pool.shutdown(cancel_futures=True)
