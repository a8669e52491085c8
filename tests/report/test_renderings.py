"""One protected object, every rendering: each kind in each status for each audience is said, drawn, tabled and handed out alike."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evaltools.errors import DisclosureError
from evaltools.figures import NUMBERS
from evaltools.languages import Language
from evaltools.release import Release
from evaltools.report import (
    Piece,
    Report,
    View,
    behind,
    charts,
    downloads,
    fronts,
    open_report,
    page,
    pieces,
    scales,
    sentences,
    spreads,
    strips,
    tabulations,
    words,
)
from evaltools.report.figure import Figure, written
from evaltools.scope import Scope

from .published_rows import CONTEXT, make_release, snapshot

ENGLISH = Language("en")
AUDIENCES = ("cohort", "site", "programme", "public")

# indicator wave part kind unit status | n numerator value low high count_low count_high | the value | the sentence; "-" is empty
SHAPES = """
S01 end - share percent exact | 24 16 0.6667 0.467 0.82 - - | 16 of 24 (67%) | T: 16 of the 24 women who answered (67%).
S01 end - share percent exact | - - 0.78 - - - - | 78% | T: 78%.
S01 end - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | T: many, 15 to 19 of the 24 women who answered.
S01 end - share percent banded | 24 - - - - 20 24 | 20 to 24 of 24 | T: most, 20 to 24 of the 24 women who answered.
S01 end - share percent banded | 44 - - - - 0 4 | 0 to 4 of 44 | T: few, 0 to 4 of the 44 women who answered.
S01 end - share percent banded | 7 - - - - 4 7 | 4 to 7 of 7 | T: more than half, 4 to 7 of the 7 women who answered.
S01 end - share percent at_least | 44 - - - - 40 44 | at least 40 of 44 | T: at least 40 of the 44 women who answered.
S01 visit - share percent exact | 63 35 0.5556 0.43 0.67 - - | 35 of 63 (56%) | T: 35 of the 63 forms of visitors (56%).
S01 visit - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | T: 15 to 19 of the 24 forms of visitors.
S01 visit - share percent at_least | 44 - - - - 40 44 | at least 40 of 44 | T: at least 40 of the 44 forms of visitors.
RR end - share percent exact | 13 11 0.8462 - - - - | 11 of 13 (85%) | 11 of 13 women answered (85%).
RR end - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | 15 to 19 of 24 women answered.
RR end - share percent at_least | 44 - - - - 40 44 | at least 40 of 44 | At least 40 of 44 women answered.
T02 - - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | 15 to 19 of 24 women came regularly.
T02 - - share percent at_least | 44 - - - - 40 44 | at least 40 of 44 | At least 40 of 44 women came regularly.
L00 - - share percent at_least | 44 - - - - 40 44 | at least 40 of 44 | T: at least 40 of 44.
N01 - - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | T: 15 to 19 of 24.
N07 - - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | T: 15 to 19 of 24.
F02 - - share percent banded | 24 - - - - 15 19 | 15 to 19 of 24 | T: 15 to 19 of 24.
T01 - enrolled rate percent exact | 143 118 0.8252 - - - - | 118 of 143 (83%) | The women came to 118 of 143 planned presences (83%).
T01 - enrolled rate percent exact | - - 0.78 - - - - | 78% | T: 78%.
T01 - enrolled rate percent banded | 143 - - - - 115 119 | 115 to 119 of 143 | T: 115 to 119 of 143.
T01 - enrolled rate percent at_least | 143 - - - - 139 143 | at least 139 of 143 | T: at least 139 of 143.
T04 - - incidence percent exact | 80 - 0.1125 - - - - | 11% | Within six months, 11% of the women dropped out; \
leaving for a job, a training or a move does not count.
T04 - - incidence percent banded | 80 - - - - 7 12 | 7 to 12 of 80 | T: 7 to 12 of 80.
P34 end - mean points exact | 60 - 5.4 5.0 5.8 - - | 5.4 | T: 5.4 out of 10 on average, for 60 women.
P34 end - mean points banded | 12 - 5.5 - - - - | about 5.5 | T: about 5.5 out of 10 on average, for 12 women.
F03 - - mean per_month exact | 5 - 1.7 - - - - | 1.7 | T: 1.7 on average.
F21 - - mean women exact | 1 - 11 - - - - | 11 | T: 11 on average.
P01 end - change points exact | 40 - 1.2 0.6 1.8 - - | +1.2 | T: up by 1.2 on a scale from 0 to 10, \
for the 40 women who answered twice.
P01 end - change points exact | 40 - -1.2 -1.8 -0.6 - - | −1.2 | T: down by 1.2 on a scale from 0 to 10, \
for the 40 women who answered twice.
P01 end - change points exact | 40 - 0.3 -0.2 0.8 - - | +0.3 | T: +0.3 on a scale from 0 to 10, \
for 40 women; this can be chance.
P01 end - change points banded | 9 - 1.5 - - - - | +1.5 | T: up by about 1.5 on a scale from 0 to 10, \
for the 9 women who answered twice.
P01 end - change points banded | 9 - -0.5 - - - - | −0.5 | T: down by about 0.5 on a scale from 0 to 10, \
for the 9 women who answered twice.
P01 end - change points banded | 9 - 0.0 - - - - | 0.0 | T: about the same on average, \
for the 9 women who answered twice.
R03 - - count women exact | - 120 120 - - - - | 120 | T: 120.
R03 - - count women exact | - - 120 - - - - | 120 | T: 120.
R03 - - count women banded | - - - - - 0 4 | fewer than 5 | T: fewer than 5.
R03 - - count women banded | - - - - - 5 9 | 5 to 9 | T: between 5 and 9.
A01 - - count count exact | - 58 58 - - - - | 58 | T: 58.
T05 - - difference percent exact | 90 6 0.12 0.02 0.22 - - | 12 more of 100 | Of 100 women with poor first cards, \
about 12 more dropped out later than of 100 others.
T05 - - difference percent exact | 90 6 -0.12 -0.22 -0.02 - - | 12 fewer of 100 | Of 100 women with poor first cards, \
about 12 fewer dropped out later than of 100 others.
T05 - - difference percent exact | 90 6 0.05 -0.02 0.12 - - | 5 more of 100 | Women with poor first cards dropped out \
about as often as the others, as far as 90 women can tell.
""".replace("\\\n", "")
KINDS = ("share", "rate", "incidence", "mean", "change", "count", "difference")


def cases() -> Iterator[tuple[str, dict[str, Any], str, str]]:
    for line in SHAPES.strip().splitlines():
        key, numbers, value, said = (part.strip() for part in line.split("|"))
        indicator, wave, part, kind, unit, status = ("" if cell == "-" else cell for cell in key.split())
        held = [None if cell == "-" else float(cell) for cell in numbers.split()]
        named = dict(zip(("n", "numerator", "value", "low", "high", "count_low", "count_high"), held, strict=True))
        row = {"indicator": indicator, "wave": wave, "part": part, "kind": kind, "unit": unit, "status": status, "since": "", **named}
        yield f"{indicator} {status} {value}", row, value, said


CASES = [pytest.param(*case[1:], id=case[0]) for case in cases()]


def made(row: dict[str, Any], audience: str, **changed: Any) -> Figure:
    level = "programme" if audience == "public" else audience
    entry = {"title": {"en": "T", "fr": "T", "nl": "T"}, "parts": {}}
    return Figure.of({**row, "audience": audience, "level": level, "scope": "x", **changed}, entry)


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(("row", "value", "said"), CASES)
def test_every_shape_is_said_in_one_way_and_a_carried_one_the_same_with_its_date(row, value, said, audience):
    figure = made(row, audience)
    carried = made(row, audience, status="carried", since="2026-Q1")
    assert plain(sentences.value(ENGLISH, figure)) == value
    assert plain(sentences.sentence(ENGLISH, figure)) == said
    same = made(row, audience, status=carried.shape)  # what reaches up to the base is "at least" once it is carried, and in a group a range
    assert same.bounds == figure.bounds
    assert carried.shape == figure.shape or (figure.bounds and figure.bounds[1] == figure.n)
    assert sentences.value(ENGLISH, carried) == sentences.value(ENGLISH, same)
    since = " This figure was last published for the first quarter of 2026."
    assert sentences.sentence(ENGLISH, carried) == sentences.sentence(ENGLISH, same) + since


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(("row", "value", "said"), CASES)
@pytest.mark.parametrize("status", ["", "carried"])
def test_table_chart_alt_text_and_download_say_the_value_of_the_sentence(row, value, said, audience, status):
    figure = made(row, audience, **({"status": status, "since": "2026-Q1"} if status else {}))
    text = sentences.value(ENGLISH, figure)
    assert tabulations.of_figures(ENGLISH, "Caption", [figure]).rows[0][1] == text
    assert tabulations.beside(ENGLISH, "Caption", [[figure]], ["programme"]).rows[0][1] == text
    [_, line] = downloads.rows(ENGLISH, [figure])
    assert line[5] == text
    assert line[8] == figure.n
    assert (line[11] is not None) is (status == "carried")
    if figure.is_share:
        chart = charts.shares(ENGLISH, "Message", "", [[figure]])
        assert f"{tabulations.label(ENGLISH, figure)}: {text}" in chart.alt
        assert chart.groups[0][0].text == text
        assert (line[6], line[7]) == (figure.bounds or (chart.groups[0][0].sure, chart.groups[0][0].maybe))
    if figure.kind == "count":
        chart = charts.counts(ENGLISH, "Message", "", [figure])
        assert f"{tabulations.label(ENGLISH, figure)}: {text}" in chart.alt
        assert (line[6], line[7]) == (figure.bounds or (figure.value, figure.value))
    if figure.kind == "mean" and figure.unit == "points":
        drawn = charts.domains(ENGLISH, "Message", [("Name", [figure], "")], ["end"])
        assert drawn.rows[0].marks[0].at == pytest.approx(line[6] / 10)
        assert drawn.rows[0].marks[0].text in drawn.alt
        assert ("half point" in drawn.subtitle) is (figure.shape == "banded")


@pytest.mark.parametrize("code", ["fr", "nl", "en"])
@pytest.mark.parametrize(("row", "value", "said"), CASES)
def test_languages_tell_the_same_numbers(row, value, said, code):
    def numbers(text: str) -> list[str]:
        return sorted(re.findall(r"\d+(?:\.\d+)?", plain(text).replace(",", ".").replace("+", "")))

    figure = made(row, "programme")
    spoken = Language(code)
    assert numbers(sentences.sentence(spoken, figure)) == numbers(said)
    assert numbers(sentences.value(spoken, figure)) == numbers(value)
    assert "{" not in sentences.sentence(spoken, figure) + sentences.value(spoken, figure) + sentences.interval(spoken, figure)
    assert downloads.rows(spoken, [figure])[1][6:9] == downloads.rows(ENGLISH, [figure])[1][6:9]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_withheld_figure_of_any_kind_has_no_number_in_any_rendering(kind, audience):
    row = {"indicator": "S01", "wave": "end", "part": "", "kind": kind, "unit": "percent", "status": "withheld", "since": "",
           **dict.fromkeys(NUMBERS)}
    figure = made(row, audience)
    chart = (charts.counts if kind == "count" else lambda *given: charts.shares(*given[:3], [given[3]]))(ENGLISH, "Message", "", [figure])
    texts = [sentences.sentence(ENGLISH, figure), sentences.value(ENGLISH, figure), sentences.interval(ENGLISH, figure), chart.alt,
             sentences.uncertainty(ENGLISH, figure), str(tabulations.of_figures(ENGLISH, "Caption", [figure]).rows)]
    assert not re.search(r"\d", "".join(texts))
    assert (charts.people(ENGLISH, figure, "Name"), chart.groups[0][0].hidden) == (None, True)
    assert downloads.rows(ENGLISH, [figure])[1][4:] == ("not shown", *[None] * 7)


@pytest.mark.parametrize(("row", "value", "said"), CASES)
def test_a_figure_goes_through_a_notebook_unchanged(row, value, said):
    figure = made(row, "site")
    [again] = Figure.read(written([figure]))
    assert again == figure
    assert downloads.rows(ENGLISH, [again]) == downloads.rows(ENGLISH, [figure])


def test_a_carried_figure_holds_no_more_than_it_did_when_it_was_published():
    row = {"indicator": "S01", "wave": "end", "part": "", "kind": "share", "unit": "percent", "status": "carried", "since": "2026-Q1",
           **dict.fromkeys(NUMBERS), "n": 11, "count_low": 9, "count_high": 11}
    assert made(row, "cohort").bounds == (9, 11)
    for more in ({"numerator": 10}, {"value": 0.9}, {"low": 0.7}):
        with pytest.raises(DisclosureError):
            made(row, "cohort", **more)


# ---------------------------------------------------------------- nothing else gets in

ROW = {"indicator": "S01", "part": "", "level": "cohort", "wave": "end", "kind": "share", "unit": "percent", "status": "exact", "n": 11,
       "numerator": 10, "value": 0.9, "low": 0.7, "high": 1.0, "withheld": False, "entry": {}, "bounds": (10, 10), "shares": (0.9, 0.9)}
FRAME = pd.DataFrame([{name: str(value) for name, value in ROW.items()}])
UNPROTECTED = [FRAME, FRAME.iloc[0], FRAME["n"], ROW, SimpleNamespace(**ROW), next(FRAME.itertuples()), np.array([10, 11]), 10, 0.9,
               pd.Series([10], name="n").iloc[0]]
NAMES = ["frame", "row", "column", "dict", "namespace", "tuple", "array", "count", "share", "scalar"]
TAKING: list[tuple[ModuleType, str]] = [
    (module, name) for module in (sentences, charts, scales, spreads, strips, tabulations, behind, downloads)
    for name, value in vars(module).items()
    if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    and "report" not in inspect.signature(value).parameters]
WORDS: dict[str, Any] = {"language": ENGLISH, "title": "t", "subtitle": "", "caption": "c", "name": "n", "levels": ["programme"],
                         "heads": ["h"], "waves": ["end"], "period": "2026-Q3"}


def test_the_renderings_are_found():
    assert {name for _, name in TAKING} == {"sentence", "value", "uncertainty", "likely", "interval", "bar", "shares", "counts", "stack",
                                            "people", "domains", "label", "of_figures", "beside", "rows", "files",
                                            "named", "titled", "changes", "series", "strip", "spreads", "by_quarter", "key"}


def called(function: Callable[..., Any], given: object, wrapped: Callable[[object], object]) -> object:
    needed = [name for name, parameter in inspect.signature(function).parameters.items() if parameter.default is parameter.empty]
    return function(**{name: WORDS[name] if name in WORDS else wrapped(given) for name in needed})


@pytest.mark.parametrize("given", UNPROTECTED, ids=NAMES)
@pytest.mark.parametrize("wrapped", [lambda given: given, lambda given: [given], lambda given: [[given]], lambda given: [(given, "x")],
                                     lambda given: [("x", [given], "")]], ids=["bare", "list", "groups", "named", "rows"])
@pytest.mark.parametrize(("module", "name"), TAKING, ids=[f"{module.__name__.split('.')[-1]}.{name}" for module, name in TAKING])
def test_no_rendering_takes_what_is_not_protected(module, name, wrapped, given):
    with pytest.raises(DisclosureError):
        called(getattr(module, name), given, wrapped)


@pytest.mark.parametrize("given", UNPROTECTED, ids=NAMES)
def test_no_door_of_the_report_takes_what_is_not_protected(cohort, given):
    doors: list[Callable[[], object]] = [
        lambda: open_report(given), lambda: View(given, Scope("cohort", "ixl-a")), lambda: Report(given, ENGLISH), lambda: Piece(given),
        lambda: Piece(pieces.Markup(""), figures=[given]), lambda: pieces.piece("paragraph", text=given),
        lambda: pieces.piece("rows_of", table=given), lambda: pieces.piece("statements", texts=[given]),
        lambda: pieces.joined([given]), lambda: fronts.statements(cohort, [given]), lambda: cohort.around(given),
        lambda: words.base(given)]
    for door in doors:
        with pytest.raises(DisclosureError):
            door()


@pytest.mark.parametrize("frame", [
    FRAME, make_release().published.assign(participant="x"), make_release().published.drop(columns="since"),
    make_release().published.assign(n=7), make_release().published.assign(since="2026-Q1"),
    make_release().published.assign(status="published"), make_release().published.assign(status=pd.NA)],
    ids=["estimates", "a column more", "a column less", "withheld with a base", "dated", "unknown status", "no status"])
def test_a_release_is_made_of_protected_rows_alone(frame):
    with pytest.raises(DisclosureError, match="Only protected figures"):
        Release(frame, CONTEXT, snapshot(), {})


def test_the_exporter_looks_again_at_every_figure_that_a_notebook_hands_on(cohort):
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    content, metadata = cohort.sentence("S01")._repr_mimebundle_()
    output = new_output("execute_result", data={**content, "text/plain": ""}, metadata=metadata, execution_count=1)
    notebook = new_notebook(cells=[new_code_cell("", outputs=[output])])
    assert [figure.bounds for figure in page.shown(notebook)] == [(9, 11)]
    mark = notebook.cells[0].outputs[0].metadata["evaltools"]
    first = mark["figures"]
    assert '"count_low": 9' in first
    for changed in (first.replace('"count_low": 9', '"count_low": 9, "numerator": 10'), first.replace('"banded"', '"withheld"'),
                    first[:-1], "[1]", "{}x", '[["S01", {}]]', [{"numerator": 10}]):
        mark["figures"] = changed
        with pytest.raises(DisclosureError):
            page.shown(notebook)
