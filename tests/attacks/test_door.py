"""What is hidden moves nothing that is shown: the door's decisions rest on what is published and on who is in which base."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from programmes import FIRST as QUARTER
from programmes import QUICK, catalogue_of, random_tables

from evaltools import estimates
from evaltools.catalogue import Entry
from evaltools.disclosure import protect
from evaltools.disclosure.door import Seen, through
from evaltools.figures import KEY
from evaltools.questionnaires import Questionnaires
from evaltools.settings import Settings


def moved(figures: pd.DataFrame, catalogue: dict[str, Entry], settings: Settings, draw: random.Random) -> pd.DataFrame:
    """Other answers behind the same rules' rows: each count that may be another one within its band or silence is."""
    policy, found = settings.policy, figures.copy()
    before = protect(figures, catalogue, policy)
    keys = figures[list(KEY)].astype(str).agg(" ".join, axis=1)
    told = dict(zip(before[list(KEY)].astype(str).agg(" ".join, axis=1), before.to_dict("records"), strict=True))
    changed = 0
    for row, key in zip(figures.index, keys, strict=True):
        if figures.at[row, "kind"] != "share" or figures.at[row, "origin"] != "answers" or pd.isna(figures.at[row, "n"]):
            continue
        n = int(figures.at[row, "n"])
        for count in draw.sample(range(n + 1), n + 1):
            other = {**figures.loc[row].to_dict(), "numerator": count, "value": count / n, "fewest": min(count, n - count)}
            alone = protect(pd.DataFrame([other]).astype(figures.dtypes.to_dict())[list(figures)], catalogue, policy).iloc[0].to_dict()
            if count != figures.at[row, "numerator"] and same(alone, told[key]):
                found.loc[row, ["numerator", "value", "fewest"]] = count, count / n, min(count, n - count)
                changed += 1
                break
    assert changed > 10
    return found


def same(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    return all(one[name] == other[name] or (pd.isna(one[name]) and pd.isna(other[name])) for name in other)


@pytest.mark.parametrize("seed", range(3))
def test_other_answers_within_what_is_hidden_give_the_same_release(
        seed: int, shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires, small_settings: Settings) -> None:
    tables, entries = random_tables(np.random.default_rng(seed), 2, shipped_questionnaires), catalogue_of(shipped_catalogue, QUICK)
    found = estimates.estimate(tables, entries, shipped_questionnaires, small_settings, QUARTER.back(-1))
    hashed = {woman: f"{number:016x}" for number, woman in enumerate(sorted(tables["participants"]["participant"]))}
    named = found.contributors.assign(contributor=found.contributors["contributor"].map(hashed))
    seen = Seen(homes={hashed[woman]: woman.split("-")[0] for woman in hashed})
    first = through(found.figures, named, seen, entries, small_settings.policy)[0].published
    draw = random.Random(seed)
    other = moved(found.figures, entries, small_settings, draw)
    turned = named.assign(in_numerator=[draw.random() < 0.5 for _ in range(len(named))])
    pd.testing.assert_frame_equal(through(other, turned, seen, entries, small_settings.policy)[0].published, first)
