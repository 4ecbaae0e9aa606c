"""Find where the options of a part and its template say different things."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template import engines
from django.template.base import NodeList, Token, Variable
from django.template.defaulttags import ForNode, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django_cotton.compiler_regex import CottonCompiler
from django_cotton.templatetags._vars import CottonVarsNode

from .folders import PARTS, SKELETONS, Part, skeletons

ALWAYS = {"slot", "attrs", "forloop", "block", "csrf_token"}
LITERALS = {"True", "False", "None"}
WALKED = ("django.template.", "django.templatetags.", "django_cotton.", "django_htmx.")
NOT_WALKED = {"Engine", "Origin", "Library", "Template", "Parser", "Lexer"}


def _nodes_of(path: Path) -> NodeList:
    source = CottonCompiler().process(path.read_text(encoding="utf-8"))
    return engines["django"].from_string(source).template.nodelist


def _walk(thing: Any, seen: dict[int, Any]) -> Iterator[Any]:
    """Every object of a compiled template, in whatever attribute Django keeps it."""
    if id(thing) in seen or isinstance(thing, str | int | float | bool | None | type):
        return
    seen[id(thing)] = thing  # Held, so that no later object gets the same id.
    if isinstance(thing, list | tuple | set):
        for item in thing:
            yield from _walk(item, seen)
    elif isinstance(thing, dict):
        yield from _walk(list(thing.values()), seen)
    elif type(thing).__module__.startswith(WALKED) and type(thing).__name__ not in NOT_WALKED | {"CottonVarsNode"}:
        yield thing
        yield from _walk(list(getattr(thing, "__dict__", {}).values()), seen)
        yield from _walk(
            [getattr(thing, slot) for slot in getattr(type(thing), "__slots__", ()) if hasattr(thing, slot)], seen
        )


class Reading:
    """What the templates of one part or skeleton name: variables, loops and locals."""

    def __init__(self, paths: list[Path]) -> None:
        """Read `paths` and what they include."""
        self.lookups: set[tuple[str, ...]] = set()
        self.locals: set[str] = set()
        self.loops: dict[str, tuple[str, ...]] = {}
        self.includes: set[str] = set()
        self.blocks: set[str] = set()
        self._read: set[Path] = set()
        for path in paths:
            self._read_file(path)
        self.lookups = {
            lookup for lookup in self.lookups if lookup[0] not in LITERALS and not lookup[0].startswith("[")
        }
        self.roots = {lookup[0] for lookup in self.lookups} - self.locals

    def _read_file(self, path: Path) -> None:
        if path in self._read:
            return
        self._read.add(path)
        for thing in _walk(_nodes_of(path), {}):
            self._note(thing)

    def _note(self, thing: Any) -> None:
        if isinstance(thing, Variable) and thing.lookups:
            self.lookups.add(tuple(thing.lookups))
        elif isinstance(thing, Token):
            if thing.token_type.name == "VAR":
                self.lookups.add(tuple(thing.contents.split("|")[0].split(".")))
        elif isinstance(thing, ForNode):
            self.locals |= set(thing.loopvars)
            for name in thing.loopvars:
                self.loops[name] = tuple(getattr(thing.sequence.var, "lookups", None) or ())
        elif isinstance(thing, BlockNode):
            self.blocks.add(thing.name)
        elif isinstance(thing, IncludeNode | ExtendsNode):
            self._follow(thing)
        if isinstance(thing, WithNode):
            self.locals |= set(thing.extra_context)
        else:
            extra = getattr(thing, "extra_context", None) or {}
            self.locals |= set(extra)
        for holder in ("asvar", "variable", "target_var", "countervar"):
            name = getattr(thing, holder, None)
            self.locals |= {name} if isinstance(name, str) and type(thing).__name__ != "Variable" else set()

    def _follow(self, node: Any) -> None:
        name = getattr(getattr(node, "template", None), "var", None) if isinstance(node, IncludeNode) else None
        if isinstance(name, str) and name.startswith(("parts/", "skeletons/")):
            self.includes.add(name)
            self._read_file(PARTS.parent / name)


def declared(path: Path) -> set[str]:
    """The names in the `c-vars` of a part."""
    for thing in _nodes_of(path):
        if isinstance(thing, CottonVarsNode):
            return {var.exclude_key for var in thing._prepared_vars} | set(thing.empty_vars)
    return set()


def problems_of(part: Part) -> list[str]:
    """Sentences about what does not agree; none when all is well."""
    index = part.folder / "index.html"
    reading = Reading(sorted(part.folder.glob("*.html")))
    documented = set(part.options) | set(part.slots)
    found = [f"{name} is declared, not documented" for name in declared(index) - documented]
    found += [f"{name} is documented, not declared in c-vars" for name in documented - declared(index) - {"slot"}]
    found += [f"{name} is documented, not used" for name in documented - reading.roots]
    found += [f"{name} is used, not documented" for name in reading.roots - documented - ALWAYS]
    if "slot" in reading.roots and "slot" not in part.slots:
        found.append("slot is used, not documented")
    if bool(part.said.get("extra_attributes")) != ("parts/extra_attributes.html" in reading.includes):
        found.append("extra_attributes does not say whether other attributes are passed on")
    found += _problems_of_keys(part, reading)
    found += _problems_of_examples(part)
    return [f"{part.name}: {sentence}" for sentence in sorted(found)]


def _option_of(loop: str, reading: Reading) -> tuple[str, int] | None:
    """The option that a loop runs over and how deep: its things, or a list inside each of them."""
    sequence = reading.loops.get(loop, ())
    if len(sequence) == 1:
        return (sequence[0], 1)
    return (reading.loops[sequence[0]][0], 2) if len(sequence) > 1 and reading.loops.get(sequence[0]) else None


def _problems_of_keys(part: Part, reading: Reading) -> Iterator[str]:
    used: dict[tuple[str, int], set[str]] = {}
    for lookup in reading.lookups:
        place = _option_of(lookup[0], reading) if len(lookup) > 1 else None
        if place:
            used.setdefault(place, set()).add(lookup[1])
    for name, option in part.options.items():
        for depth, said in ((1, "keys"), (2, "item_keys")):
            if said in option or (option["allowed"] == "list" and depth == 1):
                keys, seen = set(option.get(said, {})), used.get((name, depth), set())
                yield from (f"{name}: key {key} is used, not documented" for key in seen - keys)
                yield from (f"{name}: key {key} is documented, not used" for key in keys - seen)


def _problems_of_examples(part: Part) -> Iterator[str]:
    sources = "\n".join(example["source"] for example in part.said["examples"])
    tags = "\n".join(re.findall(rf"<c-{part.tag}\b[^>]*>", sources))
    for name in part.options:
        if not re.search(rf"[\s:]{name}(?=[=\s/>])", tags):
            yield f"{name} is in no example"
    for name in set(part.slots) - {"slot"}:
        if f'name="{name}"' not in sources:
            yield f"slot {name} is in no example"


def problems_of_skeletons() -> list[str]:
    """What the skeletons use and do not document, or document and do not use."""
    said = skeletons()
    paths = sorted(SKELETONS.glob("*.html"))
    reading = Reading(paths)
    documented = set(said["shell"]) | set(said["pages"])
    found = [f"{name} is used, not documented" for name in reading.roots - documented - ALWAYS]
    found += [f"{name} is documented, not used" for name in documented - reading.roots - ALWAYS]
    for path in paths:
        blocks, listed = Reading([path]).blocks, set(said["blocks"].get(path.name, []))
        found += [f"{path.name}: block {name} is not documented" for name in blocks - listed - {"main"}]
        found += [f"{path.name}: block {name} does not exist" for name in listed - blocks]
    return sorted(found)
