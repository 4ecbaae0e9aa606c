"""How people go through pages, and their systems through operations, without a running house."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.cast import Actor

API = "/api/v1"


def go(who: Actor, path: str, sent: dict[str, Any] | None = None) -> HttpResponse:
    """Somebody opens a page, or sends a form to it, and is led on."""
    client = Client()
    assert who.person
    client.force_login(who.person)
    response: Any = client.get(path) if sent is None else client.post(path, sent, follow=True)
    return HttpResponse(response.content, status=response.status_code)


def call(who: Actor, method: str, path: str, body: Any = None) -> Any:
    """Somebody's system calls an operation."""
    headers = {"Authorization": f"Bearer {who.token}"}
    sent = {} if body is None else {"data": body, "content_type": "application/json"}
    return getattr(Client(), method)(API + path, headers=headers, **sent)


def said(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())
