"""Jobs on a cluster: the same function, run by the workers of a Dask scheduler. They write drafts; all else stays with this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import ReportError, SettingsError
from . import code
from .environment import without_secrets
from .exchange import Exchange, Parcel, run_there
from .job import Job, Result, run

if TYPE_CHECKING:
    from .way import Way

LOCAL = "local"
PATIENCE = "20s"
UNDER_WAY = 3
"""Jobs handed out for each worker: enough that none waits for work, few enough that Ctrl-C is soon obeyed."""
DEATHS = 3
"""Of how many workers one job may be the last before it is given up."""


def completed(jobs: Sequence[Job], way: Way) -> Iterator[tuple[Job, Result]]:
    """Every job with its result, as they end; the jobs of a worker that dies are done by others.

    Raises
    ------
    SettingsError
        Dask is not installed, the scheduler does not answer, or it has no worker that can be used.
    """
    exchange = Exchange(way.through) if way.through else None
    with _client(way) as client:
        workers = _workers(client)
        yield from _handed_out(client, jobs, exchange, UNDER_WAY * workers)


def on_worker(work: Job | Parcel, made_with: str) -> Result:
    """One job on a worker; refused where the worker's evaltools is another one."""
    job = work.job if isinstance(work, Parcel) else work
    if code.code() != made_with:
        return Result(job.label, False, "A worker of the cluster has another evaltools than this computer.",
                      "Install the same version everywhere, and start the workers again.", SettingsError.exit_code)
    return run_there(work) if isinstance(work, Parcel) else run(work)


def _handed_out(client: Any, jobs: Sequence[Job], exchange: Exchange | None, at_once: int) -> Iterator[tuple[Job, Result]]:
    import distributed

    waiting, handed = iter(jobs), dict[str, Job | Parcel]()
    ended: Any = distributed.as_completed()  # type: ignore[no-untyped-call]

    def hand_out() -> None:
        for job in waiting:
            work = exchange.parcel(job) if exchange else job
            future = client.submit(on_worker, work, code.code(), pure=False)
            handed[future.key] = work
            ended.add(future)
            return

    for _ in range(min(at_once, len(jobs))):
        hand_out()
    for future in ended:
        work, result = handed.pop(future.key), _result_of(future)
        if isinstance(work, Parcel) and exchange:
            exchange.fetch(work)
        job = work.job if isinstance(work, Parcel) else work
        yield job, result or Result(job.label, False, "The workers that had this report died.",
                                    "See the workers' own logs; memory is the usual reason.")
        hand_out()


def _result_of(future: Any) -> Result | None:
    from distributed import KilledWorker

    try:
        found: Result = future.result()
    except KilledWorker:
        return None
    except (asyncio.CancelledError, CancelledError):
        raise ReportError("The cluster's scheduler has gone.", "Run the command again; what was made is kept.") from None
    return found


def _workers(client: Any) -> int:
    """How many workers there are; each may run one job at a time, for a job changes its process."""
    from distributed import TimeoutError as TooLate

    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (TooLate, TimeoutError):
        raise SettingsError("The scheduler has no worker.", "Start some: `dask worker ADDRESS --nthreads 1`.") from None
    known = client.scheduler_info(n_workers=-1)["workers"].values()
    if any(worker["nthreads"] != 1 for worker in known):
        raise SettingsError("A worker of the cluster runs several jobs in one process.",
                            "Start workers with one thread each: `dask worker ADDRESS --nworkers 4 --nthreads 1`.")
    return len(known)


@contextmanager
def _client(way: Way) -> Iterator[Any]:
    try:
        import dask
        import distributed
    except ImportError:
        raise SettingsError("Dask is not installed.", "Install it with `pip install 'evaltools[cluster]'`.") from None

    with dask.config.set({"distributed.scheduler.allowed-failures": DEATHS, "distributed.comm.timeouts.connect": PATIENCE}):
        if way.cluster == LOCAL:
            with without_secrets():
                own = distributed.LocalCluster(n_workers=way.workers or None, threads_per_worker=1, processes=True,  # type: ignore[no-untyped-call]
                                               dashboard_address="127.0.0.1:0")
            with own, _connected(own) as client:
                yield client
        else:
            with _connected(way.cluster) as client:
                yield client


def _connected(address: Any) -> Any:
    from distributed import Client

    try:
        return Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        raise SettingsError(f"No Dask scheduler answers at {address}.",
                            "Start one: `dask scheduler`; its first lines say its address, as in tcp://host:8786.") from None
