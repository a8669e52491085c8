"""Codes that LimeSurvey would mix up, besides those that a questionnaire's own rules refuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from ..questionnaires import Questionnaires
from ..questionnaires.model import OTHER, RESERVED


def lines(known: Questionnaires) -> Iterator[str]:
    """One line for each code that is another one but for small and capital letters, or one of LimeSurvey's own."""
    for survey in known.surveys.values():
        for item in survey.items:
            where = f"Questionnaire {survey.id}, {item.code}"
            for kind, parts in (("option", item.options), ("row", item.rows)):
                yield from _alike(f"{where}, {kind}", parts)
                yield from (f"{where}, {kind} {code}: '{code.casefold()}' is LimeSurvey's own code; choose another."
                            for code in parts if code.casefold() in RESERVED)
            answers = known.scales[item.scale].answers if item.scale else ()
            if item.other and any(answer.code.casefold() == OTHER for answer in answers):
                yield f"{where}: the scale {item.scale} has an answer '{OTHER}' already; take `other` out, or the answer."
    for name, scale in known.scales.items():
        yield from _alike(f"Scale {name}, answer", [answer.code for answer in scale.answers])


def repeated_keys(folder: Path) -> Iterator[str]:
    """One line for each word that stands twice in one place of a file: YAML would silently keep the last."""
    for path in sorted(folder.glob("*.yml")):
        try:
            root = yaml.compose(path.read_text("utf-8"), yaml.SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError):
            continue  # said when the questionnaires are loaded
        for key, line in _repeated(root):
            yield f"{path.name}, line {line}: '{key}' stands there twice; only the last would count."


def _alike(where: str, codes: Iterable[str]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for code in codes:
        first = seen.setdefault(code.casefold(), code)
        if first != code:
            yield f"{where} {code}: LimeSurvey cannot tell it from '{first}'; choose another code."


def _repeated(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated(child)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(key.value)
            yield from _repeated(value)
