"""A finished page read once, for everybody who looks at it: what is wrong in it, and its text."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser

Attributes = dict[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.steps: list[tuple[str, Attributes | None, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.steps.append((tag, {name: value or "" for name, value in attrs}, ""))

    def handle_endtag(self, tag: str) -> None:
        self.steps.append((tag, None, ""))

    def handle_data(self, text: str) -> None:
        self.steps.append(("", None, text))


@lru_cache(maxsize=1)
def steps(html: str) -> list[tuple[str, Attributes | None, str]]:
    """The page from its beginning to its end: an element with its attributes, its end (no attributes), or a text (no element)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.steps
