"""Files, functions and packages keep a size that fits in a head; names say what a thing is."""

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from tests.architecture.house import ROOT, Source, files, listed, python_files

MOST_LINES_OF_FILE = 500
MOST_LINES_OF_FUNCTION = 60
MOST_FILES_OF_PACKAGE = 12
HOMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "libraries"}
Functions = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(sources: Iterable[Source]) -> list[str]:
    """Files to be split by a word of the trade."""
    sizes = [(source.path, len(source.text.splitlines())) for source in sources]
    return [f"{path}: {size} lines" for path, size in sizes if size > MOST_LINES_OF_FILE]


def long_functions(sources: Iterable[Source]) -> list[str]:
    """Functions in which elegance was lost."""
    return [
        f"{source.at(node)}: {node.name} has {size} lines"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, Functions) and (size := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_FUNCTION
    ]


def full_packages(sources: Iterable[Source]) -> list[str]:
    """Packages with more Python files than one remembers; a package within counts for itself."""
    counted = Counter(str(PurePath(source.path).parent) for source in sources)
    return [f"{package}: {count} files" for package, count in counted.items() if count > MOST_FILES_OF_PACKAGE]


def homeless_names(sources: Iterable[Source]) -> list[str]:
    """Files and packages whose name is a sign that a word is missing."""
    return [source.path for source in sources if HOMELESS & set(PurePath(source.path).with_suffix("").parts)]


def hidden_imports(sources: Iterable[Source]) -> list[str]:
    """Imports inside functions, which hide a dependency from whoever reads the top of the file."""
    return [
        f"{source.at(inner)}: import inside {node.name}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, Functions)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def beside_the_house() -> list[Source]:
    """The Python beside the house, held to the same sizes."""
    found = [path for folder in ("tests", "bench", "scripts") for path in (ROOT / folder).rglob("*.py")]
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in sorted(found)]


def test_files():
    found = long_files([*files("*.py", "*.html", "*.css", "*.js"), *beside_the_house()])
    assert not found, listed(found)


def test_functions():
    found = long_functions([*python_files(), *beside_the_house()])
    assert not found, listed(found)


def test_packages():
    found = full_packages(python_files())
    assert not found, listed(found)


def test_names():
    found = homeless_names([*python_files(), *beside_the_house()])
    assert not found, listed(found)


def test_imports_stand_at_the_top():
    found = hidden_imports([*python_files(), *beside_the_house()])
    assert not found, listed(found)


def test_planted_shapes_are_caught():
    long = Source("cases/long.py", "def act():\n" + "    x = 1\n" * MOST_LINES_OF_FILE)
    assert long_files([long])
    assert long_functions([long])
    assert full_packages(Source(f"cases/file{number}.py", "") for number in range(MOST_FILES_OF_PACKAGE + 1))
    assert homeless_names([Source("cases/utils.py", ""), Source("helpers/words.py", "")])
    assert hidden_imports([Source("cases/late.py", "def act():\n    if True:\n        import os\n")])


def test_good_shapes_pass():
    good = Source("cases/words.py", "import os\n\n\ndef act():\n    return os\n")
    assert not [*long_files([good]), *long_functions([good]), *full_packages([good])]
    assert not [*homeless_names([good]), *hidden_imports([good])]
