"""A line of `check` that is no mistake."""

from __future__ import annotations


class Note(str):
    """Something to know: it may be meant so."""

    __slots__ = ()
