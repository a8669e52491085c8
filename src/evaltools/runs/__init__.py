"""Execute notebooks: each with a real and fresh kernel of its own, through papermill, by processes here or by a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .job import Job, Result
from .way import Way

__all__ = ["Job", "Result", "Way", "execute"]


def execute(jobs: Sequence[Job], way: Way | int = 0, seen: Callable[[Job, Result], None] | None = None) -> list[Result]:
    """Run all jobs and return their results in the order of the jobs; one that fails does not stop the others.

    Parameters
    ----------
    way
        How; a number is so many processes on this machine.
    seen
        Called with each job and its result as it comes, in this process.
    """
    if not jobs:
        return []
    results = {}
    for job, result in _completed(jobs, Way(way) if isinstance(way, int) else way):
        results[job.label] = result
        if seen:
            seen(job, result)
    return [results[job.label] for job in jobs]


def _completed(jobs: Sequence[Job], way: Way) -> Iterator[tuple[Job, Result]]:
    if way.cluster:
        from . import cluster

        return cluster.completed(jobs, way)
    from . import pool

    return pool.completed(jobs, way.workers)
