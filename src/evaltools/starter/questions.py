"""What `evaltools init` asks, and the answers that make an organisation's folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ..scope import LANGUAGES

T = TypeVar("T")
KINDS = {"workshop": "a course of 8 to 12 sessions", "miriam": "a year of guidance, in groups and one to one",
         "bureau": "a bureau with reception and interviews"}


@dataclass(frozen=True)
class Answers:
    """What `evaltools init` asks. Identifiers are made from the names where none is given.

    Parameters
    ----------
    organisation, programme
        Their names as readers know them.
    kind
        workshop, miriam or bureau.
    languages
        Of fr, nl and en, the first one also that of the register templates and of the page for the evaluator.
    sites
        Names of the antennas, as the registers write them; none where the register is to say.
    server
        The survey server's address; empty where answers come as files.
    contact
        How a reader writes back; may be empty.
    """

    organisation: str
    programme: str
    kind: str
    languages: tuple[str, ...] = ("fr", "nl", "en")
    sites: tuple[str, ...] = ()
    server: str = ""
    contact: str = ""
    organisation_id: str = ""
    programme_id: str = ""


def ask(prompt: Callable[..., str]) -> Answers:
    """Ask the questions one by one; a wrong answer is asked again.

    Parameters
    ----------
    prompt
        Called with the question and perhaps `default` and `show_default`, as `typer.prompt` is.
    """
    kinds = "; ".join(f"{kind} = {meaning}" for kind, meaning in KINDS.items())
    return Answers(
        organisation=prompt("Your organisation's name"),
        contact=prompt("Where readers may write to (an address; Enter for none)", default="", show_default=False),
        languages=_until(prompt, "Languages of the reports, the first one also yours", _languages, "fr nl en"),
        programme=prompt("The programme's name"),
        kind=_until(prompt, f"What kind it is ({kinds})", _kind, "workshop"),
        sites=_names(prompt("Its sites or antennas, with commas (Enter: as the register says)", default="", show_default=False)),
        server=_until(prompt, "Your LimeSurvey's address (Enter: answers come as files)", _address, ""))


def _until(prompt: Callable[..., str], question: str, read: Callable[[str], T | None], default: str) -> T:
    while True:
        answer = read(prompt(question, default=default, show_default=bool(default)))
        if answer is not None:
            return answer


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in re.split("[,;]", text) if name.strip()))


def _languages(text: str) -> tuple[str, ...] | None:
    chosen = tuple(dict.fromkeys(re.findall("[a-z]+", text.lower())))
    return chosen if chosen and set(chosen) <= set(LANGUAGES) else None


def _kind(text: str) -> str | None:
    return text.strip().lower() if text.strip().lower() in KINDS else None


def _address(text: str) -> str | None:
    return text.strip() if not text.strip() or re.match(r"https?://\S+$", text.strip()) else None
