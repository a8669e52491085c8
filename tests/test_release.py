from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from figures_by_hand import at, entry, figures, share

from evaltools import release
from evaltools.disclosure import protect
from evaltools.errors import DisclosureError, WorkspaceError
from evaltools.release import Quote, Release
from evaltools.scope import Period
from evaltools.settings import Policy
from evaltools.workspace import Workspace, read_json


def made(count: int = 20) -> Release:
    """A release with an exact, a banded and a withheld row."""
    rows = figures(share(count, 40, scope="ixelles", **at("site")), share(9, 11, eligible=13), share(2, 4, scope="b", eligible=13))
    published = protect(rows, {"X1": entry()}, Policy())
    return Release(published, {"period": "2026-Q2", "cohorts": {"a": {"label": "Été"}}}, {"X1": {"title": {"fr": "Été"}}}, {"code": "1"})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    name = release.write(made(), tmp_path)
    found = release.read(tmp_path / name)
    pd.testing.assert_frame_equal(found.published, made().published)
    assert (found.context, found.catalogue) == (made().context, made().catalogue)
    assert found.manifest == {"code": "1", "schema": release.SCHEMA, "release": name}


def test_the_same_release_is_the_same_bytes_under_the_same_name(tmp_path: Path) -> None:
    first = release.write(made(), tmp_path / "one")
    assert release.write(made(), tmp_path / "one") == first, "also in the place of itself"
    assert release.write(made(), tmp_path / "other") == first
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / place / first).iterdir()} for place in ("one", "other"))
    assert one == other
    assert sorted(one) == ["catalogue.json", "context.json", "manifest.json", "published.parquet"]


def test_quotes_are_written_read_and_part_of_what_is_said(tmp_path: Path) -> None:
    quote = Quote("quote", "ateliers", "", {"fr": "Quoi ?"}, "ar", "وقت", {"fr": "Du temps."})
    told = replace(made(), quotes=(quote,))
    name = release.write(told, tmp_path)
    assert release.read(tmp_path / name).quotes == (quote,)
    assert name != release.write(made(), tmp_path)
    assert release.digest(told.published, told.quotes) != release.digest(told.published) == release.digest(told.published, ())


def test_a_plain_text_is_no_quote() -> None:
    with pytest.raises(DisclosureError, match="Only quotes"):
        replace(made(), quotes=("Du temps.",))


@pytest.mark.parametrize("other", [
    made(21), replace(made(), context={}), replace(made(), catalogue={}), replace(made(), manifest={"code": "2"})],
    ids=["figures", "context", "catalogue", "manifest"])
def test_another_content_is_another_release(tmp_path: Path, other: Release) -> None:
    assert release.write(other, tmp_path) != release.write(made(), tmp_path)


def test_a_withheld_row_holds_nothing_on_disk(tmp_path: Path) -> None:
    name = release.write(made(), tmp_path)
    rows = pd.read_parquet(tmp_path / name / "published.parquet").query("status == 'withheld'")
    assert len(rows) == 1
    assert rows[["n", "numerator", "value", "low", "high", "count_low", "count_high", "since"]].isna().all(axis=None)


@pytest.mark.parametrize("frame", [
    figures(share(20, 40)), pd.DataFrame({"participant": ["anna"]}), made().published.assign(contributor="anna"),
    made().published.drop(columns="since")], ids=["figures", "people", "a column more", "a column less"])
def test_what_did_not_come_through_protection_is_not_released(tmp_path: Path, frame: pd.DataFrame) -> None:
    with pytest.raises(DisclosureError, match="Only protected figures"):
        release.write(replace(made(), published=frame), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_figures_are_asked_for_by_their_key() -> None:
    found = made().figures(level="cohort", scope="a", indicator="X1")
    assert found[["n", "count_low", "count_high"]].to_numpy().tolist() == [[11, 9, 11]]
    assert made().figures(scope="nowhere").empty
    assert len(made().figures()) == 3


def test_a_misspelt_key_is_not_an_empty_answer() -> None:
    with pytest.raises(KeyError, match="cohort, status"):
        made().figures(cohort="a", status="exact")


@pytest.mark.parametrize("spoil", ["published.parquet", "context.json", "catalogue.json", "manifest.json"])
@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_damaged_release_is_said(tmp_path: Path, spoil: str, how: str) -> None:
    folder = tmp_path / release.write(made(), tmp_path)
    if how == "missing":
        (folder / spoil).unlink()
    else:
        (folder / spoil).write_bytes((folder / spoil).read_bytes()[:-9])
    with pytest.raises(WorkspaceError):
        release.read(folder)


def test_a_release_of_other_columns_is_not_guessed_at(tmp_path: Path) -> None:
    folder = tmp_path / release.write(made(), tmp_path)
    made().published.drop(columns="since").to_parquet(folder / "published.parquet", index=False)
    with pytest.raises(WorkspaceError, match="other columns"):
        release.read(folder)


def test_a_folder_without_a_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no readable release"):
        release.read(tmp_path / "nothing")


def test_the_newest_release_is_that_of_the_last_quarter_that_has_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with pytest.raises(WorkspaceError, match="no release yet"):
        release.newest(workspace.private)
    for period, facts in ((Period(2025, 4), {"release": "old"}), (Period(2026, 2), {"release": "new"}), (Period(2026, 3), {"tables": "x"})):
        workspace.keep(period, **facts)
    assert release.newest(workspace.private) == workspace.private / "releases" / "2026-Q2" / "new"
    assert read_json(workspace.private / "periods" / "2026-Q3.json")["tables"] == "x"
