"""The content of a case is read in few places, and each of them says why it may; all others ask `secrecy.sight`."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.house import Source, listed, python_files, templates

PACKAGES = {"cases", "notices", "exchange", "web", "api"}
HIDDEN_COLUMNS = {"whole_title", "substances", "quantity", "unit", "dispatch_on", "own_reference", "basis", "likeness"}
CASES = {"case", "notice", "taking.case", "self.case", "enquiry.case"}
"""What a case is called in the house."""

ALLOWED = {
    ("cases/secrecy/sight.py", "content_for"): "the place itself",
    ("cases/secrecy/sight.py", "title_for"): "the place itself",
    ("notices/services.py", "_edit"): "writes what the sender entered",
    ("notices/services.py", "_submit"): "judges a draft of the sender's own",
    ("notices/services.py", "_adopt"): "writes, and judges what the sender entered",
    ("notices/services.py", "_edition"): "puts an edition on the record, whose readers ask `told_for`",
    ("notices/services.py", "_going"): "reads who gets a copy, which is shown to everybody on the case",
    ("notices/services.py", "_copy_further"): "reads who gets a copy, which is shown to everybody on the case",
    ("notices/services.py", "_tell"): "reads who gets a copy; nothing else leaves by mail",
    ("notices/services.py", "let_in"): "reads from whom it is kept",
    ("notices/services.py", "project"): "writes the columns",
    ("notices/services.py", "title_of"): "makes both titles",
    ("notices/shipments/batches.py", "_announce"): "reads who gets a copy; nothing else leaves by mail",
    ("notices/drafts/outlook.py", "amendment"): "compares with what the sender entered; only the sender amends",
    ("notices/dossier/views.py", "_seen_by"): "reads who gets a copy, which is shown to everybody on the case",
    ("notices/dossier/views.py", "notice_page"): "asks `hidden_from` for the column beside it",
    ("notices/queries.py", "likely_duplicates"): "asks `sees_all` and `readable` first",
    ("notices/api.py", "brief"): "asks `hidden_from` for each column",
    ("web/directory/candidacies.py", "candidacy"): "a candidacy, which has no sides and no secrets",
    ("notices/api.py", "whole"): "asks `hidden_from` for the column",
}
"""Functions that read a case's content or a column beside it, each with its reason."""

EVENTS_READ = {
    "cases/queries.py": "what it gives passes `told_for`",
    "exchange/messages.py": "what it gives passes `told_for`",
    "exchange/live/sessions.py": "asks only whether anything is there",
    "surveillance/queries.py": "the record of surveillance lists, which are no cases",
    "parties/directory/queries.py": "the record of the directory, whose entries are no cases",
}


def reads(sources: Iterable[Source]) -> Iterator[tuple[tuple[str, str], str]]:
    """Each reading of a case's content or of a column beside it: the file and function, and where."""
    for source in sources:
        for function in _functions(source.tree):
            for node in ast.walk(function):
                if _is_read(node):
                    yield (source.path, function.name), source.at(node)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _is_read(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr not in HIDDEN_COLUMNS | {"content"}:
        return False
    return ast.unparse(node.value) in CASES


def unasked(sources: Iterable[Source]) -> list[str]:
    """Readings in functions that have no reason to."""
    return [f"{where}: in {place[1]}" for place, where in reads(sources) if place not in ALLOWED]


def events_read(sources: Iterable[Source]) -> set[str]:
    """The files in which acts are fetched from the record."""
    return {one.path for one in sources if "Event.objects" in one.text and one.package != "kernel"}


def shown(pages: Iterable[Source]) -> list[str]:
    """Templates that show a content or a column by themselves."""
    words = [f"{name}.{column}" for name in ("case", "notice") for column in (*HIDDEN_COLUMNS, "content")]
    return [f"{page.path}: {word}" for page in pages for word in words if f"{{{{ {word}" in page.text]


def the_packages() -> list[Source]:
    return [one for one in python_files() if one.package in PACKAGES]


def test_content_is_read_where_it_may_be():
    found = unasked(the_packages())
    assert not found, listed(found)


def test_no_reason_stands_without_its_reading():
    found = {place for place, _where in reads(the_packages())}
    assert ALLOWED.keys() <= found, listed(map(str, ALLOWED.keys() - found))


def test_the_record_is_read_where_it_may_be():
    assert events_read(python_files()) == set(EVENTS_READ)


def test_no_template_shows_a_content_by_itself():
    assert not shown(templates())


def test_planted_readings_are_caught():
    for text in ("notice.content", "case.content['quantity']", "x = notice.substances", "return taking.case.likeness"):
        assert unasked([Source("web/views.py", f"def show(notice, case):\n    {text}\n")]), text
    assert events_read([Source("web/views.py", "Event.objects.all()")])
    assert shown([Source("notices/templates/notices/a.html", "<p>{{ notice.quantity }}</p>")])


def test_other_contents_pass():
    assert not unasked([Source("web/views.py", "def show(response):\n    return response.content\n")])
