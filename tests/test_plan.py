"""Which reports a release gives, and where they go."""

from __future__ import annotations

import re
from pathlib import Path

from evaltools.disclosure import as_published
from evaltools.identity import Identity
from evaltools.plan import planned, tree_of
from evaltools.release import Release
from evaltools.workspace import Workspace

ONE, OTHER = Identity.from_secret(bytes(32)), Identity.from_secret(b"1" * 32)
CONTEXT = {
    "languages": ["fr", "nl"],
    "programmes": {"ateliers": {"kind": "workshop"}, "bureau": {"kind": "bureau"}},
    "sites": {"ixelles": {"programme": "ateliers"}, "relais": {"programme": "bureau"}},
    "cohorts": {"ateliers-a": {}, "ateliers-b": {}},
}


def test_every_scope_has_its_reports_in_every_language(tmp_path: Path) -> None:
    release = Release(as_published([]), CONTEXT, {}, {"period": "2026-Q3", "release": "abc"})
    drafts = planned(release, Workspace(tmp_path), tmp_path / "notebooks", ONE)
    found = {(draft.tree.rsplit("-", 1)[0] if draft.tree.startswith("ateliers-") else draft.tree, draft.name, draft.language)
             for draft in drafts}
    pages = {("programme", "ateliers"), ("public", "ateliers"), ("programme", "bureau"), ("public", "bureau"),
             ("programme", "site-ixelles"), ("programme", "bureau-relais"), ("ateliers-a", "cohort"), ("ateliers-b", "cohort")}
    assert found == {(tree, name, language) for tree, name in pages for language in ("fr", "nl")}
    assert len({draft.job.label for draft in drafts}) == len(drafts)
    assert {draft.job.parameters["audience"] for draft in drafts if draft.tree == "public"} == {"public"}


def test_a_cohorts_folder_cannot_be_guessed_without_the_secret() -> None:
    assert re.fullmatch(r"ateliers-a-[0-9a-f]{12}", tree_of("ateliers-a", ONE))
    assert tree_of("ateliers-a", ONE) == tree_of("ateliers-a", ONE)
    assert tree_of("ateliers-a", ONE) != tree_of("ateliers-a", OTHER)
    assert tree_of("ateliers-a", ONE).rsplit("-", 1)[1] != tree_of("ateliers-b", ONE).rsplit("-", 1)[1]


def test_a_report_is_made_when_its_page_and_its_downloads_are_there(tmp_path: Path) -> None:
    release = Release(as_published([]), CONTEXT, {}, {"period": "2026-Q3", "release": "abc"})
    draft = planned(release, Workspace(tmp_path), tmp_path / "notebooks", ONE)[0]
    assert [path.name for path in draft.files] == ["ateliers.fr.html", "ateliers.fr.csv", "ateliers.fr.xlsx", "ateliers.fr.txt"]
    for path in draft.files:
        assert not draft.made
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    assert draft.made
