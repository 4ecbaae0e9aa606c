"""Many answers in one sitting: each notice judged by itself, and what is no routine left with its reason."""

import pytest
from django.db import transaction

from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices.answering import routine
from penstock.notices.answering.routine import MOST, Chosen, Lane, clear_many, waiting
from tests.cast import OBJECTION, a_sent_notice, amended, take
from tests.tracks.house import a_voluntary_notice, acts_on, now_of, refused


def several(cast, count, **changes):
    """Notices of one lane, that differ in reference and quantity, and so are not taken for each other."""
    return [
        a_sent_notice(
            cast.exporter_officer,
            **{"reference": f"EX-{n}", "importer_name": f"Quimicos {n}", "quantity": n, **changes},
        )
        for n in range(1, count + 1)
    ]


def cleared(by, notices, **raw):
    chosen = [Chosen(one.reference, one.edition) for one in notices]
    with acting(by.viewer) as viewer:
        return clear_many(viewer=viewer, chosen=chosen, raw=raw)


def test_forty_are_answered_and_each_is_on_its_own_record(cast):
    notices = several(cast, 40)
    outcomes = cleared(cast.importer_officer, notices, remarks="As always.")
    assert all(one.is_cleared for one in outcomes)
    for notice in notices:
        assert now_of(notice).state == "no objection"
        assert acts_on(notice)[-2:] == ["notice.no_objection", "notice.checks_seen"]
    with acting(SYSTEM):
        sitting = Event.objects.get(name="notice.sitting")
    assert len(sitting.data["cleared"]) == 40
    assert sitting.audience == [cast.importer_officer.office.pk]


def test_what_is_no_routine_is_left_with_its_reason(cast):
    plain, urgent, like, proposed, more, old = several(cast, 6)
    voluntary = a_voluntary_notice(cast.exporter_officer, reference="EX-20")
    amended(cast.exporter_officer, urgent, emergency="medical", emergency_reason="A hospital")
    amended(cast.exporter_officer, like, importer_name=plain.content["importer_name"])
    take(cast.importer_second, proposed, "object", **OBJECTION)
    amended(cast.exporter_officer, more, goods_description="Acetone and toluene", substances="Acetone")
    amended(cast.exporter_officer, old, quantity="7")
    chosen = [*map(now_of, (urgent, like, proposed, more)), old, now_of(voluntary)]
    outcomes = {one.reference: one for one in cleared(cast.importer_officer, chosen)}
    assert {one.reference: outcomes[one.reference].code for one in chosen} == {
        urgent.reference: "not_routine",
        like.reference: "not_routine",
        proposed.reference: "not_routine",
        more.reference: "not_routine",
        old.reference: "amended_since",
        voluntary.reference: "not_routine",
    }
    said = " ".join(one.message for one in outcomes.values())
    for words in ("emergency", plain.reference, "Importer Second has proposed", "Toluene", "edition 2", "voluntary"):
        assert words in said
    assert {now_of(one).state for one in chosen} == {"sent"}


def test_one_that_is_left_takes_none_with_it(cast):
    first, second, third = several(cast, 3)
    take(cast.importer_second, second, "clear")
    outcomes = cleared(cast.importer_officer, [first, second, third])
    assert [one.code for one in outcomes] == ["", "not_waiting", ""]
    assert now_of(third).state == "no objection"


def test_what_is_not_ones_own_is_as_if_it_were_not_there(cast):
    theirs = a_sent_notice(cast.third_officer, "EG")
    ours = a_sent_notice(cast.exporter_officer)
    unseen, absent = cleared(cast.importer_officer, [theirs]), Chosen("KE-2020-000001", 1)
    with acting(cast.importer_officer.viewer) as viewer:
        nothing = clear_many(viewer=viewer, chosen=[absent], raw={})
    assert (
        (unseen[0].code, unseen[0].message)
        == (nothing[0].code, nothing[0].message)
        == (
            "not_found",
            "There is no such notice.",
        )
    )
    assert [one.code for one in cleared(cast.secretariat_officer, [ours])] == ["other_side"]
    assert [one.code for one in cleared(cast.exporter_officer, [ours])] == ["other_side"]
    assert now_of(ours).state == "sent"


def test_it_needs_the_duty_and_a_choice_and_bounds(cast):
    with refused("missing_duty"):
        cleared(cast.expired, [a_sent_notice(cast.exporter_officer)])
    with acting(cast.importer_officer.viewer) as viewer:
        with refused("nothing_chosen"):
            clear_many(viewer=viewer, chosen=[], raw={})
        with refused("too_many"):
            clear_many(viewer=viewer, chosen=[Chosen(f"NL-2026-{n:06}", 1) for n in range(MOST + 1)], raw={})
        with refused("too_long"):
            clear_many(viewer=viewer, chosen=[Chosen("NL-2026-000001", 1)], raw={"import_permit": "x" * 100})


def test_only_no_objection_is_given_like_this(cast):
    notice = a_sent_notice(cast.exporter_officer)
    cleared(cast.importer_officer, [notice], reason="no licence", explanation="None.", ceiling="1")
    assert (now_of(notice).state, now_of(notice).terms) == ("no objection", {})


def test_lanes(cast):
    one, two = several(cast, 2)
    other = a_sent_notice(cast.third_officer, reference="EX-9", goods_description="Toluene", cas_number="108-88-3")

    def found(**lane):
        with acting(cast.importer_officer.viewer) as viewer:
            return {row.pk for row in waiting(viewer, Lane(**lane))}

    assert found() == {one.pk, two.pk, other.pk}
    assert found(exporting="KE") == found(substance="toluene") == {other.pk}
    assert found(text="quimicos 2") == {two.pk}
    take(cast.importer_officer, one, "ask", question="Why?")
    assert found(exporting="NL") == {two.pk}


def test_without_the_savepoint_one_refusal_would_take_the_others(cast, monkeypatch):
    """The negative control: where nothing catches the first, the sitting fails as a whole."""
    first, second = several(cast, 2)
    take(cast.importer_second, first, "clear")

    def raises(viewer, wanted, _raw):
        known = {one.reference: one for one in routine.notices_of(viewer, wanted)}
        said = routine.cautions_about(viewer, known.values())
        for one in wanted:
            routine._routine(known[one.reference], one, said)
        return [routine.Outcome(one.reference, is_cleared=True) for one in wanted]

    monkeypatch.setattr(routine, "_clear_each", raises)
    with pytest.raises(Refused), transaction.atomic():
        cleared(cast.importer_officer, [first, second])
    assert now_of(second).state == "sent"
