"""Fees of licensing: what is owed by the day of lodging, what was paid or waived, and what keeps a grant."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.fields import Currency
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.services import confirm_step
from penstock.industry.fees.models import FeeEntry, LicenceFee
from penstock.industry.fees.money import exact, faults_of
from penstock.industry.fees.owing import Balance
from penstock.kernel.clock import at, now
from penstock.kernel.forms.types import Invalid
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from tests.cast import Actor, Cast, the_cast
from tests.industry.house import (
    EPHEDRINE,
    a_licence,
    a_line,
    applied,
    granted,
    in_days,
    our_licence,
    sign_licences_with,
    taken,
)
from tests.industry.rooms import a_company
from tests.industry.till import a_fee, an_entry, ended, entered, kept, owing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def asked(by: Actor, application: LicenceApplication) -> list[tuple[str, str]]:
    """The names and amounts of what an application owes."""
    return [(one.title, exact(one.amount, one.currency)) for one in owing(by, application).fees]


def refused(act: Any, *args: Any, **changes: Any) -> list[tuple[str, str]]:
    """What is wrong: fields and codes."""
    with pytest.raises(Refused) as no:
        act(*args, **changes)
    return [(one.field, one.code) for one in no.value.faults] or [("", no.value.code)]


def test_what_is_owed_is_what_held_on_the_day_of_lodging(cast: Cast) -> None:
    free = applied(cast.clerk, a_licence())
    assert not owing(cast.clerk, free).balances, "where no fee is kept, none is asked"
    old = kept(cast.exporter_head)
    assert not asked(cast.clerk, free), "what was handed in before the row was kept owes nothing of it"
    before = applied(cast.clerk, a_licence())
    ended(cast.exporter_head, old, in_days(9).isoformat())
    kept(cast.exporter_head, title="New fee", amount="300", from_on=in_days(10).isoformat())
    with at(now() + timedelta(days=10)):
        after = applied(cast.clerk, a_licence())
        assert asked(cast.clerk, before) == [("Examination of an application", "250.00")]
        assert asked(cast.clerk, after) == [("New fee", "300.00")]
        assert refused(ended, cast.exporter_head, old, in_days(5).isoformat()) == [("", "ended")]
        with acting(cast.clerk.viewer) as clerk:
            assert LicenceFee.objects.visible_to(clerk).count() == 2, "old rows stay readable"


def test_a_fee_fits_what_is_asked_for_the_document_and_the_activity_and_is_asked_once(cast: Cast) -> None:
    kept(cast.exporter_head, title="Any")
    kept(cast.exporter_head, title="Registration", document="registration")
    kept(cast.exporter_head, title="Import", activity="import")
    kept(cast.exporter_head, title="Renewal", asked="renew")
    held = our_licence(cast)
    both = applied(cast.clerk, a_licence(lines=[a_line(activity="import"), a_line(EPHEDRINE, "import")]))
    assert {one for one, _amount in asked(cast.clerk, both)} == {"Any", "Import"}
    papers = applied(cast.clerk, a_licence(document="registration"))
    assert {one for one, _amount in asked(cast.clerk, papers)} == {"Any", "Registration"}
    again = applied(cast.clerk, a_licence(asked="renew", concerns=held.reference))
    assert {one for one, _amount in asked(cast.clerk, again)} == {"Renewal"}


def test_no_grant_before_what_must_be_settled_and_the_answer_names_it(cast: Cast) -> None:
    kept(cast.exporter_head, before="yes")
    kept(cast.exporter_head, title="Inspection", amount="80")
    application = applied(cast.clerk, a_licence())
    with pytest.raises(Refused, match=r"Examination of an application \(250\.00\sEUR\)\. Open: 250\.00\sEUR") as no:
        granted(cast.exporter_head, application)
    assert "Inspection" not in no.value.message, "only what must be settled first is named"
    entered(cast.exporter_officer, application, amount="249.99")
    with pytest.raises(Refused, match=r"Open: 0\.01\sEUR"):
        granted(cast.exporter_head, application)
    entered(cast.exporter_officer, application, happened="waived", amount="0.01", reference="", reason="A cent.")
    assert granted(cast.exporter_head, application).state == "granted"
    (balance,) = owing(cast.clerk, application).balances
    assert (balance.open, balance.standing) == (Decimal(80), "part")


def test_what_is_given_back_between_two_signatures_keeps_the_second(cast: Cast) -> None:
    kept(cast.exporter_head, before="yes")
    sign_licences_with(cast.exporter_head, needs_two=True)
    application = applied(cast.clerk, a_licence())
    with pytest.raises(Refused, match="Before the decision"):
        taken(cast.exporter_head, application, "propose")
    entered(cast.exporter_officer, application, amount="250")
    taken(cast.exporter_head, application, "propose")
    entered(cast.exporter_officer, application, happened="returned", amount="250", reason="The cheque bounced.")
    with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused, match="Before the decision"):
        confirm_step(viewer=viewer, application_id=application.pk)


def test_partial_payments_sum_and_what_is_too_much_is_said(cast: Cast) -> None:
    kept(cast.exporter_head, amount="1000.10")
    application = applied(cast.clerk, a_licence())
    for amount in ("333.37", "333.37", "333.36"):
        entered(cast.exporter_officer, application, amount=amount)
    (balance,) = owing(cast.clerk, application).balances
    assert (balance.paid, balance.open, balance.over, balance.standing) == (
        Decimal("1000.10"),
        Decimal(0),
        Decimal(0),
        "settled",
    )
    entered(cast.exporter_officer, application, amount="0.10")
    (balance,) = owing(cast.clerk, application).balances
    assert (balance.over, balance.standing) == (Decimal("0.10"), "over")
    assert refused(
        entered, cast.exporter_officer, application, happened="waived", amount="0.01", reason="No need."
    ) == [("amount", "more_than_there_is")]
    entered(cast.exporter_officer, application, happened="returned", amount="0.10", reason="Too much.")
    (balance,) = owing(cast.clerk, application).balances
    assert balance.standing == "settled"


def test_currencies_are_never_summed_and_wrong_entries_are_answered_at_their_field(cast: Cast) -> None:
    kept(cast.exporter_head, before="yes")
    kept(cast.exporter_head, title="In yen", amount="5000", currency="jpy")
    application = applied(cast.clerk, a_licence())
    entered(cast.exporter_officer, application, amount="5000", currency="JPY")
    assert {one.currency: one.open for one in owing(cast.clerk, application).balances} == {
        "EUR": Decimal(250),
        "JPY": Decimal(0),
    }
    officer = cast.exporter_officer
    assert refused(entered, officer, application, currency="USD") == [("currency", "other_currency")]
    assert refused(entered, officer, application, currency="EUX") == [("currency", "unknown_currency")]
    assert refused(entered, officer, application, amount="0.001") == [("amount", "too_fine")]
    assert refused(entered, officer, application, amount="0") == [("amount", "too_small")]
    assert refused(entered, officer, application, reference="") == [("reference", "missing_reference")]
    assert refused(entered, officer, application, happened="waived") == [("reason", "missing_reason")]
    tomorrow = in_days(1).isoformat()
    assert refused(entered, officer, application, happened_on=tomorrow) == [("happened_on", "not_yet")]
    wrong = {"amount": "1.5", "currency": "JPY", "until_on": "2026-01-02"}
    assert refused(kept, cast.exporter_head, **wrong) == [("amount", "too_fine"), ("until_on", "over_already")]
    free = applied(cast.third_officer, a_licence())
    assert refused(entered, cast.third_officer, free) == [("", "nothing_owed")]


@given(
    paid=st.lists(st.decimals(0, 10**9, places=2), max_size=20),
    waived=st.decimals(0, 10**9, places=2),
    due=st.decimals(0, 10**9, places=2),
)
def test_no_cent_is_lost(paid: list[Decimal], waived: Decimal, due: Decimal) -> None:
    one = Balance("EUR", due, due, sum(paid, Decimal(0)), min(waived, due))
    assert one.due + one.over == one.paid + one.waived + one.open
    assert not (one.open and one.over)
    assert Decimal(exact(one.open, "EUR")) == one.open


def test_a_currency_is_one_of_those_that_people_pay_in() -> None:
    assert [Currency().parse(one) for one in (" eur ", "XOF", "")] == ["EUR", "XOF", None]
    for wrong in ("EURO", "E1R", "XAU", "XXX", "ZZZ"):
        with pytest.raises(Invalid):
            Currency().parse(wrong)
    assert exact(Decimal("1.5"), "KWD") == "1.500"
    assert not list(faults_of(Decimal("1.555"), "KWD"))
    assert [one.code for one in faults_of(Decimal(10) ** 12, "EUR")] == ["too_much"]


def test_the_company_reads_what_to_pay_and_others_read_nothing(cast: Cast) -> None:
    kept(cast.exporter_head, before="yes")
    application = applied(cast.clerk, a_licence())
    entered(cast.exporter_officer, application, reference="T-4711")
    (line,) = owing(cast.clerk, application).fees
    assert line.source == "Decree on fees, article 3"
    abroad = a_company("Payer of Thirdland", "KE")
    neighbour = a_company("Another of Exportland")
    for actor, fees in ((abroad, 0), (cast.importer_officer, 0), (cast.secretariat_officer, 0), (neighbour, 1)):
        with acting(actor.viewer) as viewer:
            assert LicenceFee.objects.visible_to(viewer).count() == fees
            assert LicenceFee.objects.count() == fees
            assert not FeeEntry.objects.visible_to(viewer).exists()
            assert not FeeEntry.objects.exists()
    with pytest.raises(NotVisible):
        ended(cast.third_head, line, in_days(1).isoformat())
    for nobody in (cast.clerk, cast.exporter_officer):
        with pytest.raises(Refused):
            kept(nobody)
    with pytest.raises(Refused):
        entered(cast.clerk, application)


def test_pages_and_operations_say_the_same(cast: Cast) -> None:
    web = Client()
    head = {"Authorization": f"Bearer {cast.exporter_head.token}"}
    made = web.post("/api/v1/licence-fees", a_fee(before="yes"), "application/json", headers=head)
    assert (made.status_code, made.json()["amount"], made.json()["stands"]) == (201, "250.00", "holds")
    application = applied(cast.clerk, a_licence())
    path = f"/licence-applications/{application.reference}"
    clerk = {"Authorization": f"Bearer {cast.clerk.token}"}
    told = web.get(f"/api/v1{path}/fees", headers=clerk).json()
    assert told["pay_with"] == application.reference
    assert told["balances"][0]["open_before_decision"] == "250.00"
    web.force_login(cast.exporter_officer.person)
    form = web.get(f"{path}/fees/").content.decode()
    assert 'value="250.00"' in form
    again = web.post(f"{path}/fees/", an_entry(amount="12,50", reference="T-77"))
    assert again.status_code == 422
    assert 'value="12,50"' in again.content.decode(), "nothing entered is lost"
    assert web.post(f"{path}/fees/", an_entry(reference="T-77")).status_code == 302
    web.force_login(cast.clerk.person)
    page = web.get(f"{path}/").content.decode()
    told_there = (f"Give the reference {application.reference}", "T-77", "150.00\u00a0EUR", "Decree on fees, article 3")
    for words in told_there:
        assert words in page
    assert "Enter a payment or waiver" not in page
    told = web.get(f"/api/v1{path}/fees", headers=clerk).json()
    assert (told["balances"][0]["paid"], told["balances"][0]["standing"]) == ("100.00", "part")
