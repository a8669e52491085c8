"""What an unfinished pull has done so far, on disk, so that it goes on where it was killed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from .folder import write_json
from .ranges import Ranges

NAME = "journal.json"
SCHEMA = 1
KEPT_FOR = dt.timedelta(hours=24)


class Journal:
    """The journal of the pull in one folder.

    Parameters
    ----------
    structure
        The fingerprint of the survey's columns when the pull began.
    comparing
        Whether the folder held responses before, which are compared with the server's; otherwise all are pulled.
    done
        The ids whose responses on disk are the server's.
    """

    def __init__(self, folder: Path, structure: str, begun: dt.datetime, comparing: bool, done: Ranges) -> None:
        self._path = folder / NAME
        self.structure, self.begun, self.comparing, self.done = structure, begun, comparing, done
        self.confirmed = Ranges()  # the ids done since this process began

    @classmethod
    def begin(cls, folder: Path, structure: str, now: dt.datetime, comparing: bool) -> Journal:
        """A new journal in a folder, in the place of any other."""
        journal = cls(folder, structure, now, comparing, Ranges())
        journal.write()
        return journal

    @classmethod
    def left(cls, folder: Path, structure: str, now: dt.datetime) -> Journal | None:
        """The journal that a killed pull left, where it may go on: of the same structure, and less than a day old."""
        try:
            found = json.loads((folder / NAME).read_bytes())
            if found["schema"] != SCHEMA or found["structure"] != structure:
                return None
            begun = dt.datetime.fromisoformat(found["begun"])
            done = Ranges((int(first), int(last)) for first, last in found["done"])
            comparing = bool(found["comparing"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return cls(folder, structure, begun, comparing, done) if dt.timedelta() <= now - begun < KEPT_FOR else None

    def mark(self, first: int, last: int) -> None:
        """The responses of these ids are on disk."""
        self.done.add(first, last)
        self.confirmed.add(first, last)
        self.write()

    def reopen(self, done: Ranges, comparing: bool) -> None:
        """Only these ids are done; the others are asked for again."""
        self.done, self.comparing = Ranges(done.ranges), comparing
        self.write()

    def write(self) -> None:
        """Put the journal on disk."""
        write_json(self._path, {"schema": SCHEMA, "structure": self.structure, "begun": self.begun.isoformat(),
                                "comparing": self.comparing, "done": self.done.ranges})

    def remove(self) -> None:
        """The pull is finished."""
        self._path.unlink(missing_ok=True)
