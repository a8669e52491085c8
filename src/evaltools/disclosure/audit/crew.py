"""Families examined one after the other, or, where there is much to do, in several processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from .account import Finding
from .examination import Ground, examined
from .past import Past

MUCH = 100_000
"""From so many rows in all on, more processes are worth their start."""

_ground: list[Ground] = []


def each_family(families: Sequence[list[Past]], ground: Ground, workers: int = 0) -> list[Finding]:
    """What was found of each family, in their order.

    Parameters
    ----------
    families
        The releases of each, the newest last, with that family's rows alone.
    workers
        Processes; 0 is one a core where there is much to do, else this one alone.
    """
    number = workers or (os.cpu_count() or 1 if sum(len(past.rows) for releases in families for past in releases) > MUCH else 1)
    if number < 2:
        return [examined(releases, ground) for releases in families]
    # Started anew, not forked: a notebook's kernel has threads.
    with ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_stand_on, initargs=(ground,)) as crew:
        return list(crew.map(_examine, families))


def _stand_on(ground: Ground) -> None:
    _ground[:] = [ground]


def _examine(releases: list[Past]) -> Finding:
    return examined(releases, _ground[0])
