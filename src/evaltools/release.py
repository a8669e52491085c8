"""One period's published figures on disk: language-neutral, protected, all that a report notebook may open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .errors import DisclosureError, WorkspaceError
from .figures import ALLOWED, KEY, NUMBERS, PUBLISHED
from .workspace import read_json, whole_folder, write_json

SCHEMA = 1
QUOTES = "quotes.json"
ROWS = 2000  # of one group of the file: a report reads those groups that hold its own figures


@dataclass(frozen=True)
class Quote:
    """Women's own words, or a suggestion in the reviewer's, as they were signed: without anything on who said them.

    Parameters
    ----------
    site
        The antenna that a suggestion is about; empty: the whole programme.
    question
        What was asked, by language; nothing of a suggestion.
    language
        Of the text: ISO 639-1.
    translations
        The text by language of the reports; not in its own.
    """

    kind: Literal["quote", "suggestion"]
    programme: str
    site: str
    question: dict[str, str]
    language: str
    text: str
    translations: dict[str, str]

    def readable(self, level: str, scope: str, audience: str) -> bool:
        """Whether a report shows it: never one group's; on an antenna, and to the public, not both kinds."""
        if level == "site":
            return self.kind == "suggestion" and self.site == scope
        return (level, self.programme) == ("programme", scope) and (self.kind == "quote" or audience != "public")


@dataclass(frozen=True)
class Release:
    """What was published for one period: figures, the words and dates around them, the indicators' definitions.

    `earlier` holds the figures that readers saw of the quarters before: of the same shape, for what changed since. `of` says of
    a part whose it is: level, scope and audience. `quotes` are women's words that were let through, in an order that tells nothing.
    Raises DisclosureError where a frame is not one that `disclosure.protect` makes, or a quote is none.
    """

    published: pd.DataFrame
    context: dict[str, Any]
    catalogue: dict[str, Any]
    manifest: dict[str, Any]
    earlier: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(PUBLISHED)))
    of: tuple[str, str, str] | None = field(default=None, compare=False)
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        for frame in (self.published, self.earlier):
            if tuple(frame.columns) != PUBLISHED or not _protected(frame):
                raise DisclosureError("Only protected figures can be released.", "They come from disclosure.protect.")
        if not all(isinstance(quote, Quote) for quote in self.quotes):
            raise DisclosureError("Only quotes that were let through can be released.", "They come from quotes.judge.")

    def figures(self, **key: str) -> pd.DataFrame:
        """The published rows whose key is the given one, e.g. `figures(level="cohort", scope="ixl-a", indicator="S01")`."""
        unknown = set(key) - set(KEY)
        if unknown:
            raise KeyError(f"not part of a figure's key: {', '.join(sorted(unknown))}")
        chosen = pd.Series(True, index=self.published.index)
        for name, value in key.items():
            chosen &= self.published[name] == value
        return self.published[chosen]

    def part(self, level: str, scope: str, audience: str = "") -> Release:
        """What the report on one scope may read: its own figures, those around it, and of the words nothing of other cohorts.

        Two releases whose parts are equal give equal reports.
        """
        if self.of == (level, scope, audience):
            return self
        keys = pd.MultiIndex.from_tuples(keys_of(self.context, level, scope, audience))
        rows, before = (frame[pd.MultiIndex.from_frame(frame[list(PLACE)]).isin(keys)].reset_index(drop=True)
                        for frame in (self.published, self.earlier))
        context, manifest = _narrowed(self.context, self.manifest, level, scope)
        quotes = tuple(quote for quote in self.quotes if quote.readable(level, scope, audience))
        return Release(rows, context, self.catalogue, manifest, before, (level, scope, audience), quotes)


PLACE = ("audience", "level", "scope")
"""What says, of a published row, in whose reports it stands."""


def around(context: dict[str, Any], level: str, scope: str, audience: str = "") -> dict[str, str]:
    """Level to identifier: the scope itself, then the site and the programme that it belongs to; never a sibling."""
    if audience == "public" or level == "programme":
        return {level: scope}
    about = context.get(f"{level}s", {}).get(scope, {})
    found = {outer: str(about[outer]) for outer in ("site", "programme") if about.get(outer)}
    sites = [site for site in context.get("sites", {}).values() if site["programme"] == found.get("programme")]
    if len(sites) == 1:  # the antenna and the programme are then one: saying both would only repeat
        found.pop("programme" if level == "site" else "site", None)
    return {level: scope, **found}


def keys_of(context: dict[str, Any], level: str, scope: str, audience: str = "") -> list[tuple[str, str, str]]:
    """Audience, level and scope of every row that the report on one scope may read."""
    return [("public" if audience == "public" else outer, outer, name)
            for outer, name in around(context, level, scope, audience).items()]


def _narrowed(context: dict[str, Any], manifest: dict[str, Any], level: str, scope: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the words nothing of other cohorts; of the manifest nothing that changes with what one report does not show."""
    cohorts = {name: about for name, about in context.get("cohorts", {}).items() if (level, scope) == ("cohort", name)}
    return {**context, "cohorts": cohorts}, {name: value for name, value in manifest.items() if name in ("code", "period")}


def _protected(published: pd.DataFrame) -> bool:
    """Whether every row holds no more than its status allows, and no status is unknown."""
    statuses = published["status"].to_numpy(dtype=object)
    held = {name: published[name].notna().to_numpy(dtype=bool) for name in (*NUMBERS, "since")}
    for status in set(statuses):
        if status not in ALLOWED:
            return False
        allowed = ALLOWED[status] | ({"since"} if status == "carried" else set())
        if any(held[name][statuses == status].any() for name in held if name not in allowed):
            return False
    return True


def digest(published: pd.DataFrame, quotes: Sequence[Quote] = ()) -> str:
    """Sixteen hexadecimal digits of what is said: equal figures and quotes have equal digits, whatever the words around them."""
    said = json.dumps(plain(quotes), sort_keys=True) if quotes else ""
    return hashlib.sha256((published.to_csv(index=False) + said).encode()).hexdigest()[:16]


def plain(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    """Quotes as JSON has them."""
    return [asdict(quote) for quote in quotes]


def write(release: Release, folder: Path) -> str:
    """Write a release whole under its own identifier, which its content gives; returns the identifier."""
    rows = release.published.to_csv(index=False)
    before = release.earlier.to_csv(index=False) if len(release.earlier) else ""
    besides = [*([before] if before else []), *([plain(release.quotes)] if release.quotes else [])]
    content = json.dumps([rows, release.context, release.catalogue, release.manifest, *besides], sort_keys=True)
    name = hashlib.sha256(content.encode()).hexdigest()[:12]
    with whole_folder(folder / name) as new:
        release.published.to_parquet(new / "published.parquet", index=False, row_group_size=ROWS)
        if before:
            release.earlier.to_parquet(new / "earlier.parquet", index=False, row_group_size=ROWS)
        if release.quotes:
            write_json(new / QUOTES, {"quotes": plain(release.quotes)})
        write_json(new / "context.json", release.context)
        write_json(new / "catalogue.json", release.catalogue)
        write_json(new / "manifest.json", {**release.manifest, "schema": SCHEMA, "release": name})
    return name


def read(folder: Path) -> Release:
    """Open the release in a folder; raises WorkspaceError where it is not one or is damaged."""
    return _opened(folder)


def read_part(folder: Path, level: str, scope: str, audience: str = "") -> Release:
    """`read(folder).part(...)`, without reading the rest."""
    return _opened(folder, (level, scope, audience))


def _opened(folder: Path, of: tuple[str, str, str] | None = None) -> Release:
    published, before = folder / "published.parquet", folder / "earlier.parquet"
    if not published.is_file():
        raise _unreadable(folder)
    context, entries, manifest = (read_json(folder / f"{name}.json") for name in ("context", "catalogue", "manifest"))
    quotes = [Quote(**quote) for quote in read_json(folder / QUOTES, {}).get("quotes", ())]
    keys = keys_of(context, *of) if of else None
    if of:
        context, manifest = _narrowed(context, manifest, *of[:2])
        quotes = [quote for quote in quotes if quote.readable(*of)]
    earlier = _frame(before, keys) if before.is_file() else pd.DataFrame(columns=list(PUBLISHED))
    return Release(_frame(published, keys), context, entries, manifest, earlier, of, tuple(quotes))


def _frame(path: Path, keys: list[tuple[str, str, str]] | None) -> pd.DataFrame:
    """The rows of a file, or those of some places alone; raises WorkspaceError where it is no file of published rows."""
    try:
        with pq.ParquetFile(path) as file:
            # A part is small: beginning threads, or a dataset that looks for its rows by itself, takes longer than reading it.
            rows = file.read_row_groups(_groups(file, keys), use_threads=False)
        if keys is not None:
            here = (reduce(pc.and_, map(pc.equal, (rows[name] for name in PLACE), key)) for key in keys)
            rows = rows.filter(reduce(pc.or_, here))
        found = rows.to_pandas()
    except (OSError, ValueError, KeyError):
        raise _unreadable(path.parent) from None
    if tuple(found.columns) != PUBLISHED:
        raise WorkspaceError("The release has other columns than this version of evaltools reads.", "Run the quarter again.")
    return found


def _groups(file: pq.ParquetFile, keys: list[tuple[str, str, str]] | None) -> list[int]:
    """The groups of rows in which some places may stand, by what the file says of its columns."""
    about, columns = file.metadata, [file.schema_arrow.get_field_index(name) for name in PLACE]

    def may_hold(group: int, key: tuple[str, str, str]) -> bool:
        # The scope first: it rules out nearly every group, and asking the file takes longer than comparing.
        ends = ((about.row_group(group).column(column).statistics, name) for column, name in reversed([*zip(columns, key, strict=True)]))
        return all(end is None or end.min <= name <= end.max for end, name in ends)

    return [group for group in range(about.num_row_groups) if keys is None or any(may_hold(group, key) for key in keys)]


def _unreadable(folder: Path) -> WorkspaceError:
    return WorkspaceError(f"There is no readable release in {folder.name}/.", "Run the quarter: `evaltools run 2026-Q3`.")


def newest(workspace: Path) -> Path:
    """The folder of the newest release in a workspace; raises WorkspaceError where there is none."""
    periods = sorted((workspace / "periods").glob("*.json"), reverse=True)
    for path in periods:
        found = read_json(path).get("release")
        if found:
            return workspace / "releases" / path.stem / str(found)
    raise WorkspaceError("There is no release yet in this workspace.", "Make one: `evaltools run 2026-Q3`, or `evaltools demo`.")
