"""What an exporter is told before a shipment, and what of it the other country reads."""

from typing import Any

import pytest

from penstock.cases.registers.services import state_requirement
from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused
from penstock.permits.needs import chores
from penstock.permits.needs.shipping import ASK, NO, YES, Verdict, may_ship
from tests.cast import Actor, Cast, the_cast
from tests.permits.house import EPHEDRINE, an_import, an_import_permit, stepped
from tests.permits.needs.desk import an_assessment, an_estimate, stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def asked(by: Actor, quantity: str, **changes: Any) -> Verdict:
    raw = {"country": "CL", "substance": "morphine", "quantity": quantity, "unit": "kg", "year": str(today().year)}
    with acting(by.viewer) as viewer:
        return may_ship(viewer=viewer, raw={**raw, **changes})


def test_narcotic_drugs_within_the_estimates_and_not_beyond(cast: Cast) -> None:
    officer = cast.exporter_officer
    assert asked(officer, "1").answer == NO, "without an estimate nothing may be exported"
    stated(cast.importer_head, an_estimate(consumption="55", other_uses="", special_stocks="", stocks_level=""))
    assert asked(officer, "55").answer == YES
    beyond = asked(officer, "55.000001")
    assert beyond.answer == NO
    assert "55" not in beyond.reason
    assert "31(1)(b)" in beyond.reason


def test_a_salt_is_judged_by_its_base(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate(consumption="8", other_uses="", special_stocks="", stocks_level=""))
    salt = {"form": "hydrochloride trihydrate"}
    assert asked(cast.exporter_officer, "10", **salt).answer == YES
    assert asked(cast.exporter_officer, "10").answer == NO
    with pytest.raises(Refused) as no:
        asked(cast.exporter_officer, "10", form="unheard of")
    assert no.value.faults[0].field == "form"


def test_a_guide_that_is_exceeded_is_to_be_asked_about(cast: Cast) -> None:
    diazepam = {"substance": "diazepam"}
    assert asked(cast.exporter_officer, "1", **diazepam).answer == ASK
    stated(cast.importer_head, an_assessment("30"))
    assert asked(cast.exporter_officer, "30", **diazepam).answer == YES
    assert asked(cast.exporter_officer, "31", **diazepam).answer == ASK


def test_a_prohibited_import_is_a_no(cast: Cast) -> None:
    raw = {"country": "CL", "substance": EPHEDRINE, "form": "bulk", "year": str(today().year), "kilograms": "P",
           "stated_on": "2026-01-10", "source": "Decree 9"}  # fmt: skip
    with acting(cast.importer_officer.viewer) as viewer:
        state_requirement(viewer=viewer, raw=raw)
    chores.follow_requirements()
    found = asked(cast.exporter_officer, "1", substance=EPHEDRINE)
    assert (found.answer, found.reason) == (NO, "Chile has prohibited the import of it.")


def test_an_import_paper_is_asked_instead_of_the_balance_that_it_has_drawn_on(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate(consumption="10", other_uses="", special_stocks="", stocks_level=""))
    paper = an_import_permit(cast, **an_import())
    assert asked(cast.exporter_officer, "10").answer == NO, "the paper holds all of it"
    assert asked(cast.exporter_officer, "10", cited=paper.reference).answer == YES
    assert asked(cast.exporter_officer, "10.5", cited=paper.reference).answer == NO
    with pytest.raises(Refused) as no:
        asked(cast.exporter_officer, "1", cited="CL-IA-2020-999999")
    assert no.value.faults[0].code == "other_citation"
    stepped(cast.importer_head, paper, "suspend", reason="Under enquiry.")
    assert asked(cast.exporter_officer, "1", cited=paper.reference).answer == NO


def test_the_country_reads_who_asked_and_nobody_else_does(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    asked(cast.exporter_officer, "5")
    with acting(cast.importer_officer.viewer) as importer:
        event = Event.objects.visible_to(importer).get(name="need.asked")
    assert (event.organisation_name, event.data["pure"], event.data["answer"]) == ("Exportland Authority", "5 kg", YES)
    with acting(cast.third_officer.viewer) as third:
        assert not Event.objects.visible_to(third).filter(name="need.asked").exists()


def test_companies_do_not_ask_and_nobody_asks_about_the_own_country(cast: Cast) -> None:
    with pytest.raises(Refused, match="handle permits"):
        asked(cast.clerk, "5")
    with pytest.raises(Refused) as no:
        asked(cast.importer_officer, "5")
    assert no.value.faults[0].code == "own_country"
