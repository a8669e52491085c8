"""Which reports a release gives: notebook, parameters, audience's tree and file, one a scope and language."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .identity import Identity
from .release import Release
from .report.downloads import ENDINGS
from .runs import Job
from .workspace import Workspace


@dataclass(frozen=True)
class Draft:
    """One page to be: the tree of its audience, its name in that tree, its language, and the job that makes it."""

    tree: str
    name: str
    language: str
    job: Job

    @property
    def files(self) -> list[Path]:
        """The page and, beside it, its figures to download; all of them or none are published."""
        page = self.job.page
        return [page, *(page.with_suffix(ending) for ending in ENDINGS)] if page else []

    @property
    def made(self) -> bool:
        """Whether the page and its downloads are there."""
        return bool(self.files) and all(path.is_file() for path in self.files)


def planned(release: Release, workspace: Workspace, notebooks: Path, identity: Identity) -> list[Draft]:
    """Every report of a release, in the order of programmes, cohorts and languages."""
    period, name = release.manifest["period"], release.manifest["release"]
    drafts, runs = workspace.private / "drafts" / period / name, workspace.private / "runs" / period / "reports"
    found = []
    for kind, tree, page, parameters in _pages(release.context, identity):
        for language in release.context["languages"]:
            file = f"{page}.{language}"
            job = Job(f"{parameters['level']} {parameters['scope']}{' public' if tree == 'public' else ''} ({language})",
                      notebooks / "reports" / f"{kind}.ipynb",
                      {"release": str(workspace.private / "releases" / period / name), "language": language, **parameters},
                      runs / tree / f"{file}.ipynb", drafts / tree / f"{file}.html")
            found.append(Draft(tree, page, language, job))
    return found


def tree_of(cohort: str, identity: Identity) -> str:
    """The folder of a cohort's pages: its name, and twelve characters that nobody without the secret can guess."""
    digest = hmac.new(identity.contributor_key, f"tree {cohort}".encode(), hashlib.sha256)
    return f"{cohort}-{digest.hexdigest()[:12]}"


def _pages(context: dict[str, Any], identity: Identity) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for programme, about in context["programmes"].items():
        if about["kind"] == "bureau":
            for site, place in context["sites"].items():
                if place["programme"] == programme:
                    yield "bureau", "programme", f"bureau-{site}", {"level": "site", "scope": site, "audience": "site"}
        else:
            yield "programme", "programme", programme, {"level": "programme", "scope": programme, "audience": "programme"}
            yield "programme", "public", programme, {"level": "programme", "scope": programme, "audience": "public"}
    for cohort in context["cohorts"]:
        yield "cohort", tree_of(cohort, identity), "cohort", {"level": "cohort", "scope": cohort, "audience": "cohort"}
