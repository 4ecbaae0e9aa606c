"""Couplings that imports do not show obey the floors too: names in strings, in templates and in settings."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.house import Source, floors, keyword, listed, literal, may_use, python_files, templates

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
REVERSALS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
DOTTED = re.compile(r"penstock\.(\w+)(?:[.:]\w+)*")
URL_TAG = re.compile(r"{%\s*url\s+['\"]([\w:.-]+)['\"]")
TEMPLATE_TAG = re.compile(r"{%\s*(?:extends|include)\s+['\"]([^'\"]+)['\"]")
COTTON_TAG = re.compile(r"<c-([\w.-]+)")
USER_MODEL_OWNER = "parties"
# Names that Django and allauth have given; whoever routes them here does not own them.
FRAMEWORK_ROUTE = re.compile(r"account_\w+|set_language")

Coupling = tuple[str, str, str]
"""The package that uses, the one it uses, and where."""


def related_models(sources: Iterable[Source]) -> Iterator[Coupling]:
    """Foreign keys given as strings, and models asked for by name."""
    for source in sources:
        for name, call in source.calls():
            target = ""
            if name in RELATIONS:
                target = literal(keyword(call, "to") or next(iter(call.args), None))
            elif name in {"get_model", "receiver", "connect"}:
                target = literal(keyword(call, "sender") or next(iter(call.args), None))
            if target.split(".")[0] in floors():
                yield source.package, target.split(".")[0], source.at(call)


def user_models(sources: Iterable[Source]) -> Iterator[Coupling]:
    """The people's model by its detour through Django's settings."""
    for source in sources:
        for node in ast.walk(source.tree):
            if getattr(node, "attr", getattr(node, "id", "")) in {"AUTH_USER_MODEL", "get_user_model"}:
                yield source.package, USER_MODEL_OWNER, source.at(node)


def dotted_paths(sources: Iterable[Source]) -> Iterator[Coupling]:
    """Modules named in strings: settings, `import_module`, commands of other processes."""
    for source in sources:
        for node in ast.walk(source.tree):
            match = DOTTED.fullmatch(literal(node))
            if match and match[1] in floors():
                yield source.package, match[1], source.at(node)


def route_owners(sources: Iterable[Source]) -> dict[str, str]:
    """Which package owns a route's name or a namespace."""
    owners = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "app_name":
                owners[literal(node.value)] = source.package
        for name, call in source.calls():
            route = literal(keyword(call, "name"))
            if name in {"path", "re_path"} and route and not FRAMEWORK_ROUTE.fullmatch(route):
                owners.setdefault(route, source.package)
    return owners


def named_routes(sources: Iterable[Source], pages: Iterable[Source]) -> Iterator[Coupling]:
    """Routes named by `reverse()` and its kin, and by `{% url %}`."""
    sources = list(sources)
    owners = route_owners(sources)
    for source in sources:
        for name, call in source.calls():
            owner = owners.get(literal(next(iter(call.args), None)).split(":")[0])
            if name in REVERSALS and owner:
                yield source.package, owner, source.at(call)
    for page in pages:
        for name in URL_TAG.findall(page.text):
            if owner := owners.get(name.split(":")[0]):
                yield page.package, owner, f"src/penstock/{page.path}: {name}"


def named_templates(sources: Iterable[Source], pages: Iterable[Source]) -> Iterator[Coupling]:
    """Templates extended, included or used as a part by templates, and rendered by views."""
    pages = list(pages)
    owners = {page.path.split("/templates/")[1]: page.package for page in pages if "/templates/" in page.path}
    for page in pages:
        parts = [name.replace(".", "/").replace("-", "_") for name in COTTON_TAG.findall(page.text)]
        names = TEMPLATE_TAG.findall(page.text) + [
            f"parts/{part}{end}" for part in parts for end in (".html", "/index.html")
        ]
        yield from (
            (page.package, owners[name], f"src/penstock/{page.path}: {name}") for name in names if name in owners
        )
    for source in sources:
        for node in ast.walk(source.tree):
            if literal(node) in owners:
                yield source.package, owners[literal(node)], source.at(node)


def climbing(couplings: Iterable[Coupling]) -> list[str]:
    """The couplings that go up, or to a sibling."""
    return [f"{where}: {user} must not know {used}" for user, used, where in couplings if not may_use(user, used)]


def every_coupling(sources: list[Source], pages: list[Source]) -> list[str]:
    """All of these rules at once."""
    found = [*related_models(sources), *user_models(sources), *dotted_paths(sources)]
    return climbing([*found, *named_routes(sources, pages), *named_templates(sources, pages)])


def test_no_string_leads_up_or_sideways():
    found = every_coupling(python_files(), templates())
    assert not found, listed(found)


def test_planted_couplings_are_caught():
    routes = Source("web/urls.py", 'urlpatterns = [path("", view, name="inbox")]')
    skeleton = Source("web/templates/web/shell.html", "")
    part = Source("notices/templates/parts/goods/index.html", "")
    planted = [
        Source("cases/models.py", 'x = models.ForeignKey("notices.Notice", on_delete=models.CASCADE)'),
        Source("cases/receivers.py", 'receiver(post_save, sender="notices.Notice")(act)'),
        Source("kernel/models.py", "x = models.ForeignKey(settings.AUTH_USER_MODEL)"),
        Source("kernel/jobs.py", 'import_module("penstock.cases.services")'),
        Source("cases/views.py", 'redirect("inbox")'),
        Source("cases/pages.py", 'render(request, "web/shell.html")'),
    ]
    pages = [
        Source("cases/templates/cases/a.html", '{% extends "web/shell.html" %}'),
        Source("cases/templates/cases/b.html", '<a href="{% url "inbox" %}">'),
        Source("cases/templates/cases/c.html", "<c-goods />"),
    ]
    for source in planted:
        assert len(every_coupling([source, routes], [skeleton])) == 1, source.path
    for page in pages:
        assert len(every_coupling([routes], [page, skeleton, part])) == 1, page.path


def test_couplings_that_go_down_pass():
    good = Source("notices/models.py", 'x = models.ForeignKey("cases.Case", on_delete=models.CASCADE)')
    assert every_coupling([good], []) == []
