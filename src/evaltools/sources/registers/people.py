"""The register's numbers and what stands for them: pseudonyms in tables, access codes of surveys."""

from __future__ import annotations

from collections import defaultdict

from ...identity import Identity
from .problems import Problems
from .values import text_of


def register_number(written: object) -> str:
    """A participant's number as it is always derived from; spreadsheets lose leading zeros, so digits have none.

    >>> register_number("007"), register_number(7.0), register_number(" A-0007 ")
    ('7', '7', 'A-0007')
    """
    text = " ".join(text_of(written).split())
    return text.lstrip("0") or "0" if text.isdecimal() else text


class People:
    """Everybody met in the registers, and who of them is listed in a participants sheet.

    Where no sheet lists participants, whoever is met is known (`open`).
    """

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._codes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.numbers: dict[str, str] = {}
        self.by_number: dict[str, str] = {}
        self.open = False

    def add(self, written: str) -> str:
        """Her pseudonym, from now on known under this spelling and under the one it is derived from."""
        number = register_number(written)
        pseudonym = self._identity.pseudonym(number)
        self.numbers.setdefault(pseudonym, number)
        self.by_number |= {written: pseudonym, number: pseudonym}
        return pseudonym

    def known(self, written: str) -> str | None:
        """The pseudonym of a number that is listed; None for another."""
        if self.open:
            return self.add(written)
        pseudonym = self._identity.pseudonym(register_number(written))
        if pseudonym not in self.numbers:
            return None
        return self.add(written)

    def is_listed(self, cell: object) -> bool:
        """Whether a cell holds a number that is listed."""
        return cell != "" and self._identity.pseudonym(register_number(cell)) in self.numbers

    def give_code(self, pseudonym: str, code: str, source: str) -> None:
        """Link her to the forms under an access code that she already has."""
        self._codes[code].append((pseudonym, source))

    def staff(self, name: str) -> str:
        """What stands for a case manager's name in tables: staff are people too."""
        return self._identity.pseudonym(f"case manager {name}")

    def by_token(self, problems: Problems) -> dict[str, str]:
        """Access code to pseudonym: the register's own code where it has one, else the derived one."""
        coded = {pseudonym for holders in self._codes.values() for pseudonym, _ in holders}
        links = {self._identity.token(number): pseudonym for pseudonym, number in self.numbers.items() if pseudonym not in coded}
        for code, holders in self._codes.items():
            if len({pseudonym for pseudonym, _ in holders}) == 1:
                links[code] = holders[0][0]
            else:
                problems.add(holders[0][1], "participants", "token", "duplicate_code", len(holders))
        return links
