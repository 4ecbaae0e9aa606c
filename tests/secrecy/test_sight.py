"""Who sees what of a notice with a trade secret: before it is sent, after, and when it is amended."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as some

from penstock.cases.secrecy.fields import SECRET_FROM, sealed
from penstock.cases.secrecy.sight import content_for, hidden_from, readable, title_for, told_for
from penstock.kernel import clock
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices.fields import GIVES_AWAY, SHIPMENT
from penstock.notices.models import Notice
from tests.cast import THIRDLAND, a_draft, a_sent_notice, amended, the_cast
from tests.secrecy.telling import EVERY_FIELD, an_onlooker

pytestmark = pytest.mark.django_db
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECRET = {"secret_fields": ["quantity", "end_use"], "copied_to": THIRDLAND}


@pytest.fixture
def cast():
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with clock.at(MONDAY):
        yield the_cast()


AMOUNT = {"quantity", "unit", "gross_quantity", "packages", "package_size"}
"""What tells how much it is, and is hidden together."""


def hidden(actor, notice):
    with acting(SYSTEM):
        row = Notice.objects.get(pk=notice.pk)
    return hidden_from(actor.viewer, row)


class TestFromWhom:
    def test_nothing_ticked_keeps_it_from_all_but_those_who_decide(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **SECRET)
        for who in (cast.exporter_officer, cast.importer_officer, cast.importer_head):
            assert not hidden(who, notice)
        for who in (cast.third_officer, cast.secretariat_officer, an_onlooker(cast)):
            assert hidden(who, notice) == AMOUNT | {"end_use"}

    @pytest.mark.parametrize("kept_from", SECRET_FROM)
    def test_it_is_kept_from_those_who_are_ticked_and_no_others(self, cast, kept_from):
        notice = a_sent_notice(cast.exporter_officer, **SECRET, secret_from=[kept_from])
        people = {
            "copied": cast.third_officer,
            "secretariat": cast.secretariat_officer,
            "colleagues": an_onlooker(cast),
        }
        assert {name for name, who in people.items() if hidden(who, notice)} == {kept_from}

    def test_the_secretariat_reads_it_where_it_answers_itself(self, cast):
        notice = a_sent_notice(cast.exporter_officer, "FJ", **SECRET)
        assert not hidden(cast.secretariat_officer, notice)

    def test_a_draft_is_open_to_whoever_writes_it(self, cast):
        notice = a_draft(cast.exporter_officer, **SECRET)
        assert not hidden(cast.exporter_officer, notice)

    def test_without_a_secret_nothing_is_hidden(self, cast):
        notice = a_sent_notice(cast.exporter_officer, copied_to=THIRDLAND)
        assert not hidden(cast.third_officer, notice)


class TestWhatIsRead:
    def test_the_answers_are_empty_and_the_rest_is_there(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **SECRET)
        whole, part = (content_for(who.viewer, notice) for who in (cast.importer_officer, cast.third_officer))
        assert {name for name in whole if whole[name] != part[name]} == {"quantity", "unit", "end_use"}
        assert part["importer_name"] == "Quimicos del Valle"

    def test_the_title_leaves_out_what_is_secret(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **SECRET)
        assert "18\u202f000 kg" in title_for(cast.importer_officer.viewer, notice)
        assert title_for(cast.third_officer.viewer, notice) == notice.title == "Acetone"
        goods = a_sent_notice(cast.exporter_officer, secret_fields=["substances"], copied_to=THIRDLAND, reference="2")
        assert title_for(cast.third_officer.viewer, goods) == "Goods kept confidential, 18\u202f000 kg"

    @given(some.lists(some.sampled_from(EVERY_FIELD), unique=True))
    def test_whatever_is_marked_is_hidden_and_what_would_give_it_away(self, marked):
        names = sealed({"secret_fields": marked}, GIVES_AWAY)
        assert set(marked) <= set(names)
        assert all(set(GIVES_AWAY.get(one, ())) <= set(names) for one in marked)
        assert names == sorted(set(names))
        assert bool(names) == bool(marked)

    def test_readable_is_the_same_law_for_many_as_hidden_is_for_one(self, cast):
        for number, fields in enumerate((["quantity"], ["substances"], ["importer_name", "end_use"], [])):
            a_sent_notice(cast.exporter_officer, secret_fields=fields, copied_to=THIRDLAND, reference=f"R{number}")
            for who in SECRET_FROM:
                changed = {"secret_fields": fields, "secret_from": [who], "reference": f"R{number}{who}"}
                a_sent_notice(cast.exporter_officer, copied_to=THIRDLAND, **changed)
        people = [cast.exporter_officer, cast.third_officer, cast.secretariat_officer, an_onlooker(cast)]
        for viewer in (one.viewer for one in people):
            with acting(viewer):
                rows = list(Notice.objects.visible_to(viewer))
                for name in ("quantity", "unit", "substances", "cas_number", "importer_name", "end_use", "reference"):
                    found = set(Notice.objects.visible_to(viewer).filter(readable(viewer, name)).values_list("pk"))
                    assert found == {(one.pk,) for one in rows if name not in hidden_from(viewer, one)}, name
                whole = set(Notice.objects.visible_to(viewer).filter(readable(viewer)).values_list("pk"))
                assert whole == {(one.pk,) for one in rows if not hidden_from(viewer, one)}
            assert rows


class TestAmending:
    def test_what_was_secret_in_an_edition_stays_so_when_the_next_gives_it_up(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **SECRET)
        open_now = amended(cast.exporter_officer, notice, quantity="17000", secret_fields=[])
        assert not hidden(cast.third_officer, open_now)
        with acting(SYSTEM):
            first, second = Event.objects.filter(case_id=notice.pk, data__has_key="edition")
        for actor, quantities in ((cast.third_officer, (None, "17000")), (cast.importer_officer, ("18000", "17000"))):
            told = (told_for(actor.viewer, open_now, one.data)["content"]["quantity"] for one in (first, second))
            assert tuple(told) == quantities

    def test_a_copy_may_be_added_and_not_taken_back(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        more = amended(cast.exporter_officer, notice, copied_to=THIRDLAND)
        assert cast.third_officer.office.pk in more.audience
        with pytest.raises(Refused) as no:
            amended(cast.exporter_officer, more, copied_to="")
        assert [one.code for one in no.value.faults] == ["copied_already"]

    @pytest.mark.parametrize(
        ("code", "fault"), [("CL", "copy_to_a_side"), ("NL", "copy_to_a_side"), ("FJ", "copy_to_nobody")]
    )
    def test_a_copy_goes_to_somebody_who_is_not_a_side(self, cast, code, fault):
        with pytest.raises(Refused) as no:
            a_sent_notice(cast.exporter_officer, copied_to=code)
        assert [(one.field, one.code) for one in no.value.faults] == [("copied_to", fault)]


def test_the_sender_sees_before_and_after_who_does_not_see_what(cast, client):
    draft = a_draft(cast.exporter_officer, **SECRET)
    client.force_login(cast.exporter_officer.person)
    before = client.get(f"/notices/{draft.reference}/submit/").content.decode()
    client.post(f"/notices/{draft.reference}/submit/")
    after = client.get(f"/notices/{draft.reference}/").content.decode()
    without = "without: Quantity, Unit, Gross quantity, Number of packages, Size of a package, End use"
    assert f"gets a copy, {without}" in before
    assert f"has a copy, {without}" in after
    for page in (before, after):
        assert f"sees every notice, {without}" in page
        assert page.count(without) == 2
        assert "People who neither send nor answer notices do not see, on either side: Quantity" in page


def test_a_third_party_reads_that_it_is_confidential(cast, client):
    notice = a_sent_notice(cast.exporter_officer, **SECRET)
    client.force_login(cast.third_officer.person)
    page = client.get(f"/notices/{notice.reference}/").content.decode()
    assert "Confidential" in page
    assert "Paint thinner" not in page
    headers = {"Authorization": f"Bearer {cast.third_officer.token}"}
    told = client.get(f"/api/v1/notices/{notice.reference}", headers=headers).json()
    assert told["confidential"] == sorted(AMOUNT | {"end_use"})
    assert (told["quantity"], told["unit"], told["content"]["end_use"]) == (None, "", None)


def test_no_secret_can_be_made_of_where_it_goes():
    offered = {code for code, _label in SHIPMENT.field("secret_fields").type.choices()}
    assert offered == set(EVERY_FIELD)
    assert not offered & {"importer_country", "exporter_country", "transit_countries", "copied_to", "secret_from"}
