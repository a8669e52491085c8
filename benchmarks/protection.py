"""How protection and its audit grow with cohorts and quarters, and how much of the demonstration can still be read.

    python benchmarks/protection.py growth         60 to 600 cohorts, 1 to 4 quarters, medians of three runs each
    python benchmarks/protection.py full           600 cohorts x 300 figures x 4 quarters, once, with the memory it took
    python benchmarks/protection.py use FOLDER     a demonstration's quarters: the share of figures that can be read
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from evaltools import catalogue
from evaltools.catalogue import Entry
from evaltools.disclosure.door import Seen, through
from evaltools.disclosure.ledger import GROUP
from evaltools.disclosure.ledger import Entry as Entered
from evaltools.figures import CONTRIBUTORS, FIGURES, KEY
from evaltools.scope import Period
from evaltools.settings import Policy

WOMEN, IN_SITE, IN_PROGRAMME = 12, 10, 100
AGE = 4
"""A group's answers stand in its site's and programme's figures for so many quarters."""
NUMBERS = ("n", "persons", "eligible", "cohorts", "managers", "numerator", "fewest", "value", "low", "high")
WORDS = dict.fromkeys(("fr", "nl", "en"), "x")
READABLE = ("exact", "banded", "at_least", "carried")


def entries(number: int) -> dict[str, Entry]:
    """So many indicators: two thirds shares of yes and no, one third means from 0 to 10."""
    kinds = ("share", "share", "mean")
    return {f"B{place:03d}": Entry.model_validate({
        "id": f"B{place:03d}", "domain": "b", "name": f"b{place}", "title": WORDS, "definition": WORDS, "population": WORDS,
        "kind": kinds[place % 3], "unit": "percent" if place % 3 < 2 else "points"}) for place in range(number)}


def answers(cohorts: int, indicators: int, seed: int) -> np.ndarray:
    """What each woman of each group said to each indicator: cohort x woman x indicator; missing where she gave no answer."""
    rng = np.random.default_rng(seed)
    share = rng.beta(3, 2, size=(cohorts, 1, indicators))
    said = (rng.random((cohorts, WOMEN, indicators)) < share).astype(np.float32)
    scale = np.clip(np.round(rng.normal(6, 2, size=said.shape)), 0, 10).astype(np.float32)
    said = np.where(np.arange(indicators) % 3 == 2, scale, said)
    said[rng.random((cohorts, WOMEN)) < 0.1] = np.nan
    return said


def quarter(said: np.ndarray, entered: np.ndarray, number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and contributors of one quarter; a group answers in the quarter in which it `entered`."""
    cohorts = np.arange(len(said))
    here = entered <= number
    recent = here & (entered > number - AGE)
    scopes = [("cohort", f"c{one:03d}", np.array([one])) for one in cohorts[here]]
    scopes += [("site", f"s{one:02d}", cohorts[recent & (cohorts // IN_SITE == one)]) for one in range(len(said) // IN_SITE)]
    scopes += [("programme", f"p{one}", cohorts[recent & (cohorts // IN_PROGRAMME == one)])
               for one in range(max(1, len(said) // IN_PROGRAMME))]
    listed = [scope for scope in scopes if len(scope[2])]
    made = pd.concat([_figures(said, *scope) for scope in listed], ignore_index=True)
    wide = made[made["level"] == "programme"].assign(audience="public")
    figures = pd.concat([made, wide], ignore_index=True).assign(period=f"2026-Q{number + 1}")
    for name in set(FIGURES) - set(figures):
        figures[name] = ""
    figures = figures[list(FIGURES)].astype({name: "Float64" if name in NUMBERS else "string" for name in FIGURES})
    return figures, _contributors(said, listed, f"2026-Q{number + 1}")


def _figures(said: np.ndarray, level: str, scope: str, cohorts: np.ndarray) -> pd.DataFrame:
    chosen = said[cohorts].reshape(-1, said.shape[2])
    known = ~np.isnan(chosen[:, 0])
    rows = chosen[known].astype(float)
    n, total, mean = len(rows), rows.sum(axis=0), rows.mean(axis=0)
    means = np.arange(said.shape[2]) % 3 == 2
    return pd.DataFrame({
        "audience": level, "level": level, "scope": scope, "indicator": [f"B{place:03d}" for place in range(said.shape[2])],
        "version": "1", "kind": np.where(means, "mean", "share"), "unit": np.where(means, "points", "percent"), "origin": "answers",
        "n": n, "persons": n, "eligible": WOMEN * len(cohorts), "cohorts": len(cohorts), "managers": len(cohorts),
        "numerator": np.where(means, np.nan, total), "fewest": np.where(means, np.nan, np.minimum(total, n - total)),
        "value": mean, "low": mean * 0.9, "high": mean * 1.1, "method": "t"})


def _contributors(said: np.ndarray, scopes: list[tuple[str, str, np.ndarray]], period: str) -> pd.DataFrame:
    women = np.array([f"{number:016x}" for number in range(said.shape[0] * WOMEN)])
    known = ~np.isnan(said[:, :, 0])
    place, woman = [], []
    for number, (_, _, cohorts) in enumerate(scopes):
        there = (cohorts[:, None] * WOMEN + np.arange(WOMEN))[known[cohorts]]
        place.append(np.full(len(there), number))
        woman.append(there)
    placed, women_there, number = np.concatenate(place), np.concatenate(woman), said.shape[2]
    scope, one = np.repeat(placed, number), np.repeat(women_there, number)
    indicator = np.tile(np.arange(number), len(placed))
    worth = said.reshape(-1, number)[one, indicator] > 0
    named = {"audience": [each[0] for each in scopes], "level": [each[0] for each in scopes], "scope": [each[1] for each in scopes]}
    columns = {name: pd.Categorical.from_codes(np.unique(labels, return_inverse=True)[1][scope], np.unique(labels))
               for name, labels in named.items()}
    columns["indicator"] = pd.Categorical.from_codes(indicator, [f"B{each:03d}" for each in range(number)])
    columns["contributor"] = pd.Categorical.from_codes(one, women)
    constant = {"period": period, "version": "1", "wave": "", "by": "", "group": "", "part": ""}
    columns |= {name: pd.Categorical.from_codes(np.zeros(len(one), np.int8), [label]) for name, label in constant.items()}
    return pd.DataFrame({**columns, "in_numerator": worth & (indicator % 3 != 2)})[list(CONTRIBUTORS)]


def run(cohorts: int, indicators: int, quarters: int, seed: int = 1) -> tuple[list[float], pd.DataFrame]:
    """Seconds to bring each quarter through the door, and the last account."""
    said, chosen = answers(cohorts, indicators, seed), entries(indicators)
    entered = np.random.default_rng(seed).integers(-AGE, quarters, cohorts)
    homes = {f"{number:016x}": f"c{number // WOMEN:03d}" for number in range(cohorts * WOMEN)}
    took, past, members, account = [], list[Entered](), dict[str, frozenset[bytes]](), pd.DataFrame()
    for number in range(quarters):
        figures, contributors = quarter(said, entered, number)
        start = time.perf_counter()
        done, groups = through(figures, contributors, Seen(past, members, homes), chosen, Policy())
        took.append(time.perf_counter() - start)
        members |= groups.members
        shown = done.published.assign(**{GROUP: groups.named(done.published).astype("string")})
        past.append(Entered(number + 1, "release", Period(2026, number + 1), "r", "d", "", "", "", shown))
        account = done.account
    return took, account


def growth() -> None:
    """Side by side: more cohorts, more quarters."""
    print(f"{'cohorts':>8} {'quarters':>9} {'seconds':>9}   (30 figures a cohort; all quarters together, medians of three)")
    for cohorts, quarters in ((60, 1), (120, 1), (300, 1), (600, 1), (60, 2), (60, 4), (120, 4), (300, 4), (600, 4)):
        took = statistics.median(sum(run(cohorts, 30, quarters, seed)[0]) for seed in (1, 2, 3))
        print(f"{cohorts:8d} {quarters:9d} {took:9.1f}", flush=True)


@contextmanager
def watched() -> Iterator[list[int]]:
    """Bytes that this process and those that it started hold together, once a second; what they share counts once, where Linux tells."""
    found, over, here = [0], threading.Event(), psutil.Process()

    def look() -> None:
        while not over.wait(1):
            with suppress(psutil.NoSuchProcess):
                told = [one.memory_full_info() for one in (here, *here.children(recursive=True))]
                found.append(sum(getattr(one, "pss", one.rss) for one in told))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield found
    over.set()
    watcher.join()


def full(cohorts: int = 600, indicators: int = 300, quarters: int = 4) -> None:
    """The goal: under ten minutes and two gigabytes."""
    with watched() as peak:
        took, account = run(cohorts, indicators, quarters)
    print(f"{cohorts} cohorts x {indicators} figures x {quarters} quarters on {os.cpu_count()} cores: {sum(took):.0f} s; "
          f"{max(peak) / 1024 ** 3:.1f} GB at most in all processes together")
    print("each quarter:", ", ".join(f"{one:.0f} s" for one in took))
    print(account.to_string(index=False))


def use(folder: Path) -> None:
    """What can be read of a demonstration's quarters, each published after the other, beside what "n < 10 suppressed" would leave."""
    known, policy, past, members = catalogue.load(), Policy(), list[Entered](), dict[str, frozenset[bytes]]()
    places = sorted((folder / "workspace" / "estimates").iterdir())
    for number, place in enumerate(places, start=1):
        figures, contributors = (pd.read_parquet(place / f"{name}.parquet") for name in ("figures", "contributors"))
        hashed = {name: blake2b(name.encode(), digest_size=8).hexdigest() for name in contributors["contributor"].unique()}
        contributors["contributor"] = contributors["contributor"].map(hashed)
        groups = contributors[contributors["level"] == "cohort"].drop_duplicates("contributor")
        homes = dict(zip(groups["contributor"], groups["scope"], strict=True))
        done, behind = through(figures, contributors, Seen(past, members, homes), known, policy)
        members |= behind.members
        shown = done.published.assign(**{GROUP: behind.named(done.published).astype("string")})
        past.append(Entered(number, "release", Period.parse(place.name), "r", "d", "", "", "", shown))
        print(f"{place.name}: {done.account.to_dict('records')}")
        compared(figures, done.published) if number in (1, len(places)) else None


def compared(figures: pd.DataFrame, published: pd.DataFrame) -> None:
    """Shares of the measured figures by status and audience."""
    measured = figures[figures["value"].notna()]
    there = published.merge(measured[[*KEY, "persons", "origin"]].assign(base=measured["n"]), on=list(KEY))
    there["plain"] = there["persons"].fillna(there["base"]).fillna(0) >= 10
    for name, rows in (("all figures", there), ("answers alone", there[there["origin"] == "answers"])):
        shares = pd.crosstab(rows["audience"], rows["status"], normalize="index").reindex(columns=[*READABLE, "withheld"], fill_value=0)
        shares["readable"] = shares[list(READABLE)].sum(axis=1)
        shares["n < 10 suppressed"] = rows.groupby("audience")["plain"].mean()
        shares["times"] = shares["readable"] / shares["n < 10 suppressed"]
        print(f"{name}, measured\n{shares.round(2).to_string()}")


if __name__ == "__main__":
    word = sys.argv[1] if len(sys.argv) > 1 else "growth"
    {"growth": growth, "full": full, "use": lambda: use(Path(sys.argv[2]))}[word]()
