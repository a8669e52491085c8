"""A page as plain text, to paste in an e-mail: its messages and sentences, without charts, tables of figures and definitions.

It is read off the finished page, so it says nothing that the page does not say.
"""

from __future__ import annotations

import re

from . import markup

BULLET = "- "
_SKIPPED = frozenset({"head", "style", "svg", "nav", "details", "thead", "caption"})
_QUIET = frozenset({"skip", "downloads", "legend", "figsub", "bars", "row", "figures", "provenance", "vh"})
_LINES = frozenset({"p", "li", "tr", "h1", "h2", "h3", "dd"})
_BULLETED = frozenset({"li", "tr", "dd"})
_VOID = frozenset({"meta", "link", "br", "rect", "circle", "path", "line", "use"})
_LEFT_OUT = frozenset({"hidden", "method"})
"""Sections that explain; the foot of the page says how many values are hidden."""


class _Reader:
    """Collects the lines of a page, each with its element."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self._open: list[tuple[str, frozenset[str], bool]] = []  # element, classes, whether something around it is silent
        self._text, self._section, self._colon = "", "", ": "

    @property
    def _silent(self) -> bool:
        left_out = self._section in _LEFT_OUT and not self._inside("footer")
        return left_out or bool(self._open and self._open[-1][2])

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, *_ in self._open)

    def read(self, page: str) -> None:
        """Collect the lines of a whole page."""
        for tag, given, text in markup.steps(page):
            if tag in _VOID:
                continue
            if given is not None:
                self._begin(tag, given)
            elif tag:
                self._end(tag)
            elif not self._silent:
                self._text += text

    def _begin(self, tag: str, given: markup.Attributes) -> None:
        classes = frozenset(given.get("class", "").split())
        around = bool(self._open and self._open[-1][2])
        self._open.append((tag, classes, around or tag in _SKIPPED or bool(classes & _QUIET)))
        if tag == "html":
            self._colon = "\u00a0: " if given.get("lang") == "fr" else ": "
        if tag == "h2":
            self._section = given.get("id", "")
        if self._silent:
            return
        if tag == "dt" or (tag in _LINES and tag != "dd"):
            self._text = ""
        if tag == "td" and given.get("data-label"):
            self._text += f"{given['data-label'].lower()} "
        if given.get("class") == "under":
            self._text = f"{self._text.rstrip()}, "

    def _end(self, tag: str) -> None:
        silent = self._silent
        classes: frozenset[str] = frozenset()
        while self._open:
            name, classes, _ = self._open.pop()
            if name == tag:
                break
        if silent:
            return
        if tag in ("dt", "th") or "name" in classes:
            self._text = _whole(self._text).rstrip(": \u00a0") + self._colon
        elif tag == "td" and _whole(self._text)[-1:] not in (":", ";"):
            self._text = f"{_whole(self._text)}; "
        elif tag in _LINES:
            self._told(tag, _whole(self._text).strip("; "))

    def _told(self, tag: str, text: str) -> None:
        self._text = ""
        title = tag == "h3" and self._inside("figure")
        if not text or (title and not re.search(r"[\d:]|\.$", text)):  # what a chart is about says nothing without the chart
            return
        place = "footer" if self._inside("footer") else tag
        self.lines.append((place, BULLET + text if tag in _BULLETED or title or self._inside("blockquote") else text))


def _whole(text: str) -> str:
    """On one line; spaces that may not break stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" \t\r\n")


def as_text(page: str) -> bytes:
    """The text of a finished page, a dash before every statement.

    The byte order mark tells browsers and mail programs that it is UTF-8; lines end as every system reads them.
    """
    reader = _Reader()
    reader.read(page)
    return ("\r\n".join(_spaced(reader.lines)) + "\r\n").encode("utf-8-sig")


def _spaced(lines: list[tuple[str, str]]) -> list[str]:
    """A blank line before every heading and before the foot; a heading that nothing stands under is left out."""
    found: list[str] = []
    before = ""
    for (tag, text), (following, _) in zip(lines, [*lines[1:], ("footer", "")], strict=True):
        if tag == "h2" and following in ("h2", "footer"):
            continue
        found += ["", text] if tag == "h2" or (tag == "footer" and before != "footer") else [text]
        before = tag
    return found
