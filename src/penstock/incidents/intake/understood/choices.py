"""Words for what the sheet offers to choose from: setting, transport, concealment, kind and the rest."""

from collections.abc import Mapping
from functools import cache, lru_cache

from penstock.incidents.fields import INCIDENT
from penstock.incidents.intake.understood.answers import NOTHING, Understood, folded, words

KEPT_AS = {"concealment": "other", "modus_operandi": "other", "setting": "other"}
"""Fields that have an answer for what is none of theirs."""


@lru_cache(maxsize=5_000)
def chosen(field: str, text: str) -> Understood:
    """The choice that a word means; a word that means none is kept in words, and never a fault of its line."""
    said = folded(text)
    if not said:
        return NOTHING
    code = _known(field).get(said)
    if code is None:
        elsewhere = {field: _kept(field, KEPT_AS[field])} if field in KEPT_AS else {}
        return Understood({**elsewhere, "in_words": text}, "in no list: kept in words")
    return Understood({field: _kept(field, code)} if code else {}, "a word of the list" if code else "said to be none")


def _kept(field: str, code: str) -> str | list[str]:
    return [code] if field in {"concealment", "modus_operandi"} else code


@cache
def _known(field: str) -> Mapping[str, str]:
    own = {folded(text): code for code, label in INCIDENT.field(field).type.choices() for text in (code, label)}
    listed = words("choices").get(field, {})
    return own | {folded(word): code for code, known in listed.items() for word in known}
