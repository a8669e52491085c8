"""PDFs on demand: tagged, in the page's language, on A4, numbered; never in what is published; a clear word where no browser is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from published_demo import bytes_of, evaltools
from quarters import Publish
from whole_way.browser.chromium import program

from evaltools.errors import ReportError, WorkspaceError
from evaltools.scope import Period
from evaltools.site import pdf
from evaltools.workspace import Workspace

QUARTER = Period.parse("2026-Q2")
in_browser = pytest.mark.skipif(program() is None, reason="no Chromium on this machine")


def numbered(path: Path) -> int:
    """The pages of a PDF."""
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


@pytest.mark.browser
@in_browser
def test_a_page_is_printed_tagged_in_its_language_and_beside_nothing_that_is_published(workspace: Workspace, publish: Publish) -> None:
    publish(str(QUARTER), "nl")
    before = bytes_of(workspace.reports)
    [page, *_] = pdf.pages_of(workspace, QUARTER, "cohort.nl")
    made = pdf.write_pdf(workspace, page, pdf.browser())
    content = made.read_bytes()
    assert made == workspace.private / "pdf" / page.relative_to(workspace.reports).with_suffix(".pdf")
    assert bytes_of(workspace.reports) == before
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", content)
    assert b"/StructTreeRoot" in content
    assert b"/Lang (nl)" in content
    assert b"/Outlines" in content
    assert {round(float(width)) for width in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) [\d.]+\]", content)} == {595}, "A4"
    assert 1 <= numbered(made) <= 5
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, text=True, check=True).stdout
        assert re.findall(rf"\b(\d)\s*/\s*{numbered(made)}\b", text) == [str(number) for number in range(1, numbered(made) + 1)]


@pytest.mark.browser
@in_browser
def test_the_command_prints_what_was_asked_for(workspace: Workspace, publish: Publish) -> None:
    publish(str(QUARTER))
    done = evaltools("pdf", str(QUARTER), "--page", "public/", "--quiet", "-C", str(workspace.root), cwd=workspace.root)
    assert done.returncode == 0, done.stderr
    made = [path.relative_to(workspace.root).as_posix() for path in workspace.private.rglob("*.pdf")]
    assert sorted(made) == [f"workspace/pdf/public/{QUARTER}/{name}.fr.pdf" for name in ("ateliers", "bureau")]


def test_pages_are_chosen_by_name_and_what_is_not_there_is_said(workspace: Workspace, publish: Publish) -> None:
    with pytest.raises(WorkspaceError, match="Nothing of 2026-Q2 is published"):
        pdf.pages_of(workspace, QUARTER)
    publish(str(QUARTER))
    assert len(pdf.pages_of(workspace, QUARTER)) == len(list(workspace.reports.glob("*/2026-Q2/*.html")))
    assert {page.parent.parent.name for page in pdf.pages_of(workspace, QUARTER, "public/")} == {"public"}
    with pytest.raises(WorkspaceError, match="holds 'nope'"):
        pdf.pages_of(workspace, QUARTER, "nope")


def test_where_no_browser_is_the_message_says_what_to_do(workspace: Workspace, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(str(QUARTER))
    monkeypatch.setenv("PATH", str(workspace.private))
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pdf, "ELSEWHERE", pdf.ELSEWHERE[3:])  # those of Windows: their variables are not set
    with pytest.raises(ReportError) as none:
        pdf.browser()
    assert "apt-get install chromium" in none.value.hint
    done = evaltools("pdf", str(QUARTER), "--browser", "nowhere", "-C", str(workspace.root), cwd=workspace.root)
    assert done.returncode == 5
    assert "There is no browser 'nowhere'." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_browser_that_prints_nothing_is_told(workspace: Workspace, publish: Publish) -> None:
    publish(str(QUARTER))
    mute = shutil.which("true")
    if mute is None:
        pytest.skip("no program that does nothing")
    with pytest.raises(ReportError, match="printed nothing of"):
        pdf.write_pdf(workspace, pdf.pages_of(workspace, QUARTER)[0], pdf.browser(mute))
    assert not list(workspace.private.rglob("*.pdf"))
