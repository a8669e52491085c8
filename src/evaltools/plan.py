"""Which reports a release gives: notebook, parameters, audience's tree and file, one a scope and language."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .identity import Identity
from .release import Release
from .report import layout
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
    for kind, tree, page, parameters in _pages(release, identity):
        for language in release.context["languages"]:
            file = f"{page}.{language}"
            of = "" if kind in (parameters["level"], "bureau") else f" {kind}"
            job = Job(f"{parameters['level']} {parameters['scope']}{of}{' public' if tree == 'public' else ''} ({language})",
                      notebooks / "reports" / f"{kind}.ipynb",
                      {"release": str(workspace.private / "releases" / period / name), "language": language, **parameters},
                      runs / tree / f"{file}.ipynb", drafts / tree / f"{file}.html")
            found.append(Draft(tree, page, language, job))
    return found


def tree_of(cohort: str, identity: Identity) -> str:
    """The folder of a cohort's pages: its name, and twelve characters that nobody without the secret can guess."""
    digest = hmac.new(identity.contributor_key, f"tree {cohort}".encode(), hashlib.sha256)
    return f"{cohort}-{digest.hexdigest()[:12]}"


def _pages(release: Release, identity: Identity) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Notebook, tree, name and parameters of each page: programmes and what stands beside them, antennas, groups."""
    context = release.context
    for programme, about in context["programmes"].items():
        main = "bureau" if about["kind"] == "bureau" else "programme"
        for audience in ("programme", "public"):
            parameters = {"level": "programme", "scope": programme, "audience": audience}
            yield main, audience, programme, parameters
            for kind in layout.BESIDE.get(main, ()):
                if _speaks(release, kind, parameters):
                    yield kind, audience, f"{programme}-{kind}", parameters
    for site, place in context["sites"].items():
        kind = "bureau" if context["programmes"][place["programme"]]["kind"] == "bureau" else "site"
        yield kind, "programme", f"{kind}-{site}", {"level": "site", "scope": site, "audience": "site"}
    for cohort in context["cohorts"]:
        yield "cohort", tree_of(cohort, identity), "cohort", {"level": "cohort", "scope": cohort, "audience": "cohort"}


def _speaks(release: Release, page: str, scope: Mapping[str, str]) -> bool:
    """Whether a page has anything to speak of, told or withheld: that a page is there says nothing of what is on it."""
    asked = release.figures(**scope)["indicator"].unique()
    return any(layout.home(page, indicator, str(release.catalogue.get(indicator, {}).get("domain", ""))) for indicator in asked)
