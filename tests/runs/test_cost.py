"""What a warm kernel saves, in processor time and as a ratio: true on any machine, however busy."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from report.published_rows import make_release

from evaltools import release as releases
from evaltools.runs.job import Job, run
from evaltools.runs.kernels import Kernels, possible, starting

COHORT = Path(__file__).parents[2] / "notebooks" / "reports" / "cohort.ipynb"
TIMES_LESS = 4
"""Measured: eight to ten times."""


@pytest.fixture(autouse=True)
def kept_environment() -> Iterator[None]:
    """A report's job forgets the environment's secrets: the tests after it keep theirs."""
    before = dict(os.environ)
    yield
    os.environ.update(before)


def used() -> float:
    """Processor seconds of this process and of every kernel that it started the plain way."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


@pytest.mark.skipif(not possible(), reason="this system cannot fork")
def test_a_report_with_a_warm_kernel_takes_a_fraction_of_the_processor(tmp_path: Path) -> None:
    release = tmp_path / releases.write(make_release(), tmp_path)
    parameters = {"release": str(release), "level": "cohort", "scope": "ixl-a", "audience": "cohort", "language": "fr"}

    def cost(kernels: Kernels, number: int) -> float:
        job = Job("cost", COHORT, parameters, tmp_path / "executed.ipynb", tmp_path / "cohort.fr.html", kernels=kernels)
        assert run(job).ok
        before = used() + (starting.spent(server.address) if kernels == "warm" else 0)
        assert all(run(job).ok for _ in range(number))
        return (used() + (starting.spent(server.address) if kernels == "warm" else 0) - before) / number

    with starting.ForkServer() as server:
        starting.use(server.address)
        try:
            warm = cost("warm", 5)
            assert cost("stock", 2) > TIMES_LESS * warm
        finally:
            starting.use("")
