"""What the demo's evaluator chose, edited and signed: invented words, one of them hostile, one that the gate refuses."""

from __future__ import annotations

from ..quotes import HEADINGS, Pool

PROGRAMME, REVIEWER, SIGNED = "ateliers", "Inès Voorbeeld", "2026-10-05"
HOSTILE = "Les femmes du groupe, merci <script>merci()</script> !"
REFUSED = "Mon mari ne voulait pas que je vienne."
QUOTES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("end.suggestion", "fr", "Plus de temps pour parler entre nous à la fin.", {
        "nl": "Meer tijd om op het einde met elkaar te praten.", "en": "More time to talk among ourselves at the end."}),
    ("end.suggestion", "nl", "Niets veranderen, het was een warme groep.", {
        "fr": "Ne rien changer, c'était un groupe chaleureux.", "en": "Change nothing, it was a warm group."}),
    ("end.suggestion", "ar", "نحتاج إلى وقت أطول للحديث معا.", {
        "fr": "Il nous faut plus de temps pour parler ensemble.", "nl": "We hebben meer tijd nodig om samen te praten.",
        "en": "We need more time to talk together."}),
    ("end.keep", "fr", HOSTILE, {}),
    ("end.proud", "fr", REFUSED, {}),
)
"""Item, language, words and translations of each quote. The evaluator edits: a text need not be what its source said, word for word."""
SUGGESTIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("4", "Prévoir plus de temps pour parler ensemble à la fin des séances.", {
        "nl": "Meer tijd voorzien om samen te praten op het einde van de sessies.",
        "en": "Leave more time to talk together at the end of sessions."}),
    ("2", "Déplacer les séances vers un local plus clair.", {}),
)
"""How many women said it, the sum of what they said, its translations; the second one too few women said."""


def chosen(pool: Pool) -> list[list[str]]:
    """The rows of the evaluator's file, its quotes with sources of as many different women; nothing is held against rules here."""
    mine, quoted, rows = pool.texts[pool.texts["programme"] == PROGRAMME].sort_values("source"), set[str](), list[list[str]]()
    for item, language, text, translations in QUOTES:
        free = mine[(mine["item"] == item) & ~mine["participant"].isin(quoted)].head(1)
        quoted |= set(free["participant"])
        rows.append(_row(kind="quote", source="".join(free["source"]), item=item, language=language, text=text, **translations))
    return rows + [_row(kind="suggestion", women=women, language="fr", text=text, **translations)
                   for women, text, translations in SUGGESTIONS]


def _row(**cells: str) -> list[str]:
    told = {"programme": PROGRAMME, "reviewer": REVIEWER, "date": SIGNED, **cells}
    return [told.get(name, "") for name in HEADINGS]
