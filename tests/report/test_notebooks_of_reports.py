"""The shipped report notebooks, executed for real on a release of invented figures, and made into pages."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from evaltools import release as releases
from evaltools.report import lint
from evaltools.report.downloads import ENDINGS
from evaltools.runs.job import Job, run

from .published_rows import make_release

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"
JOBS = [("progression", "programme", "ateliers", "programme", "fr", "évolution à long terme"),
        ("cohort", "cohort", "ixl-a", "cohort", "fr", "Sur 143 présences attendues, 118 ont eu lieu"),
        ("programme", "programme", "ateliers", "public", "nl", "30 van 45 (67%)"),
        ("bureau", "site", "koekel", "site", "en", "Requests resolved: 35 of 63")]


@pytest.fixture
def kept_environment(monkeypatch: pytest.MonkeyPatch):
    """A report's job forgets the environment's secrets: the tests after it keep theirs."""
    import os

    before = dict(os.environ)
    yield
    os.environ.update(before)


@pytest.mark.parametrize(("name", "level", "scope", "audience", "language", "expected"), JOBS)
def test_every_report_runs_and_becomes_a_page(tmp_path, kept_environment, name, level, scope, audience, language, expected):
    release = tmp_path / "releases" / releases.write(make_release(), tmp_path / "releases")
    parameters = {"release": str(release), "level": level, "scope": scope, "audience": audience, "language": language}
    page = tmp_path / f"{name}.{language}.html"
    result = run(Job(name, NOTEBOOKS / f"{name}.ipynb", parameters, tmp_path / f"{name}.ipynb", page))
    assert result.ok, result.message
    html = page.read_text("utf-8")
    assert expected in unescape(html).replace("\u00a0", " ")
    assert f'<html lang="{language}"' in html
    assert lint.problems(html, beside=[f"{name}.{language}{ending}" for ending in ENDINGS]) == []
    assert str(tmp_path) not in html


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_report_notebook_is_clean_short_and_without_words_of_one_language(path):
    notebook = json.loads(path.read_text("utf-8"))
    cells = notebook["cells"]
    assert len(cells) <= 30
    assert all(cell["cell_type"] == "code" and not cell["outputs"] and cell["execution_count"] is None for cell in cells)
    sources = ["".join(cell["source"]) for cell in cells]
    assert all(len(source.splitlines()) <= 12 and "def " not in source for source in sources)
    assert cells[0]["metadata"]["tags"] == ["parameters"]
    assert all("  # " in line for line in sources[0].splitlines()), "each parameter says what it is"
    assert all(source.startswith("# ") for source in sources[1:])
    assert sources[-1].endswith("report.method()")
