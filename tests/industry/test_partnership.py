"""Partnership: who sees an agreement, when it is in force, what a signature fixes, and who reads an assessment."""

import pytest

from penstock.industry.partnership import queries, services
from penstock.industry.partnership.models import Association
from penstock.industry.partnership.practices import practices_of
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from tests.cast import Cast, the_cast
from tests.industry.partners import a_party, an_agreement, an_assessment, drafted, named, signed

pytestmark = pytest.mark.django_db
COMPANY = "Polder Solvents"


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


def codes(no: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in no.value.faults}


def test_the_eight_practices_are_ready(cast: Cast):
    row = drafted(cast.exporter_officer)
    assert list(row.practices) == [one.code for one in practices_of("bdo-gbl")]
    assert len(row.practices) == 8
    own = drafted(cast.exporter_officer, frame="own", rules="We ask.\n\nWe tell.")
    assert list(own.practices.values()) == ["We ask.", "We tell."]
    with pytest.raises(Refused) as no:
        drafted(cast.exporter_officer, frame="own")
    assert codes(no) == {("rules", "missing_rules")}


def test_it_is_seen_by_its_parties_alone(cast: Cast):
    row = drafted(cast.exporter_officer)
    with acting(cast.clerk.viewer) as viewer:
        assert queries.agreements(viewer) == []
    named(cast.exporter_officer, row, COMPANY)
    with acting(cast.clerk.viewer) as viewer:
        assert [one.pk for one in queries.agreements(viewer)] == [row.pk]
    for outsider in (cast.importer_officer, cast.secretariat_officer, cast.third_officer):
        with acting(outsider.viewer) as viewer, pytest.raises(NotVisible):
            queries.agreement(viewer, row.pk)


def test_it_is_in_force_once_everybody_has_signed(cast: Cast):
    officer, clerk = cast.exporter_officer, cast.clerk
    row = drafted(officer)
    with acting(officer.viewer) as viewer, pytest.raises(Refused, match="another party"):
        services.sign(viewer=viewer, agreement_id=row.pk)
    named(officer, row, COMPANY)
    outside = named(officer, row, "Exercise Federation")
    for actor in (officer, clerk):
        signed(actor, row)
    with acting(officer.viewer) as viewer:
        assert queries.stands(row, queries.partners(viewer, row)) == queries.DRAFT
        raw = {"signed_by": "Its chair", "signed_on": clock.today().isoformat(), "paper": "Folder 12"}
        services.enter_paper(viewer=viewer, agreement_id=row.pk, partner_id=outside.pk, raw=raw)
        assert queries.stands(row, queries.partners(viewer, row)) == queries.IN_FORCE
        with pytest.raises(Refused, match="already"):
            services.sign(viewer=viewer, agreement_id=row.pk)


def test_the_first_signature_fixes_the_text(cast: Cast):
    row = drafted(cast.exporter_officer)
    named(cast.exporter_officer, row, COMPANY)
    signed(cast.clerk, row)
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused, match="has signed this text"):
        services.rewrite(viewer=viewer, agreement_id=row.pk, raw=an_agreement(title="Another"))


def test_nobody_signs_on_paper_for_a_company_of_the_instance(cast: Cast):
    row = drafted(cast.exporter_officer)
    company = named(cast.exporter_officer, row, COMPANY)
    raw = {"signed_by": "Somebody", "signed_on": clock.today().isoformat(), "paper": "Folder 1"}
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused, match="signs here"):
        services.enter_paper(viewer=viewer, agreement_id=row.pk, partner_id=company.pk, raw=raw)


def test_a_party_is_named_once(cast: Cast):
    row = drafted(cast.exporter_officer)
    named(cast.exporter_officer, row, COMPANY)
    with pytest.raises(Refused) as no:
        named(cast.exporter_officer, row, COMPANY.upper())
    assert codes(no) == {("name", "party_named")}


def test_an_assessment_needs_evidence_and_is_for_the_office_and_its_party(cast: Cast):
    row = drafted(cast.exporter_officer)
    named(cast.exporter_officer, row, COMPANY)
    with acting(cast.clerk.viewer) as viewer:
        with pytest.raises(Refused) as no:
            services.assess(viewer=viewer, agreement_id=row.pk, raw=an_assessment(row, shown_policy=""))
        assert codes(no) == {("shown_policy", "missing_evidence")}
        services.assess(viewer=viewer, agreement_id=row.pk, raw=an_assessment(row))
    with acting(cast.exporter_officer.viewer) as viewer:
        assert [one.partner.name for one in queries.assessments(viewer, row)] == [COMPANY]
        services.assess(viewer=viewer, agreement_id=row.pk, raw=an_assessment(row))
    with acting(cast.clerk.viewer) as viewer:
        names = {one.partner.name for one in queries.assessments(viewer, row)}
    assert names == {COMPANY}


def test_a_party_neither_names_others_nor_ends_it(cast: Cast):
    row = drafted(cast.exporter_officer)
    named(cast.exporter_officer, row, COMPANY)
    with acting(cast.clerk.viewer) as viewer:
        for act in (services.name_party, services.end, services.review):
            with pytest.raises(Refused, match="duty"):
                act(viewer=viewer, agreement_id=row.pk, raw=a_party())
    with acting(cast.exporter_officer.viewer) as viewer:
        services.end(viewer=viewer, agreement_id=row.pk, raw={"reason": "A new one is drafted."})
    with pytest.raises(Refused, match="ended"):
        signed(cast.clerk, row)


def test_associations_are_for_the_authorities_of_one_country(cast: Cast):
    raw = {"name": "Exercise Federation", "contact": "Secretary", "passes_alerts": "yes", "members": "40"}
    with acting(cast.exporter_officer.viewer) as viewer:
        services.keep_association(viewer=viewer, raw=raw)
        services.keep_association(viewer=viewer, raw={**raw, "members": "41"})
        (kept,) = queries.associations(viewer)
        assert kept.content["members"] == "41"
    for outsider in (cast.clerk, cast.importer_officer, cast.secretariat_officer):
        with acting(outsider.viewer) as viewer:
            assert not Association.objects.visible_to(viewer).exists()
