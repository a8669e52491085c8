"""Jobs on one machine: a pool of fresh processes, since papermill and the forgetting of secrets change the process that they run in."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from .environment import without_secrets
from .job import Job, Result, run
from .kernels import possible, starting

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

ROUNDS = 3
"""How often a pool is begun anew after the system ended one of its processes."""


def completed(jobs: Sequence[Job], workers: int = 0) -> Iterator[tuple[Job, Result]]:
    """Every job with its result, as they end.

    Ctrl-C lets what is under way end, gives it, and is raised then; a second one ends everything at once.

    Parameters
    ----------
    workers
        How many processes; 0 is two a core, at most eight: a process waits while its kernel works, and a kernel while its process
        does. With stock kernels, which are mostly being started, half as many.
    """
    with _kernels(jobs) as server:
        a_core, left = 2 if server else 1, list(jobs)
        number = workers or a_core * min(4, os.cpu_count() or 1)
        for _ in range(ROUNDS):
            ended: set[str] = set()
            for job, result in _round(left, number, server):
                ended.add(job.label)
                yield job, result
            # Those that were under way when a process was ended come last now: one of them may have been too much for the machine
            left = [job for job in left if job.label not in ended]
            left = left[number + 1:] + left[:number + 1]
            if not left:
                return
    for job in left:
        yield job, Result(job.label, False, "Its process was ended from outside.", "Run the command again; what was made is kept.")


@contextmanager
def _kernels(jobs: Sequence[Job]) -> Iterator[str]:
    """The address of a fork server for all processes; empty where no job wants one."""
    if not possible() or not any(job.kernels == "warm" for job in jobs):
        yield ""
        return
    with starting.ForkServer() as server:
        yield server.address


def _round(jobs: Sequence[Job], workers: int, server: str) -> Iterator[tuple[Job, Result]]:
    """What one pool gets done; all of it, unless the system ends one of its processes."""
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool

    pool, futures = _begun(jobs, workers, server)
    told: set[Future[Result]] = set()
    try:
        for future in as_completed(futures):
            told.add(future)
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                continue
    except KeyboardInterrupt:
        _finish(pool)
        for future in futures.keys() - told:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield futures[future], future.result()
        raise
    finally:
        _finish(pool)


def _begun(jobs: Sequence[Job], workers: int, server: str) -> tuple[ProcessPoolExecutor, dict[Future[Result], Job]]:
    """A pool at work. Its processes ignore Ctrl-C from their first moment, and no report's process was ever given a secret."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ExitStack() as meanwhile:
        if not any(job.secrets for job in jobs):
            meanwhile.enter_context(without_secrets())
        if threading.current_thread() is threading.main_thread():
            meanwhile.callback(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.SIG_IGN))
        pool = ProcessPoolExecutor(min(workers, len(jobs)), mp_context=multiprocessing.get_context("spawn"),
                                   initializer=starting.use, initargs=(server,))
        return pool, {pool.submit(run, job): job for job in jobs}


def _finish(pool: ProcessPoolExecutor) -> None:
    import multiprocessing

    try:
        pool.shutdown(cancel_futures=True)
    except KeyboardInterrupt:
        for worker in multiprocessing.active_children():
            worker.kill()
        raise
