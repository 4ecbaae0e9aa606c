"""Who answers for a territory without a clear counterpart: recorded by the secretariat, and seen on each notice."""

import pytest

from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.arrangements import queries, services
from penstock.notices.dossier.standing import standing
from penstock.notices.drafts.outlook import outlook
from tests.arrangements import an_arrangement
from tests.cast import a_draft, a_sent_notice, take
from tests.tracks.house import data_of, later, now_of, refused

FIJI = "FJ"
EGYPT = "Fourthland Authority"


def ended(by, row, **changes):
    raw = {"until_on": "2026-03-31", "reason": "The government has registered.", **changes}
    with acting(by.viewer) as viewer:
        return services.end_arrangement(viewer=viewer, arrangement_id=row.pk, raw=raw)


def test_without_one_the_secretariat_answers_and_the_page_says_so(cast):
    notice = a_sent_notice(cast.exporter_officer, FIJI)
    assert (notice.counterpart.kind, notice.arrangement) == ("secretariat", None)
    assert "No counterpart on record" in [
        one["title"] for one in standing(cast.importer_officer.viewer, now_of(notice))
    ]


def test_the_secretariat_answers_by_arrangement(cast):
    row = an_arrangement(cast.secretariat_officer)
    notice = a_sent_notice(cast.exporter_officer, FIJI)
    assert (notice.counterpart.kind, notice.arrangement) == ("secretariat", row)
    assert take(cast.secretariat_officer, notice, "clear").state == "no objection"


def test_a_named_authority_answers_and_the_secretariat_sees_it(cast):
    row = an_arrangement(cast.secretariat_officer, authority=EGYPT.upper())
    draft = a_draft(cast.exporter_officer, FIJI)
    with acting(cast.exporter_officer.viewer) as viewer:
        ahead = outlook(viewer, draft)
    assert (ahead.addressing.counterpart.name, ahead.addressing.arrangement) == (EGYPT, row)
    sent = take(cast.exporter_officer, draft, "submit")
    assert sent.counterpart.name == EGYPT
    offices = (cast.exporter_officer, cast.fourth_officer, cast.secretariat_officer)
    assert set(sent.audience) == {one.office.pk for one in offices}
    assert data_of(sent, "notice.sent")["arrangement"] == str(row.pk)
    shown = next(
        one for one in standing(cast.exporter_officer.viewer, now_of(sent)) if one["title"] == "Answered by arrangement"
    )
    assert "exchange of letters" in shown["text"]
    assert take(cast.fourth_officer, sent, "clear").state == "no objection"


def test_it_stands_before_a_counterpart_that_is_contested(cast):
    an_arrangement(cast.secretariat_officer, territory="CL", authority=EGYPT)
    assert a_sent_notice(cast.exporter_officer).counterpart.name == EGYPT


def test_nobody_answers_their_own_notice(cast):
    an_arrangement(cast.secretariat_officer, authority="Exportland Authority")
    assert a_sent_notice(cast.exporter_officer, FIJI).counterpart.kind == "secretariat"


def test_it_holds_from_its_first_day_to_its_last(cast):
    row = an_arrangement(cast.secretariat_officer, authority=EGYPT, since_on="2026-03-04")
    assert a_sent_notice(cast.exporter_officer, FIJI).counterpart.kind == "secretariat"
    ended(cast.secretariat_officer, row)
    for days, name in ((2, EGYPT), (29, EGYPT), (30, "The Secretariat")):
        with later(days):
            reference = f"EX-{days}"
            assert a_sent_notice(cast.exporter_officer, FIJI, reference=reference).counterpart.name == name


def test_what_was_sent_by_it_keeps_it(cast):
    row = an_arrangement(cast.secretariat_officer, authority=EGYPT)
    notice = a_sent_notice(cast.exporter_officer, FIJI)
    ended(cast.secretariat_officer, row, until_on="2026-03-02")
    with later(9):
        assert take(cast.fourth_officer, notice, "clear").arrangement == row


@pytest.mark.parametrize("key", ["exporter_head", "importer_officer", "third_head", "clerk", "expired"])
def test_only_the_secretariat_keeps_them(cast, key):
    with refused("missing_duty"):
        an_arrangement(cast.everybody[key])
    row = an_arrangement(cast.secretariat_officer)
    with refused("missing_duty"):
        ended(cast.everybody[key], row)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"authority": "Nobody's Authority"}, "unknown_authority"),
        ({"authority": "Polder Solvents"}, "unknown_authority"),
        ({"territory": "Atlantis"}, "unknown_country"),
        ({"territory": ""}, "missing_territory"),
        ({"basis": ""}, "missing_basis"),
        ({"source": ""}, "missing_source"),
        ({"since_on": "soon"}, "date_format"),
    ],
)
def test_what_is_wrong_is_said(cast, changes, code):
    with refused(code):
        an_arrangement(cast.secretariat_officer, **changes)


def test_there_is_one_at_a_time(cast):
    row = an_arrangement(cast.secretariat_officer)
    with refused("still_open"):
        an_arrangement(cast.secretariat_second, authority=EGYPT)
    ended(cast.secretariat_officer, row)
    with refused("overlaps"):
        an_arrangement(cast.secretariat_officer, since_on="2026-03-31")
    an_arrangement(cast.secretariat_officer, since_on="2026-04-01")
    with refused("ended_before"):
        ended(cast.secretariat_officer, row)
    with refused("ends_before_it_starts"):
        ended(cast.secretariat_officer, queries.arrangements().get(since_on="2026-04-01"), until_on="2026-03-31")


def test_each_is_on_the_record_for_every_authority(cast):
    row = an_arrangement(cast.secretariat_officer)
    ended(cast.secretariat_second, row)
    with acting(SYSTEM):
        told = list(Event.objects.filter(name__startswith="notice.arrangement").order_by("seq"))
    assert [one.name for one in told] == ["notice.arrangement_made", "notice.arrangement_ended"]
    assert [one.person_name for one in told] == ["Secretariat Officer", "Secretariat Second"]
    assert all(cast.third_officer.office.pk in one.audience for one in told)
    assert not any(cast.clerk.office.pk in one.audience for one in told)
