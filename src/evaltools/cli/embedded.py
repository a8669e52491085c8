"""The demo's survey server: where a folder asks for `url = "embedded"`, it runs while the command does."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from ..gather import EMBEDDED, URL
from ..identity import VARIABLE
from ..settings import Settings


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """Run the embedded server around a command and tell the stage that collects where it is; nothing for a real organisation."""
    if settings.limesurvey is None or settings.limesurvey.url != EMBEDDED or os.environ.get(URL):
        yield
        return
    from .. import starter
    from ..demo import SECRET
    from ..demo.hosting import serve
    from ..questionnaires import load

    user, password = "demo", secrets.token_urlsafe(16)
    with serve(settings.root, load(starter.own(settings.root, "surveys")), user, password) as url, _environment({
            URL: url, "EVALTOOLS_LIMESURVEY_USER": user, "EVALTOOLS_LIMESURVEY_PASSWORD": password, VARIABLE: SECRET.hex()}):
        yield


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
