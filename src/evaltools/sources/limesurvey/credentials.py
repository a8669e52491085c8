"""The name and password for a survey server: the environment, else the keyring; never a file, never a message."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ...errors import AccessRefused

USER = "EVALTOOLS_LIMESURVEY_USER"
PASSWORD = "EVALTOOLS_LIMESURVEY_PASSWORD"
SERVICE = "evaltools"


@dataclass(frozen=True, repr=False)
class Credentials:
    """A name and a password; shows neither of them in a traceback."""

    user: str
    password: str


def credentials_for(url: str) -> Credentials:
    """The name and password for the server at `url`; raises AccessRefused, saying where they are looked for.

    In the keyring they are the service `evaltools`, under the names "<url> user" and "<url> password".
    """
    user = os.environ.get(USER) or _from_keyring(f"{url} user")
    password = os.environ.get(PASSWORD) or _from_keyring(f"{url} password")
    if not user or not password:
        missing = [variable for variable, value in ((USER, user), (PASSWORD, password)) if not value]
        raise AccessRefused("There is no name or no password for the survey server.",
                            f"Set {' and '.join(missing)}, or keep both in the keyring: "
                            f'`keyring set {SERVICE} "{url} user"` and `keyring set {SERVICE} "{url} password"`.')
    return Credentials(user, password)


def _from_keyring(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError):
        return None
