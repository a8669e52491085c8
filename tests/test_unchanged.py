"""Only what changed is run again: what a report is made from, and nothing else, decides; what is damaged is made again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from report.published_rows import make_release

from evaltools import release as releases
from evaltools import unchanged
from evaltools.identity import Identity
from evaltools.plan import Draft, planned
from evaltools.release import Release
from evaltools.scope import Period
from evaltools.unchanged import Record, Wanted, nothing_to_do, sorted_out, stamp
from evaltools.workspace import Workspace

QUARTER = Period(2026, 1)
IDENTITY = Identity.from_secret(bytes(32))


def named(release: Release, workspace: Workspace) -> Release:
    """The release as it is written and opened again."""
    folder = workspace.folder("releases", str(QUARTER))
    return releases.read(folder / releases.write(replace(release, manifest={"period": str(QUARTER), "code": "1"}), folder))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "notebooks" / "reports"
    folder.mkdir(parents=True)
    for name in ("cohort", "programme", "bureau", "site", "managers", "partners", "progression"):
        (folder / f"{name}.ipynb").write_text(f"{name} as it is", "utf-8")
    return Workspace(tmp_path)


@pytest.fixture
def record(workspace: Workspace) -> Iterator[Record]:
    with closing(Record(workspace)) as opened:
        yield opened


def drafts_of(release: Release, workspace: Workspace) -> list[Draft]:
    return planned(release, workspace, workspace.root / "notebooks", IDENTITY)


def make(wanted: Wanted, record: Record) -> None:
    for path in wanted.draft.files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{wanted.draft.job.label}{path.suffix}", "utf-8")
    record.enter(wanted)


def reasons(release: Release, workspace: Workspace, record: Record, force: bool = False) -> dict[str, str]:
    """The reports that have to be made and why; they are made."""
    found = [each for each in sorted_out(drafts_of(release, workspace), release, record, force) if each.reason]
    for wanted in found:
        make(wanted, record)
    return {wanted.draft.job.label: wanted.reason for wanted in found}


@pytest.fixture
def release(workspace: Workspace, record: Record) -> Release:
    """A release whose every draft was made."""
    opened = named(make_release(), workspace)
    assert set(reasons(opened, workspace, record).values()) == {"it was not made before"}
    return opened


def test_nothing_is_made_twice(release: Release, workspace: Workspace, record: Record) -> None:
    assert reasons(release, workspace, record) == {}
    assert set(reasons(release, workspace, record, force=True).values()) == {"asked for"}


def test_a_notebook_that_changed_is_run_again_and_no_other(release: Release, workspace: Workspace, record: Record) -> None:
    (workspace.root / "notebooks" / "reports" / "bureau.ipynb").write_text("another", "utf-8")
    found = reasons(release, workspace, record)
    assert found
    assert {tuple(label.split()[:2]) for label in found} == {("site", "koekel"), ("programme", "bureau")}
    assert set(found.values()) == {"changed: its notebook"}


def test_a_module_beside_the_notebooks_counts(release: Release, workspace: Workspace, record: Record) -> None:
    (workspace.root / "notebooks" / "reports" / "own.py").write_text("x = 1", "utf-8")
    assert len(reasons(release, workspace, record)) == len(drafts_of(release, workspace))


@pytest.mark.parametrize(("what", "words"), [("code", "evaltools itself"), ("installed", "an installed package")])
def test_other_code_runs_everything_again(release: Release, workspace: Workspace, record: Record, what: str, words: str,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, what, lambda: "another")
    assert set(reasons(release, workspace, record).values()) == {f"changed: {words}"}


def changed_in(release: Release, level: str, scope: str) -> Release:
    """The release with another base of one figure of a scope."""
    rows = release.published
    chosen = rows.index[(rows["level"] == level) & (rows["scope"] == scope) & (rows["status"] == "exact")]
    assert len(chosen)
    return replace(release, published=rows.assign(n=rows["n"].where(rows.index != chosen[0], rows["n"] + 1)))


def test_a_cohorts_new_figures_run_its_own_report_alone(release: Release, workspace: Workspace, record: Record) -> None:
    other = named(changed_in(release, "cohort", "ixl-a"), workspace)
    assert other.manifest["release"] != release.manifest["release"]
    found = reasons(other, workspace, record)
    assert {label.rsplit(" ", 1)[0] for label in found} == {"cohort ixl-a"}
    assert set(found.values()) == {"changed: its figures"}
    assert all(draft.made for draft in drafts_of(other, workspace)), "the others were taken over from the earlier release"
    for draft in drafts_of(other, workspace):
        assert draft.files[0].read_text("utf-8") == f"{draft.job.label}.html"


def test_figures_around_a_cohort_are_its_figures_too(release: Release, workspace: Workspace, record: Record) -> None:
    found = reasons(named(changed_in(release, "programme", "ateliers"), workspace), workspace, record)
    assert {label.split()[0] for label in found} >= {"cohort", "programme"}
    assert not any("public" in label or "koekel" in label for label in found)


def test_words_around_figures_count_and_those_of_other_cohorts_do_not(release: Release, workspace: Workspace, record: Record) -> None:
    cohorts = {name: {**about, "label": "Another" if name == "ixl-a" else about["label"]}
               for name, about in release.context["cohorts"].items()}
    found = reasons(named(replace(release, context={**release.context, "cohorts": cohorts}), workspace), workspace, record)
    assert {label.rsplit(" ", 1)[0] for label in found} == {"cohort ixl-a"}
    everywhere = named(replace(release, context={**release.context, "caution_rate": 0.7}), workspace)
    assert len(reasons(everywhere, workspace, record)) == len(drafts_of(everywhere, workspace))


@pytest.mark.parametrize("harm", ["deleted", "cut", "changed"])
@pytest.mark.parametrize("ending", [".html", ".xlsx"])
def test_a_draft_that_was_harmed_is_made_again(release: Release, workspace: Workspace, record: Record, harm: str, ending: str) -> None:
    draft = drafts_of(release, workspace)[0]
    path = next(path for path in draft.files if path.suffix == ending)
    if harm == "deleted":
        path.unlink()
    else:
        text = path.read_text("utf-8")
        path.write_text(text[:-1] + ("" if harm == "cut" else "#"), "utf-8")
        os.utime(path, ns=(1, 1))
    assert reasons(release, workspace, record) == {draft.job.label: "its files were deleted or damaged"}


def test_a_workspace_that_was_copied_is_known_by_its_content(release: Release, workspace: Workspace, record: Record) -> None:
    for draft in drafts_of(release, workspace):
        for path in draft.files:
            os.utime(path, ns=(1, 1))
    assert reasons(release, workspace, record) == {}


def test_a_damaged_record_is_begun_anew(release: Release, workspace: Workspace, record: Record) -> None:
    record.close()
    (workspace.private / unchanged.FILE).write_bytes(b"no database at all" * 100)
    with closing(Record(workspace)) as opened:
        assert len(reasons(release, workspace, opened)) == len(drafts_of(release, workspace))


def test_nothing_to_do_is_known_without_the_release(release: Release, workspace: Workspace, record: Record) -> None:
    drafts, notebooks = drafts_of(release, workspace), workspace.root / "notebooks"
    workspace.keep(QUARTER, release=release.manifest["release"])
    assert nothing_to_do(workspace, QUARTER, notebooks) == 0, "not every draft was told to stand"
    record.finish(QUARTER, stamp(str(release.manifest["release"]), notebooks), len(drafts))
    assert nothing_to_do(workspace, QUARTER, notebooks) == len(drafts)
    (notebooks / "reports" / "cohort.ipynb").write_text("another", "utf-8")
    assert nothing_to_do(workspace, QUARTER, notebooks) == 0
    (notebooks / "reports" / "cohort.ipynb").write_text("cohort as it is", "utf-8")
    drafts[0].files[1].unlink()
    assert nothing_to_do(workspace, QUARTER, notebooks) == 0


def test_a_part_of_a_release_is_all_that_its_report_may_read(release: Release) -> None:
    part = release.part("cohort", "ixl-a")
    assert set(part.published["scope"]) <= {"ixl-a", *release.context["sites"], *release.context["programmes"]}
    assert set(part.published.loc[part.published["level"] == "cohort", "scope"]) == {"ixl-a"}
    assert set(part.context["cohorts"]) == {"ixl-a"}
    assert set(part.manifest) == {"code", "period"}


def test_a_part_that_is_read_alone_is_the_part_of_the_whole(release: Release, workspace: Workspace) -> None:
    folder = workspace.private / "releases" / str(QUARTER) / str(release.manifest["release"])
    for level, scope, audience in (("cohort", "ixl-a", ""), ("programme", "ateliers", "public"), ("site", "koekel", "site")):
        alone, whole = releases.read_part(folder, level, scope, audience), release.part(level, scope, audience)
        pd.testing.assert_frame_equal(alone.published, whole.published)
        assert (alone.context, alone.catalogue, alone.manifest) == (whole.context, whole.catalogue, whole.manifest)
