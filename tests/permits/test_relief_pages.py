"""The pages and operations of relief: an emergency kit is sent without authorisation and reconciled."""

import pytest

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.services import issue_token
from penstock.permits.relief.models import Agreement, Emergency, ReliefRequest
from tests.cast import Actor, Cast
from tests.permits.doors import call, go, said
from tests.permits.house import MORPHINE, in_days
from tests.permits.test_relief import agreed, cast, declared, operator, sent

pytestmark = pytest.mark.django_db
__all__ = ["cast", "operator"]


def test_a_kit_is_asked_for_judged_sent_reported_and_reconciled(cast: Cast, operator: Actor) -> None:
    head, third = cast.exporter_head, cast.third_head
    assert go(cast.clerk, "/relief/emergencies/new/").status_code in {403, 404}
    told = {"country": "KE", "basis": "An earthquake.", "until_on": "2020-01-01"}
    wrong = go(third, "/relief/emergencies/new/", told)
    assert wrong.status_code == 422
    assert "An earthquake." in said(wrong)
    assert "In force" in said(go(third, "/relief/emergencies/new/", {**told, "until_on": in_days(20).isoformat()}))
    terms = {
        "supplier": str(cast.clerk.office.pk),
        "until_on": in_days(300).isoformat(),
        "ceilings-0-substance": "morphine",
        "ceilings-0-ceiling": "1",
        "ceilings-0-unit": "kg",
    }
    assert "Polder Solvents" in said(go(head, "/relief/agreements/new/", terms))
    assert "agreement that stands" in said(go(head, "/relief/agreements/new/", terms))
    with acting(SYSTEM):
        emergency = Emergency.objects.visible_to(SYSTEM).get()
        agreement = Agreement.objects.visible_to(SYSTEM).get()
    asked = {
        "operator_name": "Field Surgeons",
        "operator_contact": "Tent 5",
        "agreement": agreement.reference,
        "emergency": emergency.reference,
        "nature": "No morphine left.",
        "receiver": "The field hospital",
        "substances-0-substance": "morphine",
        "substances-0-quantity": "1200",
        "substances-0-unit": "g",
    }
    assert "Draft" in said(go(operator, "/relief/requests/new/", asked))
    with acting(SYSTEM):
        page = f"/relief/requests/{ReliefRequest.objects.visible_to(SYSTEM).get().reference}/"
    much = go(operator, f"{page}ask/", {})
    assert much.status_code == 422
    assert "leaves 1 kg of Morphine" in said(much)
    go(operator, f"{page}edit/", {**asked, "substances-0-quantity": "400"})
    assert "With the supplier" in said(go(operator, f"{page}ask/", {}))
    go(cast.clerk, f"{page}accept/", {"note": "People are dying."})
    assert go(cast.clerk, f"{page}send/", {"waybill": ""}).status_code == 422
    assert "AWB 1" in said(go(cast.clerk, f"{page}send/", {"waybill": "AWB 1"}))
    assert 'value="morphine"' in said(go(operator, f"{page}report/"))
    used = {f"substances-0-{name}": value for name, value in (("substance", "morphine"), ("unit", "g"))}
    report = {**used, "substances-0-used": "350", "substances-0-unused": "49"}
    assert "0.001 kg" in said(go(operator, f"{page}report/", report))
    done = said(go(cast.third_officer, f"{page}reconcile/", {"note": "A broken vial was shown."}))
    assert "Reconciled" in done
    year = f"/relief/agreements/{agreement.reference}/report/{today().year}"
    assert "0.4 kg" in said(go(cast.clerk, f"{year}/"))
    assert "Field Surgeons" in said(go(head, f"{year}.csv"))
    assert go(operator, f"{year}/").status_code == 404
    assert go(cast.importer_head, page).status_code == 404
    assert emergency.reference in said(go(cast.importer_head, "/relief/"))


def test_systems_do_the_same(cast: Cast, operator: Actor) -> None:
    request = sent(cast, operator, agreed(cast), declared(cast.third_head))
    with acting(SYSTEM):
        assert operator.person
        system = Actor("operator", operator.person, issue_token(person=operator.person, label="the tents"))
    path = f"/relief/requests/{request.reference}"
    body = {"substances": [{"substance": MORPHINE, "used": "400", "unused": "0", "unit": "g"}]}
    told = call(system, "post", f"{path}/report", body).json()
    assert told["state"] == "reported"
    assert told["differences"][0]["missing"] == "0"
    assert call(cast.third_officer, "post", f"{path}/reconcile", {"note": "It agrees."}).json()["state"] == "reconciled"
    assert call(cast.importer_head, "get", path).status_code == 404
    assert len(call(cast.importer_head, "get", "/relief/emergencies").json()) == 1
    number = call(cast.clerk, "get", "/relief/agreements").json()[0]["reference"]
    report = call(cast.clerk, "get", f"/relief/agreements/{number}/reports/{today().year}").json()
    assert [(one["country"], one["pure"]) for one in report["rows"]] == [("KE", "0.4")]
