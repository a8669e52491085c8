from __future__ import annotations

import hashlib
import hmac
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import null

from evaltools.errors import WorkspaceError
from evaltools.identity import SERVICE, VARIABLE, Identity, secret_of

SECRET = bytes(range(32))
NUMBERS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


class Ring(KeyringBackend):
    """A keyring that holds one secret."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, secret: str | None = None) -> None:
        self.secret = secret

    def get_password(self, service: str, username: str) -> str | None:
        return self.secret if (service, username) == (SERVICE, "ville") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing is written to a keyring")

    delete_password = set_password  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def no_secret_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    yield
    keyring.set_keyring(before)


# ---------------------------------------------------------------- names

def test_the_names_of_a_number_never_change() -> None:
    identity = Identity.from_secret(SECRET)
    assert identity.token("17") == "6ozovbthwvilzvqxrkef"
    assert identity.pseudonym("17") == "1e3636b92bae9ccd"
    assert identity.contributor("1e3636b92bae9ccd") == "06621974e8d65ffc"


@pytest.mark.parametrize(("name", "key"), [
    (b"evaltools token", "token_key"), (b"evaltools pseudonym", "pseudonym_key"), (b"evaltools contributor", "contributor_key"),
    (b"evaltools ledger", "ledger_key"),
    (b"evaltools leaks", "leak_key")])
def test_each_key_is_rfc_5869(name: bytes, key: str) -> None:
    extracted = hmac.new(b"evaltools 1", SECRET, hashlib.sha256).digest()
    assert getattr(Identity.from_secret(SECRET), key) == hmac.new(extracted, name + b"\x01", hashlib.sha256).digest()


@given(NUMBERS)
def test_the_three_names_have_nothing_in_common(number: str) -> None:
    identity = Identity.from_secret(SECRET)
    token, pseudonym = identity.token(number), identity.pseudonym(number)
    names = {token, pseudonym, identity.contributor(pseudonym), number}
    assert len(names) == 4
    assert len({name[:6] for name in names}) == 4
    assert len(token) == 20
    assert token.isalnum()
    assert token == token.lower()
    assert len(pseudonym) == 16
    int(pseudonym, 16)


@given(NUMBERS)
def test_another_secret_gives_other_names(number: str) -> None:
    one, other = Identity.from_secret(SECRET), Identity.from_secret(SECRET[::-1])
    assert one.token(number) != other.token(number)
    assert one.pseudonym(number) != other.pseudonym(number)
    assert one.contributor("a" * 16) != other.contributor("a" * 16)


def test_names_of_many_numbers_differ() -> None:
    identity = Identity.from_secret(SECRET)
    assert len({identity.pseudonym(str(number)) for number in range(5000)}) == 5000
    assert len({identity.token(str(number)) for number in range(5000)}) == 5000


@pytest.mark.parametrize("written", [" IXL-017", "ixl-017 ", "Ixl-017"])
def test_a_number_is_the_same_however_it_is_typed(written: str) -> None:
    identity = Identity.from_secret(SECRET)
    assert identity.pseudonym(written) == identity.pseudonym("IXL-017")
    assert identity.token(written) == identity.token("IXL-017")


def test_an_identity_does_not_show_its_keys() -> None:
    identity = Identity.from_secret(SECRET)
    assert identity.token_key.hex() not in repr(identity)
    assert repr(identity.token_key) not in repr(identity)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(WorkspaceError, match="too short"):
        Identity.from_secret(SECRET[:15])


# ---------------------------------------------------------------- where the secret lies

def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    keys = tmp_path / "config" / "keys"
    secret = secret_of("ville", keys)
    assert len(secret) == 32
    assert secret_of("ville", keys) == secret
    assert secret_of("commune", keys) != secret
    if sys.platform != "win32":
        assert stat.S_IMODE((keys / "ville.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_the_environment_comes_before_the_keyring_and_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = secret_of("ville", tmp_path)
    keyring.set_keyring(Ring("11" * 32))
    assert secret_of("ville", tmp_path) == bytes([0x11]) * 32
    assert secret_of("commune", tmp_path) != bytes([0x11]) * 32
    monkeypatch.setenv(VARIABLE, " " + "22" * 32 + "\n")
    assert secret_of("ville", tmp_path) == bytes([0x22]) * 32
    assert (tmp_path / "ville.key").read_text() == kept.hex()


def test_a_secret_of_the_environment_is_written_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "22" * 32)
    secret_of("ville", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", ["grasshopper", "abc12", "0x" + "11" * 32])
def test_a_secret_that_is_not_hexadecimal_is_refused_without_being_shown(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    (tmp_path / "ville.key").write_text(wrong)
    refused = [_refused(tmp_path)]
    keyring.set_keyring(Ring(wrong))
    refused.append(_refused(tmp_path))
    monkeypatch.setenv(VARIABLE, wrong)
    refused.append(_refused(tmp_path))
    for message, place in zip(refused, ("ville.key", "keyring", VARIABLE), strict=True):
        assert place in message
        assert wrong not in message


def test_a_damaged_or_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ville.key").write_bytes(b"\xff\xfe\x00")
    assert "ville.key" in _refused(tmp_path)
    (tmp_path / "ville.key").write_bytes(b"")
    with pytest.raises(WorkspaceError, match="too short"):
        Identity.from_secret(secret_of("ville", tmp_path))


def _refused(keys: Path) -> str:
    with pytest.raises(WorkspaceError) as raised:
        secret_of("ville", keys)
    return str(raised.value)
