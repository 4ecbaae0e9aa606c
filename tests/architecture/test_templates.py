"""Templates hold no script and no style of their own, they all compile, and their links lead somewhere."""

import re
from collections.abc import Iterable

from django.template import TemplateSyntaxError, engines
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.house import Source, listed, templates
from tests.architecture.test_couplings import URL_TAG

INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


def inline_code(pages: Iterable[Source]) -> list[str]:
    """What the content policy would refuse in the browser."""
    return [
        f"src/penstock/{page.path}: {kind}: {found[0][:80]}"
        for page in pages
        for kind, pattern in INLINE.items()
        if (found := pattern.search(page.text))
    ]


def broken_templates(pages: Iterable[Source]) -> list[str]:
    """Templates that Django cannot compile."""
    found = []
    for page in pages:
        try:
            engines["django"].from_string(page.text)
        except TemplateSyntaxError as error:
            found.append(f"src/penstock/{page.path}: {error}")
    return found


def dead_links(pages: Iterable[Source], names: set[str]) -> list[str]:
    """`{% url %}` tags whose name no route has."""
    return [
        f"src/penstock/{page.path}: {name}"
        for page in pages
        for name in URL_TAG.findall(page.text)
        if name not in names
    ]


def route_names(patterns: Iterable[URLPattern | URLResolver], namespace: str = "") -> set[str]:
    """The full names of all routes."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= route_names(pattern.url_patterns, inner)
        elif pattern.name:
            found.add(namespace + pattern.name)
    return found


def test_nothing_is_inline():
    found = inline_code(templates())
    assert not found, listed(found)


def test_templates_compile():
    found = broken_templates(templates())
    assert not found, listed(found)


def test_links_lead_somewhere():
    found = dead_links(templates(), route_names(get_resolver().url_patterns))
    assert not found, listed(found)


def test_planted_pages_are_caught():
    planted = (
        "<script>let x = 1</script>",
        "<style>p {}</style>",
        '<p class="a" style="color: red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    )
    for text in planted:
        assert len(inline_code([Source("web/templates/web/x.html", text)])) == 1, text
    assert broken_templates([Source("web/templates/web/x.html", "{% if %}{% endwhile %}")])
    assert dead_links([Source("web/templates/web/x.html", '{% url "nowhere" %}')], {"inbox"})


def test_good_page_passes():
    good = Source(
        "web/templates/web/x.html", '<script src="/x.js" defer></script><a href="{% url "inbox" %}">Inbox</a>'
    )
    assert not [*inline_code([good]), *broken_templates([good]), *dead_links([good], {"inbox"})]
