"""The gate: what of the reviewer's file may be shown, and why the rest may not (rules 11 and 12 of the policy).

The account says which row breaks which rule, never what the row says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..disclosure.leaks import Known
from ..questionnaires import Questionnaires
from ..release import Quote
from ..settings import Policy, Settings
from .chosen import Chosen
from .pool import Pool
from .scan import LANGUAGES, hits

Account = list[dict[str, str | int]]
SHOWN = "shown"


@dataclass(frozen=True, repr=False)
class Judged:
    """What may be shown, in an order that tells nothing, and the account: a line for each row, or for each rule that it breaks."""

    quotes: tuple[Quote, ...]
    account: Account


@dataclass(frozen=True, repr=False)
class Rules:
    """What rows are held against: the pool, thresholds, programmes, questionnaires, whom no text may name.

    Parameters
    ----------
    groups
        How many groups ran in the quarter, by antenna.
    """

    pool: Pool
    settings: Settings
    questionnaires: Questionnaires
    known: Known
    groups: dict[str, int]

    @property
    def policy(self) -> Policy:
        """The thresholds."""
        return self.settings.policy


def judge(rows: Sequence[Chosen], rules: Rules) -> Judged:
    """Let through what may be shown; two texts of one woman, or a text twice, are shown once: that of the first row."""
    shown: dict[str, Quote] = {}
    quoted: set[str] = set()
    account: Account = []
    for row in rows:
        broken = list(dict.fromkeys(_broken(row, rules)))
        text = hashlib.sha256(f"{row.programme} {row.text}".encode()).hexdigest()
        woman = _woman(row, rules.pool)
        if not broken and (text in shown or (woman and woman in quoted)):
            broken = ["she is quoted in an earlier row, or the text stands there"]
        if not broken:
            shown[text] = _quote(row, rules)
            quoted |= {woman} - {""}
        account += [{"row": row.row, "kind": row.kind if row.kind in KINDS else "", "result": f"refused: {rule}"} for rule in broken]
        account += [] if broken else [{"row": row.row, "kind": row.kind, "result": SHOWN}]
    # By their digest: neither the order of answering nor that of the file
    return Judged(tuple(shown[text] for text in sorted(shown)), account)


def _broken(row: Chosen, rules: Rules) -> Iterator[str]:
    """Every rule that one row breaks."""
    if row.kind not in KINDS:
        yield "its kind is neither quote nor suggestion"
        return
    if row.programme not in {programme.id for programme in rules.settings.programmes}:
        yield "there is no such programme"
        return
    yield from _unsigned(row)
    yield from KINDS[row.kind](row, rules)
    if row.language not in LANGUAGES:
        yield f"its language is none of {', '.join(LANGUAGES)}: the machine knows no words of it"
    if not row.text:
        yield "it has no text"
    for text in (row.text, *row.translations.values()):
        yield from hits(text, rules.known)


def _unsigned(row: Chosen) -> Iterator[str]:
    if sum(letter.isalpha() for letter in row.reviewer) < 2:
        yield "no reviewer signed it by name"
    try:
        dt.date.fromisoformat(row.date)
    except ValueError:
        yield "it has no date, written as 2026-01-31"


def _of_quote(row: Chosen, rules: Rules) -> Iterator[str]:
    pool, policy = rules.pool, rules.policy
    if row.site:
        yield "a quote is shown for the whole programme only: leave `site` empty"
    if pool.women(row.programme) < policy.quote_women or pool.cohorts(row.programme) < policy.quote_cohorts:
        yield f"fewer than {policy.quote_women} women of {policy.quote_cohorts} groups agreed to be quoted and wrote something"
    if not _woman(row, pool):
        yield "its source is no text of a woman of this programme who agreed to be quoted"
    if pool.speakers.get((row.programme, row.language), 0) < policy.part_site:
        yield f"fewer than {policy.part_site} women of the programme speak its language: show it in translation, or not"


def _of_suggestion(row: Chosen, rules: Rules) -> Iterator[str]:
    least, groups = rules.policy.suggestion_women, rules.policy.active_cohorts
    if not row.women.isdecimal() or int(row.women) < least:
        yield f"fewer than {least} women said it"
    sites = {site.id for programme in rules.settings.programmes if programme.id == row.programme for site in programme.sites}
    if row.site and row.site not in sites:
        yield "the programme has no such antenna"
    elif row.site and rules.groups.get(row.site, 0) < groups:
        yield f"fewer than {groups} groups ran in its antenna this quarter: leave `site` empty"


KINDS = {"quote": _of_quote, "suggestion": _of_suggestion}


def _woman(row: Chosen, pool: Pool) -> str:
    """Who wrote what a row names as its source; empty for a suggestion, and where nobody did."""
    return pool.wrote(row.programme, row.source)[0] if row.kind == "quote" else ""


def _quote(row: Chosen, rules: Rules) -> Quote:
    _, item = rules.pool.wrote(row.programme, row.source)
    question = dict(rules.questionnaires.item(item).text) if row.kind == "quote" else {}
    others = {code: text for code, text in row.translations.items() if code != row.language}
    return Quote("quote" if row.kind == "quote" else "suggestion", row.programme, row.site, question, row.language, row.text, others)


def missing_from(quotes: Sequence[Quote], rows: Sequence[Chosen]) -> int:
    """How many quotes stand no longer in the file as they did: a row that was taken away or changed is not published."""
    here = {(row.kind, row.programme, row.site, row.language, row.text) for row in rows}
    return sum((quote.kind, quote.programme, quote.site, quote.language, quote.text) not in here for quote in quotes)
