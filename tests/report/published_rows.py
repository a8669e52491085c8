"""A release of invented figures with a row of every status and kind, in the shapes that `disclosure.protect` writes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evaltools import catalogue
from evaltools.catalogue import standards
from evaltools.figures import PUBLISHED
from evaltools.release import Release

COUNTS, NUMBERS = ("n", "numerator", "count_low", "count_high"), ("value", "low", "high")

# level scope indicator wave part | kind unit status | n numerator value low high count_low count_high since; "-" is empty
ROWS = """
cohort    ixl-a    T01  -         enrolled      | rate   percent exact    | 143 118 0.8252 0.74 0.89 - - -
cohort    ixl-a    T01  -         from_start    | rate   percent exact    | 160 118 0.7375 0.66 0.81 - - -
cohort    ixl-a    T03  -         excused       | rate   percent exact    | 143 15 0.1049 0.06 0.17 - - -
cohort    ixl-a    T03  -         unexcused     | rate   percent exact    | 143 10 0.0699 0.03 0.13 - - -
cohort    ixl-a    S01  end       -             | share  percent banded   | 11 - - - - 9 11 -
cohort    ixl-a    S06  end       -             | share  percent banded   | 11 - - - - 3 5 -
cohort    ixl-a    S09  end       -             | share  percent withheld | - - - - - - - -
cohort    ixl-a    S09C session   -             | share  percent banded   | 12 - - - - 7 9 -
cohort    ixl-a    P01  end       -             | change points  banded   | 9 - 1.5 - - - - -
cohort    ixl-a    P01  end       .up           | share  percent banded   | 9 - - - - 4 6 -
cohort    ixl-a    P30  end       housing       | change points  banded   | 9 - 0.5 - - - - -
cohort    ixl-a    P30  end       housing.up    | share  percent banded   | 9 - - - - 0 3 -
cohort    ixl-a    P30  end       leisure       | change points  banded   | 9 - 2.0 - - - - -
cohort    ixl-a    P30  end       income        | change points  withheld | - - - - - - - -
cohort    ixl-a    P34  intake    housing       | mean   points  banded   | 12 - 5.5 - - - - -
cohort    ixl-a    P34  end       housing       | mean   points  banded   | 9 - 6.0 - - - - -
cohort    ixl-a    P34  intake    leisure       | mean   points  banded   | 12 - 4.5 - - - - -
cohort    ixl-a    P34  end       leisure       | mean   points  banded   | 9 - 6.5 - - - - -
cohort    ixl-a    R01  -         entries       | count  women   exact    | - 13 13 - - - - -
cohort    ixl-a    R01  -         exits         | count  women   exact    | - 2 2 - - - - -
cohort    ixl-a    R01  -         active        | count  women   exact    | - 11 11 - - - - -
cohort    ixl-a    RR   end       -             | share  percent exact    | 13 11 0.8462 0.58 0.96 - - -
cohort    ixl-a    F02  -         -             | share  percent exact    | 12 11 0.9167 0.65 0.99 - - -
cohort    ixl-a    F03  -         -             | mean   per_month exact  | 3 - 1.7 - - - - -
cohort    ixl-a    F21  -         enrolled      | mean   women   exact    | 1 - 11 - - - - -
cohort    ixl-a    L02  intake    -             | share  percent banded   | 12 - - - - 0 2 -
cohort    ixl-a    L02  followup12 -            | share  percent banded   | 7 - - - - 4 7 -
cohort    ixl-b    S01  end       -             | share  percent banded   | 9 - - - - 7 9 -
site      ixelles  T01  -         enrolled      | rate   percent exact    | 400 300 0.75 0.7 0.8 - - -
site      ixelles  S01  end       -             | share  percent withheld | - - - - - - - -
programme ateliers T01  -         enrolled      | rate   percent exact    | 900 700 0.7778 0.75 0.81 - - -
programme ateliers T04  -         -             | incidence percent exact | 80 - 0.1125 - - - - -
programme ateliers T05  -         -             | difference percent exact | 90 6 0.12 0.02 0.22 - - -
programme ateliers S01  end       -             | share  percent at_least | 44 - - - - 40 44 -
programme ateliers S06  end       -             | share  percent exact    | 44 30 0.6818 0.53 0.8 - - -
programme ateliers S04  end       -             | share  percent exact    | 44 36 0.8182 0.68 0.91 - - -
programme ateliers P01  end       -             | change points  exact    | 40 - 1.2 0.6 1.8 - - -
programme ateliers L04  end       -             | change points  exact    | 40 - 0.3 -0.2 0.8 - - -
programme ateliers P34  intake    housing       | mean   points  exact    | 60 - 5.4 5.0 5.8 - - -
programme ateliers P34  end       housing       | mean   points  exact    | 44 - 6.1 5.6 6.6 - - -
programme ateliers P30  end       housing       | change points  exact    | 40 - 0.7 0.2 1.2 - - -
programme ateliers S02  end       -             | share  percent carried  | 40 25 0.625 0.47 0.76 - - 2026-Q2
programme ateliers R01  -         entries       | count  women   banded   | - - - - - 0 4 -
programme ateliers R01  -         active        | count  women   exact    | - 120 120 - - - - -
programme ateliers RR   end       -             | share  percent exact    | 100 44 0.44 0.35 0.54 - - -
public    ateliers S06  end       -             | share  percent exact    | 45 30 0.6667 0.52 0.79 - - -
public    ateliers T01  -         enrolled      | rate   percent exact    | - - 0.78 - - - - -
site      koekel   A15  -         true          | count  count   exact    | - 61 61 - - - - -
site      koekel   A15  -         false         | count  count   exact    | - 120 120 - - - - -
site      koekel   A01  -         -             | count  count   exact    | - 58 58 - - - - -
site      koekel   A11  -         listening     | count  count   exact    | - 30 30 - - - - -
site      koekel   A11  -         legal         | count  count   banded   | - - - - - 0 4 -
site      koekel   N04  -         housing       | count  count   exact    | - 10 10 - - - - -
site      koekel   N04  -         job           | count  count   withheld | - - - - - - - -
site      koekel   N01  -         isolation     | share  percent exact    | 40 22 0.55 0.4 0.69 - - -
site      koekel   N01  -         legal         | share  percent exact    | 40 8 0.2 0.1 0.35 - - -
site      koekel   N07  -         -             | share  percent exact    | 63 35 0.5556 0.43 0.67 - - -
site      koekel   S01  visit     -             | share  percent exact    | 123 112 0.9106 0.85 0.95 - - -
"""
CONTEXT: dict[str, Any] = {
    "period": "2026-Q3",
    "organisation": {"name": {"fr": "Élan & Cie", "nl": "Elan", "en": "Elan"}, "contact": "evaluation@example.org"},
    "programmes": {
        "ateliers": {"name": {"fr": "Ateliers", "nl": "Ateliers", "en": "Workshops"}, "kind": "workshop"},
        "bureau": {"name": {"fr": "Bureau local", "nl": "Lokaal bureau", "en": "Local bureau"}, "kind": "bureau"},
    },
    "sites": {"ixelles": {"name": "Ixelles", "programme": "ateliers"}, "jette": {"name": "Jette", "programme": "ateliers"},
              "koekel": {"name": "Le Relais", "programme": "bureau"}},
    "cohorts": {
        "ixl-a": {"label": "Printemps <A>", "site": "ixelles", "programme": "ateliers", "start": "2026-01-12",
                  "planned_end": "2026-09-30", "end": None, "women": 13},
        "ixl-b": {"label": "Autre groupe", "site": "ixelles", "programme": "ateliers", "start": "2026-01-12",
                  "planned_end": "2026-09-30", "end": "2026-09-01", "women": 10},
    },
    "languages": ["fr", "nl", "en"], "caution_rate": 0.6, "policy_reason": "",
    "standards": [standard.model_dump(mode="json") for standard in standards.load()],
}
MANIFEST = {"schema": 1, "period": "2026-Q3", "fingerprint": "0123456789abcdef", "code": "0.1.0"}


def published(text: str = ROWS) -> pd.DataFrame:
    """The published rows of a text table."""
    return pd.DataFrame([_row(line) for line in text.strip().splitlines()], columns=list(PUBLISHED))


def _row(line: str) -> dict[str, Any]:
    key, kind, numbers = ([("" if cell == "-" else cell) for cell in part.split()] for part in line.split("|"))
    level, scope, indicator, wave, part = key
    row: dict[str, Any] = {"period": "2026-Q3", "audience": level, "level": "programme" if level == "public" else level,
                           "scope": scope, "indicator": indicator, "version": "1", "wave": wave, "by": "", "group": "", "part": part}
    row |= dict(zip(("kind", "unit", "status"), kind, strict=True))
    named = dict(zip(("n", "numerator", "value", "low", "high", "count_low", "count_high", "since"), numbers, strict=True))
    for name in (*COUNTS, *NUMBERS):
        row[name] = pd.NA if not named[name] else int(named[name]) if name in COUNTS else float(named[name])
    return row | {"since": named["since"] or pd.NA}


def snapshot() -> dict[str, Any]:
    """The shipped catalogue as a release keeps it, with a title and a question of their own for one indicator."""
    entries = {name: {**entry.model_dump(mode="json", exclude={"rows"}), "question": {}} for name, entry in catalogue.load().items()}
    entries["S01"]["question"] = {"": {"fr": "Le parcours dans son ensemble", "nl": "Het traject in zijn geheel", "en": "The course"}}
    entries["S01"]["title"] = {"fr": "Satisfaites de tout", "nl": "Tevreden over alles", "en": "Satisfied with all of it"}
    return entries


def make_release(text: str = ROWS, **context: Any) -> Release:
    """A release with these rows and this context."""
    return Release(published(text), {**CONTEXT, **context}, snapshot(), MANIFEST)
