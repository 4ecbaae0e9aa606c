"""A permit from the application to its end: who decides, what it draws on, and what comes back."""

from decimal import Decimal

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.permits import queries
from penstock.permits import services as permits
from penstock.permits.applications import queries as application_queries
from penstock.permits.ledger.keeping import room
from penstock.permits.models import Permit
from tests.cast import Cast, the_cast
from tests.permits.house import (
    EPHEDRINE,
    MORPHINE,
    a_line,
    an_export,
    an_export_permit,
    an_import,
    an_import_permit,
    applied,
    decided,
    drafted,
    fresh,
    need,
    recommended,
    sign_permits_with,
    stepped,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_an_import_paper_draws_on_the_estimates_and_an_export_paper_on_the_import_paper(cast: Cast) -> None:
    account = need("CL", MORPHINE, "25")
    first = an_import_permit(cast)
    assert first.reference.startswith("CL-IA-")
    assert room(fresh(account)) == Decimal(15)
    second = an_export_permit(cast, first, substances=[a_line(quantity="4")])
    with acting(cast.importer_head.viewer) as head:
        own = queries.accounts_of(head, first)[0]
    assert (own.granted, own.reserved) == (Decimal(10), Decimal(4))
    assert room(fresh(account)) == Decimal(15), "what rests on the import paper is on its country's account already"
    assert second.cites_id == first.pk
    assert second.valid_until <= first.valid_until


def test_more_than_the_estimates_is_refused_with_what_is_missing_and_nothing_is_done(cast: Cast) -> None:
    account = need("CL", MORPHINE, "9.5")
    application = applied(cast.importer_officer, an_import())
    with pytest.raises(Refused) as no:
        decided(cast.importer_second, cast.importer_head, application)
    assert "0.5 kg of Morphine" in no.value.faults[0].message
    assert fresh(account).reserved == 0
    with acting(cast.importer_head.viewer) as head:
        assert not Permit.objects.visible_to(head).exists()


def test_an_export_cannot_take_more_than_the_import_paper_has_left(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast)
    an_export_permit(cast, first, substances=[a_line(quantity="7")])
    with pytest.raises(Refused) as no:
        an_export_permit(cast, first, substances=[a_line(quantity="3.001")])
    assert no.value.faults[0].code == "beyond_the_citation"
    an_export_permit(cast, first, substances=[a_line(quantity="3")])


def test_a_salt_counts_by_its_base(cast: Cast) -> None:
    account = need("CL", MORPHINE, "100")
    permit = an_import_permit(cast, substances=[a_line(form="hydrochloride trihydrate", quantity="1000", unit="g")])
    with acting(cast.importer_head.viewer) as head:
        line = queries.lines_of(head, permit)[0]
    assert Decimal("0.75") < line.pure < Decimal("0.77")
    assert fresh(account).reserved == line.pure


def test_whoever_recommends_does_not_decide_and_the_applicant_never_reads_it(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast)
    application = applied(cast.clerk, an_export(first.reference))
    with pytest.raises(Refused, match="recommend a decision first"):
        taken(cast.exporter_head, application, "issue")
    recommended(cast.exporter_head, application)
    with pytest.raises(Refused, match="You recommended it"):
        taken(cast.exporter_head, application, "issue")
    with acting(cast.clerk.viewer) as clerk:
        assert application_queries.recommendations_on(clerk, application) == []
    recommended(cast.exporter_officer, application, "refuse")
    with pytest.raises(Refused, match="recommended to refuse it"):
        taken(cast.exporter_head, application, "issue")


def test_two_sign_where_the_authority_says_so(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    sign_permits_with(cast.importer_head, needs_two=True)
    application = applied(cast.importer_officer, an_import())
    recommended(cast.importer_second, application)
    with pytest.raises(Refused, match="two people sign"):
        taken(cast.importer_head, application, "issue")
    assert taken(cast.importer_head, application, "propose").issued_as is None


def test_the_clock_stands_while_the_applicant_must_answer(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast)
    application = applied(cast.clerk, an_export(first.reference))
    assert application.waits_for_id == cast.exporter_head.office.pk
    asked = taken(cast.exporter_officer, application, "ask", question="By which carrier?")
    assert asked.due_on is None
    assert asked.days_left
    answered = taken(cast.clerk, asked, "supply", answer="By the one named in the papers.")
    assert answered.due_on is not None


def test_a_refusal_with_reasons_an_appeal_and_another_officer(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast)
    application = applied(cast.clerk, an_export(first.reference))
    recommended(cast.exporter_officer, application, "refuse")
    refused = taken(cast.exporter_head, application, "refuse", reasons=["no licence"], note="No licence for morphine.")
    appealed = taken(cast.clerk, refused, "appeal", note="Here is the licence.")
    with pytest.raises(Refused, match="You refused it"):
        taken(cast.exporter_head, appealed, "allow")


def test_what_is_revoked_gives_back_what_it_held(cast: Cast) -> None:
    account = need("CL", MORPHINE, "25")
    permit = an_import_permit(cast)
    stepped(cast.importer_head, permit, "revoke", reason="Forged papers.")
    assert fresh(account).reserved == Decimal(10), "one signature is not enough"
    with acting(cast.importer_head.viewer) as same, pytest.raises(Refused):
        permits.confirm_step(viewer=same, permit_id=permit.pk)
    assert fresh(account).reserved == Decimal(10)


def test_the_other_government_sees_the_permit_and_not_the_application(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast)
    second = an_export_permit(cast, first)
    with acting(cast.importer_officer.viewer) as importer:
        assert queries.permit_by_reference(importer, second.reference)
        with pytest.raises(NotVisible):
            application_queries.application_by_reference(importer, second.applied_as)
    with acting(cast.third_officer.viewer) as third, pytest.raises(NotVisible):
        queries.permit_by_reference(third, second.reference)


def test_a_wrong_application_names_every_fault_and_keeps_what_was_entered(cast: Cast) -> None:
    raw = an_export("NL-IA-2020-000001", substances=[a_line(form="unheard of")], cited_issuer="")
    application = drafted(cast.clerk, raw)
    with pytest.raises(Refused) as no:
        taken(cast.clerk, application, "apply")
    assert [one.field for one in no.value.faults] == ["substances-0-form"]
    assert application.content["cited"] == "NL-IA-2020-000001"
    mended = taken(cast.clerk, application, "edit", **{**raw, "substances": [a_line()]})
    with pytest.raises(Refused) as no:
        taken(cast.clerk, mended, "apply")
    assert [one.field for one in no.value.faults] == ["cited_issuer", "cited_on"]


def test_a_salt_of_a_precursor_counts_by_the_masses_of_both_formulas(cast: Cast) -> None:
    """No pack gives factors for precursors; ephedrine 165.236 in its hydrochloride 201.694 g/mol."""
    permit = an_import_permit(
        cast,
        paper="letter-of-no-objection",
        substances=[a_line(EPHEDRINE, "100", form="hydrochloride")],
    )
    with acting(cast.importer_head.viewer) as head:
        line = queries.lines_of(head, permit)[0]
    assert line.pure == Decimal("81.92")
    with pytest.raises(Refused) as no:
        applied(cast.importer_officer, an_import(substances=[a_line(EPHEDRINE, form="wishful")]))
    assert no.value.faults[0].code == "unknown_form"
