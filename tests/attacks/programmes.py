"""Random small programmes, quarter after quarter: tables, figures, protection and audit, as in a real run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaltools import estimates
from evaltools.catalogue import Entry
from evaltools.disclosure.door import Seen, through
from evaltools.disclosure.ledger import GROUP
from evaltools.disclosure.ledger import Entry as Entered
from evaltools.figures import KEY
from evaltools.questionnaires import Questionnaires
from evaltools.scope import Period
from evaltools.settings import Settings
from evaltools.tables import EXIT_REASONS, TABLES

QUICK = ("L02", "S01", "S03", "S04")
MORE = (*QUICK, "L02F", "P01", "R01", "RR")
SENSITIVE = "X_sensitive"
ITEMS = ("overall", "regularity", "professionalism")
FIRST = Period(2025, 1)
LIKING = (3, 1.2)
"""The share of a group that likes a thing is drawn from the beta distribution of these."""


@dataclass(frozen=True)
class Programme:
    """One programme over its quarters.

    Attributes
    ----------
    releases
        What was published each quarter, with the true figure beside: `truth` and `base`.
    members
        Key of a figure without its audience -> woman -> whether she is in the numerator.
    answers
        (woman, questionnaire item) -> what she said.
    """

    seed: int
    releases: list[pd.DataFrame]
    members: dict[tuple[str, ...], dict[str, bool]]


def catalogue_of(shipped: dict[str, Entry], indicators: Sequence[str]) -> dict[str, Entry]:
    """Some shipped entries, and a sensitive one: L02's item asked as if nobody might know."""
    entries = {name: shipped[name] for name in indicators}
    sensitive = shipped["S03"].model_copy(update={"id": SENSITIVE, "name": "sensitive", "sensitivity": "sensitive",
                                                  "levels": ("site", "programme")})
    return {**entries, SENSITIVE: sensitive}


def programme(seed: int, quarters: int, shipped: dict[str, Entry], questionnaires: Questionnaires, settings: Settings,
              indicators: Sequence[str] = QUICK, liking: tuple[float, float] = LIKING) -> Programme:
    """A programme of one workshop with two or three sites, from its tables to its releases."""
    tables = random_tables(np.random.default_rng(seed), quarters, questionnaires, liking)
    entries = catalogue_of(shipped, indicators)
    hashed = {woman: f"{number:016x}" for number, woman in enumerate(sorted(tables["participants"]["participant"]))}
    homes = {hashed[woman]: woman.split("-")[0] for woman in hashed}
    past, sets, releases, members = list[Entered](), dict[str, frozenset[bytes]](), [], {}
    for number in range(quarters):
        period = FIRST.back(-number)
        found = estimates.estimate({name: frame.copy() for name, frame in tables.items()}, entries, questionnaires, settings, period)
        named = found.contributors.assign(contributor=found.contributors["contributor"].map(hashed))
        done, groups = through(found.figures, named, Seen(past, sets, homes), entries, settings.policy)
        sets |= groups.members
        shown = done.published.assign(**{GROUP: groups.named(done.published).astype("string")})
        past.append(Entered(number + 1, "release", period, "r", "d", "", "", "", shown))
        truth = found.figures[[*KEY, "n", "numerator", "value", "origin"]].rename(
            columns={"n": "base", "numerator": "truth", "value": "mean"})
        releases.append(done.published.merge(truth, on=list(KEY)))
        names = [name for name in KEY if name != "audience"]
        for key, rows in found.contributors.groupby(names):
            members[tuple(key)] = dict(zip(rows["contributor"], rows["in_numerator"].astype(bool), strict=True))
    return Programme(seed, releases, members)


def random_tables(rng: np.random.Generator, quarters: int, questionnaires: Questionnaires,
                  liking: tuple[float, float] = LIKING) -> dict[str, pd.DataFrame]:
    """Groups of 6 to 15 women that begin and end in any quarter; who answers, and what, is a matter of luck and of the group."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    sites = ["ixelles", "jette"]
    for number in range(int(rng.integers(5, 6 + 2 * quarters))):
        _cohort(rng, rows, f"c{number:02d}", str(rng.choice(sites)), int(rng.integers(-3, quarters)), questionnaires, liking)
    return {name: TABLES[name].frame(found) for name, found in rows.items()}


def _cohort(rng: np.random.Generator, rows: dict[str, list[dict[str, object]]], name: str, site: str, quarter: int,
            questionnaires: Questionnaires, liking: tuple[float, float]) -> None:
    start = pd.Timestamp(FIRST.back(-quarter).start) + pd.Timedelta(days=int(rng.integers(0, 80)))
    end = start + pd.Timedelta(days=int(rng.integers(60, 240)))
    place = {"programme": "ateliers", "site": site, "cohort": name}
    rows["cohorts"].append({**place, "case_manager": f"m{rng.integers(4)}", "start": start, "planned_end": end, "end": end})
    liked = rng.beta(*liking, size=len(ITEMS))
    for day in pd.date_range(start, end, freq="21D"):
        rows["sessions"].append({**place, "session": f"{name}-{day.date()}", "date": day, "status": "held", "kind": "group"})
    for woman in (f"{name}-{position:02d}" for position in range(int(rng.integers(6, 16)))):
        gone = rng.random() < 0.2
        left = start + (end - start) * float(rng.random()) if gone else end
        reason = str(rng.choice(["job", "moved", "lost_contact"])) if gone else "completed"
        rows["participants"].append({"participant": woman})
        rows["enrolments"].append({"participant": woman, "cohort": name, "start": start, "end": left.normalize(),
                                   "exit_reason": reason, "exit_kind": EXIT_REASONS[reason]})
        confidence = int(rng.integers(1, 8))
        forms = {"intake": (start, {"confidence": confidence, "employment": _work(rng, 0.15)})}
        if not gone and rng.random() < 0.9:
            said = {item: int(rng.choice([4, 5]) if rng.random() < share else rng.integers(1, 4))
                    for item, share in zip(ITEMS, liked, strict=True)}
            later = int(np.clip(confidence + rng.integers(-1, 5), 0, 10))
            # Some hand their form in late: after the quarter, after the first report.
            late = pd.Timedelta(days=int(rng.choice([0, 3, 40], p=(0.7, 0.2, 0.1))))
            forms["end"] = (end + late, {**said, "confidence": later, "employment": _work(rng, 0.3)})
        for wave, (day, answers) in forms.items():
            _form(rows, place, woman, wave, day, answers, questionnaires)


def _work(rng: np.random.Generator, share: float) -> int:
    return 1 if rng.random() < share else 5


def _form(rows: dict[str, list[dict[str, object]]], place: dict[str, str], woman: str, wave: str, day: pd.Timestamp,
          answers: dict[str, int], questionnaires: Questionnaires) -> None:
    response = f"{wave}-{woman}"
    rows["responses"].append({"response": response, "participant": woman, "questionnaire": wave, "wave": wave, **place,
                              "submitted": day.normalize(), "share_answered": 1.0})
    for item, value in answers.items():
        code = next(answer.code for answer in questionnaires.scale(f"{wave}.{item}").answers if answer.value == value)
        rows["answers"].append({"response": response, "item": f"{wave}.{item}", "choice": code, "value": value, "status": "answered"})
