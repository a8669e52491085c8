"""The pieces a page is made of: Jinja templates that escape every value, shown by Jupyter and kept by the page exporter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ..errors import DisclosureError
from .figure import Figure, Rendering, refuse_unprotected, written

TEMPLATES = Path(__file__).parent / "template"
MARK = "evaltools"


class Piece:
    """A part of a page. Its output carries a mark, without which the page exporter refuses an output.

    Parameters
    ----------
    html
        Markup from the templates of this package; never text.
    page
        What the exporter must know of the whole page; only the heading carries it.
    figures
        What it shows: the exporter writes the downloads from them.

    Raises
    ------
    DisclosureError
        What is given is no markup or no figure.
    """

    def __init__(self, html: Markup, page: dict[str, Any] | None = None, figures: Iterable[Figure] = ()) -> None:
        given = list(figures)
        if not isinstance(html, Markup) or not all(isinstance(figure, Figure) for figure in given):
            raise DisclosureError("A piece of a page is made by the report's methods alone.", "See evaltools.open_report.")
        self.html, self.page, self.figures = html, page, tuple(dict.fromkeys(given))

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.html + other.html, self.page or other.page, (*self.figures, *other.figures))

    def __str__(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        # Without an address in memory, so that a notebook executed twice is the same twice
        return f"<piece of {len(self.html)} characters>"

    def _repr_html_(self) -> str:
        return str(self.html)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        kept: dict[str, Any] = {"page": self.page} if self.page else {"piece": True}
        return {"text/html": str(self.html)}, {MARK: {**kept, "figures": written(self.figures)}}


@cache
def _macros() -> Any:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["across"] = across
    return environment.get_template("pieces.html.j2").module


def piece(macro: str, *, shows: Iterable[Figure | None] = (), **values: object) -> Piece:
    """One macro of `template/pieces.html.j2`, filled; every value that is not markup is escaped.

    Parameters
    ----------
    shows
        The figures that its words were made from; those of its charts and tables are known.

    Raises
    ------
    DisclosureError
        A value is a frame, a row, a number: anything but words and what was made of protected figures.
    """
    refuse_unprotected([value for value in values.values() if not callable(value)])
    figures = [figure for figure in shows if figure is not None]
    return Piece(Markup(getattr(_macros(), macro)(**values).strip()), figures=[*figures, *_made_of(values)])


def _made_of(value: object) -> Iterator[Figure]:
    """The figures behind every chart and table in a value."""
    if isinstance(value, dict):
        yield from _made_of(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _made_of(each)
    elif isinstance(value, Rendering):
        yield from value.figures
        yield from _made_of(getattr(value, "table", None))


def joined(pieces: Iterable[Piece | None]) -> Piece:
    """Pieces one after the other; None is left out."""
    parts = [part for part in pieces if part is not None]
    if not all(isinstance(part, Piece) for part in parts):
        raise DisclosureError("A page is made of pieces alone.", "They come from the report's methods.")
    return Piece(Markup("\n").join(part.html for part in parts), figures=[figure for part in parts for figure in part.figures])


def extra(report_level: str, shown: Piece | None) -> Piece | None:
    """What a group's page shows on the screen and not on its two printed pages; unchanged on the pages above groups."""
    if shown is None or not shown.html or report_level != "cohort":
        return shown
    return Piece(Markup(_macros().extra(shown.html).strip()), shown.page, shown.figures)


def across(share: float) -> str:
    """A share between 0 and 1 as a width in percent, for geometry: the same text on every machine."""
    return f"{100 * min(max(share, 0.0), 1.0):.2f}".rstrip("0").rstrip(".") + "%"


def stylesheet(*, indexes: bool = False) -> str:
    """The style of a page, without its notes and lines; what only lists of pages and definitions need weighs on those alone."""
    before, own, printed = re.split(r"/\* (?:indexes|print) \*/", _style())
    return re.sub(r"/\*.*?\*/|\n", "", before + (own if indexes else "") + printed).replace("--e-", "--")


def _style() -> str:
    return (TEMPLATES / "report.css").read_text("utf-8")


def preview_style() -> Markup:
    """The look of the pieces inside JupyterLab, where the page's own frame (header, footer, print) does not exist."""
    pieces = _style().split("/* pieces */")[1].split("/* indexes */")[0]
    # Everything here is ours: no value of a release is in a stylesheet.
    return Markup("<style>:root{" + _variables() + "}\n.jp-RenderedHTMLCommon{" + pieces + "}</style>")


def _variables() -> str:
    return _style().split(":root{", 1)[1].split("}", 1)[0]
