"""A definition by structure as `definitions.yaml` has it, read strictly: a bad one is refused when it is written.

`core` (SMARTS with map numbers), `positions` (by map number: `name`, and the words `may` and `must`),
`max_heavy_atoms`, whose `reading` of the law it is (`law` or `ours`), and what else has to be `provided`. What it must
meet and leave alone (`positives`, `negatives`) is checked by `catalogue.structures.examples`; `name` is for readers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from penstock.engines.structures.rules import Reading, Site

# Real cores take less than a hundred; RDKit's parser has no clock that could stop it.
MOST_CHARACTERS = 1_000
MOST_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Definition:
    """What a definition says to the engine."""

    core: str
    positions: tuple[Site, ...]
    max_heavy_atoms: int | None
    reading: Reading
    provided: str


def definition_of(said: Any) -> Definition:
    """Return a definition; raise ValueError with what is missing or wrong and how it is written."""
    if not isinstance(said, Mapping):
        raise ValueError("it must be names with values, such as core and reading")  # noqa: TRY004 - a fault of data
    for name in ("core", "reading"):
        if name not in said:
            raise ValueError(f"{name} is missing")
    if said["reading"] not in get_args(Reading):
        raise ValueError(f"reading is {said['reading']!r}; write one of {', '.join(get_args(Reading))}")
    most = said.get("max_heavy_atoms")
    if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 1):
        raise ValueError(f"max_heavy_atoms is {most!r}; write a whole number such as 34, or leave it out")
    positions = said.get("positions", {})
    if not isinstance(positions, Mapping):
        raise ValueError("positions must be map numbers, each with name, may and must")  # noqa: TRY004 - the same
    return Definition(
        _core(said["core"]),
        tuple(_site(label, site) for label, site in positions.items()),
        most,
        said["reading"],
        _text(said.get("provided", ""), "provided"),
    )


def _core(said: Any) -> str:
    text = _text(said, "core")
    if len(text) > MOST_CHARACTERS or not text.isascii():
        raise ValueError(f"core must be plain ASCII of at most {MOST_CHARACTERS} characters")
    if text.count("(") > MOST_DEPTH or text.count("[") > MOST_CHARACTERS // 4:
        raise ValueError(f"core has more than {MOST_DEPTH} branches; write a smaller one")
    return text


def _site(label: Any, said: Any) -> Site:
    if not isinstance(label, int) or not isinstance(said, Mapping) or "name" not in said:
        raise ValueError(f"position {label!r}: write a map number of the core with name, may and must")
    where = f"position {label}"
    return Site(label, _text(said["name"], f"{where}: name"), _words(said, "may", where), _words(said, "must", where))


def _words(said: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    words = said.get(name, [])
    if not isinstance(words, list):
        raise ValueError(f"{where}: {name} must be a list, such as [alkyl, halogen]")  # noqa: TRY004 - the same
    return tuple(_text(word, f"{where}: {name}") for word in words)


def _text(said: Any, where: str) -> str:
    if not isinstance(said, str):
        raise ValueError(f"{where} is {said!r}; write text (in quotes, where YAML takes it for something else)")  # noqa: TRY004 - the same
    return said
