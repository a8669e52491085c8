"""evaltools: evaluation and survey toolkit for social programmes.

A report notebook needs `open_report` and nothing else of this package: it reads protected figures only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "open_report"]

if TYPE_CHECKING:
    from .report import open_report


def __getattr__(name: str) -> Any:
    if name == "open_report":
        from .report import open_report

        return open_report
    raise AttributeError(f"module 'evaltools' has no attribute '{name}'")
