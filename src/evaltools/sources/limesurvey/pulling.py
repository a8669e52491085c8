"""Pull one survey: its structure, its participants' access codes, and every response in windows of ids.

A server needs quadratic time for an export, and proxies lose patience after a minute: windows of 2,000 ids pass everywhere.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import WorkspaceError
from .blocks import Blocks
from .crew import Crew
from .exports import STAMPS, Exports, count
from .folder import BLOCK, MANIFEST, SCHEMA, block_name, blocks_in, empty, manifest, sweep, write_json
from .journal import Journal
from .march import March, Progress, Width
from .participants import participants
from .ranges import Ranges
from .server import Server
from .structure import Structure, structure_of

ROUNDS = 3  # of comparing a whole survey with a server whose count is another one

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pulled:
    """A finished pull: the survey's folder, the responses in it, and how many the server counted at the end."""

    folder: Path
    responses: int
    counted: int

    @property
    def missing(self) -> int:
        """How many responses the server counts and did not give."""
        return max(self.counted - self.responses, 0)


def pull(client: Server, sid: int, folder: Path, window: int = 2000, progress: Progress | None = None, *, threads: int = 2,
         incremental_from: int = 20000, earlier: Path | None = None, full: bool = False) -> Pulled:
    """Write a survey as the server gives it to `<folder>/<sid>/`; a pull that fails leaves no finished folder.

    A pull that was killed or failed less than a day ago goes on where it stopped. The same responses make the same bytes,
    whatever way they came.

    Parameters
    ----------
    window
        How many ids are asked for at once at most; halved where the server gives up, and grown again.
    progress
        Called after each window with the responses seen and those the server counts.
    threads
        How many windows are asked for at the same time, each with a session of its own; 1 to 4.
    incremental_from
        From so many responses on, only what changed since the `earlier` pull is asked for.
    earlier
        The `folder` of an earlier pull, which may be the same one. New responses, late completions, abandoned edits and
        deletions are seen by the response's dates and last page (without date stamps: no edit after completion). **What an
        administrator edits changes none of them, and is seen by a full pull only.**
    full
        Ask for everything, whatever an earlier pull holds.

    Returns
    -------
    Pulled
        The survey's folder: `responses-<first>-<last>.jsonl`, a file each 2,000 ids and a line each response as exported
        (answer codes, short), `properties.json`, `fieldmap.json`, `questions.json`, `question_properties.json`,
        `participants.json` (access codes and completion, no names) and, written last, `pull.json`.

    Raises
    ------
    SourceError
        The survey is unknown, not active, or the server failed.
    """
    begun = time.monotonic()
    structure = structure_of(client, sid)
    expected = count(client, sid)
    target = folder / str(sid)
    before = None if full or expected < incremental_from or earlier is None else earlier / str(sid)
    journal, resumed = _begin(target, structure.fingerprint, before, full)
    structure.write(target)
    invited = participants(client, sid, target / "participants.json")
    stamps = tuple(name for name in STAMPS if name in structure.fieldmap)
    exports = Exports(sid, Blocks(target), stamps)
    servers = client.crew(max(1, min(threads, -(-expected // window))))
    try:
        with Crew(servers) as crew:
            counted = _responses(crew, exports, journal, resumed, (expected, window), progress or (lambda seen, expected: None))
    finally:
        exports.blocks.close()
    log.info("survey %s: %s responses after %.1f s%s", sid, exports.blocks.total, time.monotonic() - begun,
             ", going on with a pull that was stopped" if resumed else "")
    return _finish(target, journal, structure, exports.blocks, counted, invited)


def finished(folder: Path, sid: int) -> bool:
    """Whether `<folder>/<sid>/` holds a pull that came to its end."""
    return manifest(folder / str(sid)) is not None


def _begin(target: Path, fingerprint: str, before: Path | None, full: bool) -> tuple[Journal, bool]:
    """The journal of a pull that goes on, or of a new one in a prepared folder; and whether it goes on."""
    now = dt.datetime.now(dt.UTC)
    sweep(target)
    left = None if (target / MANIFEST).exists() else Journal.left(target, fingerprint, now)
    if left is not None and not (full and left.comparing):
        return left, True
    if before is None or not _usable(before, fingerprint):
        empty(target)
        return Journal.begin(target, fingerprint, now, comparing=False), False
    if before.resolve() != target.resolve():
        _copy(before, target)
    journal = Journal.begin(target, fingerprint, now, comparing=True)
    (target / MANIFEST).unlink(missing_ok=True)
    return journal, False


def _usable(before: Path, fingerprint: str) -> bool:
    """Whether an earlier pull is finished, of the same structure, and undamaged."""
    said = manifest(before)
    return said is not None and said["structure"] == fingerprint and Blocks(before).named() == said["blocks"]


def _copy(before: Path, target: Path) -> None:
    empty(target)
    try:
        for block in blocks_in(before):
            shutil.copyfile(before / block_name(block), target / block_name(block))
    except OSError as error:
        raise WorkspaceError(f"The earlier answers of the survey {target.name} could not be copied: {error.strerror}.",
                             "Is the disk full?") from None


def _responses(crew: Crew, exports: Exports, journal: Journal, resumed: bool, size: tuple[int, int], progress: Progress) -> int:
    """All responses; then, until the folder has as many as the server, what came or went meanwhile. The server's last count."""
    expected, window = size
    width = Width(window)
    March(crew, exports, journal, width, progress).go(expected)
    if resumed:  # what was pulled before the interruption may have changed since
        journal.reopen(journal.confirmed, comparing=True)
        March(crew, exports, journal, width, progress).go(expected)
    counted = crew.ask(lambda server: count(server, exports.sid))
    for attempt in range(ROUNDS):
        if counted == exports.blocks.total:
            break
        only_the_end = attempt == 0 and counted > exports.blocks.total and exports.blocks.counts
        known = [(1, (max(exports.blocks.counts) + 1) * BLOCK)] if only_the_end else []
        journal.reopen(Ranges(known), comparing=True)
        March(crew, exports, journal, width, progress).go(counted)
        counted = crew.ask(lambda server: count(server, exports.sid))
    return int(counted)


def _finish(target: Path, journal: Journal, structure: Structure, blocks: Blocks, counted: int, invited: int | None) -> Pulled:
    said: dict[str, Any] = {"schema": SCHEMA, "sid": int(target.name), "structure": structure.fingerprint, "responses": blocks.total,
                            "counted": counted, "participants": invited, "blocks": blocks.named()}
    write_json(target / MANIFEST, said)
    journal.remove()
    pulled = Pulled(target, blocks.total, counted)
    if pulled.missing:
        log.warning("survey %s: the server counts %s responses and gave %s", target.name, counted, blocks.total)
    return pulled
