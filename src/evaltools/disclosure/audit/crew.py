"""Families examined one after the other, or, where there is much to do, in several processes."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context

from .account import Finding
from .examination import Ground, examined
from .past import Past

MUCH = 100_000
"""From so many rows in all on, more processes are worth their start."""


@contextmanager
def called(rows: int, workers: int = 0) -> Iterator[ProcessPoolExecutor | None]:
    """Processes that begin at once to import what they need, which takes seconds: call them before there is work for them.

    Parameters
    ----------
    rows
        How many rows of all releases will be examined.
    workers
        Processes; 0 is one a core where there is much to do. One is this process alone: None is given.
    """
    number = workers or (os.cpu_count() or 1 if rows > MUCH else 1)
    if number < 2:
        yield None
        return
    # Started anew, not forked: a notebook's kernel has threads.
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as crew:
        for _ in range(number):
            crew.submit(_ready)
        yield crew


def each_family(families: Sequence[list[Past]], ground: Ground, crew: ProcessPoolExecutor | None = None) -> list[Finding]:
    """What was found of each family, in their order.

    Parameters
    ----------
    families
        The releases of each, the newest last, with that family's rows alone.
    crew
        The processes that were `called`; None: this one alone.
    """
    if crew is None:
        return [examined(releases, ground) for releases in families]
    packed = pickle.dumps(ground)
    # The largest first: a long one that begins last would be waited for alone.
    order = sorted(range(len(families)), key=lambda number: -sum(len(past.women) for past in families[number]))
    found = dict(zip(order, [crew.submit(_examine, families[number], packed) for number in order], strict=True))
    return [found[number].result() for number in range(len(families))]


def _ready() -> None:
    """Nothing: to be asked for it, a process has to import this module."""


def _examine(releases: list[Past], packed: bytes) -> Finding:
    return examined(releases, _unpacked(packed))


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Ground:
    ground: Ground = pickle.loads(packed)
    return ground
