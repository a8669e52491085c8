"""The methods of RemoteControl that make, open, set and delete surveys; names and order of parameters are its own."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from .failures import RemoteError, Status, Unsupported
from .hosting import activated, changed, held, opened
from .sections import Sections
from .settings import ACTIVATION, FIXED_WHEN_ACTIVE, acceptable, converted
from .site import Site, whole
from .structure_xml import read_lss
from .tab_separated import read_txt

_LARGEST = 2**31 - 1  # of the database's column
_LONGEST_TITLE = 200
_UNSETTABLE = frozenset({"sid", "active", "language", "additional_languages"})


def import_survey(site: Site, content: Any, kind: Any, name: Any = None, sid: Any = None) -> int:
    """Import a structure file in base64 and return the survey's number.

    A `txt` takes neither the name nor the number that are asked for, and whatever its bytes are, a survey comes of it. An `lss`
    takes both; a number that is taken becomes another one without a word.
    """
    if not site.creator:
        raise Status("No permission")
    if kind not in ("lsa", "csv", "txt", "lss"):
        raise Status("Invalid extension")
    decoded = _decoded(content)
    if kind == "csv":
        return 0
    if kind == "lsa":
        if decoded[:2] == b"PK":
            raise Unsupported("the import of archives")
        raise Status("Error: This is not a valid LimeSurvey LSA file.")
    if kind == "txt":
        return _imported(site, read_txt(decoded), None)
    sections = read_lss(decoded)
    if name:
        sections.texts = [row | {"surveyls_title": str(name)} for row in sections.texts]
    return _imported(site, sections, sid)


def _decoded(content: Any) -> bytes:
    try:
        return base64.b64decode(str(content) + "==")
    except (binascii.Error, ValueError):
        return b""


def _imported(site: Site, sections: Sections, wanted: Any) -> int:
    if any(len(row.get("surveyls_title", "")) > _LONGEST_TITLE for row in sections.texts):
        raise RemoteError("Error: Failed to import survey language settings - data is invalid.")
    run, properties = opened(sections, _number(site, sections.settings.get("sid") if wanted is None else wanted), site.random)
    try:
        run.run()
    finally:
        # An import that breaks off leaves what it has made: nothing of it is taken back.
        site.add(held(run.content, sections, properties))
    return run.content.sid


def _number(site: Site, wanted: Any) -> int:
    text = str(wanted or "").strip()
    number = int(text) if text.isdigit() else 0
    if number > _LARGEST:
        raise RemoteError("CDbCommand failed to execute the SQL statement: SQLSTATE[22003]: Numeric value out of range: 1264 "
                          "Out of range value for column 'sid' at row 1")
    while number == 0 or number in site.surveys:
        number = int("".join(site.random.choices("123456789", k=6)))
    return number


def delete_survey(site: Site, sid: Any) -> dict[str, str]:
    """Delete a survey with its participants and responses."""
    site.remove(site.survey(sid, unknown="No permission").sid)
    return {"status": "OK"}


def activate_survey(site: Site, sid: Any, settings: Any = None) -> dict[str, Any]:
    """Give a survey its response table; settings other than those of an activation, and values other than Y and N, are passed over."""
    survey = site.survey(sid, unknown="No permission")
    if survey.active:
        raise Status("Error: Survey already active")
    groups = (survey.groups or {}).get(survey.base_language, [])
    asking = {row["gid"] for row in survey.questions.get(survey.base_language, [])}
    if survey.groups is not None and (not groups or any(row["gid"] not in asking for row in groups)):
        raise Status("Error: Survey does not pass consistency check")
    # I: as the group of surveys has it, where all of these are off.
    chosen = {name: "N" for name in ACTIVATION if survey.properties[name] == "I"}
    given = settings if isinstance(settings, dict) else {}
    chosen |= {name: given[name] for name in ACTIVATION if given.get(name) in ("Y", "N")}
    site.put(activated(survey, chosen))
    return {"status": "OK", "pluginFeedback": None}


def activate_tokens(site: Site, sid: Any, attributes: Any = None) -> dict[str, str]:
    """Give a survey its participants table, with these attributes beside its own columns; responses get a token column with it."""
    if not site.creator:
        raise Status("No permission")
    survey = site.survey(sid)
    if survey.participants is not None:
        raise RemoteError("CDbCommand failed to execute the SQL statement: SQLSTATE[42S01]: Base table or view already exists: 1050 "
                          f"Table 'lime_tokens_{survey.sid}' already exists")
    names = tuple(dict.fromkeys(f"attribute_{whole(number)}" for number in attributes)) if isinstance(attributes, list) else ()
    site.put(changed(survey, {}, participants=[], token_attributes=names, token_counts=None))
    return {"status": "OK"}


def set_survey_properties(site: Site, sid: Any, properties: Any) -> dict[str, bool]:
    """Set properties and tell of each whether LimeSurvey took it; of an active survey, what shapes its columns is passed over."""
    survey = site.survey(sid)
    barred = _UNSETTABLE | FIXED_WHEN_ACTIVE if survey.active else _UNSETTABLE
    given = {name: value for name, value in properties.items() if name in survey.properties and name not in barred}
    if not given:
        raise Status("No valid Data")
    taken = {name: acceptable(name, value) for name, value in given.items()}
    site.put(changed(survey, {name: converted(name, value, survey.properties) for name, value in given.items() if taken[name]}))
    return taken
