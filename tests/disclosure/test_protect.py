"""The door itself: what comes in must be figures, what goes out holds what its status allows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from figures_by_hand import VALUES, at, entry, figures, share

from evaltools.disclosure import as_published, protect
from evaltools.errors import DisclosureError
from evaltools.figures import FIGURES, KEY, PUBLISHED
from evaltools.settings import Policy

CATALOGUE = {"X1": entry()}


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"participant": ["anna"], "value": [1]}),
    figures(share(5, 10)).drop(columns="fewest"),
    figures(share(5, 10)).assign(contributor="anna"),
    figures(share(5, 10))[[*reversed(FIGURES)]],
], ids=["people", "a column less", "a column more", "another order"])
def test_what_are_not_figures_is_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(DisclosureError, match="Only figures"):
        protect(frame, CATALOGUE, Policy())


def test_two_figures_of_one_key_are_refused() -> None:
    with pytest.raises(DisclosureError, match="same key"):
        protect(figures(share(5, 10), share(6, 10)), CATALOGUE, Policy())


@pytest.mark.parametrize("fields", [
    {"audience": "programme", "level": "cohort"}, {"audience": "public", "level": "cohort"},
    {"audience": "public", "level": "site"}, {"audience": "cohort", "level": "site"},
    {"audience": "everybody", "level": "programme"}, {"audience": None}, {"indicator": "X2"},
])
def test_a_figure_reaches_no_other_audience_than_its_levels(fields: dict[str, str]) -> None:
    with pytest.raises(DisclosureError, match="no rule"):
        protect(figures(share(15, 40, **fields)), CATALOGUE, Policy())


def test_every_figure_gives_one_row_in_the_order_of_keys() -> None:
    listed = [share(count, 40, scope=scope, **at(audience))
              for audience in ("site", "public", "programme", "cohort") for scope, count in (("b", 3), ("a", 20))]
    rows = protect(figures(*listed), CATALOGUE, Policy())
    assert tuple(rows.columns) == PUBLISHED
    assert rows[["audience", "scope"]].to_numpy().tolist() == sorted(
        [audience, scope] for audience in ("cohort", "programme", "public", "site") for scope in "ab")
    assert rows["indicator"].eq("X1").all()
    assert not rows.duplicated(list(KEY)).any()


def test_a_withheld_row_keeps_its_key_and_nothing_else() -> None:
    rows = protect(figures(share(3, 4, eligible=12)), CATALOGUE, Policy())
    assert rows.loc[0, "status"] == "withheld"
    assert rows.loc[0, list(VALUES)].isna().all()
    assert (rows.loc[0, "scope"], rows.loc[0, "kind"]) == ("a", "share")


def test_no_figures_are_no_rows() -> None:
    rows = protect(figures(), CATALOGUE, Policy())
    assert tuple(rows.columns) == PUBLISHED
    assert rows.empty


@pytest.mark.parametrize(("status", "loose"), [
    ("withheld", {"n": 12}), ("withheld", {"value": 0}), ("withheld", {"count_low": 0}), ("withheld", {"numerator": 0}),
    ("banded", {"numerator": 3}), ("banded", {"low": 0.1}), ("at_least", {"numerator": 43}), ("at_least", {"high": 1.0}),
])
def test_a_rule_that_lets_a_value_through_is_stopped(status: str, loose: dict[str, float]) -> None:
    with pytest.raises(DisclosureError, match="still holds"):
        as_published([{**dict.fromkeys(KEY, "x"), "status": status, **loose}])


def test_the_order_of_figures_does_not_matter() -> None:
    frame = figures(*(share(count, 12, scope=str(count), eligible=12) for count in range(13)))
    shuffled = frame.sample(frac=1, random_state=np.random.default_rng(1)).reset_index(drop=True)
    pd.testing.assert_frame_equal(protect(frame, CATALOGUE, Policy()), protect(shuffled, CATALOGUE, Policy()))
