"""Somebody of the cast at the doors, within the transaction of a test: a program, and a browser without scripts."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.cast import Actor


class Caller:
    """Somebody's program."""

    def __init__(self, actor: Actor) -> None:
        """Call with the token of an actor."""
        self.client = Client(headers={"Authorization": f"Bearer {actor.token}"})

    def get(self, path: str) -> Any:
        """What the API answers to a read."""
        return self.client.get(f"/api/v1/{path}").json()

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Let something be done."""
        data = json.dumps(body or {})
        return self.client.post(f"/api/v1/{path}", data, content_type="application/json", headers=headers)


def browsing(actor: Actor) -> Client:
    """The browser of somebody who is signed in."""
    browser = Client()
    browser.force_login(actor.person)
    return browser
