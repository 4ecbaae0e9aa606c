"""Leads: reported by anybody, found again by a code, worked on by one office, and taken onward without names."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from penstock.alerts.onward.leads import take_lead_onward
from penstock.cases.queries import attachments, links_of
from penstock.incidents.models import Incident
from penstock.industry.platforms.leads import services
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.queries import Filter, lead_by_reference, leads
from penstock.kernel import files
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Cast, the_cast
from tests.harness.pictures import a_photograph
from tests.industry.marketplaces import a_lead, led, reported

pytestmark = pytest.mark.django_db
ASKER = "192.0.2.8"


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


def test_it_lands_at_the_office_of_the_country_alone(cast: Cast):
    """The office that works with platforms has it at once; no other country, no company and no secretariat."""
    lead, _code = reported()
    with acting(cast.exporter_officer.viewer) as viewer:
        known = lead_by_reference(viewer, lead.reference)
        assert (known.title, known.substances) == ("Parcel or consignment: Acetic anhydride", ["acetic-anhydride"])
    for other in (cast.importer_officer, cast.third_officer, cast.clerk, cast.secretariat_officer):
        with acting(other.viewer) as viewer:
            assert leads(viewer, Filter()).leads == []
            with pytest.raises(NotVisible):
                lead_by_reference(viewer, lead.reference)


def test_what_is_missing_is_said(cast: Cast):  # noqa: ARG001 - the cast is the world it is asked in
    """A reason is needed, and a country in which an office takes reports."""
    with pytest.raises(Refused) as no:
        reported(signs=[], words="", quantity="5")
    assert {(one.field, one.code) for one in no.value.faults} == {("words", "no_reason"), ("unit", "missing_unit")}
    with pytest.raises(Refused) as no:
        reported(country="FJ")
    assert [(one.field, one.code) for one in no.value.faults] == [("country", "no_office")]


def test_only_number_and_code_lead_back(cast: Cast):
    """A wrong code, or that of another, finds nothing; what was added waits for the office, also after the closing."""
    lead, code = reported()
    _other, other_code = reported(where="CN-EX-5502")
    for wrong in (other_code, "", code[:-1]):
        with pytest.raises(NotVisible):
            services.looked_up(asker=ASKER, reference=lead.reference, code=wrong)
    officer = cast.exporter_officer
    led(officer, lead, "take")
    led(officer, lead, "tell", words="Please keep the parcel until Monday.")
    spelled = code.lower().replace("-", " ")
    seen = services.looked_up(asker=ASKER, reference=lead.reference.lower(), code=spelled)
    assert [one["words"] for one in seen.turns] == ["Please keep the parcel until Monday."]
    led(officer, lead, "close", result="incident", note="zqinsideqz", led_to="helped")
    more = {"more": "The receiver has called."}
    again = services.add(asker=ASKER, reference=lead.reference, code=code, raw=more)
    assert (again.state, again.is_open, again.turns[-1]["who"]) == ("taken", True, "reporter")
    assert "zqinsideqz" not in str(again.turns)


def test_a_picture_comes_without_what_tells_who_took_it(cast: Cast):
    """The office has the picture, and nobody else; where it was taken is kept nowhere, nor the original."""
    photograph = a_photograph(b"zqcommentqz of a lead")
    pictures = [("screen.jpg", [photograph]), ("offer.pdf", [b"%PDF-1.7 invented"])]
    lead, code = services.report(asker=ASKER, raw=a_lead(), pictures=pictures)
    services.add(asker=ASKER, reference=lead.reference, code=code, raw={"more": "One more."}, pictures=pictures[:1])
    with acting(cast.exporter_officer.viewer) as viewer:
        rows = attachments(viewer, lead_by_reference(viewer, lead.reference))
    assert [(one.name, one.person_name) for one in rows] == [
        ("screen.jpg", "Whoever reported it"),
        ("offer.pdf", "Whoever reported it"),
        ("screen.jpg", "Whoever reported it"),
    ]
    shared = files.content_of(rows[0].sha256)
    assert not any(left in shared for left in (b"Zqcameraqz", b"zqcommentqz", b"Exif"))
    assert not files.path_of(hashlib.sha256(photograph).hexdigest()).exists()


@pytest.mark.parametrize(
    ("pictures", "code"),
    [
        ([("a.txt", b"Words alone")], "no_picture"),
        ([("a.jpg", a_photograph()[:300])], "image_unreadable"),
        ([("a.zip", b"PK\x03\x04 nothing")], "file_type"),
        ([("a.jpg", b"")], "file_empty"),
        ([("a.jpg", a_photograph())] * 6, "too_many"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field_and_nothing_is_kept(
    cast: Cast,  # noqa: ARG001 - the cast is the world it is asked in
    pictures: list[tuple[str, bytes]],
    code: str,
):
    """The whole report is sent again, so that nobody believes that a file arrived which did not."""
    with pytest.raises(Refused) as no:
        services.report(asker=ASKER, raw=a_lead(), pictures=[(name, [content]) for name, content in pictures])
    assert [(one.field, one.code) for one in no.value.faults] == [("pictures", code)]
    with acting(SYSTEM):
        assert not Lead.objects.visible_to(SYSTEM).exists()


def test_neither_code_nor_content_is_where_it_should_not_be(cast: Cast):  # noqa: ARG001
    """The code is kept nowhere, and letters name neither the parcel nor whoever reported it."""
    _lead, code = reported(where="zqparcelqz", email="zqreporterqz@couriers.example")
    with acting(SYSTEM):
        letters = " ".join(str(one.payload) for one in Outgoing.objects.all())
        rows = " ".join(str(one) for one in Lead.objects.visible_to(SYSTEM).values())
        told = " ".join(str(one.data) for one in Event.objects.visible_to(SYSTEM))
    assert "zq" not in letters
    assert code not in rows + told
    assert code.replace("-", "") not in rows + told


def test_an_incident_begins_without_the_account(cast: Cast):
    """It carries register names, signs and the month; the office alone sees that the two belong together."""
    officer = cast.exporter_officer
    lead, _code = reported(where="zqaccountqz", words="zqwordsqz", name="zqcourierqz")
    with acting(officer.viewer) as viewer:
        made = take_lead_onward(viewer=viewer, lead_id=lead.pk, way="refer")
        incident = Incident.objects.visible_to(viewer).get(pk=made.pk)
        assert "zq" not in f"{incident.content} {incident.title}"
        assert incident.content["substances"][0]["named"] == "Acetic anhydride"
        assert [one.kind for one in links_of(viewer, lead)] == ["made of a lead"]
    with acting(cast.importer_officer.viewer) as viewer, pytest.raises(NotVisible):
        take_lead_onward(viewer=viewer, lead_id=lead.pk, way="refer")


def test_the_public_pages_and_operations(cast: Cast, client: Client):  # noqa: ARG001
    """The form says what is wrong and keeps what was entered; number and code come once; both doors lead back."""
    wrong = client.post("/report/", a_lead(words="It smells.", seen_on="tomorrow"))
    assert wrong.status_code == 422
    assert b"It smells." in wrong.content
    text = SimpleUploadedFile("offer.txt", b"Words alone")
    unfit = client.post("/report/", {**a_lead(words="It smells."), "pictures": text})
    assert (unfit.status_code, b"offer.txt is no picture" in unfit.content) == (422, True)
    assert b"It smells." in unfit.content
    assert b'href="#id_pictures"' in unfit.content
    arrived = client.post("/report/", a_lead())
    assert b"lead-code" in arrived.content
    made = client.post("/api/v1/leads", a_lead(), content_type="application/json")
    assert made.status_code == 201
    which = made.json()
    found = client.post("/api/v1/leads/standing", which, content_type="application/json")
    assert found.json() == {"state": "new", "turns": []}
    assert client.post("/report/standing/", {**which, "code": "wrong"}).status_code == 422
    assert b"Being looked into" not in client.post("/report/standing/", which).content
    added = client.post("/report/standing/", {**which, "go": "add", "more": "Another parcel came."})
    assert b"Another parcel came." in added.content


def test_asking_is_counted(cast: Cast, client: Client):  # noqa: ARG001
    """Whoever floods the form or tries codes is stopped."""
    which = {"reference": "NL-LD-2026-ABCDEFGH", "code": "1"}
    assert {client.post("/report/standing/", which).status_code for _one in range(25)} == {422, 429}
    assert {client.post("/api/v1/leads", a_lead(), content_type="application/json").status_code} == {429}
