"""The page that participants get before the first questionnaire: who asks, why, what is kept, and that they are free."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from pathlib import Path
from string import Formatter

import jinja2
from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..errors import SettingsError
from .loading import checked, content_of
from .model import Words

FILE = "notice.yml"
TEMPLATE, STYLE = "notice.html.j2", "notice.css"
PLACES = frozenset({"organisation", "contact", "kept"})
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Section(_Strict):
    """A heading and its sentences, in every language."""

    heading: Words
    text: dict[str, tuple[str, ...]]


class Notice(_Strict):
    """The whole page in every language; `kept` is how long answers are kept."""

    title: Words
    kept: Words
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole_notice(self) -> Notice:
        for section in self.sections:
            for language in self.title:
                if not section.heading.get(language) or not section.text.get(language):
                    raise ValueError(f"a section has no text in '{language}'")
                for sentence in section.text[language]:
                    strange = _places(sentence) - PLACES
                    if strange:
                        raise ValueError(f"{{{sorted(strange)[0]}}} is no place to fill; there are {', '.join(sorted(PLACES))}")
        if self.kept.keys() != self.title.keys():
            raise ValueError("`kept` must say in every language how long answers are kept")
        return self

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it can be printed."""
        return tuple(self.title)


def load_notice(folder: Path) -> Notice:
    """The notice of a folder's notice.yml; raises SettingsError naming the rule that it breaks."""
    return checked(Notice, content_of(folder / FILE), folder / FILE, "notice")


def page(notice: Notice, language: str, organisation: str, contact: str) -> str:
    """The notice as one HTML page that prints on one sheet of A4 and fetches nothing.

    Parameters
    ----------
    organisation, contact
        Who asks, and where to write: an e-mail address, a telephone number or a place.

    Raises
    ------
    SettingsError
        The notice has no such language, or nobody to write to is named.
    """
    if language not in notice.title:
        raise SettingsError(f"The notice has no text in '{language}'.", f"It has: {', '.join(notice.languages)}.")
    if not (organisation.strip() and contact.strip()):
        raise SettingsError("The notice must say who asks and where to write.",
                            "Fill in [organisation] name and contact in evaltools.toml.")
    # Names and addresses keep their own direction inside Arabic sentences.
    filled = {"organisation": _isolated(organisation), "contact": _isolated(contact), "kept": escape(notice.kept[language])}
    sections = [{"heading": section.heading[language], "sentences": [escape(text).format(**filled) for text in section.text[language]]}
                for section in notice.sections]
    return _template().render(language=language, direction="rtl" if language in RIGHT_TO_LEFT else "ltr", title=notice.title[language],
                              organisation=organisation, sections=sections, style=Markup(_style()), style_hash=_hash(_style()))


def _isolated(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


@cache
def _style() -> str:
    return _file(STYLE)


@cache
def _template() -> jinja2.Template:
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True).from_string(_file(TEMPLATE))


def _hash(style: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"
