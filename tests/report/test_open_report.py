"""Opening a release for one scope: what is found, what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evaltools import release as releases
from evaltools.errors import DisclosureError, ReportError, SettingsError, WorkspaceError
from evaltools.report import open_report

from .published_rows import make_release


def test_the_first_scope_with_published_figures_is_the_default():
    assert open_report(make_release(), "cohort").view.scope.id == "ixl-a"


def test_a_kind_chooses_among_programmes():
    assert open_report(make_release(), "site", kind="bureau").view.scope.id == "koekel"


@pytest.mark.parametrize(("level", "scope"), [("cohort", "nobody"), ("galaxy", ""), ("site", "jupiter")])
def test_an_unknown_scope_is_a_clear_error(level, scope):
    with pytest.raises(ReportError) as refused:
        open_report(make_release(), level, scope)
    assert refused.value.hint


def test_an_unknown_language_is_a_clear_error():
    with pytest.raises(SettingsError, match="'de'"):
        open_report(make_release(), "cohort", "ixl-a", "de")


def test_a_release_is_read_from_its_folder_and_from_folders_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    name = releases.write(make_release(), tmp_path / "releases")
    inside = tmp_path / "notebooks" / "reports"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert open_report(f"releases/{name}", "cohort", "ixl-a").sentence("S01").html == open_report(
        make_release(), "cohort", "ixl-a").sentence("S01").html


def test_no_release_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkspaceError):
        open_report("releases/none", "cohort", "ixl-a")


def test_a_group_sees_its_site_and_programme_and_no_other_group(cohort):
    assert list(cohort.view.scopes) == ["cohort", "site", "programme"]
    assert set(cohort.view.release.published["scope"]) == {"ixl-a", "ixelles", "ateliers"}


def test_a_site_or_programme_report_never_shows_a_group(release):
    programme = open_report(release, "programme", "ateliers", "en")
    with pytest.raises(DisclosureError):
        programme.sentence("S01", level="cohort")
    with pytest.raises(DisclosureError):
        open_report(release, "site", "ixelles", "en").figure("S01", level="cohort")


def test_the_public_page_shows_public_rows_only(release):
    public = open_report(release, "programme", "ateliers", "en", audience="public")
    assert set(public.view.release.published["audience"]) == {"public"}
    assert "30 of the 45 women who answered" in str(public.sentence("S06"))


def test_the_only_site_of_a_programme_is_not_compared_with_itself(release):
    assert list(open_report(release, "site", "koekel", "en").view.scopes) == ["site"]


def test_what_was_not_published_cannot_be_shown(cohort):
    with pytest.raises(ReportError, match="S02"):
        cohort.sentence("S02")
    with pytest.raises(ReportError, match="X99"):
        cohort.sentence("X99")


def test_available_lists_the_own_figures_with_their_status(cohort):
    listed = cohort.available()
    assert ("S01", "end", "", "banded") in listed
    assert ("S04", "end", "", "exact") not in listed


def test_a_row_that_holds_too_much_is_refused_each_time_that_it_is_asked_for(release):
    rows = release.published.copy()
    place = rows.index[(rows["status"] == "banded") & rows["value"].notna()][0]
    rows.loc[place, "value"] = 7.31  # a mean of few is told to the half point
    about = rows.loc[place]
    report = open_report(replace(release, published=rows), about["level"], about["scope"], "en")
    for _ in range(2):
        with pytest.raises(DisclosureError, match="holds more than"):
            report.view.figures(about["indicator"])
