"""Every route and every operation of the API says which duty opens it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from penstock.kernel.routes import SIGNED_IN, door, duty_of, routes
from tests.architecture.house import listed

Route = tuple[str, Any]


def undeclared(found: Iterable[Route]) -> list[str]:
    """Routes without a duty."""
    return [path for path, view in found if duty_of(view) is None]


def entrances(found: Iterable[Route]) -> Iterator[Route]:
    """Every page, and instead of a path of the API each of its operations."""
    for path, view in found:
        operations = getattr(_path_view(view), "operations", None)
        if operations is None:
            yield path, view
        for operation in operations or ():
            yield f"{'/'.join(operation.methods)} {path}", operation.view_func


def _path_view(view: Any) -> Any:
    cells = getattr(view, "__closure__", None) or ()
    return next((cell.cell_contents for cell in cells if hasattr(cell.cell_contents, "operations")), None)


def test_entrances_declare_a_duty():
    found = undeclared(entrances(routes()))
    assert not found, listed(found)


def test_operations_of_the_api_are_among_them():
    assert any(path.startswith("GET /api/v1/") for path, _view in entrances(routes()))


def test_a_planted_page_is_caught():
    def open_to_all(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert undeclared(entrances([("/hole", open_to_all)])) == ["/hole"]
    assert not undeclared(entrances([("/door", door(SIGNED_IN)(open_to_all))]))


def test_a_planted_operation_is_caught():
    api = NinjaAPI(urls_namespace="planted", docs_url=None, openapi_url=None)

    @api.get("/hole")
    def hole(request: HttpRequest) -> str:  # noqa: ARG001  the framework passes it by this name
        return ""

    planted = [(str(pattern.pattern), pattern.callback) for pattern in api.urls[0]]
    assert "GET hole" in undeclared(entrances(planted))
