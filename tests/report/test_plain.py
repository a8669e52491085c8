"""A page as plain text: what it says in sentences, nothing that the page does not say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from rendering import executed

from evaltools.report.page import convert
from evaltools.report.plain import as_text
from evaltools.scope import LANGUAGES

from .published_rows import make_release

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"
SCOPES = {"cohort": ("cohort", "ixl-a"), "programme": ("programme", "ateliers"), "bureau": ("site", "koekel")}

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>x</title><style>p{}</style></head><body><a class="skip" href="#c">Aller</a>
<header><p class="kicker">Élan</p><h1>Groupe &lt;A&gt;</h1></header><main id="c"><nav><ul><li>Sommaire</li></ul></nav>
<h2 id="in-short">En bref</h2><dl class="headlines"><div><dt><svg><circle/></svg>Ce qui va bien</dt><dd>Tout.</dd></div></dl>
<dl class="cards"><div><dt>Présence</dt><dd><span class="big">65&nbsp;%</span> <span class="under">11 sur 17</span></dd></div></dl>
<h2 id="group">Le rythme</h2><table class="board"><caption class="vh">x</caption><thead><tr><th>Quoi</th></tr></thead>
<tbody><tr><th>Séances</th><td data-label="Norme">1 à 2</td><td data-label="Ce trimestre">2</td>
<td><span>atteinte</span></td></tr></tbody></table>
<h2 id="a">Graphiques</h2><figure><figcaption><h3>Elles sont venues.</h3><p class="figsub">sous</p></figcaption>
<ul class="bars"><li><div class="row"><span class="name">Nom</span><svg><rect/></svg><span class="value">3</span></div></li></ul>
<details><summary>Plus</summary><p>Caché 99</p></details></figure><figure><figcaption><h3>Sans message</h3></figcaption></figure>
<h2 id="empty">Rien dessous</h2><h2 id="method">Calcul</h2><p>Explication</p></main>
<footer><p class="downloads">CSV</p><p>3 valeurs cachées.</p><p class="provenance">abc</p></footer></body></html>"""


def test_a_page_becomes_lines() -> None:
    assert as_text(PAGE).decode("utf-8-sig").split("\r\n") == [
        "Élan", "Groupe <A>", "", "En bref", "- Ce qui va bien\u00a0: Tout.", "- Présence\u00a0: 65\u00a0%, 11 sur 17", "", "Le rythme",
        "- Séances\u00a0: norme 1 à 2; ce trimestre 2; atteinte", "", "Graphiques", "- Elles sont venues.", "", "3 valeurs cachées.", ""]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCOPES)
def test_the_text_of_a_report_says_what_the_page_says_and_is_short(kind: str, language: str) -> None:
    level, scope = SCOPES[kind]
    parameters = {"release": make_release(), "language": language, "level": level, "scope": scope, "audience": level}
    page = convert(executed(NOTEBOOKS / f"{kind}.ipynb", parameters), f"{kind}.ipynb", f"{kind}.{language}")
    text = as_text(page).decode("utf-8-sig")
    shown = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", page, flags=re.DOTALL)
    labels = re.findall(r'data-label="(.*?)"', page)
    said = " ".join([unescape(re.sub(r"<[^>]+>", " ", shown)), *labels])
    words = set(re.findall(r"\w+", said.lower()))
    assert set(re.findall(r"\w+", text.lower())) <= words
    assert len(text) < 6000
    assert text.count("\r\n\r\n") > 4
    assert not re.search(r"[<>{}]|^- $|\d{4}px", text.replace("<A>", ""), re.MULTILINE)
    assert all("\n" not in line and line == line.strip() for line in text.split("\r\n"))
