import json
from pathlib import Path

import pytest

from evaltools.settings import LimeSurvey
from evaltools.sources.limesurvey import server

PASSWORD = "s3cret-of-the-test"


@pytest.fixture
def signed(monkeypatch):
    """The environment of somebody who may sign in, and no waiting between tries."""
    monkeypatch.setenv("EVALTOOLS_LIMESURVEY_USER", "api-user")
    monkeypatch.setenv("EVALTOOLS_LIMESURVEY_PASSWORD", PASSWORD)
    monkeypatch.setattr(server, "PAUSES", (0.01, 0.01))


@pytest.fixture(params=["citric", "limepy"])
def client(request):
    """Each of the two libraries that a pull may go through: what holds for one holds for the other."""
    if request.param == "limepy":
        pytest.importorskip("limepy")
    return request.param


@pytest.fixture
def setting():
    def make(url, **more):
        return LimeSurvey(url=url, **{"timeout": 5, **more})
    return make


@pytest.fixture(scope="session")
def recorded():
    """Single answers of LimeSurvey 3.28.66 (`ls3_...`), 5.6.33 and 6.4.2, as they came."""
    return json.loads((Path(__file__).parent / "recorded.json").read_text("utf-8"))
