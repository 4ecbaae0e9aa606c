"""Nobody is told of an incident or a name that he does not see, by no suggestion, count, ground, link or record.

The measure is whether somebody can tell: what one is shown stays the same, to the last count, whatever is reported and
named out of one's sight. With the fences off the same measure finds the difference.
"""

import json
from contextlib import ExitStack
from random import Random
from typing import Any

import pytest

from penstock.cases.models import Link
from penstock.incidents.linking import queries
from penstock.incidents.linking.models import CommonMark, Hint, Mark
from penstock.incidents.models import Incident
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Actor, Cast
from tests.incidents.house import drafted, released, take
from tests.incidents.links import APART, CONTAINER, accept, grounds, named, refuse, suggested, work
from tests.isolation.fences import first_fence_off, second_fence_off

pytestmark = pytest.mark.usefixtures("django_db_setup")
PHONE, SAME_PHONE = "+31 10 234 5678", "010-2345678"
LIKE = {
    "origin_country": "CN",
    "origin_certainty": "known",
    "departure_country": "CN",
    "departure_certainty": "known",
    "destination_country": "NL",
    "destination_certainty": "known",
    "transport_mode": "sea",
    "concealment": ["declared falsely"],
    "declared_goods": "Ceramic floor tiles",
}
SECRET = {"shared_with": "secretariat"}


def told(by: Actor) -> str:
    """Everything that somebody is shown of links: of each incident, of one's own, and what is over-common."""
    with acting(by.viewer) as viewer:
        incidents = list(Incident.objects.visible_to(viewer).order_by("reference"))
        shown: dict[str, Any] = {
            one.reference: [
                [_told(each) for each in queries.suggestions(viewer, one)],
                [(other.reference, link.note) for link, other in queries.linked(viewer, one)],
                [str(mark) for mark in queries.over_common(viewer, one)],
            ]
            for one in incidents
        }
        shown["own"] = sorted(str(_told(one)) for one in queries.own_suggestions(viewer, limit=100).suggestions)
    return json.dumps(shown, sort_keys=True, default=str)


def _told(one: queries.Suggestion) -> list[Any]:
    rows = [(g.kind, g.shown, g.other_shown, g.others, g.score, g.restricted, g.reasons) for g in one.grounds]
    return [one.incident.reference, one.other.reference, one.score, sorted(rows, key=str)]


def _in_sight(cast: Cast) -> list[Incident]:
    """What Importland sees: two that share a box, one that is like them, and names of which it is given two."""
    first = released(cast.exporter_head, **LIKE, containers=[CONTAINER], seals=["H0451233"])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    third = released(cast.third_head, **LIKE)
    for by, one in ((cast.exporter_head, first), (cast.third_head, third)):
        named(by, one, "Polder Trading", phone=PHONE, given_to="countries", given_countries=["CL"])
    return [first, second, third]


def _out_of_sight(cast: Cast, seen: list[Incident], seed: int) -> None:
    """Others that share everything with what is seen, and names on what is seen, all for the secretariat alone."""
    random = Random(seed)  # noqa: S311  chance that can be repeated
    by = (cast.third_head, cast.exporter_head, cast.secretariat_officer)
    shared = ({"containers": [CONTAINER]}, {"seals": ["H 0451233"]}, LIKE, {**LIKE, "containers": [CONTAINER]})
    for _number in range(4):
        hidden = released(random.choice(by), **{**APART, **random.choice(shared), **SECRET})
        named(_reporter(cast, hidden), hidden, "Polder Trading", phone=SAME_PHONE, given_to="secretariat")
    for one in random.sample(seen, 2):
        named(_reporter(cast, one), one, "Third Party Holding", phone="+254 20 765 4321", given_to="secretariat")


def _reporter(cast: Cast, incident: Incident) -> Actor:
    heads = (cast.exporter_head, cast.third_head, cast.secretariat_officer)
    return next(one for one in heads if one.office.pk == incident.opener_id)


@pytest.mark.parametrize("seed", range(4))
def test_what_one_is_shown_is_the_same_whatever_is_out_of_sight(cast: Cast, seed: int) -> None:
    """Suggestions, counts, grounds, scores and pages of one's own."""
    seen = _in_sight(cast)
    work()
    before = told(cast.importer_officer)
    assert before.count("container") >= 2
    assert before.count("likeness") >= 2
    assert before.count('"phone"') >= 2
    _out_of_sight(cast, seen, seed)
    work()
    assert told(cast.importer_officer) == before
    assert told(cast.secretariat_officer) != before


@pytest.mark.parametrize("off", [("first",), ("second",), ("first", "second")])
def test_either_fence_holds_alone_and_without_both_the_measure_finds_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, off: tuple[str, ...]
) -> None:
    """The control: where both are off, what is out of sight is told."""
    seen = _in_sight(cast)
    work()
    before = set(suggested(cast.importer_officer, seen[0]))
    _out_of_sight(cast, seen, 1)
    work()
    fences = {"first": first_fence_off, "second": second_fence_off}
    with ExitStack() as stack:
        for name in off:
            stack.enter_context(fences[name](monkeypatch))
        after = set(suggested(cast.importer_officer, seen[0]))
    assert (after == before) == (len(off) == 1)


def test_a_count_holds_only_what_is_seen(cast: Cast) -> None:
    """Three hold the box; the one who sees two of them is told of one other, the secretariat of two."""
    first = released(cast.exporter_head, containers=[CONTAINER])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    released(cast.third_head, **{**APART, **SECRET, "containers": [CONTAINER]})
    work()
    assert grounds(cast.importer_officer, first, second)[0].others == 1
    assert grounds(cast.secretariat_officer, first, second)[0].others == 2


def test_a_name_is_no_ground_for_those_who_are_given_one_of_two(cast: Cast) -> None:
    """Both incidents are for everybody, both names have the telephone; only who is given both is told."""
    first, second = released(cast.exporter_head), released(cast.third_head, **APART)
    given = {"given_to": "countries", "given_countries": ["CL"]}
    named(cast.exporter_head, first, "Polder Trading", phone=PHONE, **given)
    party = named(cast.third_head, second, "Somebody Else", phone=SAME_PHONE, given_to="secretariat")
    work()
    for nobody in (cast.importer_officer, cast.exporter_head, cast.third_head, cast.fourth_officer):
        assert suggested(nobody, first) == suggested(nobody, second) == {}
        for answer in (accept, refuse):
            with pytest.raises(NotVisible):
                answer(nobody, first, second)
    with acting(cast.secretariat_officer.viewer) as viewer:
        assert not Mark.objects.visible_to(viewer).filter(incident=first.pk, kind="phone").exists()
        assert Mark.objects.visible_to(viewer).filter(party=party.pk, kind="phone").exists()


def test_only_who_gave_a_name_tells_by_a_link_what_it_shows_and_the_link_holds_nothing_of_it(cast: Cast) -> None:
    """Importland is given both names and may not tell; Exportland gave one, and the record holds no name either."""
    first, second = released(cast.exporter_head), released(cast.third_head, **APART)
    for by, incident, number in ((cast.exporter_head, first, PHONE), (cast.third_head, second, SAME_PHONE)):
        given = {"given_to": "countries", "given_countries": ["CL", "NL"]}
        named(by, incident, "Polder Trading", phone=number, **given)
    work()
    assert suggested(cast.importer_officer, first) == {second.reference: ["phone", "name"]}
    with pytest.raises(Refused) as no:
        accept(cast.importer_officer, first, second)
    assert no.value.code == "names_of_others"
    accept(cast.exporter_head, first, second, "See the file.")
    with acting(SYSTEM):
        assert Link.objects.get(kind=queries.KIND).note == "See the file."
        acts = Event.objects.filter(name="incident.link_accepted")
        assert {one.data["note"] for one in acts} == {"See the file."}
        assert "Polder" not in str([one.data for one in acts])


def test_the_act_of_linking_is_told_to_those_alone_who_see_both(cast: Cast) -> None:
    """One incident is for everybody, the other for Exportland, Importland and the secretariat."""
    first = released(cast.third_head, **APART, containers=[CONTAINER])
    second = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"], containers=[CONTAINER])
    work()
    accept(cast.importer_officer, first, second)
    own = {cast.exporter_head, cast.importer_officer, cast.secretariat_officer}
    with acting(SYSTEM):
        audiences = [set(one.audience) for one in Event.objects.filter(name="incident.link_accepted")]
    assert audiences == [{one.office.pk for one in own}] * 2
    with acting(cast.third_officer.viewer) as viewer:
        assert queries.linked(viewer, first) == []


def test_that_a_value_is_over_common_is_told_to_those_who_could_count_it_themselves(cast: Cast) -> None:
    """Four hold the seal, of which everybody sees two: only the reporter and the secretariat are told."""
    held = [released(cast.exporter_head, **{**APART, **SECRET, "seals": ["SEAL77"]}) for _one in range(3)]
    seen = [released(cast.exporter_head, **{**APART, "seals": ["seal-77"]}) for _one in range(2)]
    work(most=3)
    with acting(SYSTEM):
        assert set(CommonMark.objects.get().audience) == {
            cast.exporter_head.office.pk,
            cast.secretariat_officer.office.pk,
        }
    for reader, count in ((cast.importer_officer, 0), (cast.exporter_officer, 1), (cast.secretariat_officer, 1)):
        with acting(reader.viewer) as viewer:
            assert len(queries.over_common(viewer, seen[0])) == count
            assert not queries.suggestions(viewer, seen[0])
    assert len(held) == 3


def test_nothing_that_is_stored_leads_from_a_publication_to_the_report(cast: Cast) -> None:
    """They share their transport papers, and are alike; no hint joins the two, while others are joined with either."""
    papers = {**LIKE, "containers": [CONTAINER]}
    other = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    handed = take(cast.exporter_head, drafted(cast.exporter_head, **papers), "hand")
    published = take(cast.secretariat_officer, handed, "publish").published_as
    with acting(cast.secretariat_officer.viewer) as viewer:
        publication = Incident.objects.visible_to(viewer).get(reference=published)
    whole = {**publication.content, "country": "NL", "place": "Somewhere", "shared_with": "everybody"}
    publication = take(cast.secretariat_officer, publication, "edit", **whole)
    take(cast.secretariat_officer, publication, "release")
    work()
    with acting(SYSTEM):
        assert not Hint.objects.filter(incident=handed.pk, other=publication.pk).exists()
        assert not Hint.objects.filter(incident=publication.pk, other=handed.pk).exists()
    assert published in suggested(cast.fourth_officer, other)
    assert handed.reference not in suggested(cast.fourth_officer, other)
    assert {published, handed.reference} <= set(suggested(cast.secretariat_officer, other))
