"""Logins, lockout and sessions, against the recorded texts."""

import pytest

from evaltools.demo.server.accounts import Accounts
from evaltools.demo.server.failures import Status

from .conftest import EXCHANGES


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def said(name: str) -> str:
    return EXCHANGES[name]["response"]["result"]["status"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(clock: Clock) -> Accounts:
    return Accounts("reader", "right", clock)


def refused(accounts: Accounts, user: str = "reader", password: str = "wrong", plugin: str = "Authdb", address: str = "a") -> str:
    with pytest.raises(Status) as failure:
        accounts.login(user, password, plugin, address)
    return str(failure.value)


def test_three_failures_lock_the_address_for_every_user_and_password(accounts):
    assert refused(accounts) == said("get_session_key_wrong_password")
    assert refused(accounts, user="nobody", password="right") == said("get_session_key_unknown_user")
    assert refused(accounts, password="right", plugin="AuthNope") == said("get_session_key_bad_plugin")
    assert refused(accounts) == said("get_session_key_lockout_try2")
    assert refused(accounts, password="right") == said("get_session_key_right_password_while_locked")
    assert len(accounts.login("reader", "right", "Authdb", "another address")) == 32


def test_the_lockout_ends_after_ten_minutes(accounts, clock):
    for _ in range(3):
        refused(accounts)
    clock.now = 599
    assert refused(accounts, password="right") == said("get_session_key_right_password_while_locked")
    clock.now = 600
    assert refused(accounts) == said("get_session_key_wrong_password")
    accounts.login("reader", "right", "Authdb", "a")


def test_a_login_clears_the_failures(accounts):
    for _ in range(2):
        refused(accounts)
        refused(accounts)
        accounts.login("reader", "right", "Authdb", "a")
    assert accounts.failures == {}


def test_a_key_given_before_the_lockout_keeps_working(accounts):
    key = accounts.login("reader", "right", "Authdb", "a")
    for _ in range(4):
        refused(accounts)
    accounts.check(key)


def test_a_key_lives_two_hours_from_login_however_much_it_is_used(accounts, clock):
    key = accounts.login("reader", "right", "Authdb", "a")
    clock.now = 7199
    accounts.check(key)
    clock.now = 7200
    with pytest.raises(Status, match=said("expired_session_key")):
        accounts.check(key)


def test_nothing_shows_the_password_or_a_key(accounts):
    key = accounts.login("reader", "right", "Authdb", "a")
    assert "right" not in repr(accounts)
    assert key not in repr(accounts)
