"""What several tests share: the shipped questionnaires and catalogue, a small organisation, and its figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from counted import Count, Counted
from hypothesis import settings
from published_demo import Command, evaltools, in_french, published
from tables_from_text import tables_from_text

from evaltools import catalogue, estimates, questionnaires
from evaltools.catalogue import Entry
from evaltools.questionnaires import Questionnaires
from evaltools.scope import Period
from evaltools.settings import Settings

# How long one example takes says more of the machine than of the code.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

ROOT = Path(__file__).parent.parent
WAVES = {"intake": "intake", "mid": "mid", "session": "session", "end": "end", "followup6": "followup", "followup12": "followup"}
MODULES = {name: list(survey.modules) for name, survey in questionnaires.load(ROOT / "surveys").surveys.items()}


def asked(name: str, wave: str, **besides: object) -> dict[str, object]:
    """A survey that asks every module of its questionnaire."""
    return {"questionnaire": name, "wave": wave, "sid": 1, "modules": MODULES[name], **besides}


COURSE = [asked(name, wave) for wave, name in WAVES.items()] + [asked("casemanager", "yearly"), asked("partner", "partners")]
THREE = {"fr": "A", "nl": "A", "en": "A"}


@pytest.fixture(scope="session")
def shipped_questionnaires() -> Questionnaires:
    return questionnaires.load(ROOT / "surveys")


@pytest.fixture(scope="session")
def shipped_catalogue() -> dict[str, Entry]:
    return catalogue.load()


@pytest.fixture(scope="session")
def command() -> Command:
    return evaltools


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small demo whose last quarter is published; made once, and read only."""
    return published(tmp_path_factory.mktemp("whole-way"))


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo that a test may spoil; its reports are in French only, so that it runs fast."""
    return in_french(demo, tmp_path / "demo")


@pytest.fixture(scope="session")
def small_settings() -> Settings:
    """A workshop with two sites, a Miriam programme and a bureau."""
    return Settings.model_validate({
        "organisation": {"id": "org", "name": THREE},
        "programmes": [
            {"id": "ateliers", "kind": "workshop", "name": THREE, "surveys": COURSE,
             "sites": [{"id": "ixelles", "name": "Ixelles"}, {"id": "jette", "name": "Jette"}]},
            {"id": "miriam", "kind": "miriam", "name": THREE, "surveys": COURSE, "sites": [{"id": "forest", "name": "Forest"}]},
            {"id": "bureau", "kind": "bureau", "name": THREE, "sites": [{"id": "relais", "name": "Relais"}],
             "surveys": [asked("visitor", "visit", site="relais")]},
        ]})


@pytest.fixture
def count(shipped_questionnaires: Questionnaires, shipped_catalogue: dict[str, Entry], small_settings: Settings) -> Count:
    """Compute indicators of the catalogue on the tables of a text, for the second quarter of 2026 where no other is given."""

    def of(text: str, *indicators: str, period: str = "2026-Q2") -> Counted:
        entries = {name: shipped_catalogue[name] for name in indicators}
        tables = tables_from_text(text, shipped_questionnaires)
        found = estimates.estimate(tables, entries, shipped_questionnaires, small_settings, Period.parse(period))
        return Counted(found.figures, found.contributors)

    return of
