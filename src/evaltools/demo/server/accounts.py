"""Who may come in: one user, session keys of a fixed lifetime, and the lockout of an address after failed logins."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from .failures import Status

LIFETIME = 7200.0  # seconds, LimeSurvey's iSessionExpirationTime; counted from login, use does not prolong it
ALLOWED_FAILURES = 3  # maxLoginAttempt
LOCKED_FOR = 600.0  # seconds

INVALID_LOGIN = "Invalid user name or password"
LOCKED_OUT = "You have exceeded the number of maximum login attempts. Please wait 10 minutes before trying again."


@dataclass
class Accounts:
    """The user, the open sessions (key -> second of login) and the failed logins (address -> their number, the last second)."""

    user: str
    password: str = field(repr=False)
    clock: Callable[[], float]
    sessions: dict[str, float] = field(default_factory=dict, repr=False)
    failures: dict[str, tuple[int, float]] = field(default_factory=dict, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def login(self, user: str, password: str, plugin: str, address: str) -> str:
        """A new session key of 32 characters; raises Status on a wrong login and, after three, whatever the login."""
        with self.lock:
            now = self.clock()
            count, last = self.failures.get(address, (0, now))
            if count >= ALLOWED_FAILURES and now - last < LOCKED_FOR:
                raise Status(LOCKED_OUT)
            if (user, password, plugin) != (self.user, self.password, "Authdb"):
                earlier = count if count < ALLOWED_FAILURES else 0
                self.failures[address] = (earlier + 1, now)
                raise Status(INVALID_LOGIN)
            self.failures.pop(address, None)
            key = secrets.token_hex(16)
            self.sessions[key] = now
            return key

    def check(self, key: object) -> None:
        """Raises Status where a key is unknown, released or too old."""
        with self.lock:
            begun = self.sessions.get(key) if isinstance(key, str) else None
            if begun is None or self.clock() - begun >= LIFETIME:
                raise Status("Invalid session key")

    def release(self, key: object) -> None:
        """Forget a key; a key that was never given is released just as well."""
        with self.lock:
            if isinstance(key, str):
                self.sessions.pop(key, None)

    def expire(self) -> None:
        """End every session, as the clean-up of the session table does."""
        with self.lock:
            self.sessions.clear()
