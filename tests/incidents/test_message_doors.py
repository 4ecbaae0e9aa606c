"""Messages through their doors: the page on which a file is handed in, put right and released, and the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Actor, Cast
from tests.incidents.messages import HEADINGS, TO_ALL, as_csv, incidents_of, meaning, work
from tests.incidents.test_messages import ROWS

pytestmark = pytest.mark.usefixtures("django_db_setup", "static")
START = "/api/v1/messages"


def browser(actor: Actor) -> Client:
    """Somebody's browser, signed in."""
    found = Client()
    assert actor.person is not None
    found.force_login(actor.person)
    return found


def api(actor: Actor) -> Client:
    """Somebody's program."""
    return Client(headers={"Authorization": f"Bearer {actor.token}"})


def test_a_file_goes_from_the_page_to_everybody(cast: Cast) -> None:
    """Handed in, mapped, a value and a line put right, released; every page on the way is there."""
    by = browser(cast.exporter_head)
    foreign = [one.replace("Substance", "Was gefunden") for one in HEADINGS]
    file = SimpleUploadedFile("autumn.csv", as_csv(foreign, ROWS))
    page = by.post(reverse("incident_messages"), {**TO_ALL, "file": file}, follow=True)
    assert "What do the headings stand for?" in page.content.decode()
    at = page.request["PATH_INFO"]
    wanted = ("happened_on", "country", "place", "substance", "quantity", "unit")
    page = by.post(at, {f"heading_{number}": name for number, name in enumerate(wanted)}, follow=True)
    reference = page.context["message"].reference
    assert "Reading the file" in page.content.decode()
    work()
    home = reverse("incident_message", args=[reference])
    assert "6 lines: 4 understood, 2 not." in by.get(home).content.decode()
    kept = meaning(cast.exporter_head, page.context["message"], "substance", "Tarenidol")
    said = reverse("incident_message_meaning", args=[reference, kept.pk])
    assert by.post(said, {"said": "Nonsensol"}).status_code == 422
    assert by.post(said, {"as_named": "yes"}).status_code == 302
    work()
    line = reverse("incident_message_line", args=[reference, 7])
    wrong = by.post(line, {"cell_0": "2025-11-30", "cell_5": "Furlongs"})
    assert (wrong.status_code, "Furlongs" in wrong.content.decode()) == (422, True)
    assert by.post(line, {"cell_0": "2025-11-30", "cell_5": "kg"}).status_code == 302
    release = reverse("incident_message_release", args=[reference])
    assert "Thirdland" in by.get(release).content.decode()
    assert by.post(release).status_code == 302
    work()
    other = browser(cast.third_officer).get(home).content.decode()
    assert "6 incidents, released by" in other
    assert "autumn.csv" not in other
    found = incidents_of(cast.third_officer, page.context["message"])
    assert "Tarenidol" in [one.findings.all()[0].named for one in found]


def test_a_file_that_is_refused_leaves_what_was_entered(cast: Cast) -> None:
    """The audience chosen stands there again, with the reason."""
    by = browser(cast.exporter_head)
    page = by.post(reverse("incident_messages"), {"shared_with": "everybody", "marking": "RED", "mapping": "a: b"})
    assert page.status_code == 422
    file = SimpleUploadedFile("a.csv", b"a\x00b")
    page = by.post(reverse("incident_messages"), {**TO_ALL, "mapping": "fixed: {}", "file": file})
    assert (page.status_code, "fixed: {}" in page.content.decode()) == (422, True)


def test_a_program_hands_in_a_list_mends_it_and_has_it_released(cast: Cast) -> None:
    """One message, two incidents; the second is faulty and mended in place."""
    by = api(cast.exporter_head)
    good = {
        "kind": "seizure",
        "domain": "precursors",
        "happened_on": "2026-01-05",
        "country": "NL",
        "substances": [{"named": "Acetone", "quantity": "5", "unit": "kg"}],
    }
    body = {**TO_ALL, "incidents": [good, {**good, "country": "Ruritania"}]}
    made = by.post(START, body, content_type="application/json")
    assert made.status_code == 202
    reference = made.json()["reference"]
    work()
    lines = by.get(f"{START}/{reference}/lines").json()["items"]
    assert [(one["line"], one["faults"][0]["topic"]) for one in lines] == [(2, "country")]
    fixed = by.post(f"{START}/{reference}/lines/2", json.dumps({"cells": good}), content_type="application/json")
    assert (fixed.status_code, fixed.json()["bad"]) == (200, 0)
    assert by.post(f"{START}/{reference}/release").status_code == 202
    work()
    told = api(cast.third_officer).get(f"{START}/{reference}").json()
    assert (told["incidents"], told["name"], told["lines_total"]) == (2, None, None)
    assert len(api(cast.third_officer).get(f"{START}/{reference}/incidents").json()["items"]) == 2
    assert api(cast.third_officer).get(f"{START}/{reference}/lines").status_code == 404
