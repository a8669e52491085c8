"""Whom no page may name: everybody that the registers ever held, by keyed hashes in the workspace."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from babel import Locale

from . import languages
from .catalogue import Entry
from .disclosure.leaks import Known, digests
from .identity import Identity
from .questionnaires import Questionnaires
from .scope import LANGUAGES
from .settings import Settings
from .workspace import Workspace, read_json, write_json

FILE = "persons.json"
SHORTEST = 8
SECRETS = ("EVALTOOLS_SECRET", "EVALTOOLS_LIMESURVEY_PASSWORD")


def remember(workspace: Workspace, identity: Identity, texts: Iterable[str], common: Iterable[str]) -> None:
    """Add what stands for persons to what the workspace knows; nobody is ever forgotten by a new register.

    Parameters
    ----------
    texts
        Names, numbers, access codes, pseudonyms.
    common
        Texts of the reports themselves: their words, alone, name nobody.
    """
    path = workspace.folder() / FILE
    known = set(read_json(path, {}).get("digests", ()))
    write_json(path, {"digests": sorted(known | digests(texts, common, identity.leak_key))})
    path.chmod(0o600)


def known(workspace: Workspace, identity: Identity, settings: Settings) -> Known:
    """What the leak scan looks for."""
    found = read_json(workspace.folder() / FILE, {}).get("digests", ())
    # A password of a few letters would be found in every page, and is none
    secrets = tuple(value for value in map(os.environ.get, SECRETS) if value and len(value) >= SHORTEST)
    return Known(frozenset(found), identity.leak_key, settings.organisation.contact, secrets)


def common_texts(settings: Settings, catalogue: Mapping[str, Entry], questionnaires: Questionnaires) -> Iterator[str]:
    """Every text that reports are made of: phrases, titles, questions, names of programmes and sites, months and days."""
    for code in LANGUAGES:
        locale = Locale.parse(code)
        for names in (locale.months["format"]["wide"], locale.months["format"]["abbreviated"], locale.days["format"]["wide"]):
            yield from names.values()
        for message in languages.catalogue(code) if code != languages.SOURCE else ():
            for text in (message.id, message.string):
                yield from [text] if isinstance(text, str) else (text or ())
    yield from settings.organisation.name.values()
    for programme in settings.programmes:
        yield from (programme.id, *programme.name.values(), *(name for site in programme.sites for name in (site.id, site.name)))
    for entry in catalogue.values():
        for words in (entry.title, entry.definition, entry.population, *entry.parts.values()):
            yield from words.values()
    for survey in questionnaires.surveys.values():
        for item in survey.items:
            yield from item.text.values()
