"""Every test of the whole way shares one small demo, so all of them run in one process."""

from __future__ import annotations

from pathlib import Path

import pytest
from published_demo import Command, bytes_of, evaltools

__all__ = ["Command", "bytes_of", "evaltools"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demo"))
