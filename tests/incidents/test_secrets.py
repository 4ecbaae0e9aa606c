"""What others must never learn: the origin of a publication, names that were not given to them, originals of files."""

import io
import json

import pytest
from django.test import Client
from PIL import Image

from penstock.cases import services as case_services
from penstock.cases.models import Attachment
from penstock.incidents import queries
from penstock.incidents.involved import services as names
from penstock.incidents.models import Incident, Original, Party
from penstock.kernel import files
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.harness.pictures import a_photograph
from tests.incidents.house import ACETONE, amended, drafted, released, seen, take

pytestmark = pytest.mark.django_db
TOLD_BY = "zqoriginqz"
LEADS = {
    "place": f"{TOLD_BY} town",
    "agency": f"{TOLD_BY} customs",
    "contact": f"{TOLD_BY} desk",
    "own_reference": f"{TOLD_BY}/7",
    "summary": f"As told by {TOLD_BY}",
    "locode": "NLRTM",
    "latitude": "51.95",
    "longitude": "4.05",
}
PARTY = {"role": "suspect", "being": "person", "name": "Zqnominalqz", "given_to": "ourselves", "phone": "+31 0 zq"}


def published(cast, **changes):
    """An incident of Exportland's, handed to the secretariat, and what the secretariat released of it."""
    handed = take(cast.exporter_head, drafted(cast.exporter_head, **{**LEADS, **changes}), "hand")
    report = take(cast.secretariat_officer, handed, "publish")
    with acting(cast.secretariat_officer.viewer) as viewer:
        draft = Incident.objects.visible_to(viewer).get(reference=report.published_as)
    entered = {**draft.content, "country": "DE", "summary": "Found in Europe."}
    take(cast.secretariat_officer, draft, "edit", **entered)
    return report, take(cast.secretariat_officer, draft, "release")


def everything_seen(actor, reference):
    """All that every door of an incident shows to somebody, as one text."""
    client = Client(headers={"Authorization": f"Bearer {actor.token}"})
    browser = Client()
    browser.force_login(actor.person)
    calls = [f"incidents/{reference}", "incidents", "events?full=true", "events", "incident-follow-up"]
    calls += [f"cases/{reference}/{part}" for part in ("timeline", "files")] + [f"incidents/{reference}/names"]
    pages = [f"/incidents/{reference}/", "/incidents/", "/", "/incidents/follow-up/", f"/search/?q={reference}"]
    answers = [client.get(f"/api/v1/{one}") for one in calls] + [browser.get(one) for one in pages]
    return "\n".join(one.content.decode() + str(one.headers) for one in answers)


def test_a_publication_names_its_origin_by_no_door(cast, static):  # noqa: ARG001
    report, publication = published(cast)
    origin = [TOLD_BY, "Exporter Head", "NLRTM", "51.95", report.reference, "NL-INC", str(report.pk)]
    told = everything_seen(cast.importer_officer, publication.reference)
    assert publication.reference in told
    assert "Acetone" in told
    # Exportland is a focal point, and so among those who see it: as a reader like all the others.
    for one in origin:
        assert one not in told, one
    with acting(cast.importer_officer.viewer) as viewer:
        acts = Event.objects.visible_to(viewer).exclude(name__startswith="person")
        text = json.dumps([[one.data, one.person_name, one.organisation_name, str(one.case_id)] for one in acts])
        assert not [one for one in origin if one in text]
        assert queries.source_of(viewer, publication) is None


def test_its_two_sides_know_of_the_link_and_the_third_learns_nothing_by_mail(cast, static):  # noqa: ARG001
    report, publication = published(cast)
    for actor in (cast.exporter_officer, cast.secretariat_officer):
        with acting(actor.viewer) as viewer:
            assert queries.source_of(viewer, publication) == report
    assert report.published_as == publication.reference
    with acting(SYSTEM):
        mailed = Outgoing.objects.filter(topic="announcement").values_list("payload", flat=True)
        ours = [one for one in mailed if one["organisation"] == str(cast.importer_officer.office.pk)]
    assert ours
    assert not [one for one in ours if TOLD_BY in str(one) or report.reference in str(one)]


def test_a_hole_would_be_seen(cast, static):  # noqa: ARG001
    """The negative control: what the reporter itself releases shows all of it by the same doors."""
    incident = released(cast.exporter_head, **LEADS)
    told = everything_seen(cast.importer_officer, incident.reference)
    assert TOLD_BY in told
    assert "NL-INC" in told


def test_only_the_secretariat_publishes_and_returns(cast):
    handed = take(cast.exporter_head, drafted(cast.exporter_head), "hand")
    assert handed.reference in seen(cast.secretariat_officer)
    assert not seen(cast.importer_officer)
    with pytest.raises(Refused, match="publishing side"):
        take(cast.exporter_head, handed, "publish")
    assert take(cast.secretariat_officer, handed, "return", note="Which substance?").state == "draft"
    with pytest.raises(Refused):
        take(cast.secretariat_officer, drafted(cast.secretariat_officer), "hand")


def test_what_the_reporter_amends_stays_between_the_two(cast):
    report, publication = published(cast)
    amended(cast.exporter_head, report, place=f"{TOLD_BY} harbour")
    assert report.reference not in seen(cast.importer_officer)
    with acting(SYSTEM):
        assert TOLD_BY not in json.dumps(Incident.objects.get(pk=publication.pk).content)


def give(by, incident, **changes):
    with acting(by.viewer) as viewer:
        return names.give_name(viewer=viewer, incident_id=incident.pk, raw={**PARTY, **changes})


def names_seen(by, incident):
    with acting(by.viewer) as viewer:
        return [one.name for one in queries.parties(viewer, incident)]


@pytest.mark.parametrize(
    ("given", "readers"),
    [
        ({"given_to": "ourselves"}, set()),
        ({"given_to": "secretariat"}, {"secretariat_officer"}),
        ({"given_to": "countries", "given_countries": "CL"}, {"importer_officer"}),
    ],
)
def test_a_name_is_read_by_those_it_is_given_to_and_nobody_else(given, readers, cast):
    incident = released(cast.exporter_head)
    give(cast.exporter_officer, incident, **given)
    assert names_seen(cast.exporter_head, incident) == ["Zqnominalqz"]
    for key in ("importer_officer", "third_officer", "fourth_officer", "secretariat_officer"):
        assert names_seen(cast.everybody[key], incident) == (["Zqnominalqz"] if key in readers else []), key


def test_a_name_is_in_no_broadcast_no_search_and_no_record(cast, static):  # noqa: ARG001
    incident = released(cast.exporter_head)
    give(cast.exporter_officer, incident)
    amended(cast.exporter_head, incident, place="Moerdijk")
    assert "qnominalqz" not in everything_seen(cast.importer_officer, incident.reference)
    for actor, found in ((cast.importer_officer, 0), (cast.exporter_officer, 1)):
        with acting(actor.viewer) as viewer:
            assert len(queries.incidents(viewer, queries.Filter(text="zqnominal")).incidents) == found
    with acting(SYSTEM):
        assert "qnominal" not in json.dumps(list(Event.objects.values_list("data", flat=True)))


def test_a_name_given_on_what_one_does_not_see_shows_nothing(cast):
    incident = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    give(cast.exporter_officer, incident, given_to="countries", given_countries="KE")
    assert names_seen(cast.third_officer, incident) == []


def test_names_are_changed_and_removed_by_the_reporting_side_alone(cast):
    incident = released(cast.exporter_head)
    row = give(cast.exporter_officer, incident, given_to="countries", given_countries="CL")
    with acting(cast.importer_officer.viewer) as viewer, pytest.raises(Refused):
        names.change_name(viewer=viewer, party_id=row.pk, raw=PARTY)
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(NotVisible):
        names.remove_name(viewer=viewer, party_id=row.pk)
    with acting(cast.exporter_officer.viewer) as viewer:
        names.change_name(viewer=viewer, party_id=row.pk, raw=PARTY)
    assert names_seen(cast.importer_officer, incident) == []
    with acting(cast.exporter_officer.viewer) as viewer:
        names.remove_name(viewer=viewer, party_id=row.pk)
    with acting(SYSTEM):
        assert not Party.objects.exists()


def attach(by, incident, name, content):
    with acting(by.viewer) as viewer:
        return case_services.attach(viewer=viewer, case_id=incident.pk, name=name, chunks=[content])


def test_a_shared_picture_holds_no_metadata_and_the_original_stays_apart(cast):
    incident, photograph = released(cast.exporter_head), a_photograph()
    assert b"Zqcameraqz" in photograph
    row = attach(cast.exporter_officer, incident, "drum.jpg", photograph)
    shared = files.content_of(row.sha256)
    for left in (b"Zqcameraqz", b"zqcommentqz", b"Exif"):
        assert left not in shared
    with Image.open(io.BytesIO(shared)) as image:
        assert not image.getexif()
        assert image.size == (20, 40), "turned as the camera meant it"
    with acting(cast.exporter_head.viewer) as viewer:
        (kept,) = queries.originals(viewer, incident)
    assert files.content_of(kept.sha256) == photograph
    assert {"place", "camera"} <= set(kept.removed)
    assert kept.shared == row.sha256 != kept.sha256
    with acting(cast.importer_officer.viewer) as viewer:
        assert queries.originals(viewer, incident) == []
        assert [one.sha256 for one in Attachment.objects.visible_to(viewer)] == [row.sha256]
        with pytest.raises(NotVisible):
            queries.original(viewer, incident, kept.pk)


def test_a_picture_that_cannot_be_read_is_refused_and_a_text_is_shared_as_it_is(cast):
    incident = released(cast.exporter_head)
    with pytest.raises(Refused, match="cannot be read"):
        attach(cast.exporter_officer, incident, "broken.jpg", a_photograph()[:300])
    assert attach(cast.exporter_officer, incident, "note.txt", b"Twelve drums").size == 12
    with acting(SYSTEM):
        assert not Original.objects.exists()


def test_a_reader_of_cases_who_is_no_focal_point_meets_no_incident_by_any_shared_door(cast, static):  # noqa: ARG001
    incident = released(cast.exporter_head)
    told = everything_seen(cast.importer_head, incident.reference)
    assert "cetone 1250" not in told
    client = Client(headers={"Authorization": f"Bearer {cast.importer_head.token}"})
    assert client.get(f"/api/v1/cases/{incident.reference}/timeline").status_code == 404
    assert client.get(f"/api/v1/incidents/{incident.reference}").status_code == 403
    assert incident.reference not in client.get("/api/v1/events").content.decode()


def test_the_lines_of_a_publication_lose_the_number_of_the_report(cast):
    _report, publication = published(cast, substances=[{**ACETONE, "profile": f"{TOLD_BY}-9", "lots": "L1"}])
    assert publication.content["substances"][0]["lots"] == ["L1"]
    assert TOLD_BY not in json.dumps(publication.content)


def test_a_stopped_attempt_and_a_seizure_have_one_checklist(cast):
    from_both = []
    for kind in ("seizure", "stopped shipment"):
        incident = released(cast.exporter_head, kind=kind)
        followed = {"origin_identified": "done", "documents_secured": "under way", "samples_profiled": "not needed"}
        from_both.append(take(cast.exporter_officer, incident, "follow", **followed).followed)
    assert from_both[0] == from_both[1] == ["origin_identified", "samples_profiled"]
