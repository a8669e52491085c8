"""The leak scan: the last look at everything that is about to be published (rule 14 of the policy).

What people are called, how they are reached and what stands for them is known by keyed hashes alone, so that the list of what to
look for names nobody either. A hit says where, never what.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import DisclosureError

LONGEST = 4  # words in a row that a name may have
SHORTEST = 3  # letters of a name that is looked for alone
REMEMBERED = 1_000_000  # words and rows of words that a scan keeps in mind: a national programme's pages have half as many
TOLD = 12  # files that a message lists, and lines of each
_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\w.,+#/-])(?!\d{2}[./-]\d{2}[./-]\d{4}(?!\d))"  # no date
                    r"(?:\+32|0032|0)[ ./-]?(?:4\d{2}|[1-9]\d?)(?:[ ./-]?\d{2,3}){3}(?![\w,-])")
_NATIONAL = re.compile(r"(?<!\d)(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{3})[ .-]?(\d{2})(?!\d)")
_PATH = re.compile(r"(?:file://|(?<![\w.<])/(?:home|root|Users|tmp|var|mnt|srv|opt|work)/\w|\b[A-Za-z]:\\\w)")
_NOTEBOOK = re.compile(r"papermill|injected-parameters|\"cell_type\"|Traceback \(most recent call last\)")


@dataclass(frozen=True, repr=False)
class Known:
    """What must not be published.

    Parameters
    ----------
    digests
        Keyed hashes of names, numbers, access codes and pseudonyms.
    key
        Their key.
    allowed
        Addresses and numbers that the organisation gives of itself.
    secrets
        Passwords and keys of this run.
    """

    digests: frozenset[str]
    key: bytes
    allowed: str = ""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leak:
    """One hit: the file, the line in it, and what kind of thing stands there."""

    file: str
    line: int
    what: str


def digests(texts: Iterable[str], common: Iterable[str], key: bytes) -> frozenset[str]:
    """Keyed hashes of what stands for a person.

    Parameters
    ----------
    texts
        Names, numbers, access codes as they are written. Of several words, each is looked for alone as well.
    common
        Texts whose words are common ones: such a word alone is no hit, for "Rose" is a colour too. The whole name is.
    """
    usual = {word for text in common for word in words_of(text)}
    found = set()
    for text in texts:
        words = words_of(text)
        alone = {word for word in words if len(word) >= SHORTEST and not word.isdecimal() and word not in usual}
        whole = {" ".join(words)} if len(words) > 1 or _telling(words) else set()
        found |= {_digest(each, key) for each in (*alone, *whole)}
    return frozenset(found)


def words_of(text: str) -> list[str]:
    """The words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def leaks(file: str, text: str, known: Known) -> Iterator[Leak]:
    """Every hit in one text, line by line; signs that HTML escapes are read as what they stand for."""
    for number, line in enumerate(text.splitlines(), start=1):
        plain = html.unescape(line)
        for what in _kinds(plain, known):
            yield Leak(file, number, what)


def scan(paths: Iterable[Path], root: Path, known: Known) -> list[Leak]:
    """Every hit in these files and in their names, seen from `root`; a spreadsheet's parts are opened."""
    found = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        found += [Leak(name, 0, what) for what in _kinds(name, known) if what != "a path of this computer"]
        for text in _texts(path):
            found += leaks(name, text, known)
    return found


def refuse(found: list[Leak]) -> None:
    """Raise DisclosureError where there is any hit: where it is, never what stands there."""
    if found:
        places: dict[tuple[str, str], list[str]] = {}
        for leak in found:
            places.setdefault((leak.file, leak.what), []).append(str(leak.line))
        lines = [f"  {file}, line {', '.join(numbers[:TOLD])}: {what}" for (file, what), numbers in places.items()]
        more = [f"  and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
        raise DisclosureError("Nothing was published: a page holds what may stand for a person.\n" + "\n".join([*lines[:TOLD], *more]),
                              "Look at these lines of the drafts in the workspace; a group's name, a site's name or a notebook's text "
                              "is the usual place.")


@lru_cache(maxsize=20_000)
def _kinds(text: str, known: Known) -> tuple[str, ...]:
    """Pages of one quarter have most of their lines in common: each line is looked at once."""
    checks = (
        ("a mail address", any(mail[0].casefold().rstrip(".") not in known.allowed.casefold() for mail in _MAIL.finditer(text))),
        ("a phone number", any(_digits(phone[0]) not in _digits(known.allowed) for phone in _PHONE.finditer(text))),
        ("a national number", any(_is_national(*number.groups()) for number in _NATIONAL.finditer(text))),
        ("a path of this computer", bool(_PATH.search(text))),
        ("a notebook's inside", bool(_NOTEBOOK.search(text))),
        ("a password or key", any(secret in text for secret in known.secrets)),
        ("a name, number or code of a person", _names(text, known)),
    )
    return tuple(what for what, hit in checks if hit)


def _names(text: str, known: Known) -> bool:
    """Whether words that stand beside each other are a person's; what was looked at once in other lines is not looked at again."""
    words, clean = words_of(text), _clean(known)
    beside = {" ".join(words[place:place + length]) for length in range(1, LONGEST + 1) for place in range(len(words) - length + 1)}
    if any(_digest(each, known.key) in known.digests for each in beside - clean):
        return True
    if len(clean) < REMEMBERED:
        clean |= beside
    return False


@lru_cache(maxsize=1)
def _clean(known: Known) -> set[str]:
    """The words, alone or beside each other, that were found to be nobody's."""
    return set()


def _telling(words: list[str]) -> bool:
    """Whether a lone word can be nothing but a number or code: figures of a report have up to four digits."""
    return len(words) == 1 and (len(words[0]) >= 5 if words[0].isdecimal() else len(words[0]) >= SHORTEST and not words[0].isalpha())


def _is_national(year: str, month: str, day: str, sequence: str, check: str) -> bool:
    """Belgium's check: 97 less the first nine digits modulo 97; from 2000 on with a 2 before them. Months may be 20 or 40 higher."""
    if int(month) % 20 > 12 or int(day) > 31:
        return False
    number = int(f"{year}{month}{day}{sequence}")
    return int(check) in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _digest(words: str, key: bytes) -> str:
    return hashlib.blake2b(words.encode(), key=key, digest_size=8).hexdigest()


def _texts(path: Path) -> Iterator[str]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            yield from (re.sub(r"<[^>]*>", " ", parts.read(part).decode("utf-8", "replace")) for part in parts.namelist())
    else:
        yield path.read_text("utf-8", errors="replace")
