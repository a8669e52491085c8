"""The demo's survey server: where a folder asks for `url = "embedded"`, it runs while the command does."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from ..identity import VARIABLE
from ..settings import EMBEDDED, URL, Settings


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """Run the embedded server around a command and tell the stage that collects where it is; nothing for a real organisation."""
    if not _is_demo(settings):
        yield
        return
    from .. import starter
    from ..demo.hosting import serve
    from ..questionnaires import load

    user, password = "demo", secrets.token_urlsafe(16)
    with serve(settings.root, load(starter.own(settings.root, "surveys")), user, password) as url, with_its_secret(settings), _environment({
            URL: url, "EVALTOOLS_LIMESURVEY_USER": user, "EVALTOOLS_LIMESURVEY_PASSWORD": password}):
        yield


@contextmanager
def with_its_secret(settings: Settings) -> Iterator[None]:
    """The demo's own secret around a command that asks no server; nothing for a real organisation."""
    from ..demo import SECRET

    with _environment({VARIABLE: SECRET.hex()} if _is_demo(settings) else {}):
        yield


def _is_demo(settings: Settings) -> bool:
    return settings.limesurvey is not None and settings.limesurvey.url == EMBEDDED and not os.environ.get(URL)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
