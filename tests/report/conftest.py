"""What the tests of reports share: one release, and the reports on a group and on a programme."""

from __future__ import annotations

import pytest

from evaltools.release import Release
from evaltools.report import Report, open_report

from .published_rows import make_release


@pytest.fixture
def release() -> Release:
    """Rows of every status and kind."""
    return make_release()


@pytest.fixture
def cohort(release: Release) -> Report:
    """The report of one group, in English."""
    return open_report(release, "cohort", "ixl-a", "en")


@pytest.fixture
def programme(release: Release) -> Report:
    """The report of a whole programme, in English."""
    return open_report(release, "programme", "ateliers", "en")
