"""The pages around the reports: same style, same frame and same last check as the reports."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from ..languages import Language
from ..release import Release
from ..report.lint import check
from ..report.page import style_hash
from ..report.pieces import stylesheet

HERE = Path(__file__).parent


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True,
                              undefined=jinja2.StrictUndefined)


def rendered(template: str, language: Language, title: str, release: Release, script: str = "", **values: object) -> str:
    """A page made from one template of this room, once it has passed its last check.

    Parameters
    ----------
    script
        The one script that the page may run, allowed by its hash alone; for pages of the workspace, never for published ones.
    """
    organisation = language.words(release.context["organisation"]["name"])
    style, ours = Markup(stylesheet(indexes=True)), Markup(script)
    html = _environment().get_template(f"{template}.html.j2").render(
        language=language, title=title, organisation=organisation, style=style, style_hash=style_hash(style), script=ours,
        script_hash=style_hash(ours) if script else "", **values)
    check(html, title, links=True, script=script)
    return html
