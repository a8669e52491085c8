"""How reports are run: with which kernels, on how many processes, here or on a cluster."""

from __future__ import annotations

from dataclasses import dataclass

from .kernels import Kernels


@dataclass(frozen=True)
class Way:
    """How the reports of a run are made.

    Parameters
    ----------
    workers
        Processes on this machine; 0 is two a core, at most eight, and with stock kernels half as many.
    kernels
        `warm`: forked from a server with the imports done; `stock`: each started the plain way.
    cluster
        The address of a Dask scheduler (`tcp://host:8786`), or `local` for a cluster on this machine; empty: no Dask.
    through
        Where the cluster's workers find the release and leave their drafts, as fsspec names places (`s3://bucket/folder`);
        empty: in the organisation's own folder, which they all can open.
    force
        Run every report again, also where nothing has changed.
    """

    workers: int = 0
    kernels: Kernels = "warm"
    cluster: str = ""
    through: str = ""
    force: bool = False
