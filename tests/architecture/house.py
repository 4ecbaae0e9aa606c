"""How the architecture tests see the house: its sources as text, its packages, and the floors they stand on.

Every rule is a function from sources to findings, so that a planted counter-example is three lines of text.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "penstock"
GENERATED = {"migrations", "__pycache__"}
# The command starts the web server and Django by name, and the three modules at the top are one entrance.
BY_NAME = {
    ("commands", "wsgi"),
    ("commands", "asgi"),
    ("commands", "settings"),
    ("settings", "urls"),
    ("settings", "wsgi"),
    ("wsgi", "settings"),
    ("asgi", "settings"),
}


@dataclass(frozen=True)
class Source:
    """A file of the house: its path under `src/penstock/` and its text."""

    path: str
    text: str

    @property
    def package(self) -> str:
        """The package it belongs to; for a module at the top, the module."""
        return self.path.split("/")[0].removesuffix(".py")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.path)

    def at(self, node: ast.AST) -> str:
        """Where a node stands, as editors understand it."""
        return f"src/penstock/{self.path}:{getattr(node, 'lineno', 1)}"

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the last part of the called name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                yield name, node


def files(*patterns: str) -> list[Source]:
    """The files of the house that match, without what is generated."""
    found = {path for pattern in patterns for path in HOUSE.rglob(pattern) if not GENERATED & set(path.parts)}
    return [Source(path.relative_to(HOUSE).as_posix(), path.read_text()) for path in sorted(found)]


def python_files() -> list[Source]:
    """Every Python file of the house that a person wrote."""
    return files("*.py")


def templates() -> list[Source]:
    """Every template."""
    return [source for source in files("*.html", "*.txt") if "/templates/" in source.path]


@lru_cache
def floors() -> dict[str, int]:
    """The floor of each package, from the one place where they are declared: the contract of import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name.strip(): floor
        for floor, layer in enumerate(reversed(layers))
        for name in re.split(r"[|:]", layer)
        if name.strip()
    }


def may_use(user: str, used: str) -> bool:
    """Whether a package may know another: itself, and whatever stands lower."""
    return user == used or floors()[used] < floors()[user] or (user, used) in BY_NAME


def literal(node: ast.AST | None) -> str:
    """The text of a string constant, else nothing."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a keyword argument."""
    return next((item.value for item in call.keywords if item.arg == name), None)


def listed(findings: Iterable[str]) -> str:
    """Findings as the message of a failure."""
    return "\n" + "\n".join(findings)
