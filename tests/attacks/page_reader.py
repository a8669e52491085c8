"""A hostile reader of what is published: the source of a page, its pictures' geometry, its files to download, their insides."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import openpyxl

NUMBER = re.compile(r"\d+(?:\.\d+)?")
DRAWN = ("x", "width", "x1", "x2", "cx", "cy", "y", "y1", "y2", "height", "r", "rx", "dx", "points", "d", "transform", "viewbox")


@dataclass(frozen=True)
class Line:
    """One figure as a download tells it."""

    what: str
    part: str
    about: str
    when: str
    how: str
    value: str
    low: float | None
    high: float | None
    n: float | None
    likely: tuple[float | None, float | None]
    since: str

    def tells(self, number: float) -> bool:
        """Whether this figure alone explains a number: one of its ends, its base, a share of it in whole percents, its interval."""
        ends = [end for end in (self.low, self.high) if end is not None]
        likely = [abs(end) for end in self.likely if end is not None]
        told = {*map(abs, ends), *likely, *([self.n] if self.n is not None else [])}
        if ends and self.n is None and self.low == 0:
            told.add(ends[1] + 1)  # "fewer than five" stands for 0 to 4
        shares = [*(end / self.n for end in ends if self.n), *map(abs, ends), *likely]
        return number in told or (number == int(number) and any(abs(100 * share - number) <= 0.5 + 1e-9 for share in shares))

    @property
    def places(self) -> set[float]:
        """Where it may be drawn, in percent of a picture's width."""
        ends = [end for end in (self.low, self.high) if end is not None]
        likely = [end for end in self.likely if end is not None]
        whole = self.n or 1.0
        found = {100 * end / whole for end in ends} | {100 * end for end in likely}
        found |= {100 * cell / whole for cell in range(1, int(whole))} if whole <= 20 else set()
        found |= {100 * (ends[1] - ends[0]) / whole} if ends else set()
        found |= {6 + 8.8 * end for end in (*ends, *likely)}
        around = [(end, scale) for end in (*ends, *likely) for scale in range(2, 11)]  # a change, on a scale around nothing
        found |= {6 + 44 * (end + scale) / scale for end, scale in around}
        found |= {44 * (likely[1] - likely[0]) / scale for scale in range(2, 11)} if likely else set()
        return found | ({8.8 * (likely[1] - likely[0])} if likely else set())


@dataclass
class Bar:
    """One drawn bar: what it is called, what stands beside it, and where its parts begin and end, in percent of the whole."""

    name: str = ""
    value: str = ""
    sure: float | None = None
    maybe: float | None = None
    line: tuple[float, float] | None = None
    hidden: bool = False


@dataclass
class Page(HTMLParser):
    """Everything that one page holds, wherever it hides."""

    source: str
    comments: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    drawn: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self.feed(self.source)
        self.close()

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in ("meta", "link", "br"):
            self._open.append(f"{tag}.{given.get('class', '').split(' ')[0]}")
        self.attributes += [(tag, name, value) for name, value in given.items()]
        self.drawn += [(tag, name, given[name]) for name in DRAWN if name in given]
        if tag == "h2":
            self.headings.append(given.get("id", ""))
        if tag == "div" and given.get("class", "").startswith("row"):
            self.bars.append(Bar())
        if self.bars and any(place.startswith("svg.bar") for place in self._open):
            self._draw(given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def _draw(self, given: dict[str, str]) -> None:
        bar, kind = self.bars[-1], given.get("class")
        if kind == "sure":
            bar.sure = percent(given["width"])
        elif kind == "maybe":
            bar.maybe = percent(given["x"]) + percent(given["width"])
        elif kind == "range":
            bar.line = percent(given["x1"]), percent(given["x2"])
        elif kind == "none":
            bar.hidden = True

    def handle_endtag(self, tag: str) -> None:
        while self._open and not self._open.pop().startswith(f"{tag}."):
            pass

    def handle_data(self, data: str) -> None:
        if not data.strip() or any(place.startswith("style.") for place in self._open):
            return
        place = " ".join(self._open)
        self.texts.append((place, plain(data)))
        if self.bars and place.endswith(("span.name", "span.value")) and "div.row" in place:
            setattr(self.bars[-1], "name" if place.endswith("span.name") else "value", plain(data))

    def said(self, *inside: str) -> list[str]:
        """The texts inside elements of all of these names."""
        return [text for place, text in self.texts if all(name in place.split(" ") for name in inside)]


def percent(width: str) -> float:
    return float(width.removesuffix("%"))


def plain(text: str) -> str:
    """A text with ordinary spaces and an ordinary minus."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")).strip()


def numbers(text: str, code: str) -> list[float]:
    """Every number in a text of a language, in its order."""
    text = plain(html.unescape(text))
    if code == "fr":
        text = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text).replace(",", ".")
    elif code == "nl":
        text = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text).replace(",", ".")
    else:
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return [float(number) for number in NUMBER.findall(text)]


def csv_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV as they are written, the heads first."""
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def xlsx_rows(path: Path) -> list[list[str | float]]:
    """The rows of the one sheet of a workbook, the heads first."""
    [sheet] = openpyxl.load_workbook(path)
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def xlsx_parts(path: Path) -> dict[str, str]:
    """A workbook unzipped: the text of each part."""
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name).decode("utf-8") for name in parts.namelist()}


def lines(path: Path) -> list[Line]:
    """The figures that a page's CSV tells."""
    def number(cell: str) -> float | None:
        return float(cell.replace(",", ".")) if cell else None

    return [Line(*(plain(cell) for cell in row[:6]), number(row[6]), number(row[7]), number(row[8]), (number(row[9]), number(row[10])),
                 plain(row[11])) for row in csv_rows(path)[1:]]
