"""The pipeline gives back what was put in: figures of the demo against its known truth, after the dirt was taken off."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evaltools.scope import Period

QUARTER = "2026-Q3"
ITEMS = {"S01": "overall", "S02": "promotion", "S03": "regularity", "S04": "professionalism", "S05": "tools", "S06": "venue",
         "S09": "content"}


@pytest.fixture(scope="module")
def truth(demo: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((demo / "truth.json").read_text("utf-8"))["recoverable"]
    return known


@pytest.fixture(scope="module")
def figures(demo: Path) -> pd.DataFrame:
    frame = pd.read_parquet(demo / "workspace" / "estimates" / QUARTER / "figures.parquet")
    return frame.set_index(["level", "scope", "indicator", "wave", "part", "audience"]).sort_index()


def cohorts(truth: dict[str, Any], figures: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """(scope, truth) of the cohorts that the quarter reports on and whose whole end lies in the quarters that the truth lists."""
    reported = set(figures.xs("cohort", level="level").index.get_level_values("scope"))
    named = [(f"{each['programme']}-{code.lower()}", each) for code, each in truth["cohorts"].items()]
    found = [(scope, each) for scope, each in named if scope in reported]
    assert {scope for scope, _ in found} == reported
    return found


def figure(figures: pd.DataFrame, scope: str, indicator: str, wave: str = "", part: str = "", level: str = "cohort") -> pd.Series:
    return figures.loc[(level, scope, indicator, wave, part, level)]


def to_date(cohort: dict[str, Any], *path: str) -> int:
    """A count added up over the quarters that the truth lists."""
    total = 0
    for quarter in cohort["quarters"].values():
        here: Any = quarter
        for step in path:
            here = here.get(step, {}) if isinstance(here, dict) else here
        total += here or 0
    return total


def test_attendance_of_the_quarter(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    seen = 0
    for scope, cohort in cohorts(truth, figures):
        known = cohort["quarters"][QUARTER]["attendance"]
        if known["due"]:
            rate = figure(figures, scope, "T01", part="enrolled")
            assert (rate["numerator"], rate["n"], rate["persons"]) == (known["present"], known["due"], known["women"]), scope
            for kind in ("excused", "unexcused"):
                assert figure(figures, scope, "T03", part=kind)["numerator"] == known[kind], scope
            seen += known["due"]
    assert seen > 80


def test_sessions_at_the_usual_place(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    for scope, cohort in cohorts(truth, figures):
        known = cohort["quarters"][QUARTER]
        constancy = figure(figures, scope, "F02")
        if known["session_dates"]:
            assert constancy["numerator"] == known["in_usual_venue"], scope


def test_entries_exits_and_women_at_the_end(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    for scope, cohort in cohorts(truth, figures):
        known = cohort["quarters"][QUARTER]
        assert figure(figures, scope, "R01", part="entries")["value"] == known["entries"], scope
        assert figure(figures, scope, "R01", part="exits")["value"] == sum(known["exits"].values()), scope
        assert figure(figures, scope, "R01", part="active")["value"] == known["active_at_end"], scope


def test_satisfaction_at_the_end(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    seen = 0
    for scope, cohort in cohorts(truth, figures):
        for indicator, item in ITEMS.items():
            n = to_date(cohort, "satisfaction", item, "n")
            if n and indicator != "S04":  # S04 speaks of the team: no figure in a cohort
                found = figure(figures, scope, indicator, "end")
                assert (found["n"], found["numerator"]) == (n, to_date(cohort, "satisfaction", item, "top2")), (scope, indicator)
                seen += n
    assert seen > 50


def test_the_spread_of_satisfaction_of_an_antenna(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    """Of each antenna whose groups all ended in the quarters that the truth lists: nobody answered before."""
    seen, first = 0, min(quarter for cohort in truth["cohorts"].values() for quarter in cohort["quarters"])
    for site in figures.xs(("site", "S01B"), level=("level", "indicator")).index.get_level_values("scope").unique():
        mine = [cohort for cohort in truth["cohorts"].values() if cohort["site"] == site]
        if any(Period.parse(first).start > dt.date.fromisoformat(cohort["end"] or "9999-12-31") for cohort in mine):
            continue
        for item in [item for indicator, item in ITEMS.items() if indicator != "S04"]:
            n, middle, worst = (sum(to_date(cohort, "satisfaction", item, part) for cohort in mine) for part in ("n", "middle", "worst"))
            for indicator, count in (("S01B", middle), ("S01D", worst)):
                found = figure(figures, site, indicator, "end", item, "site")
                assert (found["n"], found["numerator"]) == (n, count), (site, indicator, item)
            seen += n
    assert seen > 40


def test_change_of_each_life_domain(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    seen = 0
    domains = figures.xs(("cohort", "P30"), level=("level", "indicator")).index.get_level_values("part")
    for scope, cohort in cohorts(truth, figures):
        for domain in {part for part in domains if not part.endswith(".up")}:
            n = to_date(cohort, "change", "end", domain, "n")
            if n:
                found = figure(figures, scope, "P30", "end", domain)
                assert found["n"] == n, (scope, domain)
                assert found["value"] == pytest.approx(to_date(cohort, "change", "end", domain, "sum") / n), (scope, domain)
                seen += n
    assert seen > 50


def test_the_bureau(truth: dict[str, Any], figures: pd.DataFrame) -> None:
    known, site = truth["bureau"]["quarters"][QUARTER], truth["bureau"]["site"]

    def value(indicator: str, part: str = "", wave: str = "") -> pd.Series:
        return figure(figures, site, indicator, wave, part, "site")

    assert value("A15", "true")["value"] == known["visits_by_appointment"]
    assert value("A15", "true")["value"] + value("A15", "false")["value"] == known["visits"]
    assert value("A01")["value"] == sum(known["contacts"].values())
    assert {part: int(value("A11", part)["value"]) for part in known["contacts"]} == known["contacts"]
    assert {part: int(value("N04", part)["value"]) for part in known["requests"]} == known["requests"]
    assert {part: int(value("A14", part)["value"]) for part in known["activities"]} == known["activities"]
    assert {part: int(value("N01", part)["numerator"]) for part in known["needs"]} == known["needs"]
    assert value("N01", "legal")["n"] == known["first_contacts"]
    year = [truth["bureau"]["quarters"][quarter] for quarter in sorted(truth["bureau"]["quarters"])[-4:]]
    assert value("S01", wave="visit")["numerator"] == sum(each["satisfaction"]["overall"]["top2"] for each in year)


def test_what_the_teams_logged(demo: Path, figures: pd.DataFrame) -> None:
    logs = json.loads((demo / "truth.json").read_text("utf-8"))["logs"]["miriam"]
    known = {name: quarters[QUARTER] for name, quarters in logs.items() if QUARTER in quarters}

    def value(indicator: str, part: str = "") -> pd.Series:
        return figure(figures, "miriam", indicator, "", part, "programme")

    for mode, number in known["partnerships"]["mode"].items():
        assert value("K06", mode)["value"] == number, mode
    assert value("C03R")["value"] == known["communications"]["reach"]
    assert value("C07P", "poster")["value"] + value("C07P", "leaflet")["value"] == known["communications"]["points"]
    assert value("C01N", "video")["value"] == known["communications"]["kind"].get("video", 0)
    rights, signals = [[quarter for name, quarter in sorted(logs[log].items())][-4:] for log in ("rights", "signals")]
    assert (value("N05")["numerator"], value("N05")["n"]) == (sum(q.get("opened", 0) for q in rights), sum(q["rows"] for q in rights))
    seen = {kind: sum((q["kind"] or {}).get(kind, 0) for q in signals) for kind in ("rule", "service", "exclusion", "waiting_list", "gap")}
    assert {kind: value("G01", kind)["value"] for kind in seen} == seen
    assert min(value("N05")["n"], sum(seen.values())) > 5
