"""The one family of errors that a user sees: a message, a hint on what to do, an exit code, and no traceback."""

from __future__ import annotations

import errno
from typing import Any


class EvaltoolsError(Exception):
    """Something that the user, not the programmer, can put right.

    Parameters
    ----------
    message
        What is wrong, in one sentence. Names files, tables, columns and counts, never a person's value.
    hint
        What to do next; may be empty.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.hint)

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class SettingsError(EvaltoolsError):
    """evaltools.toml, a questionnaire or the catalogue says something that cannot be followed."""

    exit_code = 2


class SourceError(EvaltoolsError):
    """A register or a survey server could not be read."""

    exit_code = 3


class AccessRefused(SourceError):
    """The survey server refused the name or the password; never tried again by itself."""


class WorkspaceError(EvaltoolsError):
    """The workspace is locked, full, damaged or belongs to another organisation."""

    exit_code = 4


DISK = {errno.ENOSPC: "The disk is full.", errno.EDQUOT: "The disk quota is used up.", errno.EACCES: "A file or folder may not be written.",
        errno.EPERM: "A file or folder may not be changed.", errno.EROFS: "The disk may not be written."}


def disk_error(error: OSError) -> WorkspaceError | None:
    """What a user should read where the disk said no; None for another error of the system."""
    if error.errno is None or error.errno not in DISK:
        return None
    return WorkspaceError(DISK[error.errno], "Make room or ask for the right to write, then run the command again; "
                                             "nothing published has changed.")


class ReportError(EvaltoolsError):
    """At least one report could not be made; the others were."""

    exit_code = 5


class DisclosureError(EvaltoolsError):
    """Something asked for what may not leave the workspace."""

    exit_code = 6
