"""Which values a survey's settings take: those of a file that is imported, and those that are set over RemoteControl."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .failures import Status
from .reference import new_properties

# Settings beside Y and N; I: as the group of surveys has it.
_LISTED: dict[str, str] = {"format": "GSAI", "showgroupinfo": "BNDXI", "showqnumcode": "BNCXI"}
_YES_OR_NO = frozenset({
    "anonymized", "savetimings", "datestamp", "usecookie", "allowregister", "allowsave", "autoredirect", "allowprev", "printanswers",
    "ipaddr", "ipanonymize", "refurl", "publicstatistics", "publicgraphs", "listpublic", "htmlemail", "sendconfirmation",
    "tokenanswerspersistence", "assessments", "showxquestions", "shownoanswer", "showwelcome", "showprogress", "nokeyboard",
    "alloweditaftercompletion"})
_WHOLE = frozenset({"autonumber_start", "showsurveypolicynotice", "questionindex", "navigationdelay", "tokenlength", "owner_id", "gsid"})
_MOMENTS = frozenset({"expires", "startdate"})
_LONGEST = {"admin": 50, "faxto": 20}
LONGEST_TOKEN = 36
FIXED_WHEN_ACTIVE = frozenset({"anonymized", "datestamp", "savetimings", "ipaddr", "refurl"})
ACTIVATION = ("anonymized", "datestamp", "ipaddr", "ipanonymize", "refurl", "savetimings")


def imported(settings: Mapping[str, str]) -> dict[str, Any]:
    """The properties of a new survey from those of a file; names that are no property are left out.

    Raises
    ------
    Status
        Naming every setting that LimeSurvey refuses: nothing is imported then.
    """
    properties = new_properties()
    given = {name: value for name, value in settings.items() if name in properties and name not in ("active", "owner_id", "gsid", "sid")}
    if "tokenlength" in given and not (given["tokenlength"].isdigit() and int(given["tokenlength"]) <= LONGEST_TOKEN):
        given["tokenlength"] = str(LONGEST_TOKEN)
    ordered = sorted(given, key=lambda name: name not in _YES_OR_NO)
    mistakes = [mistake for name in ordered if (mistake := _mistake(name, given[name]))]
    if mistakes:
        listed = "".join(f"<li>{mistake}</li>\n" for mistake in mistakes)
        raise Status(f'Error: <div class="errorSummary">Unable to import survey.\n<ul>\n{listed}</ul></div>')
    return properties | {name: converted(name, value, properties) for name, value in given.items()}


def acceptable(name: str, value: Any) -> bool:
    """Whether LimeSurvey sets a property to this value."""
    return not _mistake(name, value)


def converted(name: str, value: Any, before: Mapping[str, Any]) -> Any:
    """A value as a property holds it: nothing leaves a date empty, and any other setting as it was."""
    if value is None or value == "":
        return None if name in _MOMENTS or before[name] is None else before[name]
    return int(value) if name in _WHOLE else str(value)


def _mistake(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    text, label = str(value), name.capitalize()
    if name in _MOMENTS:
        return "" if _moment(text) else f"The format of {label} is invalid."
    if name in _WHOLE:
        return "" if text.lstrip("-").isdigit() else f"{label} must be an integer."
    if len(text) > _LONGEST.get(name, len(text)):
        return f"{label} is too long (maximum is {_LONGEST[name]} characters)."
    allowed = "YNI" if name in _YES_OR_NO else _LISTED.get(name)
    return f"{label} is not in the list." if allowed and text not in [*allowed] else ""


def _moment(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return False
    return True
