"""Tables: one row a figure, columns without anything are left out."""

from __future__ import annotations

from evaltools.report import tabulations


def test_figures_with_base_and_likely_range(programme):
    table = tabulations.of_figures(programme.language, "Themes", [programme.find("S06"), programme.find("S01")])
    assert table.heads == ("What", "Value", "Base", "Likely between")
    assert table.rows == (("Satisfied with the venue", "30 of 44 (68%)", "44", "53% to 80%"),
                          ("Satisfied with all of it", "at least 40 of 44", "44", ""))


def test_a_column_without_anything_is_left_out(cohort):
    table = tabulations.of_figures(cohort.language, "Work", cohort.find_all("L02"), by_wave=True)
    assert table.heads == ("When", "Value", "Base")
    assert [row[0] for row in table.rows] == ["at the start", "12 months later"]


def test_a_withheld_row_has_no_number(cohort):
    table = tabulations.of_figures(cohort.language, "One", [cohort.find("S09")])
    assert table.rows == (("Satisfied with the content", "not shown"),)


def test_levels_beside_each_other(cohort):
    own = cohort.find("S01")
    groups = [[own, cohort.find("S01", level="site"), cohort.find("S01", level="programme")]]
    table = tabulations.beside(cohort.language, "Beside", groups, ["cohort", "site", "programme"])
    assert table.heads == ("What", "This group", "The antenna", "The whole programme")
    assert table.rows == (("Satisfied with all of it", "9 to 11 of 11", "not shown", "at least 40 of 44"),)
