"""Every page of the house as every kind of person meets it: it answers, is accessible, and has a title of its own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from penstock.kernel.routes import routes
from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance

PEOPLE = ("Asha Verma", "Diego Fuentes", "Sanne de Wit", "Elena Marin", "Priya Nair", "Meera Joshi", "Tomas Lind", "")
EXPECTED = {200, 404, 409, 422}
NOTICE = "IN-2026-000001"
SAMPLES = {
    "reference": NOTICE,
    "verb": "withdraw",
    "code": "IN",
    "key": "nothing",
    "secret": "nothing",
    "uidb36": "1",
    "pack_id": "un-1988",
    "id_": "acetone",
    "form": "csv",
}
NOTHING = "00000000-0000-7000-8000-000000000000"


def paths() -> Iterator[str]:
    """An address for each route of the pages."""
    for route, _view in routes():
        if route.startswith("/api/"):
            continue
        samples = SAMPLES | ({"code": "I"} if route.startswith("/law/") else {})
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda name, own=samples: own.get(name[1], NOTHING), route)
        filled = re.sub(r"\(\?P(<\w+>|\w+)\[?[^/]*?\)", "x", filled)
        yield filled.replace("^", "").replace("$", "")


def sign_in(page: Page, instance: Instance, name: str) -> None:
    """Sign in, unless the person is nobody."""
    if name:
        person = instance.person(name=name)
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(person["email"])
        page.get_by_label("Password").fill(person["password"])
        page.get_by_label("Password").press("Enter")
        page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page(name: str, session_instance: Instance, pages: Pages):
    pages.allow("Failed to load resource.* (401|404|405|409|422)")
    page = pages.open(session_instance.base_url)
    sign_in(page, session_instance, name)
    met: dict[str, str] = {}
    looked: set[tuple[int, str]] = set()
    for path in paths():
        # Looked at before it is opened, since a download is no page.
        answer = page.request.get(path, fail_on_status_code=False)
        if "<html" not in answer.text()[:200] or "logout" in path:
            # Systems come in by a token, and a session opens nothing there.
            for_systems = path.startswith(("/taxii2/", "/misp/"))
            assert answer.status in ({401, 405} if for_systems else {*EXPECTED, 405}), path
            continue
        if answer.status == 404 and any(status == 404 for status, _title in looked):
            continue  # what is absent is one page, and was looked at
        opened = page.goto(path)
        assert opened is not None
        assert opened.status in EXPECTED, path
        if (opened.status, page.title()) not in looked:
            looked.add((opened.status, page.title()))
            accessible(page)
        if opened.status == 200 and page.url.endswith(path):
            title = page.title()
            assert met.setdefault(title, page.url) == page.url, f"'{title}' is the title of two pages"
    assert len(met) >= (3 if name else 2), met


def test_absent_and_invisible_are_the_same(session_instance: Instance, pages: Pages):
    page = pages.open(session_instance.base_url)
    sign_in(page, session_instance, "Sanne de Wit")
    secret = re.compile(r"[A-Za-z0-9]{64}|\d{1,2} \w{3} \d{4}, \d\d:\d\d UTC")

    def body(path: str, reference: str) -> str:
        answer = page.request.get(path.format(reference))
        assert answer.status == 404
        return secret.sub("", answer.text()).replace(reference, "")

    for path in ("/notices/{}/", "/cases/{}/", "/notices/{}/withdraw/", "/notices/{}/signature/"):
        assert body(path, NOTICE) == body(path, "XX-2026-999999")
