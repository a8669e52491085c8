"""Small releases made by hand: figures with named women, and a reader that tries every possible world."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from figures_by_hand import at, entry, figures

from evaltools.catalogue import Entry
from evaltools.disclosure import protect
from evaltools.disclosure.audit import Audit, Past, audited, remembered
from evaltools.figures import CONTRIBUTORS, KEY
from evaltools.settings import Policy

WORLD_LIMIT = 20_000


def figure(audience: str, scope: str, answers: dict[str, int], **fields: Any) -> dict[str, Any]:
    """A share of named women, with what each of them said."""
    count, n = sum(answers.values()), len(answers)
    return {"scope": scope, **at(audience), "n": n, "persons": n, "eligible": n, "numerator": count, "fewest": min(count, n - count),
            "value": count / n, "answers": answers, **fields}


def released(*listed: dict[str, Any], of: Entry | None = None, policy: Policy | None = None) -> tuple[pd.DataFrame, ...]:
    """Published rows, figures and contributors of figures made by hand."""
    made = figures(*({name: value for name, value in row.items() if name != "answers"} for row in listed))
    rows = [{**made.loc[number, list(KEY)].to_dict(), "contributor": woman, "in_numerator": bool(said)}
            for number, row in enumerate(listed) if row["audience"] != "public" for woman, said in row["answers"].items()]
    chosen = of or entry()
    return protect(made, {chosen.id: chosen}, policy or Policy()), made, pd.DataFrame(rows, columns=list(CONTRIBUTORS))


def audit(*listed: dict[str, Any], of: Entry | None = None, policy: Policy | None = None, earlier: Sequence[Past] = ()) -> Audit:
    """The audit of figures made by hand."""
    chosen = of or entry()
    return audited(*released(*listed, of=chosen, policy=policy), {chosen.id: chosen}, policy or Policy(), earlier)


def past_of(found: Audit, *listed: dict[str, Any], of: Entry | None = None) -> Past:
    """What the next audit has to know of an audited release."""
    _, made, contributors = released(*listed, of=of)
    return remembered(found.published, made, contributors)


def status(found: Audit) -> dict[tuple[str, str], str]:
    """(audience, scope) -> status."""
    rows = found.published
    return dict(zip(zip(rows["audience"], rows["scope"], strict=True), rows["status"], strict=True))


def brute_values(low: Sequence[int], high: Sequence[int], rows: Iterable[tuple[Sequence[int], float, float]],
                 target: Sequence[int]) -> set[int]:
    """Every value that a sum takes in any world: all worlds are tried."""
    facts = list(rows)
    found = set()
    for world in itertools.product(*(range(least, most + 1) for least, most in zip(low, high, strict=True))):
        if all(least <= sum(a * x for a, x in zip(row, world, strict=True)) <= most for row, least, most in facts):
            found.add(sum(a * x for a, x in zip(target, world, strict=True)))
    return found
