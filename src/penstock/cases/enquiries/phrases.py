"""Stock phrases of enquiries in the six languages of the United Nations; nothing that people write is translated."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from penstock.kernel.forms.types import Choice, Several

LANGUAGES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
QUESTION, ANSWER = "question", "answer"
USUAL = "en"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in each of the six languages, for questions or for answers."""

    id: str
    kind: str
    is_reviewed: bool
    said: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The sentence in a language, in English for one that is not among the six."""
        return self.said[language if language in self.said else USUAL]


@cache
def phrases() -> Mapping[str, Phrase]:
    """All phrases by id; ValueError when one lacks a language, for a gap would show in the middle of a case."""
    rows = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8"))
    found = {}
    for row in rows:
        lacking = sorted(language for language in LANGUAGES if not str(row.get(language) or "").strip())
        if lacking or row["kind"] not in {QUESTION, ANSWER} or row["id"] in found:
            message = f"phrase {row['id']}: lacks {lacking}, or is of no kind, or stands twice"
            raise ValueError(message)
        said = {language: row[language].strip() for language in LANGUAGES}
        found[row["id"]] = Phrase(row["id"], row["kind"], bool(row["reviewed"]), said)
    return found


READER: list[Callable[[], str | None]] = []
"""Says which language the reader reads in; Django's says so in an instance, and commands start without it."""


def language_now() -> str:
    """The language the reader reads in, one of the six."""
    active = next((said for ask in READER if (said := ask())), USUAL).partition("-")[0]
    return active if active in LANGUAGES else USUAL


def known(ids: Iterable[str]) -> list[Phrase]:
    """The phrases with these ids, in order; one that was withdrawn since is left out."""
    return [phrases()[one] for one in ids if one in phrases()]


class Phrases(Several):
    """Any number of the stock phrases of one kind, offered in the reader's language."""

    def __init__(self, kind: str) -> None:
        """Offer the questions or the answers."""
        self.kind = kind
        super().__init__(Choice({one.id: one.in_(USUAL) for one in phrases().values() if one.kind == kind}))

    def choices(self) -> Sequence[tuple[str, str]]:
        """Ids and sentences."""
        language = language_now()
        return tuple((one.id, one.in_(language)) for one in phrases().values() if one.kind == self.kind)
