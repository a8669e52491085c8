"""What a report is made with, as digests: the package's own files, and everything that is installed beside it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
PASSED = {".pyc", ".pyo"}


@cache
def code() -> str:
    """Sixteen hexadecimal digits of the content of every file of evaltools."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix not in PASSED and path.is_file())
    return of((path.relative_to(PACKAGE).as_posix(), path.read_bytes()) for path in files)


@cache
def installed() -> str:
    """Sixteen hexadecimal digits of Python's version and of every installed package's name and version."""
    found = {path.name for place in sys.path if Path(place).is_dir() for path in Path(place).glob("*.dist-info")}
    return of([("python", sys.version.encode()), *((name, b"") for name in sorted(found))])


def notebook(path: Path) -> str:
    """Sixteen hexadecimal digits of a notebook, and of the modules beside it, which it may import."""
    return of((each.name, each.read_bytes()) for each in (path, *sorted(path.parent.glob("*.py"))))


def of(parts: Iterable[tuple[str, bytes]]) -> str:
    """Sixteen hexadecimal digits of named parts."""
    whole = hashlib.blake2b(digest_size=8)
    for name, content in parts:
        whole.update(f"{len(name)} {len(content)} {name}".encode())
        whole.update(content)
    return whole.hexdigest()
