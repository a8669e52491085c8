"""Programmes to attack, each made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from programmes import MORE, QUICK, Programme, programme

from evaltools.catalogue import Entry
from evaltools.questionnaires import Questionnaires
from evaltools.settings import Settings

Attacked = Callable[[int], Programme]


@pytest.fixture(scope="session")
def attacked(shipped_catalogue: dict[str, Entry], shipped_questionnaires: Questionnaires, small_settings: Settings) -> Attacked:
    @cache
    def of(seed: int) -> Programme:
        # One in twelve is followed over six quarters, the others over two.
        quarters, indicators = 6 if seed % 12 == 0 else 2, QUICK if seed < 25 else MORE
        return programme(seed, quarters, shipped_catalogue, shipped_questionnaires, small_settings, indicators)

    return of
