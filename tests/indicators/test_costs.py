"""B: each line of the budget alone, so that no line counts another's euros."""

from __future__ import annotations

import pytest
from counted import Count

LINES = {"B01": "supports", "B02": "promotion", "B03": "training", "B04": "individual", "B05": "supplies", "B06": "room",
         "B07": "administration", "B08": "pay", "B09": "premises", "B10": "children", "B11": "workshops", "B12": "childcare"}
SPENT = "costs\ncost programme site date kind amount\n" + "".join(
    f"b{place} miriam forest 2026-05-01 {kind} {10 + place}\nl{place} miriam forest 2026-07-01 {kind} 1000\n"
    for place, kind in enumerate(LINES.values()))


@pytest.mark.parametrize(("place", "indicator"), list(enumerate(LINES)))
def test_a_line_sums_its_own_amounts_of_the_window(count: Count, place: int, indicator: str) -> None:
    assert count(SPENT, indicator).value("miriam") == 10 + place, "what was spent after the quarter is not in it"
