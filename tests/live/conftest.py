"""A real LimeSurvey of your own, named by the environment; without one these tests are left out by name.

Whatever they make on it they delete again. The user must be allowed to create surveys.
"""

import os

import citric
import pytest

from evaltools.settings import LimeSurvey
from evaltools.sources import limesurvey
from evaltools.sources.limesurvey.transport import addresses, find, session_for

NAMES = ("EVALTOOLS_LIMESURVEY_URL", "EVALTOOLS_LIMESURVEY_USER", "EVALTOOLS_LIMESURVEY_PASSWORD")


def pytest_collection_modifyitems(items):
    lacking = [name for name in NAMES if not os.environ.get(name)]
    if lacking:
        for item in items:
            if "/live/" in item.nodeid:
                item.add_marker(pytest.mark.skip(reason=f"no live LimeSurvey: {', '.join(lacking)}"))


@pytest.fixture(scope="session")
def url():
    return os.environ[NAMES[0]]


@pytest.fixture(scope="module")
def server(url):
    with limesurvey.connect(LimeSurvey(url=url)) as connected:
        yield connected


@pytest.fixture(scope="module")
def rpc(url):
    """The bare interface, to give answers as LimeSurvey takes them."""
    address = find(session_for(url, 60), addresses(url))
    with citric.Client(address, os.environ[NAMES[1]], os.environ[NAMES[2]]) as client:
        yield client.session
