"""Each check as a story: what an officer reads, and what makes it read otherwise."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.checks.table import CHECKS, check
from penstock.notices.models import Notice
from tests.cast import a_draft, a_sent_notice, an_objected_notice, take
from tests.checks.house import (
    a_company,
    a_licence,
    a_place,
    a_requirement,
    a_screening_list,
    findings,
)


class TestTheImporter:
    def test_without_a_register_nothing_can_be_said(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        assert findings(cast.importer_officer, notice)["importer"].tone == "cannot say"

    def test_unknown_is_a_warning(self, cast):
        a_company(cast.importer_officer, "Another Example SA")
        found = findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["importer"]
        assert (found.tone, "not in your register" in found.message) == ("warning", True)

    def test_known_and_licensed_is_fine_under_another_spelling(self, cast):
        a_licence(cast.importer_officer, a_company(cast.importer_officer, "QUÍMICOS DEL VALLE S.A."))
        found = findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["importer"]
        assert found.tone == "fine"
        assert "L-1" in found.message

    def test_only_like_asks_for_a_look(self, cast):
        a_licence(cast.importer_officer, a_company(cast.importer_officer, "Quimicos del Vale Norte"))
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["importer"].tone == "look"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"substances": "toluene"}, "no licence for Acetone"),
            ({"until_on": "2026-03-31"}, "ended"),
            ({"state": "suspended"}, "suspended"),
        ],
    )
    def test_a_licence_that_does_not_hold(self, cast, changes, said):
        a_licence(cast.importer_officer, a_company(cast.importer_officer), **changes)
        found = findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["importer"]
        assert found.tone == "warning"
        assert said in found.message

    @pytest.mark.parametrize(
        ("standing", "tone"), [("suspended", "warning"), ("struck off", "warning"), ("watched", "look")]
    )
    def test_standing(self, cast, standing, tone):
        a_licence(cast.importer_officer, a_company(cast.importer_officer, standing=standing))
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["importer"].tone == tone

    def test_other_countries_learn_one_word_of_a_notice_that_was_sent(self, cast):
        company = a_company(cast.importer_officer, note="zqsecretqz", address="zqsecretqz 5")
        a_licence(cast.importer_officer, company, number="zqsecretqz")
        draft = a_draft(cast.exporter_officer)
        assert findings(cast.exporter_officer, draft)["importer"].tone == "cannot say"
        sent = take(cast.exporter_officer, draft, "submit")
        for reader in (cast.exporter_officer, cast.secretariat_officer):
            found = findings(reader, sent)["importer"]
            assert found.tone == "fine"
            assert "zqsecretqz" not in f"{found.message}{found.basis}{found.links}"
            assert not found.links


class TestQuantities:
    def test_above_the_annual_requirement_with_what_was_notified_before(self, cast):
        a_requirement(cast.importer_officer, year="2026")
        a_sent_notice(cast.exporter_officer, reference="EX-0", quantity="3000")
        notice = a_sent_notice(cast.exporter_officer)
        found = findings(cast.importer_officer, notice)["annual requirement"]
        assert found.tone == "warning"
        assert "21\u202f000 kg" in found.message
        assert "20\u202f000 kg" in found.message

    def test_within_it_and_not_stale_is_fine(self, cast):
        a_requirement(cast.importer_officer, year="2025", kilograms="90000")
        assert (
            findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["annual requirement"].tone == "fine"
        )

    @pytest.mark.parametrize(
        ("changes", "tone"),
        [
            ({"kilograms": "P"}, "warning"),
            ({"kilograms": "-"}, "cannot say"),
            ({"kilograms": "90000", "year": "2022"}, "look"),
            ({"kilograms": "19000", "year": "2026"}, "look"),
        ],
    )
    def test_prohibited_blank_stale_and_near(self, cast, changes, tone):
        a_requirement(cast.importer_officer, **changes)
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["annual requirement"].tone == tone

    def test_a_salt_counts_as_its_base(self, cast):
        a_requirement(cast.importer_officer, substance="pseudoephedrine", kilograms="85", year="2026")
        goods = {"goods_description": "Pseudoephedrine hydrochloride", "cas_number": "", "quantity": "100"}
        notice = a_sent_notice(cast.exporter_officer, **goods)
        assert 81 < notice.base_kilograms < 83
        assert findings(cast.importer_officer, notice)["annual requirement"].tone == "look"

    def test_litres_are_never_added_to_kilograms(self, cast):
        a_requirement(cast.importer_officer, year="2026")
        a_sent_notice(cast.exporter_officer, reference="EX-0", quantity="500000", unit="l")
        found = findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["annual requirement"]
        assert found.tone == "look"
        assert "500000 l more cannot be compared" in found.message
        litres = a_sent_notice(cast.exporter_officer, reference="EX-2", unit="l")
        assert findings(cast.importer_officer, litres)["annual requirement"].tone == "cannot say"

    def test_what_was_withdrawn_or_refused_does_not_count(self, cast):
        a_requirement(cast.importer_officer, year="2026", kilograms="90000")
        an_objected_notice(cast, reference="EX-0", quantity="80000")
        take(
            cast.exporter_officer, a_sent_notice(cast.exporter_officer, reference="EX-9", quantity="80000"), "withdraw"
        )
        assert (
            findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["annual requirement"].tone == "fine"
        )

    def test_the_importers_history(self, cast):
        for at, quantity in enumerate(("1000", "2000", "3000")):
            a_sent_notice(cast.exporter_officer, reference=f"EX-{at}x", quantity=quantity)
        found = findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["history"]
        assert found.tone == "warning"
        assert "2\u202f000 kg" in found.message
        other = a_sent_notice(cast.exporter_officer, reference="EX-8", importer_name="Somebody Else")
        assert findings(cast.importer_officer, other)["history"].tone == "look"


class TestParts:
    GOODS = {"goods_description": "Toluene", "cas_number": "108-88-3", "unit": "kg"}

    def test_parts_below_a_threshold_and_together_above(self, cast):
        """The Union's threshold for exporters of toluene, 50 kg a year."""
        a_sent_notice(cast.exporter_officer, reference="EX-0", quantity="30", **self.GOODS)
        notice = a_sent_notice(cast.exporter_officer, quantity="30", **self.GOODS)
        found = findings(cast.importer_officer, notice)["split"]
        assert found.tone == "warning"
        assert "60 kg" in found.message
        assert found.links

    def test_to_somebody_else_they_are_not_added(self, cast):
        a_sent_notice(cast.exporter_officer, reference="EX-0", quantity="30", importer_name="Else", **self.GOODS)
        notice = a_sent_notice(cast.exporter_officer, quantity="30", **self.GOODS)
        assert findings(cast.importer_officer, notice)["split"].tone == "fine"


class TestTheWay:
    def test_a_roundabout(self, cast):
        far = a_sent_notice(cast.exporter_officer, port_of_exit="NLRTM", point_of_entry="CLVAP", transit_countries="SG")
        straight = a_sent_notice(cast.exporter_officer, reference="EX-3", transit_countries="PA")
        assert findings(cast.importer_officer, far)["detour"].tone == "warning"
        assert findings(cast.importer_officer, straight)["detour"].tone == "fine"

    def test_a_port_in_another_country(self, cast):
        notice = a_sent_notice(cast.exporter_officer, port_of_exit="BEANR", point_of_entry="CLVAP")
        assert findings(cast.importer_officer, notice)["ports"].tone == "look"

    def test_a_free_zone_never_lowers_a_check(self, cast):
        a_company(cast.importer_officer, "Another Example SA")
        notice = a_sent_notice(cast.exporter_officer, point_of_entry="CLVAP")
        before = {name: one.tone for name, one in findings(cast.importer_officer, notice).items()}
        a_place(cast.importer_officer)
        after = {name: one.tone for name, one in findings(cast.importer_officer, notice).items()}
        assert after.pop("places") == "look"
        assert before.pop("places") == "cannot say"
        assert before == after


class TestTheGoods:
    def test_end_use(self, cast):
        usual = a_sent_notice(cast.exporter_officer)
        strange = a_sent_notice(cast.exporter_officer, reference="EX-2", end_use="Feeding of rabbits")
        assert findings(cast.importer_officer, usual)["end use"].tone == "fine"
        assert findings(cast.importer_officer, strange)["end use"].tone == "look"

    def test_what_cannot_be_sold(self, cast):
        acid = {"goods_description": "Hydrochloric acid 98 %", "cas_number": "7647-01-0"}
        solid = {"goods_description": "Potassium permanganate", "cas_number": "7722-64-7", "unit": "l"}
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer, **acid))["form"].tone == "look"
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer, **solid))["form"].tone == "look"
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["form"].tone == "fine"

    def test_a_duplicate(self, cast):
        first = a_sent_notice(cast.exporter_officer)
        again = a_sent_notice(cast.exporter_officer, reference="EX-7")
        found = findings(cast.importer_officer, again)["duplicate"]
        assert (found.tone, first.reference in found.message) == ("look", True)


class TestScreening:
    def test_without_a_list_nothing_was_screened(self, cast):
        assert findings(cast.importer_officer, a_sent_notice(cast.exporter_officer))["screening"].tone == "cannot say"

    def test_a_name_like_a_listed_one_is_a_warning_for_whoever_may_use_the_list(self, cast):
        a_screening_list(cast.importer_officer, "Lagoon Practice Labs", "Somebody Else")
        notice = a_sent_notice(cast.exporter_officer)
        assert findings(cast.importer_officer, notice)["screening"].tone == "fine"
        a_screening_list(cast.importer_officer, "QUIMICOS DEL VALE S.A.", title="Another")
        found = findings(cast.importer_officer, notice)["screening"]
        assert found.tone == "warning"
        assert "QUIMICOS DEL VALE" in found.message
        assert findings(cast.exporter_officer, notice)["screening"].tone == "cannot say"

    def test_a_shared_list_serves_every_authority(self, cast):
        a_screening_list(cast.secretariat_officer, "QUIMICOS DEL VALE S.A.", shared="yes")
        assert findings(cast.exporter_officer, a_sent_notice(cast.exporter_officer))["screening"].tone == "warning"


class TestTheRecord:
    def test_what_the_officer_saw_is_kept_with_the_answer_and_seen_by_that_office_alone(self, cast):
        a_screening_list(cast.importer_officer, "QUIMICOS DEL VALE S.A.")
        notice = a_sent_notice(cast.exporter_officer)
        take(cast.importer_officer, notice, "clear")
        with acting(cast.importer_officer.viewer) as viewer:
            kept = Event.objects.visible_to(viewer).get(case_id=notice.pk, name="notice.checks_seen")
        assert kept.data["answer"] == "clear"
        assert kept.data["of_edition"] == 1
        assert {one["check"]: one["tone"] for one in kept.data["findings"]}["screening"] == "warning"
        for other in (cast.exporter_officer, cast.secretariat_officer):
            with acting(other.viewer) as viewer:
                seen = Event.objects.visible_to(viewer).filter(case_id=notice.pk)
                assert not seen.filter(name="notice.checks_seen").exists()

    def test_the_second_signature_keeps_it_too(self, cast):
        notice = an_objected_notice(cast)
        with acting(SYSTEM):
            kept = Event.objects.filter(case_id=notice.pk, name="notice.checks_seen")
            assert [one.data["answer"] for one in kept] == ["object"]


def test_as_many_queries_for_one_substance_as_for_two_and_for_few_notices_as_for_many(cast):
    a_licence(cast.importer_officer, a_company(cast.importer_officer))
    a_requirement(cast.importer_officer)
    a_place(cast.importer_officer)
    a_screening_list(cast.importer_officer, "Quimicos del Vale")
    one = a_sent_notice(cast.exporter_officer)
    before = _queries(cast.importer_officer, one)
    for at in range(5):
        an_objected_notice(cast, reference=f"EX-{at}y")
    two = a_sent_notice(
        cast.exporter_officer, reference="EX-2", goods_description="Acetone and toluene", substances="acetone; toluene",
        consignee_name="Somebody Else", cas_number="",
    )  # fmt: skip
    assert _queries(cast.importer_officer, two) == before <= 26


def _queries(by, notice):
    with acting(by.viewer) as viewer:
        seen = Notice.objects.visible_to(viewer).get(pk=notice.pk)
        with CaptureQueriesContext(connection) as captured:
            found = check(viewer, seen)
    assert found
    return len(captured)


def test_the_table_names_each_check_once():
    assert len({one.name for one in CHECKS}) == len(CHECKS)


def test_a_lifted_objection_is_forgotten(cast):
    notice = an_objected_notice(cast)
    assert notice.refused_on is not None
    lifted = take(cast.importer_head, notice, "lift", note="The licence was shown.")
    assert (lifted.refused_on, lifted.refused_keys) == (None, [])
