"""Keys, and the unlinkable names derived from them: survey token, pseudonym, contributor hash; the seal of the ledger.

From one organisation secret, HKDF-SHA256 gives one key per purpose; HMAC-SHA256 of the register's number under each key
gives names that nobody without the secret can link to each other or to the number.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from .errors import WorkspaceError

VARIABLE = "EVALTOOLS_SECRET"
SERVICE = "evaltools"


@dataclass(frozen=True, repr=False)
class Identity:
    """The three names of a participant; built from the organisation's secret, which it does not keep."""

    token_key: bytes
    pseudonym_key: bytes
    contributor_key: bytes
    ledger_key: bytes
    leak_key: bytes

    @classmethod
    def from_secret(cls, secret: bytes) -> Identity:
        """Derive the five keys (RFC 5869) from at least 16 bytes."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        if len(secret) < 16:
            raise WorkspaceError("The organisation's secret is too short.",
                                 f"{VARIABLE} must hold at least 16 bytes (32 hexadecimal digits).")
        names = (b"evaltools token", b"evaltools pseudonym", b"evaltools contributor", b"evaltools ledger",
                 b"evaltools leaks")
        return cls(*(HKDF(hashes.SHA256(), 32, b"evaltools 1", name).derive(secret) for name in names))

    def token(self, number: str) -> str:
        """The LimeSurvey access code of a participant: 20 letters and digits, never her pseudonym."""
        return base64.b32encode(_hmac(self.token_key, number))[:20].decode().lower()

    def pseudonym(self, number: str) -> str:
        """Her name in the tidy tables: 16 hexadecimal digits."""
        return _hmac(self.pseudonym_key, number).hex()[:16]

    @property
    def mark(self) -> str:
        """What tells this secret from another one, without telling it: 16 hexadecimal digits."""
        return self.contributor("organisation")

    def contributor(self, pseudonym: str) -> str:
        """Her name in the ledger: 16 hexadecimal digits, from the pseudonym, so that the register is not needed again."""
        return _hmac(self.contributor_key, pseudonym).hex()[:16]


def _hmac(key: bytes, number: str) -> bytes:
    return hmac.new(key, number.strip().casefold().encode(), hashlib.sha256).digest()


def secret_of(organisation: str, keys: Path) -> bytes:
    """The organisation's secret: the environment, else the keyring, else a file of mode 600 outside of the workspace.

    The first time, where none of them has one, a secret is made and kept in the file.
    """
    given = os.environ.get(VARIABLE)
    text = given or _from_keyring(organisation)
    if text:
        return _bytes(text, VARIABLE if given else "The secret in the keyring")
    path = keys / f"{organisation}.key"
    if not path.exists():
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return _bytes(path.read_text("utf-8", errors="replace"), f"The secret in {path.name}")


def _bytes(text: str, where: str) -> bytes:
    try:
        return bytes.fromhex(text.strip())
    except ValueError:
        raise WorkspaceError(f"{where} is not hexadecimal.", "It is 64 digits from 0 to 9 and a to f.") from None


def _from_keyring(organisation: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, organisation)
    except (KeyringError, RuntimeError):
        return None
