"""Every route says which duty opens it; one that does not keeps the instance from starting."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext

from penstock.kernel.viewer import Fault, Viewer

ANYBODY = "anybody"
SIGNED_IN = "signed in"

View = TypeVar("View", bound=Callable[..., Any])


def door(duty: str) -> Callable[[View], View]:
    """Declare the duty that opens a view: a duty's name, `SIGNED_IN`, or `ANYBODY` before there is a viewer."""

    def declare(view: View) -> View:
        view.duty = duty  # type: ignore[attr-defined]
        return view

    return declare


def viewer_in(request: HttpRequest) -> Viewer:
    """The viewer that the middleware made for a route that needs one."""
    return cast("Viewer", request.viewer)  # type: ignore[attr-defined]


def said(fault: Fault) -> str:
    """What is wrong, in the reader's language; `Fault` itself knows no languages, so that commands start without."""
    values = {key: gettext(str(value)) if key == "label" else value for key, value in fault.values.items()}
    return gettext(fault.text).format(**values)


def routes() -> Iterator[tuple[str, Any]]:
    """Every path of the instance with the view behind it."""
    yield from _walk(get_resolver().url_patterns, "/")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def duty_of(view: Any) -> str | None:
    """The duty a view declares, None when it declares none."""
    return getattr(view, "duty", None)
