"""What LimeSurvey does with a code that it does not like: it strips it, invents another one, drops it, or breaks off."""

from __future__ import annotations

import re
from collections.abc import Collection
from random import Random

from .failures import RemoteError

_QUESTION = re.compile(r"[a-z,A-Z][A-Za-z0-9]*")  # the comma is LimeSurvey's own slip
_PART = re.compile(r"[A-z0-9]*")  # A-z lets the underscore pass, and a few signs more
_RESERVED = frozenset({"LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ", "self", "that", "this"})
LONGEST = 20
LONGEST_ANSWER = 5


class Codes:
    """Codes of one import. Case makes no difference between two; what is invented counts up, the survey over."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.seed, self.index = 0, 0

    def question(self, wanted: str, taken: Collection[str]) -> str:
        """The code that a question gets; raises RemoteError where it is longer than its column."""
        self.seed, self.index = self.random.randint(0, 1024), 0
        code = wanted
        if not _question_fits(code, taken):
            code = _stripped(code, "q")
        while not _question_fits(code, taken):
            code = f"r{self.seed}q{self.index}"
            self.index += 1
        return _storable(code)

    def part(self, wanted: str, taken: Collection[str], other: bool) -> str:
        """The code that a subquestion gets; `other`: whether its question has an answer of that name already."""
        reserved = {*taken, "other"} if other else taken
        code = wanted
        if not _part_fits(code, reserved):
            code = _stripped(code, "sq")
        while not _part_fits(code, reserved):
            self.index += 1
            code = f"r{self.seed}sq{self.index}"
        return _storable(code)


def kept_answer(code: str) -> bool:
    """Whether an answer code is kept; a longer or an unusual one vanishes without a word, and its answer with it."""
    return 0 < len(code) <= LONGEST_ANSWER and code.isascii() and code.isalnum()


# An empty code passes every rule of LimeSurvey's.
def _question_fits(code: str, taken: Collection[str]) -> bool:
    return not code or (bool(_QUESTION.fullmatch(code)) and code not in _RESERVED and code.casefold() not in taken)


def _part_fits(code: str, taken: Collection[str]) -> bool:
    return not code or (bool(_PART.fullmatch(code)) and code != "time" and code.casefold() not in taken)


def _stripped(code: str, letters: str) -> str:
    kept = re.sub(r"[^A-Za-z0-9]", "", code)
    return letters + kept if kept[:1].isdigit() else kept


def _storable(code: str) -> str:
    if len(code) > LONGEST:
        raise RemoteError("CDbCommand failed to execute the SQL statement: SQLSTATE[22001]: String data, right truncated: 1406 "
                          "Data too long for column 'title' at row 1")
    return code
