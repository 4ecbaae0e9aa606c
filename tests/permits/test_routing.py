"""Routing: where the rules put an application when it is lodged, and what a set would do before it is used."""

from decimal import Decimal

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.assignments.queries import holder_of
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice import queries as advice_queries
from penstock.permits.handling.routing import queries, services
from penstock.permits.handling.routing.judging import Matter, fits, judge, rules_in
from penstock.permits.handling.routing.models import Placement, RuleSet
from penstock.permits.handling.routing.simulating import simulate
from tests.cast import Actor, Cast, the_cast
from tests.permits.house import (
    EPHEDRINE,
    MORPHINE,
    a_line,
    an_export,
    an_import_permit,
    applied,
    need,
    recommended,
    taken,
)
from tests.permits.office import a_queue, an_agency, some_rules, used

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def lodged(cast: Cast, **changes: object) -> Application:
    """Exportland's company applies, resting on a paper that Importland issued elsewhere."""
    outside = {"cited_issuer": "Ministry of Health", "cited_on": "2026-01-05"}
    return applied(cast.clerk, an_export("OUT-1", **{**outside, **changes}))


def placed(who: Actor, application: Application) -> Placement | None:
    with acting(who.viewer) as viewer:
        return queries.placement_of(viewer, application)


def test_without_rules_it_comes_to_the_default_queue_and_without_queues_to_none(cast: Cast) -> None:
    first = lodged(cast)
    row = placed(cast.exporter_head, first)
    assert row
    assert row.queue is None
    general = a_queue(cast.exporter_head, "General")
    a_queue(cast.exporter_head, "Narcotics")
    row = placed(cast.exporter_head, lodged(cast))
    assert row
    assert (row.queue, row.rule, row.rules) == (general, "", None)


def test_the_first_rule_that_names_a_queue_chooses_it_and_the_others_add(cast: Cast) -> None:
    police, head = an_agency("NL", "Exportland Police"), cast.exporter_head
    a_queue(head, "General")
    drugs, large = a_queue(head, "Drugs", cast.exporter_officer), a_queue(head, "Large")
    used(
        head,
        {"name": "Narcotic drugs", "regimes": ["narcotic"], "queue": str(drugs.pk), "flags": "narcotic"},
        {
            "name": "More than 5 kg",
            "over": "5",
            "unit": "kg",
            "queue": str(large.pk),
            "flags": "large",
            "person": str(cast.exporter_officer.viewer.person_id),
        },
        {
            "name": "To Chile",
            "countries": "CL",
            "agencies": [str(police.office.pk)],
            "question": "Is the consignee known?",
            "days": "10",
            "last": "yes",
        },
        {"name": "Never reached", "flags": "too late"},
    )
    application = lodged(cast)
    row = placed(head, application)
    assert row
    assert row.queue == drugs
    assert (row.rule, row.flags) == ("Narcotic drugs", ["narcotic", "large"])
    assert row.fired == ["Narcotic drugs", "More than 5 kg", "To Chile"]
    assert row.rules
    assert row.rules.number == 1
    with acting(SYSTEM):
        holder = holder_of(application, head.office.pk)
    assert holder
    assert holder.pk == cast.exporter_officer.viewer.person_id
    with acting(police.viewer) as viewer:
        assert advice_queries.desk(viewer).to_give[0].question == "Is the consignee known?"
    with acting(cast.exporter_officer.viewer) as officer:
        piece = queries.work(officer)[0]
    assert (piece.application, piece.holder, piece.answered, piece.asked) == (application, "Exporter Officer", 0, 1)


def test_the_applicant_and_other_offices_see_neither_queue_nor_rule(cast: Cast) -> None:
    a_queue(cast.exporter_head, "General")
    used(cast.exporter_head, {"name": "All", "flags": "zqflag"})
    application = lodged(cast)
    for outsider in (cast.clerk, cast.importer_head, cast.secretariat_officer):
        assert placed(outsider, application) is None
        with acting(outsider.viewer) as viewer:
            assert queries.queues(viewer) == queries.rule_sets(viewer) == []
            assert not Event.objects.visible_to(viewer).filter(name="application.routed").exists()


def test_an_appeal_goes_where_the_rules_say(cast: Cast) -> None:
    head = cast.exporter_head
    a_queue(head, "General")
    appeals = a_queue(head, "Appeals")
    used(head, {"name": "Appeals", "stages": ["appeal"], "queue": str(appeals.pk)})
    application = lodged(cast)
    row = placed(head, application)
    assert row
    assert str(row.queue) == "General"
    recommended(cast.exporter_officer, application, "refuse")
    taken(head, application, "refuse", reasons=["no licence"], note="No licence.")
    taken(cast.clerk, application, "appeal", note="Here it is.")
    row = placed(head, application)
    assert row
    assert row.queue == appeals


def test_only_the_first_application_of_a_company_is_its_first(cast: Cast) -> None:
    a_queue(cast.exporter_head, "General")
    used(cast.exporter_head, {"name": "New here", "first": "yes", "flags": "new"})
    flags = [row.flags for row in (placed(cast.exporter_head, lodged(cast)) for _time in range(2)) if row]
    assert flags == [["new"], []]


def test_a_simulation_says_what_would_change_and_writes_nothing(cast: Cast) -> None:
    head = cast.exporter_head
    a_queue(head, "General")
    drugs = a_queue(head, "Drugs")
    used(head, {"name": "Flagged", "flags": "old"})
    large, small = lodged(cast), lodged(cast, substances=[a_line(quantity="2")])
    draft = some_rules(head, {"name": "Large", "over": "5", "unit": "kg", "queue": str(drugs.pk), "flags": "old"})
    before = _counted()
    with acting(head.viewer) as viewer:
        found = simulate(viewer, draft, last=10)
        alone = simulate(viewer, draft, reference=small.reference.lower())
    assert _counted() == before
    by_case = {one.application: one for one in found.trials}
    assert by_case[large].differs == ("queue",)
    assert by_case[large].then.rule == "Large"
    assert by_case[small].differs == ("flags",)
    assert (found.now, found.then) == ({_default(head): 2}, {_default(head): 1, str(drugs.pk): 1})
    assert [one.application for one in alone.trials] == [small]
    row = placed(head, large)
    assert row
    assert str(row.queue) == "General"


def _default(head: Actor) -> str:
    with acting(head.viewer) as viewer:
        return next(str(one.pk) for one in queries.queues(viewer) if one.is_default)


def _counted() -> dict[str, int]:
    with acting(SYSTEM):
        return {one.__name__: one._default_manager.count() for one in apps.get_models()}


def test_rules_that_were_used_stay_as_they_are_and_the_next_are_a_copy(cast: Cast) -> None:
    head = cast.exporter_head
    first = used(head, {"name": "One", "flags": "one"})
    with acting(head.viewer) as viewer:
        with pytest.raises(Refused, match="stay as they are"):
            services.write_rule(viewer=viewer, rules_id=first.pk, position=0, raw={"name": "Two", "flags": "two"})
        draft = services.begin_rules(viewer=viewer)
        assert services.begin_rules(viewer=viewer).pk == draft.pk
        services.write_rule(viewer=viewer, rules_id=draft.pk, position=9, raw={"name": "Two", "flags": "two"})
        moved = services.move_rule(viewer=viewer, rules_id=draft.pk, position=1, to=0)
        assert [one["name"] for one in rules_in(moved.content)] == ["Two", "One"]
        with pytest.raises(Refused, match="changed these rules meanwhile"):
            services.remove_rule(viewer=viewer, rules_id=draft.pk, position=0, seen=draft.version)
        services.remove_rule(viewer=viewer, rules_id=draft.pk, position=0, seen=moved.version)
        services.take_step(viewer=viewer, rules_id=draft.pk, verb="use")
        assert {one.number: one.state for one in queries.rule_sets(viewer)} == {1: "replaced", 2: "used"}


def test_faults_name_the_rule_and_the_field(cast: Cast) -> None:
    head, elsewhere = cast.exporter_head, a_queue(cast.importer_head, "Elsewhere")
    with acting(head.viewer) as viewer:
        draft = services.begin_rules(viewer=viewer)
        for entered, code in (
            ({"name": "Idle"}, "does_nothing"),
            ({"name": "Foreign", "queue": str(elsewhere.pk)}, "no_queue"),
            ({"name": "Foreign", "person": str(cast.importer_head.viewer.person_id)}, "no_colleague"),
            (
                {"name": "Foreign", "agencies": [str(cast.importer_head.office.pk)], "question": "?", "days": "5"},
                "no_agency",
            ),
            ({"name": "Half", "agencies": [str(cast.importer_head.office.pk)], "days": "5"}, "missing_question"),
            ({"name": "Half", "over": "5", "flags": "x"}, "missing_unit"),
            ({"name": "", "flags": "x"}, "missing_rules-0-name"),
        ):
            with pytest.raises(Refused) as no:
                services.write_rule(viewer=viewer, rules_id=draft.pk, position=0, raw=entered)
            assert code in [one.code for one in no.value.faults], entered
            assert all(one.field.startswith("rules-0-") for one in no.value.faults)
    with acting(cast.importer_head.viewer) as other, pytest.raises(NotVisible):
        services.move_rule(viewer=other, rules_id=draft.pk, position=0, to=1)
    with acting(cast.exporter_officer.viewer) as officer, pytest.raises(Refused, match="sign permits"):
        services.begin_rules(viewer=officer)


def test_a_queue_is_closed_when_nothing_needs_it(cast: Cast) -> None:
    head = cast.exporter_head
    general = a_queue(head, "General")
    drugs = a_queue(head, "Drugs")
    used(head, {"name": "Drugs", "regimes": ["narcotic"], "queue": str(drugs.pk)})
    application = lodged(cast)
    with acting(head.viewer) as viewer:
        with pytest.raises(Refused) as no:
            services.keep_queue(viewer=viewer, queue_id=drugs.pk, raw={"name": "Drugs", "is_closed": "yes"})
        assert {one.code for one in no.value.faults} == {"not_empty", "named_by_a_rule"}
        with pytest.raises(Refused) as no:
            services.keep_queue(viewer=viewer, queue_id=general.pk, raw={"name": "General"})
        assert no.value.faults[0].code == "no_default"
        with pytest.raises(Refused) as no:
            services.keep_queue(viewer=viewer, raw={"name": "Drugs"})
        assert no.value.faults[0].code == "name_taken"
    used(head, {"name": "Flag", "flags": "x"})
    with acting(cast.exporter_officer.viewer) as officer:
        raw = {"queue": str(general.pk), "note": "Not ours."}
        row = services.place(viewer=officer, application_id=application.pk, raw=raw)
        assert (row.placed_by, row.rule) == ("Exporter Officer", "")
        with pytest.raises(Refused):
            services.place(viewer=officer, application_id=application.pk, raw=raw)
    with acting(head.viewer) as viewer:
        services.keep_queue(viewer=viewer, queue_id=drugs.pk, raw={"name": "Drugs", "is_closed": "yes"})
        assert [one.name for one in queries.queues(viewer)] == ["General"]


def test_the_work_is_ordered_by_clock_and_what_stands_still_comes_last(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    a_queue(cast.exporter_head, "General", cast.exporter_officer)
    cited = an_import_permit(cast).reference
    first, second, third = (applied(cast.clerk, an_export(cited, substances=[a_line(quantity="1")])) for _n in "123")
    taken(cast.exporter_officer, first, "ask", question="Which carrier?")
    with acting(cast.exporter_officer.viewer) as officer:
        assert [one.application for one in queries.work(officer)] == [second, third, first]
    with acting(cast.exporter_head.viewer) as head:
        assert queries.work(head) == [], "the head works on no queue"
        assert len(queries.work(head, "all")) == 3


WORDS = st.sampled_from(["a", "b", "c"])
RULE = st.fixed_dictionaries(
    {
        "name": st.text("xyz", min_size=1, max_size=3),
        "queue": st.one_of(st.none(), WORDS),
        "person": st.one_of(st.none(), WORDS),
        "agencies": st.lists(WORDS, max_size=2, unique=True).map(tuple),
        "flags": st.lists(WORDS, max_size=2, unique=True).map(tuple),
        "first": st.sampled_from([None, "yes", "no"]),
        "last": st.sampled_from([None, None, "yes"]),
        "over": st.one_of(st.none(), st.decimals("1", "9", places=1)),
        "unit": st.just("kg"),
        "countries": st.sampled_from([None, ("CL",), ("KE", "CL"), ("KE",)]),
        "question": st.just("?"),
        "days": st.just(Decimal(3)),
        **dict.fromkeys(("stages", "papers", "directions", "regimes", "substances", "applicant"), st.none()),
    }
)


@given(rules=st.lists(RULE, max_size=6), amount=st.decimals("0", "10", places=1), is_first=st.booleans())
def test_what_is_judged_is_what_a_plain_reading_of_the_rules_says(
    rules: list[dict[str, object]], amount: Decimal, *, is_first: bool
) -> None:
    matter = Matter(
        stage="apply",
        paper="export-authorisation",
        direction="export",
        regime="narcotic",
        country="CL",
        substances=frozenset({MORPHINE, EPHEDRINE}),
        amounts={"kg": amount},
        applicant="Polder Solvents",
        is_first=is_first,
    )
    fitting = [one for one in rules if fits(one, matter)]
    ends = [number for number, one in enumerate(fitting) if one["last"]]
    fired = fitting[: ends[0] + 1] if ends else fitting
    found = judge(rules, matter)
    assert list(found.fired) == [one["name"] for one in fired]
    assert found.queue == next((one["queue"] for one in fired if one["queue"]), "")
    assert found.person == next((one["person"] for one in fired if one["person"]), "")
    assert {one.agency for one in found.asked} == {name for one in fired for name in one["agencies"]}  # type: ignore[attr-defined]
    assert set(found.flags) == {name for one in fired for name in one["flags"]}  # type: ignore[attr-defined]
    assert judge(rules, matter) == found
    assert judge([], matter).queue == ""


def test_of_two_heads_who_begin_new_rules_both_write_the_same(cast: Cast) -> None:
    draft = some_rules(cast.exporter_head, {"name": "One", "flags": "one"})
    assert some_rules(cast.exporter_head, {"name": "Two", "flags": "two"}).pk == draft.pk
    with acting(SYSTEM):
        assert RuleSet.objects.visible_to(SYSTEM).count() == 1
