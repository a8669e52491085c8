"""One fork server for the tests of warm kernels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaltools.runs.kernels import possible, starting

if not possible():
    pytest.skip("this system cannot fork", allow_module_level=True)


@pytest.fixture(scope="session")
def server() -> Iterator[starting.ForkServer]:
    with starting.ForkServer() as begun:
        yield begun


@pytest.fixture
def warm(server: starting.ForkServer) -> Iterator[starting.ForkServer]:
    """Jobs of this process take their kernels from the shared server."""
    starting.use(server.address)
    yield server
    starting.use("")
