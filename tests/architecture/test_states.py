"""A state is changed in one place only, `kernel/workflow.py`: nowhere else is it written."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.house import Source, keyword, listed, literal, python_files

THE_PLACE = "kernel/workflow.py"
SQL_WRITE = re.compile(r"\bUPDATE\b.*\bSET\b[^;]*\bstate\b\s*=", re.IGNORECASE | re.DOTALL)


def state_writes(sources: Iterable[Source]) -> list[str]:
    """Every way of writing a state that we could think of, outside the one place."""
    return [
        f"{source.at(node)}: {kind}"
        for source in sources
        if source.path != THE_PLACE
        for kind, node in [*_assigned(source), *_passed(source), *_in_sql(source)]
    ]


def _assigned(source: Source) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(source.tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state":
                yield ".state = ...", node


def _passed(source: Source) -> Iterator[tuple[str, ast.AST]]:
    for name, call in source.calls():
        if name == "update" and keyword(call, "state"):
            yield ".update(state=...)", call
        if name == "setattr" and any(literal(argument) == "state" for argument in call.args):
            yield 'setattr(..., "state", ...)', call
        if name in {"bulk_update", "update_or_create"} and any(literal(part) == "state" for part in ast.walk(call)):
            yield f"{name} of state", call


def _in_sql(source: Source) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(source.tree):
        if SQL_WRITE.search(literal(node)):
            yield "UPDATE ... SET state", node


def test_no_state_is_written_elsewhere():
    found = state_writes(python_files())
    assert not found, listed(found)


def test_planted_writes_are_caught():
    planted = (
        'case.state = "sent"',
        'case.state: str = "sent"',
        'Case.objects.filter(pk=1).update(state="sent")',
        'setattr(case, "state", "sent")',
        'Case.objects.bulk_update(cases, ["state"])',
        'Case.objects.update_or_create(pk=1, defaults={"state": "sent"})',
        "cursor.execute(\"UPDATE cases_case SET state = 'sent'\")",
    )
    for text in planted:
        assert state_writes([Source("cases/services.py", text)]), text
        assert not state_writes([Source(THE_PLACE, text)]), text


def test_reading_a_state_passes():
    assert not state_writes([Source("cases/queries.py", 'x = case.state\nCase.objects.filter(state="sent")')])
