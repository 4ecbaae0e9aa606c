"""Many notices checked at once: to the letter what each would read alone, in as many queries as for one."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.answering.routine import Chosen, clear_many
from penstock.notices.checks import matter
from penstock.notices.checks.table import check, check_many
from penstock.notices.models import Notice
from tests.cast import a_draft, a_sent_notice, an_objected_notice, take
from tests.checks.house import a_company, a_licence, a_place, a_requirement, a_screening_list

SALT = {"goods_description": "Pseudoephedrine hydrochloride", "cas_number": "", "quantity": "100"}
DRUM = {"goods_description": "Toluene", "cas_number": "108-88-3", "quantity": "30"}
CHANGES = (
    {}, {"reference": "EX-2"}, {"importer_name": "Quimicos del Vale", "consignee_name": "Bodega Sur"},
    {"quantity": "500000", "unit": "l"}, {"dispatch_on": "2027-01-08"}, SALT, DRUM, {**DRUM, "reference": "EX-9"},
    {"goods_description": "Acetone and toluene", "substances": "acetone; toluene", "cas_number": ""},
    {"point_of_entry": "CLVAP", "transit_countries": "SG"}, {"end_use": "Feeding of rabbits"},
    {"secret_fields": "importer_name", "kept_from": "secretariat", "importer_name": "Secret Ltd"},
)  # fmt: skip
"""One notice of each kind: like another, in litres, of next year, of a salt, in parts, of two substances, secret."""


@pytest.fixture
def varied(cast) -> list[Notice]:
    """Notices of every kind, beside registers, refusals, withdrawn ones and those of another exporter."""
    company = a_company(cast.importer_officer, "QUÍMICOS DEL VALLE S.A.")
    a_licence(cast.importer_officer, company)
    a_company(cast.exporter_officer, "Polder Solvents BV", number="N-1")
    for substance, kilograms in (("acetone", "20000"), ("toluene", "P"), ("pseudoephedrine", "85")):
        a_requirement(cast.importer_officer, substance=substance, kilograms=kilograms, year="2026")
    a_place(cast.importer_officer)
    a_screening_list(cast.importer_officer, "Quimicos del Vale", "Bodega Sur")
    an_objected_notice(cast, reference="EX-50", quantity="77")
    take(cast.exporter_officer, a_sent_notice(cast.exporter_officer, reference="EX-51"), "withdraw")
    a_sent_notice(cast.third_officer, reference="KE-1", quantity="4000")
    return [a_sent_notice(cast.exporter_officer, **changes) for changes in CHANGES]


def said(found) -> str:
    """Findings as the record keeps them."""
    return json.dumps([one.kept() for one in found], sort_keys=True)


def differences(viewer, notices) -> list[str]:
    """The notices of which something else is said together than alone."""
    together = check_many(viewer, notices)
    return [one.reference for one in notices if said(together[one.pk]) != said(check(viewer, one))]


@pytest.mark.parametrize("reader", ["importer_officer", "exporter_officer", "secretariat_officer", "third_officer"])
def test_together_each_reads_as_alone(cast, varied, reader):
    with acting(getattr(cast, reader).viewer) as viewer:
        seen = list(Notice.objects.visible_to(viewer).order_by("id"))
        assert len(seen) >= (1 if reader == "third_officer" else len(varied))
        assert differences(viewer, seen) == []


def test_a_notice_that_counted_itself_would_be_noticed(cast, varied, monkeypatch):
    """The negative control."""
    with acting(cast.importer_officer.viewer) as viewer:
        alone = {one.pk: said(check(viewer, one)) for one in varied}
        monkeypatch.setattr(matter, "_without", lambda _one, parts: sum(parts.values(), matter.Total()))
        together = check_many(viewer, varied)
    assert any(said(together[pk]) != words for pk, words in alone.items())


def test_an_unfinished_draft_is_checked_too(cast):
    draft = a_draft(cast.exporter_officer, importer_country="", importer_name="", dispatch_on="", quantity="")
    with acting(cast.exporter_officer.viewer) as viewer:
        assert "annual requirement" not in {one.name for one in check(viewer, draft)}


def test_as_many_queries_for_many_as_for_one(cast, varied):
    with acting(cast.importer_officer.viewer) as viewer:
        check(viewer, varied[0])
        with CaptureQueriesContext(connection) as alone:
            check(viewer, varied[0])
        with CaptureQueriesContext(connection) as together:
            check_many(viewer, varied)
    assert len(together) == len(alone)


def test_a_sitting_keeps_what_single_answers_keep(cast, varied):
    assert varied
    lane = [
        a_sent_notice(cast.exporter_officer, reference=f"LANE-{at}", importer_name=f"Bodega {at}", quantity=str(at))
        for at in range(1, 4)
    ]
    with acting(cast.importer_officer.viewer) as viewer:
        alone = {one.pk: said(check(viewer, one)) for one in lane}
        clear_many(viewer=viewer, chosen=[Chosen(one.reference, one.edition) for one in lane], raw={})
    with acting(SYSTEM):
        kept = Event.objects.filter(name="notice.checks_seen", case_id__in=alone)
        assert {one.case_id: json.dumps(one.data["findings"], sort_keys=True) for one in kept} == alone
