"""The exporter: only pieces pass, the page is whole, safe and the same each time."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from evaltools.errors import ReportError
from evaltools.report import open_report, page
from evaltools.report.pieces import Piece

from .published_rows import make_release


def cell(name: str, *pieces: Piece):
    outputs = []
    for shown in pieces:
        content, metadata = shown._repr_mimebundle_()
        outputs.append(new_output("execute_result", data={**content, "text/plain": "a repr"}, metadata=metadata, execution_count=1))
    return new_code_cell("report.secret_method()  # never shown", id=name, outputs=outputs)


def notebook(*cells):
    return new_notebook(cells=list(cells), metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


@pytest.fixture
def executed(cohort):
    return notebook(new_markdown_cell("## À côté de ça\n\nUne **note** écrite à la main.", id="note"), cell("head", cohort.heading()),
                    cell("short", cohort.in_short()), cell("att", cohort.attendance()), cell("sat", cohort.satisfaction()),
                    cell("progress", cohort.progress()), cell("method", cohort.method()))


def test_the_page_holds_the_pieces_and_not_the_code(executed):
    html = page.convert(executed, "cohort.ipynb")
    assert "The women came to 118 of 143 planned presences" in html
    assert "secret_method" not in html
    assert "a repr" not in html
    assert html.count("<h1>") == 1
    assert "Printemps &lt;A&gt;" in html
    assert "<A>" not in html


def test_the_page_says_where_it_comes_from(executed):
    html = page.convert(executed, "cohort.ipynb")
    footer = html[html.index("<footer>"):]
    assert all(text in footer for text in ("evaltools 0.1.0", "2026-Q3", "cohort.ipynb", "2 values hidden",
                                           "mailto:evaluation@example.org"))


def test_the_page_never_says_which_tables_it_was_made_from(release, executed):
    """Tables change with what is hidden: a page that names them would tell that something did."""
    html = page.convert(executed, "cohort.ipynb")
    assert release.manifest["fingerprint"] not in html
    other = replace(release, manifest={**release.manifest, "fingerprint": "fedcba9876543210"})
    assert open_report(other, "cohort", "ixl-a", "en").heading().page == open_report(release, "cohort", "ixl-a", "en").heading().page


def test_the_downloads_are_linked_on_the_screen_and_not_on_paper(executed):
    html = page.convert(executed, "cohort.ipynb", "cohort.en")
    assert html.count('<p class="downloads">') == 1
    assert 'href="cohort.en.csv" download>CSV</a>' in html
    on_paper = html[html.index("@media print"):html.index("</style>")]
    assert re.search(r"[^{}]*\.downloads[^{}]*\{display:none\}", on_paper)
    assert 'class="downloads"' not in page.convert(executed, "cohort.ipynb")


def test_the_contents_link_every_section_by_an_ascii_name(executed):
    html = page.convert(executed, "cohort.ipynb")
    links = re.findall(r'<a href="#([^"]+)">', html[html.index('<nav class="toc"'):html.index("</nav>")])
    assert links == ["a-cote-de-ca", "in-short", "attendance", "satisfaction", "progress", "method"]
    assert all(f'<h2 id="{link}">' in html for link in links)


def test_the_policy_names_the_one_style_and_nothing_runs(executed):
    html = page.convert(executed, "cohort.ipynb")
    style = html[html.index("<style>") + 7:html.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html
    assert "unsafe" not in html
    assert not re.search(r"<script|\son\w+=|https?://(?!www\.w3\.org)", html)


def test_language_skip_link_and_landmarks(executed):
    html = page.convert(executed, "cohort.ipynb")
    assert '<html lang="en" dir="ltr">' in html
    assert all(part in html for part in ('<a class="skip" href="#content">', '<main id="content"', "<nav ", "<header ", "<footer>"))


def test_the_same_notebook_gives_the_same_bytes(release):
    def made() -> str:
        report = open_report(release, "cohort", "ixl-a", "nl")
        return page.convert(notebook(cell("head", report.heading()), cell("short", report.in_short()),
                                     cell("method", report.method())), "cohort.ipynb")

    assert made() == made()


def test_a_page_is_written_whole_or_not_at_all(executed, tmp_path):
    source, target = tmp_path / "cohort.ipynb", tmp_path / "pages" / "cohort.en.html"
    nbformat.write(executed, source)
    facts = page.write_page(source, target, "en")
    assert facts == {"language": "en", "bytes": len(target.read_bytes())}
    assert target.read_text("utf-8") == page.convert(nbformat.read(source, as_version=4), source.name, "cohort.en")
    assert {path.name for path in target.parent.iterdir()} == {"cohort.en.html", "cohort.en.csv", "cohort.en.xlsx", "cohort.en.txt"}
    with pytest.raises(ReportError, match="'en'"):
        page.write_page(source, tmp_path / "other.html", "fr")
    assert not (tmp_path / "other.html").exists()


@pytest.mark.parametrize("output", [
    new_output("execute_result", data={"text/html": "<table><tr><td>Fatima</td></tr></table>", "text/plain": "x"}, execution_count=1),
    new_output("display_data", data={"image/png": "iVBORw0KGgo="}),
    new_output("display_data", data={"text/plain": "DataFrame"}),
    new_output("stream", name="stdout", text="Fatima\n"),
    new_output("error", ename="ValueError", evalue="Fatima", traceback=["Fatima"]),
])
def test_whatever_is_not_a_piece_is_refused_without_being_told(cohort, output):
    wrong = new_code_cell("x", id="wrong-cell", outputs=[output])
    with pytest.raises(ReportError, match="wrong-cell") as refused:
        page.convert(notebook(cell("head", cohort.heading()), wrong), "cohort.ipynb")
    assert "Fatima" not in str(refused.value)


def test_warnings_of_libraries_stay_out_of_the_page(cohort):
    warned = new_code_cell("x", id="warned", outputs=[new_output("stream", name="stderr", text="FutureWarning: Fatima")])
    assert "Fatima" not in page.convert(notebook(cell("head", cohort.heading()), warned), "cohort.ipynb")


def test_a_script_in_a_markdown_cell_stops_the_page(cohort):
    written = new_markdown_cell("<script>fetch('https://a.example')</script>", id="text")
    with pytest.raises(ReportError, match="script"):
        page.convert(notebook(cell("head", cohort.heading()), written), "cohort.ipynb")


def test_a_section_shown_twice_is_refused(cohort):
    with pytest.raises(ReportError, match="twice"):
        page.convert(notebook(cell("head", cohort.heading()), cell("a", cohort.hidden()), cell("b", cohort.hidden())), "cohort.ipynb")


def test_a_page_without_heading_is_refused(cohort):
    with pytest.raises(ReportError, match="no heading"):
        page.convert(notebook(cell("a", cohort.hidden())), "cohort.ipynb")


def test_hostile_words_in_the_release_stay_words(cohort):
    evil = {"name": dict.fromkeys(("fr", "nl", "en"), '"><script>alert(1)</script>'), "contact": '"><img src=x onerror=alert(1)>'}
    report = open_report(make_release(organisation=evil), "cohort", "ixl-a", "fr")
    html = page.convert(notebook(cell("head", report.heading()), cell("short", report.in_short())), "cohort.ipynb")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
