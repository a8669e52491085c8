"""Nobody can be found in what is published: attacks on the pages of a demonstration, on their downloads and on the pages around them.

The strongest first: everything that is hidden is changed, and not one byte of any tree changes with it.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from page_reader import Bar, Line, Page, csv_rows, lines, numbers, percent, plain, xlsx_parts, xlsx_rows
from published_demo import bytes_of
from rendering import rendered

from evaltools import catalogue, disclosure, site
from evaltools import release as releases
from evaltools import settings as organisation_settings
from evaltools.catalogue import standards
from evaltools.demo import SECRET
from evaltools.figures import KEY, NUMBERS
from evaltools.identity import Identity
from evaltools.languages import Language, reading
from evaltools.release import Release
from evaltools.report import layout
from evaltools.report.downloads import ENDINGS
from evaltools.report.figure import WAVES
from evaltools.report.pieces import TEMPLATES, stylesheet
from evaltools.report.scales import HEIGHT
from evaltools.report.words import wave as wave_named
from evaltools.scope import Period
from evaltools.workspace import Workspace

pytestmark = pytest.mark.xdist_group("demo")
QUARTER = "2026-Q3"
CODES = ("fr", "nl", "en")
SAID = {0.0, 10.0, 14.0, 95.0, 100.0}  # of the scales, of the rhythm, of intervals, of "of 100 women": in sentences, not in figures


@pytest.fixture(scope="module")
def published(demo: Path) -> Release:
    """What the demo's pages were made from."""
    name = json.loads((demo / "workspace" / "periods" / f"{QUARTER}.json").read_text("utf-8"))["release"]
    return releases.read(demo / "workspace" / "releases" / QUARTER / name)


@pytest.fixture(scope="module")
def pages(demo: Path) -> list[Path]:
    found = sorted((demo / "reports").rglob(f"{QUARTER}/*.html"))
    assert len(found) > 20
    return found


def tree_of(release: Release, folder: Path) -> dict[str, str]:
    """Every file that a release gives, indexes and methods too, by name with the hash of its bytes; nothing else is there to read."""
    drafts = rendered(release, folder, Identity.from_secret(SECRET))
    return bytes_of(site.stage(Workspace(folder), Period.parse(QUARTER), drafts, release))


# ---------------------------------------------------------------- what is hidden never moves a byte

def otherwise(figures: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Other truths: every count one to three more or less, every mean a little away, every interval anywhere."""
    changed = figures.copy()
    step = pd.Series([chance.choice((-3, -2, -1, 1, 2, 3)) for _ in range(len(figures))], index=figures.index)
    counted = figures["numerator"].notna()
    most = figures["n"].where(figures["n"].notna(), np.inf)
    numerator = (figures["numerator"] + step).clip(lower=0, upper=most)
    changed["numerator"] = numerator.where(counted, figures["numerator"])
    near = figures["value"] + step * 0.07
    changed["value"] = near.where(~counted | figures["n"].isna(), numerator / figures["n"]).where(figures["value"].notna())
    for end, side in (("low", -1), ("high", 1)):
        changed[end] = (changed["value"] + side * chance.random()).where(figures[end].notna())
    fewest = pd.concat([numerator, figures["n"] - numerator], axis=1).min(axis=1)
    changed["fewest"] = fewest.where(counted & figures["n"].notna() & figures["fewest"].notna(), figures["fewest"])
    return changed.astype(figures.dtypes.to_dict())


def rows_of(published: pd.DataFrame) -> pd.Series:
    """Each published row as one text, by its key."""
    told = published.astype(object).where(published.notna(), "").drop(columns=list(KEY)).astype(str).agg(" ".join, axis=1)
    return pd.Series(told.to_numpy(), index=pd.MultiIndex.from_frame(published[list(KEY)].astype(str)))


def test_other_truths_behind_the_same_protected_figures_give_the_same_tree(demo: Path, published: Release, tmp_path: Path) -> None:
    figures = pd.read_parquet(demo / "workspace" / "estimates" / QUARTER / "figures.parquet")
    entries, policy = catalogue.load(), organisation_settings.load(demo).policy
    first = disclosure.protect(figures, entries, policy)
    wanted, chance, altered = rows_of(first), random.Random(7), figures.copy()
    places = pd.MultiIndex.from_frame(figures[list(KEY)].astype(str))
    for _ in range(12):  # keep, row by row, what the reader could not tell from the truth
        tried = otherwise(figures, chance)
        same = (rows_of(disclosure.protect(tried, entries, policy)).reindex(places) == wanted.reindex(places)).to_numpy()
        altered[same] = tried[same]
    moved = (altered["numerator"].fillna(-1) != figures["numerator"].fillna(-1)).to_numpy()
    status = pd.Series(first["status"].to_numpy(), index=pd.MultiIndex.from_frame(first[list(KEY)].astype(str))).reindex(places).to_numpy()
    assert moved[status == "banded"].sum() > 50, "counts moved within their bands"
    assert moved[status == "withheld"].sum() > 50, "withheld counts moved"
    pd.testing.assert_frame_equal(disclosure.protect(altered, entries, policy), first)
    # The tables' name, the women behind the figures and the order of the rows all change with the truth; the tree was published for real.
    behind = {**published.manifest, "fingerprint": "0" * 16, "behind": "1" * 16, "release": "another"}
    shuffled = replace(published, manifest=behind, published=published.published.sample(frac=1, random_state=3))
    assert tree_of(shuffled, tmp_path) == bytes_of(demo / "reports")


def test_the_attack_sees_a_protected_figure_that_changes(published: Release, tmp_path: Path) -> None:
    """Else the test above could not fail; and a group's figure moves its own pages alone."""
    rows = published.published.astype(object)
    satisfied = rows["indicator"].str.startswith("S0") & (rows["level"] == "cohort")
    place = rows.index[satisfied & (rows["status"] == "banded") & rows["count_low"].notna()][0]
    cohort = str(rows.at[place, "scope"])
    rows.at[place, "count_low"] = int(rows.at[place, "count_low"]) + 1
    moved = replace(published, published=rows.astype(published.published.dtypes.to_dict()))
    before, after = tree_of(published, tmp_path / "before"), tree_of(moved, tmp_path / "after")
    differing = {name for name in before if before[name] != after[name]}
    assert {Path(name).suffix for name in differing} == {".html", ".csv", ".xlsx", ".txt"}
    assert {name.rsplit("-", 1)[0].split("/")[0].rsplit("-", 1)[0] for name in differing} == {cohort}
    assert len(differing) == 12, "three languages, a page, two downloads and its text each; no index"


def test_indexes_and_methods_are_the_same_whatever_the_figures_are(published: Release, tmp_path: Path) -> None:
    rows = published.published.astype(object)
    for name in (*NUMBERS, "since"):
        rows[name] = pd.NA
    nothing = replace(published, published=rows.assign(status="withheld").astype(published.published.dtypes.to_dict()))
    before, after = tree_of(published, tmp_path / "before"), tree_of(nothing, tmp_path / "after")
    around = [name for name in before if QUARTER not in name]
    assert len(around) > 8
    assert {name: before[name] for name in around} == {name: after[name] for name in around}
    assert sorted(before) == sorted(after), "no page is there or missing by what it says"
    for name in (name for name in after if QUARTER in name and name.endswith(".html")):
        told, silent = (Page((tmp_path / side / "workspace" / site.STAGED / name).read_text("utf-8")) for side in ("before", "after"))
        # "more" holds what is told and has no section of its own
        assert [place for place in told.headings if place != "more"] == silent.headings, "no section is there or missing by what it says"
    for name in sorted(after):
        if name.endswith(".csv"):
            assert [row[6:] for row in csv_rows(tmp_path / "after" / "workspace" / site.STAGED / name)[1:] if any(row[5:])] == []


# ---------------------------------------------------------------- words

def test_no_page_says_what_a_report_never_says_and_no_sentence_is_long(pages: list[Path]) -> None:
    """As they are published: filled with names, values and lists."""
    seen = 0
    for page in pages:
        reader = Page(page.read_text("utf-8"))
        alt = [value for tag, name, value in reader.attributes if (tag, name) == ("figure", "aria-label")]
        told = (text for place, text in reader.texts if "details.method" not in place and "tr.how" not in place)
        for text in told:  # definitions are exact before they are short
            for sentence in reading.sentences(text):
                seen += 1
                assert reading.length(sentence) <= reading.LONGEST, (page.name, sentence)
        for text in [*(text for _, text in reader.texts), *alt, page.with_suffix(".txt").read_text("utf-8-sig")]:
            assert not reading.FORBIDDEN.search(text), (page.name, text)
    assert seen > 1000


# ---------------------------------------------------------------- a page read by somebody who wants to know

def code_of(page: Path) -> str:
    return page.name.split(".")[-2]


def read(page: Path) -> tuple[Page, list[Line]]:
    return Page(page.read_text("utf-8")), lines(page.with_suffix(".csv"))


def limits() -> set[float]:
    """The ends of the standards, which the catalogue prints beside a figure."""
    between = [end for each in standards.load() for end in (each.at_least, each.at_most) if end is not None]
    return {*between, *(100 * end for end in between)}


OF_ENTRIES = ("span.code", "summary.", "p.figsub")  # an indicator's name; how many figures are folded behind, held below
AROUND = ("details.method", "nav.toc", "text.m-tick", "tr.how")  # definitions, ticks: the same whatever the figures are


@cache
def names(code: str) -> re.Pattern[str]:
    """The catalogue's own words that hold a number ("35 to 44"), documents' names and the quarter, in one language."""
    entries, language = catalogue.load(), Language(code)
    told = [words for entry in entries.values() for words in (entry.title, *entry.parts.values())]
    texts = [language.words(words) for words in (*told, *(words for each in standards.load() for words in (each.title, each.source)))]
    quarters = [Period.parse(f"{year}-Q{number}") for year in (2025, 2026) for number in range(1, 5)]
    texts += [said(quarter) for quarter in quarters for said in (language.quarter, language.period)]
    texts += [wave_named(language, wave) for wave in WAVES]
    with_number = {plain(text) for text in texts if re.search(r"\d", text)}
    return re.compile("|".join(map(re.escape, sorted(with_number, key=len, reverse=True))), re.IGNORECASE)


def bare(text: str, code: str) -> str:
    """A text without what stands in it on every page."""
    return names(code).sub("", plain(text))


def test_a_folded_part_counts_its_rows(pages: list[Path]) -> None:
    """Told or not: the number says nothing of what they say."""
    seen = 0
    for page in pages:
        folded = r'<details class="behind all"><summary>(.*?)</summary>(.*?)</details>'
        for summary, inside in re.findall(folded, page.read_text("utf-8"), re.DOTALL):
            rows, seen = inside.count("data-figure="), seen + 1
            assert numbers(summary, code_of(page)) in ([float(rows)], [])
            assert rows > 0
    assert seen > 50


def test_every_number_of_a_text_is_of_one_figure_of_the_page(pages: list[Path]) -> None:
    """Sentences, cells, titles, values: what a number says belongs to one protected figure, or to the sentence itself."""
    said = SAID | limits()
    for page in pages:
        reader, figures = read(page)
        # How many are hidden is a function of the statuses; what a page says of it, the section and the footer say alike.
        footer = [text for place, text in reader.texts if place.endswith("footer. p.")]
        hidden = {*numbers(footer[0], code_of(page)), float(sum(bool(line.since) for line in figures))}
        for place, text in reader.texts:
            if "main." not in place or place.split(" ")[-1] in OF_ENTRIES or any(part in place for part in AROUND):
                continue
            found = [number for number in numbers(bare(text, code_of(page)), code_of(page)) if number not in said]
            if not found or any(all(line.tells(number) for number in found) for line in figures):
                continue
            assert "ul.statements" in place, (page.name, text)
            assert set(found) <= hidden, (page.name, text)


def test_every_value_shown_is_the_value_of_a_download(pages: list[Path]) -> None:
    for page in pages:
        reader, figures = read(page)
        values = {line.value for line in figures if line.value} | {line.how for line in figures if not line.value}
        shown = {bar.value for bar in reader.bars if bar.value} | set(reader.said("ul.people", "span.value"))
        assert shown <= values, page.name
        alt = [value for tag, name, value in reader.attributes if (tag, name) == ("figure", "aria-label")]
        for words in alt:
            for number in numbers(bare(words, code_of(page)), code_of(page)):
                assert any(line.tells(number) for line in figures), (page.name, words)


def drawn_as(bar: Bar, line: Line, longest: set[float]) -> bool:
    """Whether a bar's geometry is that of a figure: its ends over its base, or over the longest count of the picture."""
    if line.low is None or line.high is None:
        return False
    for whole in ([line.n] if line.n else [1.0, *longest]):
        sure, maybe = 100 * line.low / whole, 100 * line.high / whole
        if abs((bar.sure or 0.0) - sure) < 0.011 and abs((bar.maybe if bar.maybe is not None else bar.sure or 0.0) - maybe) < 0.021:
            return bar.line is None or all(abs(end - 100 * (to or 0.0)) < 0.011 for end, to in zip(bar.line, line.likely, strict=True))
    return False


def test_a_bar_is_as_long_as_its_range_says_and_no_more_precise(pages: list[Path]) -> None:
    seen = 0
    for page in pages:
        reader, figures = read(page)
        longest = {line.high for line in figures if line.n is None and line.high}
        for bar in (bar for bar in reader.bars if bar.value):
            if bar.hidden:
                assert (bar.sure, bar.maybe, bar.line) == (None, None, None)
            elif bar.sure is not None:
                seen += 1
                assert any(line.value == bar.value and drawn_as(bar, line, longest) for line in figures), (page.name, bar)
    assert seen > 150


def test_every_coordinate_is_the_templates_or_that_of_a_figure(pages: list[Path]) -> None:
    template = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", (TEMPLATES / "pieces.html.j2").read_text("utf-8"))}
    grids = {6 + 0.88 * tick for tick in (*range(0, 101, 20), *range(0, 101, 25))}
    series = {HEIGHT + 62.0, HEIGHT - 5.0, *(HEIGHT + 16.0 + 15 * word for word in range(3))}
    series |= {100 * (place + 0.5) / quarters for quarters in range(3, 25) for place in range(quarters)}
    fixed = template | {24.0 * person for person in range(10)} | {0.5, 99.0, 100.0} | grids | series
    for page in pages:
        reader, figures = read(page)
        longest = [line.high for line in figures if line.n is None and line.high]
        allowed = set().union(*(line.places for line in figures)) if figures else set()
        allowed |= {100 * end / whole for line in figures if line.n is None for whole in longest
                    for end in (line.low or 0.0, line.high or 0.0, (line.high or 0.0) - (line.low or 0.0))}
        exact = {(100 * line.low / line.n) for line in figures if line.n and line.low is not None and line.low == line.high}
        allowed |= {sum(pair) for pair in itertools.combinations_with_replacement(exact, 2)}  # parts of one bar stand after each other
        few = {(100 * line.high / line.n) for line in figures if line.n and line.low == 0 and line.high} | {0.0}
        allowed |= {100 - part - end for part in {*exact, 0.0} for end in few}  # what is left of the bar, up to some few
        for tag, name, value in reader.drawn:
            if value.endswith("%"):
                assert any(abs(percent(value) - place) < 0.011 for place in (*allowed, *fixed)), (page.name, tag, name, value)
            else:
                seen = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", value)}
                assert seen <= fixed or seen <= down(figures), (page.name, tag, name, value)


def down(figures: list[Line]) -> set[float]:
    """Where a quarter's figure and its number may stand, in pixels from the top of a series."""
    values = {end / (line.n or 1.0) for line in figures for end in (line.low, line.high) if end is not None}
    tops = {1.0, *(value * 1.15 for value in values)}
    lines = {round(HEIGHT * (1 - min(value / top, 1.0)), 1) for value in values for top in tops if top > 0 and value >= 0}
    return {abs(line + moved) for line in lines for moved in (0.0, -12.0)}


ATTRIBUTES = {
    "lang", "dir", "charset", "http-equiv", "content", "name", "rel", "href", "class", "id", "tabindex", "aria-label", "aria-hidden",
    "focusable", "role", "scope", "data-label", "fill", "width", "height", "viewbox", "x", "x1", "x2", "y", "y1", "y2", "cx", "cy", "r",
    "rx", "dx", "d", "patternunits", "patterntransform", "download", "hreflang", "colspan", "data-figure", "pathlength",
    "stroke-dasharray", "overflow"}


def test_nothing_hides_in_comments_attributes_or_the_style(pages: list[Path], demo: Path) -> None:
    everything = [*pages, *(demo / "reports").rglob("index.html"), *(demo / "reports").rglob("methods.*.html"),
                  *(demo / "reports").rglob("catalogue.*.html")]
    for page in everything:
        reader = Page(page.read_text("utf-8"))
        assert reader.comments == []
        assert {name for _, name, _ in reader.attributes} <= ATTRIBUTES, page.name
        heads = {text for place, text in reader.texts if "table.board" in place and "thead." in place}
        assert {plain(value) for _, name, value in reader.attributes if name == "data-label"} <= heads
        named = [value for _, name, value in reader.attributes if name in ("id", "class") and re.search(r"\d", value)]
        assert not [value for value in named if not re.fullmatch(r"[A-Z]+\d*[A-Z]*|grid-\d+", value)], page.name
        style = re.search(r"<style>(.*?)</style>", reader.source, re.DOTALL)[1]  # type: ignore[index]
        assert style == stylesheet(indexes=page not in pages), (page.name, "one style for every page, whatever it says")


def test_names_of_files_are_of_the_plan_and_downloads_stand_beside_their_page(demo: Path, published: Release) -> None:
    context = published.context
    beside = {f"{name}-{kind}" for name in context["programmes"] for kinds in layout.BESIDE.values() for kind in kinds}
    places = {f"{kind}-{name}" for name in context["sites"] for kind in ("bureau", "site")}
    known = {*context["programmes"], *beside, *places, "cohort"}
    for path in (path for path in (demo / "reports").rglob("*") if path.is_file()):
        name, *rest = path.name.split(".")
        assert name in known | {"index", "methods", "catalogue"}, path.name
        if path.parent.name == QUARTER:
            assert (rest[0] in CODES, rest[1] in ("html", "csv", "xlsx", "txt")) == (True, True)
            assert {path.with_suffix(ending).is_file() for ending in (".html", *ENDINGS)} == {True}
    for page in (demo / "reports").rglob(f"{QUARTER}/*.html"):
        links = [value for tag, name, value in Page(page.read_text("utf-8")).attributes if (tag, name) == ("a", "href")]
        outside = [link for link in links if not link.startswith(("#", "mailto:"))]
        assert outside == [page.with_suffix(ending).name for ending in ENDINGS]


# ---------------------------------------------------------------- a chart, its alternative text and its table

def charts(page: Path) -> list[Page]:
    """Each chart of a page, as a page of its own."""
    return [Page(found) for found in re.findall(r'<figure class="chart.*?</figure>', page.read_text("utf-8"), re.DOTALL)]


def test_a_chart_its_alternative_text_and_its_table_say_the_same(pages: list[Path]) -> None:
    tables = 0
    for page in pages:
        _, figures = read(page)
        for chart in charts(page):
            alt = next(value for tag, name, value in chart.attributes if (tag, name) == ("figure", "aria-label"))
            code = code_of(page)
            told = set(numbers(bare(alt, code), code))
            seen = {number for _, text in chart.texts for number in numbers(bare(text, code), code)}
            own = {number for place, text in chart.texts if place.endswith("span.value") and "div.row" in place
                   for number in numbers(bare(text, code), code)}
            behind = {number for place, text in chart.texts if "table." in place and "tbody." in place
                      for number in numbers(bare(text, code), code)}
            assert len(alt.split()) > 4, page.name
            assert told <= seen, (page.name, alt, "the alternative text says what nothing in the chart shows")
            if behind:
                tables += 1
                assert own <= behind, (page.name, alt, "the chart shows what its table does not")
                # A course draws shares of bands that its table tells in counts
                drawn = {number for number in told if 'class="series"' in chart.source and any(line.tells(number) for line in figures)}
                assert told <= behind | drawn | set(numbers(" ".join(chart.said("h3.")), code)), (page.name, alt)
    assert tables > 30


def test_an_alternative_text_says_every_bar_of_its_chart(pages: list[Path]) -> None:
    seen = 0
    for page in pages:
        for chart in charts(page):
            alt = plain(next(value for tag, name, value in chart.attributes if (tag, name) == ("figure", "aria-label")))
            rows = re.findall(r'<div class="row">.*?</div>', chart.source, re.DOTALL)
            for row in rows:
                name, value = (next(iter(Page(row).said(part)), "") for part in ("span.name", "span.value"))
                assert name in alt, (page.name, alt, name)
                assert "dumbbell" in row or value in alt, (page.name, alt, value)
                seen += bool(name)
    assert seen > 100


# ---------------------------------------------------------------- one page, three languages, three files

def test_csv_and_xlsx_tell_the_same_and_withheld_rows_tell_nothing(pages: list[Path]) -> None:
    withheld = 0
    for page in pages:
        sign = "." if code_of(page) == "en" else ","
        book = [[str(cell) if isinstance(cell, str) else format(cell, "g").replace(".", sign) for cell in row]
                for row in xlsx_rows(page.with_suffix(".xlsx"))]
        rows = csv_rows(page.with_suffix(".csv"))
        assert rows == book
        silent = Language(code_of(page)).say("not shown")
        for row in rows[1:]:
            withheld += row[4] == silent
            assert bool(row[5]) is (row[4] != silent)
            assert row[4] != silent or not any(row[5:])
            assert not row[0].startswith(("=", "+", "-", "@"))
    assert withheld > 50


def test_a_workbook_holds_nothing_but_its_rows(pages: list[Path]) -> None:
    first = xlsx_parts(pages[0].with_suffix(".xlsx"))
    for page in pages:
        parts = xlsx_parts(page.with_suffix(".xlsx"))
        assert not [name for name in parts if "docProps" in name or "comment" in name or "drawing" in name or "external" in name.lower()]
        for name in parts.keys() - {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"}:
            assert parts[name] == first[name], "the parts that hold no row are the same in every workbook"
        assert not re.search(r"<f[ >]|hyperlink|hidden=|definedName|dataValidation|conditional", "".join(parts.values()))
        told = {cell for row in xlsx_rows(page.with_suffix(".xlsx")) for cell in row if isinstance(cell, str) and cell}
        kept = re.findall(r"<t[^>]*>(.*?)</t>", parts["xl/sharedStrings.xml"], re.DOTALL)
        assert len(kept) == len(told), "no text is kept that no cell shows"


def by_languages(pages: list[Path]) -> Iterator[dict[str, Path]]:
    for _, group in itertools.groupby(pages, key=lambda page: (page.parent, page.name.split(".")[0])):
        found = {code_of(page): page for page in group}
        assert set(found) == set(CODES)
        yield found


def test_three_languages_of_a_page_tell_and_draw_the_same(pages: list[Path]) -> None:
    for found in by_languages(pages):
        readers = {code: Page(page.read_text("utf-8")) for code, page in found.items()}
        told = {code: [(line.low, line.high, line.n, line.likely, bool(line.value), bool(line.since))
                       for line in lines(page.with_suffix(".csv"))] for code, page in found.items()}
        values = {code: [(numbers(bar.value, code), bar.hidden) for bar in reader.bars] for code, reader in readers.items()}
        cells = {code: [sorted(numbers(bare(text, code), code)) for place, text in reader.texts
                        if "tbody." in place and "tr.how" not in place and numbers(bare(text, code), code)]
                 for code, reader in readers.items()}
        for what in (told, values, cells, {code: reader.drawn for code, reader in readers.items()},
                     {code: reader.headings for code, reader in readers.items()}):
            assert what["fr"] == what["nl"] == what["en"], found["fr"]


# ---------------------------------------------------------------- order and presence as signals

def test_the_sections_of_a_report_are_the_same_for_every_group(pages: list[Path]) -> None:
    found = {tuple(Page(page.read_text("utf-8")).headings) for page in pages if page.name.startswith("cohort")}
    assert len(found) == 1


def test_rows_to_download_come_in_one_order_whatever_they_say(pages: list[Path]) -> None:
    before: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for page in pages:
        keys = [tuple(row[:4]) for row in csv_rows(page.with_suffix(".csv"))[1:]]
        assert len(set(keys)) == len(keys), "each figure once, and told from every other"
        for first, later in itertools.combinations(keys, 2):
            before.setdefault(first, set()).add(later)
    assert not [(first, later) for first, followers in before.items() for later in followers if first in before.get(later, set())]
