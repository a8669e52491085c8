"""Trees of pages: one an audience, linked relatively, earlier quarters still there, never half of one to be read."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from published_demo import bytes_of
from quarters import Publish, drafts_of, release_of

from evaltools import site
from evaltools import workspace as workspaces
from evaltools.scope import Period
from evaltools.workspace import Workspace

FIRST, SECOND = "2026-Q2", "2026-Q3"


def links(page: Path) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"#]+)"', page.read_text("utf-8"))


def tree_names(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.reports.iterdir())


def test_earlier_quarters_stay_reachable_from_every_index(workspace: Workspace, publish: Publish) -> None:
    publish(FIRST)
    before = {name: digest for name, digest in bytes_of(workspace.reports).items() if f"/{FIRST}/" in name}
    publish(SECOND)
    assert before
    assert before.items() <= bytes_of(workspace.reports).items(), "not one byte of an earlier page changes"
    for index in [*workspace.reports.glob("*/index.html"), workspace.private / "index.html"]:
        reachable = {(index.parent / link).resolve() for link in links(index)}
        root = index.parent if index.parent != workspace.private else workspace.reports
        assert reachable >= {page.resolve() for page in root.rglob("*.html") if page.name != "index.html"}, index


def test_links_are_relative_and_lead_somewhere(workspace: Workspace, publish: Publish, tmp_path: Path) -> None:
    publish(FIRST, "fr", "nl", "en")
    moved = shutil.copytree(workspace.root, tmp_path / "elsewhere")
    shutil.rmtree(workspace.root)
    for page in [*(moved / "reports").rglob("*.html"), *(moved / "workspace").glob("*.html")]:
        for link in (link for link in links(page) if not link.startswith("mailto:")):
            assert not re.match(r"[a-z]+:|/", link), link
            assert (page.parent / link).is_file(), (page, link)


def test_no_tree_links_out_of_itself_and_no_group_names_another(workspace: Workspace, publish: Publish) -> None:
    publish(FIRST)
    groups = {tree: tree.rsplit("-", 1)[0] for tree in tree_names(workspace) if re.search(r"-[0-9a-f]{12}$", tree)}
    assert len(groups) == 2
    for page in workspace.reports.rglob("*.html"):
        tree = page.relative_to(workspace.reports).parts[0]
        for link in (link for link in links(page) if not link.startswith("mailto:")):
            assert (page.parent / link).resolve().is_relative_to((workspace.reports / tree).resolve())
        others = [other for other in groups if other != tree]
        assert not [other for other in others if other in page.read_text("utf-8")]


def test_a_quarter_that_is_published_again_moves_not_one_byte_of_any_tree(workspace: Workspace, publish: Publish) -> None:
    """Not even where the catalogue has changed since: definitions are those of the newest quarter."""
    publish(FIRST)
    publish(SECOND)
    before = bytes_of(workspace.reports)
    assert {Path(name).suffix for name in before} == {".html", ".csv", ".xlsx", ".txt"}
    older, quarter = release_of(FIRST), Period.parse(FIRST)
    entries = {name: {**entry, "definition": {"fr": "Autrement."}} for name, entry in older.catalogue.items() if name != "S01"}
    drafts = drafts_of(older, workspace.root)
    older = replace(older, catalogue={**older.catalogue, **entries})
    site.publish(workspace, quarter, drafts, site.stage(workspace, quarter, drafts, older), older)
    assert bytes_of(workspace.reports) == before


def test_a_withdrawn_quarter_is_gone_from_trees_and_indexes_and_said_to_be(workspace: Workspace, publish: Publish) -> None:
    publish(FIRST)
    publish(SECOND)
    workspace.keep(Period.parse(SECOND), published=False, withdrawn=True)
    printed = workspace.folder("pdf", "public", SECOND) / "ateliers.fr.pdf"
    printed.write_bytes(b"%PDF")
    gone = site.withdraw(workspace, Period.parse(SECOND), release_of(FIRST))
    assert gone
    assert not list(workspace.reports.rglob(f"{SECOND}/*"))
    assert not printed.exists()
    for index in [*workspace.reports.glob("*/index.html"), workspace.private / "index.html"]:
        assert not [link for link in links(index) if SECOND in link]
    assert "Retiré" in (workspace.private / "index.html").read_text("utf-8")


# ---------------------------------------------------------------- whole or not at all

def interrupted(act: Callable[[], object], step: int) -> bool:
    """Run something in a process that is ended, without any cleaning up, at its n-th change of the disk; whether it got to its end."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        left = [step]

        def ended(event: str, _: object) -> None:
            if event in ("os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "shutil.copyfile", "ctypes.dlsym"):
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)

        sys.addaudithook(ended)
        try:
            act()
            os._exit(0)
        except BaseException:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 0


@pytest.fixture
def exchanges(tmp_path: Path) -> None:
    """Skips where the file system cannot exchange two folders in one step."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    if not workspaces._exchanged(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this system cannot exchange two folders in one step")
    for name in ("one", "other"):
        (tmp_path / name).rmdir()


@pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.usefixtures("exchanges")
def test_whoever_ends_the_publishing_at_any_moment_leaves_whole_trees(workspace: Workspace, publish: Publish, stride: int) -> None:
    publish(FIRST)
    release, quarter = release_of(SECOND), Period.parse(SECOND)
    drafts = drafts_of(release, workspace.root)
    before = {tree: bytes_of(workspace.reports / tree) for tree in tree_names(workspace)}
    kept = shutil.copytree(site.stage(workspace, quarter, drafts, release), workspace.root / "kept")
    after = {tree: bytes_of(kept / tree) for tree in before}
    seen = set()
    for step in range(0, 1000, stride):
        staged = workspace.private / site.STAGED
        shutil.copytree(kept, staged, dirs_exist_ok=True)
        whole = interrupted(lambda staged=staged: site.publish(workspace, quarter, drafts, staged, release), step)  # type: ignore[misc]
        for tree, earlier in before.items():
            found = bytes_of(workspace.reports / tree)
            assert found in (earlier, after[tree]), (step, tree)
            seen.add(found == after[tree])
        if whole:
            break
    assert seen == {False, True}
    assert whole, "in the end it is published"
    assert tree_names(workspace) == sorted(before), "nothing is left of the runs that were ended"


@pytest.mark.usefixtures("exchanges")
def test_two_folders_change_places_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "tree", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "page").write_text(folder.name, "utf-8")
    seen: list[bool] = []
    ordinary = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, target: (seen.append(old.exists()), ordinary(self, target))[1])
    workspaces.replace_folder(new, old)
    assert (old / "page").read_text("utf-8") == "new"
    assert seen == [True], "the tree is there before and after the one rename"
    assert [path.name for path in tmp_path.iterdir()] == ["tree"]
