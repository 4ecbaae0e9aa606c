"""The examples of a definition, as `definitions.yaml` has them: what it must meet, and what it must leave alone.

`positives` and `negatives` are lists of a `name` and a `smiles` each; what else stands beside them is for readers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.structures.definitions import MOST_CHARACTERS
from penstock.catalogue.structures.rulebook import structure_rule
from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.rules import StructureRule

# Real definitions have less than twenty; a proposal waits until all are judged.
MOST_EXAMPLES = 100
_KINDS = {
    "positives": (True, "is a positive example, and the definition does not meet it"),
    "negatives": (False, "is a negative example, and the definition meets it"),
}


def check_examples(book: Book, pack: Pack) -> None:
    """Raise PackError for the first entry of a pack, of any day, whose definition misjudges one of its own examples.

    The book must hold the pack, and every entry must make a rule (`structures.rulebook.check_rules`).
    """
    rows = {id(row.record): row for row in pack.rows.get("entries", ())}
    for rule in book.rules:
        if rule.pack is pack and rule.entry.rule == "generic":
            made = structure_rule(book, rule)
            fault = _fault(made, pack.definitions[rule.entry.definition]) if made else ""
            if fault:
                text = f"definitions.yaml, {rule.entry.definition!r}: {fault}; mend the definition or the example"
                raise rows[id(rule.entry)].refuse(text)


def _fault(rule: StructureRule, said: Mapping[str, Any]) -> str:
    """What is wrong with the first example that is misjudged or cannot be read; empty when all are right."""
    rulebook = Rulebook([rule])
    try:
        for kind, (is_met, complaint) in _KINDS.items():
            for name, smiles in _examples(said, kind):
                answer = rulebook.match(smiles)
                if answer.refused:
                    return f"{name!r} of {kind}: {answer.refused}"
                if bool(answer.hits) is not is_met:
                    return f"{name!r} {complaint}"
    except ValueError as fault:
        return str(fault)
    return ""


def _examples(said: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Yield name and SMILES of each example; raise ValueError where they are not written as they must be."""
    examples = said.get(kind, [])
    if not isinstance(examples, list) or len(examples) > MOST_EXAMPLES:
        raise ValueError(f"{kind} must be a list of at most {MOST_EXAMPLES}, each with name and smiles")
    for one in examples:
        name, smiles = (one.get("name"), one.get("smiles")) if isinstance(one, Mapping) else (None, None)
        if not isinstance(name, str) or not isinstance(smiles, str) or len(smiles) > MOST_CHARACTERS:
            raise ValueError(f"{kind}: write name and smiles (at most {MOST_CHARACTERS} characters) of each as text")
        yield name, smiles
