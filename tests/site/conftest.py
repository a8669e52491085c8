"""What the tests of the trees share: an organisation whose quarter is about to be published, from invented figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from quarters import Publish, drafts_of, release_of

from evaltools import site
from evaltools.scope import Period
from evaltools.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "organisation")


@pytest.fixture
def publish(workspace: Workspace) -> Publish:
    """Publish a quarter's pages for real, without a ledger."""

    def of(period: str, *languages: str) -> list[Path]:
        release, quarter = release_of(period, *languages), Period.parse(period)
        drafts = drafts_of(release, workspace.root)
        workspace.keep(quarter, published=True)
        return site.publish(workspace, quarter, drafts, site.stage(workspace, quarter, drafts, release), release)

    return of
