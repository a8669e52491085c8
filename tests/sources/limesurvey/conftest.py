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


@pytest.fixture
def setting():
    def make(url, **more):
        return LimeSurvey(url=url, **{"timeout": 5, **more})
    return make
