"""T: what goes together, and how it moves from year to year. Pooled, and never said as a cause."""

from __future__ import annotations

import pandas as pd

from . import View, units
from .attendance import attendance_rate
from .domains import CLEARLY, clear_changes
from .longterm import IN_WORK
from .said import changes

INTAKE = ("intake", "intake")
THREE, YEARS = 3, 3
SATISFIED = 4


def confidence_then_work(view: View) -> pd.DataFrame:
    """Women not in work at the start, with confidence at the start and the end: whether it was clearly up, and work later."""
    pairs = changes(view.said, ("confidence",), INTAKE, {"end": "end"})
    pairs = pairs.assign(exposed=(pairs["value"] - pairs["before"] >= CLEARLY).astype(float))
    start = view.said.of("intake", "intake.employment")
    without = start[~start["choice"].isin(IN_WORK)][["person", "cohort"]].drop_duplicates()
    known = pairs[["person", "cohort", "exposed"]].merge(without, on=["person", "cohort"])
    later = pd.concat([view.said.of(wave, "followup.employment") for wave in ("followup6", "followup12")])
    rows = later.merge(known, on=["person", "cohort"])
    return units(rows, value=rows["choice"].isin(IN_WORK).astype(float))


def confidence_by_dose(view: View) -> pd.DataFrame:
    """Pairs of confidence, start and end, by third of her programme: how often she was present or seen up to that day."""
    pairs = changes(view.said, ("confidence",), INTAKE, {"end": "end"})
    pairs = pairs[view.during(pairs["date"])].reset_index(drop=True)
    present = view.due_so_far.query("status == 'present'")[["person", "cohort", "date"]]
    seen = view["contacts"][["participant", "date"]].rename(columns={"participant": "person"})
    dose = _up_to(pairs, present, ["person", "cohort"]) + _up_to(pairs, seen, ["person"])
    third = dose.groupby(pairs["programme"]).rank(pct=True)
    part = pd.Series("middle", index=pairs.index).mask(third <= 1 / 3, "little").mask(third > 2 / 3, "much")
    return units(pairs, part=part)


def satisfaction_by_year(view: View) -> pd.DataFrame:
    """Answers on the course as a whole: 1 where satisfied, by the year in which the group started."""
    rows = view.said.of("end", "end.overall")
    return _by_year(units(rows, value=(rows["number"] >= SATISFIED).astype(float)), view)


def progress_by_year(view: View) -> pd.DataFrame:
    """Women with enough pairs: 1 where clearly up in three domains and down in fewer, by the year in which the group started."""
    women = clear_changes(view)
    up = (women["up"] >= THREE) & (women["down"] < women["up"])
    return _by_year(units(women, value=up.astype(float)), view)


def attendance_by_year(view: View) -> pd.DataFrame:
    """Presences out of presences due of women still enrolled, by the year in which the group started."""
    rows = attendance_rate(view)
    return _by_year(rows[rows["part"] == "enrolled"], view)


def _up_to(pairs: pd.DataFrame, events: pd.DataFrame, keys: list[str]) -> pd.Series:
    """How many events of each pair's woman came no later than her answer."""
    numbered = pairs[[*keys, "date"]].assign(place=pairs.index).merge(events.rename(columns={"date": "day"}), on=keys)
    counts = numbered[numbered["day"] <= numbered["date"]].groupby("place").size()
    return counts.reindex(pairs.index, fill_value=0)


def _by_year(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    starts = view["cohorts"].set_index("cohort")["start"].dt.year
    ago = (view.end - pd.Timedelta(days=1)).year - rows["cohort"].map(starts).astype("Int64")
    return rows.assign(part="y" + ago.astype("string"))[ago.between(0, YEARS - 1).fillna(False)]
