"""Quarters of an organisation of invented figures, as they are about to be published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rendering import rendered
from report.published_rows import make_release

from evaltools.demo import SECRET
from evaltools.identity import Identity
from evaltools.plan import Draft
from evaltools.release import Release

Publish = Callable[..., list[Path]]


def release_of(period: str, *languages: str) -> Release:
    """The invented release of a quarter, in French only unless languages are given."""
    found = make_release(languages=list(languages or ("fr",)), period=period)
    return replace(found, manifest={**found.manifest, "period": period})


def drafts_of(release: Release, folder: Path) -> list[Draft]:
    return rendered(release, folder, Identity.from_secret(SECRET))
