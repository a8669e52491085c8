"""The exporter: an executed report notebook becomes one self-contained page. Code stays hidden; only the report's pieces pass."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ..errors import ReportError
from ..languages import Language
from ..workspace import write_bytes, write_text
from . import downloads, lint, plain
from .figure import Figure
from .pieces import MARK, TEMPLATES, piece, stylesheet

_HEADING = re.compile(r"<h2(?: id=\"(?P<id>[^\"]*)\")?>(?P<text>.*?)</h2>", re.DOTALL)


def _read(notebook: Path) -> Any:
    import nbformat

    return nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]


def write_page(executed: Path, page: Path, language: str = "", name: str = "") -> dict[str, Any]:
    """Write the page of an executed notebook, and beside it its figures in two files and its text in one.

    The page comes last: where it stands, its downloads do. Returns its language and its size in bytes.

    Raises ReportError as `convert` does, and where the page is not in the language that was asked for; DisclosureError where what
    the notebook shows is no protected figure.
    """
    notebook = _read(executed)
    figures = shown(notebook)
    text = convert(notebook, name or executed.name, page.stem)
    found = re.search(r'<html lang="(\w+)"', text)
    said = found[1] if found else ""
    if language not in ("", said):
        raise ReportError(f"The page {page.name} is in '{said}' and not in '{language}'.",
                          "The notebook's parameter `language` must reach open_report.")
    beside = (*downloads.files(Language(said), figures), plain.as_text(text))
    for ending, content in zip(downloads.ENDINGS, beside, strict=True):
        write_bytes(page.with_suffix(ending), content)
    write_text(page, text)
    return {"language": said, "bytes": len(text.encode())}


def shown(executed: Any) -> list[Figure]:
    """Every figure that the pieces of an executed notebook show, each once; raises DisclosureError where one is not protected."""
    marked = [output.get("metadata", {}).get(MARK, {}) for cell in executed.cells for output in cell.get("outputs", ())]
    return list(dict.fromkeys(figure for mark in marked for figure in Figure.read(mark.get("figures", "[]"))))


def convert(executed: Any, name: str, beside: str = "") -> str:
    """The page of an executed notebook: the same notebook gives the same bytes.

    Parameters
    ----------
    executed
        The notebook, already read.
    name
        How the page names it.
    beside
        The name, without ending, of the files beside the page that hold its figures and its text; no links if empty.

    Raises
    ------
    ReportError
        A cell failed, a cell shows what is no piece of a report, the heading is missing, or the page fails its last check.
    """
    from nbconvert.filters import markdown2html

    _refuse_foreign(executed)
    page = _page_of(executed)
    cells = [cell for cell in executed.cells if cell.cell_type in ("code", "markdown")]
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = _plain_headings(markdown2html(cell.source))
    toc = _contents(cells)
    style = Markup(stylesheet())
    resources = {
        "page": {**page, "style": style, "style_hash": style_hash(style)}, "toc": toc, "notebook": name, "beside": beside,
        "pieces": {"defs": piece("defs"), "frame": piece("frame", page=page)},
        "output_mimetype": "text/html",
    }
    executed = type(executed)({**executed, "cells": cells})
    text, _ = _exporter().from_notebook_node(executed, resources=resources)
    # Attributes stand in double quotes, so that an apostrophe is text everywhere; between rows and items nothing is read.
    finished = re.sub(r"(</?(?:t[rhd]|tbody|thead|li|ul|div|figure|svg|table|section)>)\n(?=<)", r"\1",
                      re.sub(r"\n\s*\n+", "\n", text)).replace("&#39;", "'")
    largest = lint.LARGEST if page["level"] == "cohort" else lint.LARGEST_ABOVE
    lint.check(finished, name, largest=largest, beside=[f"{beside}{ending}" for ending in downloads.ENDINGS] if beside else ())
    return finished


@cache
def _exporter() -> Any:
    """One exporter for all pages of a process: its templates are compiled once."""
    from nbconvert.exporters import TemplateExporter
    from traitlets.config import Config

    # None of nbconvert's own preprocessors: each would check the whole notebook again, although it does nothing
    exporter: Any = TemplateExporter(config=Config(), template_name="template", extra_template_basedirs=[str(TEMPLATES.parent)],  # type: ignore[no-untyped-call]
                                     template_file="index.html.j2", file_extension=".html", default_preprocessors=[])
    exporter.environment.undefined = jinja2.StrictUndefined
    return exporter


def _refuse_foreign(executed: Any) -> None:
    """Only marked pieces may leave a notebook: no frame, no print, no picture, no traceback."""
    for cell in executed.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                raise ReportError(f"The cell '{cell.id}' failed; no page was made.", "Run the notebook by hand to see why.")
            if output.output_type == "stream":
                shown = output.name == "stdout" and bool(output.text.strip())
            else:
                shown = MARK not in output.metadata or "text/html" not in output.data
            if shown:
                raise ReportError(f"The cell '{cell.id}' shows something that is no part of a report (a table of rows, a print).",
                                  "A page holds published figures only: use the report's methods, or remove the cell.")


def _page_of(executed: Any) -> dict[str, Any]:
    for cell in executed.cells:
        for output in cell.get("outputs", ()):
            page = output.get("metadata", {}).get(MARK, {}).get("page")
            if page:
                return dict(page)
    raise ReportError("The notebook has no heading.", "Its first cell after the parameters shows `report.heading()`.")


def _plain_headings(text: str) -> str:
    """Headings of markdown cells without nbconvert's anchors; their identifiers come with the contents."""
    without = re.sub(r'<a class="anchor-link".*?</a>', "", str(text))
    return re.sub(r'<(h[1-6]) id="[^"]*">', r"<\1>", without)


def _contents(cells: list[Any]) -> list[dict[str, Any]]:
    """Give every second heading an identifier in ASCII (accents break in-page links) and list them for the contents."""
    entries: list[dict[str, Any]] = []

    def numbered(found: re.Match[str]) -> str:
        text = re.sub(r"<[^>]+>", "", found["text"])
        name = found["id"] or _ascii(html.unescape(text))
        if found["id"] is None and name in {entry["id"] for entry in entries}:
            name = f"{name}-{len(entries)}"
        entries.append({"id": name, "text": Markup(text)})
        return f'<h2 id="{name}">{found["text"]}</h2>'

    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = _HEADING.sub(numbered, cell.source)
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}) and not output.metadata[MARK].get("page"):
                output.data["text/html"] = _HEADING.sub(numbered, output.data["text/html"])
    return entries


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "part"


def style_hash(style: str) -> str:
    """What the content security policy names the one style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
