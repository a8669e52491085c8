"""The pieces a page is made of: Jinja templates that escape every value, shown by Jupyter and kept by the page exporter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

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
    """

    def __init__(self, html: Markup, page: dict[str, Any] | None = None) -> None:
        self.html, self.page = html, page

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.html + other.html, self.page or other.page)

    def __str__(self) -> str:
        return str(self.html)

    def _repr_html_(self) -> str:
        return str(self.html)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        return {"text/html": str(self.html)}, {MARK: {"page": self.page} if self.page else {"piece": True}}


@cache
def _macros() -> Any:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["across"] = across
    return environment.get_template("pieces.html.j2").module


def piece(macro: str, **values: object) -> Piece:
    """One macro of `template/pieces.html.j2`, filled; every value that is not markup is escaped."""
    return Piece(Markup(getattr(_macros(), macro)(**values).strip()))


def joined(pieces: Iterable[Piece | None]) -> Piece:
    """Pieces one after the other; None is left out."""
    return Piece(Markup("\n").join(part.html for part in pieces if part is not None))


def across(share: float) -> str:
    """A share between 0 and 1 as a width in percent, for geometry: the same text on every machine."""
    return f"{100 * min(max(share, 0.0), 1.0):.2f}".rstrip("0").rstrip(".") + "%"


def stylesheet() -> str:
    """The page's style: on the exported page whole, in JupyterLab its part for pieces."""
    return (TEMPLATES / "report.css").read_text("utf-8")


def preview_style() -> Markup:
    """The look of the pieces inside JupyterLab, where the page's own frame (header, footer, print) does not exist."""
    pieces = stylesheet().split("/* pieces */")[1].split("/* print */")[0]
    # Everything here is ours: no value of a release is in a stylesheet.
    return Markup("<style>:root{" + _variables() + "}\n.jp-RenderedHTMLCommon{" + pieces + "}</style>")


def _variables() -> str:
    return stylesheet().split(":root{", 1)[1].split("}", 1)[0]
