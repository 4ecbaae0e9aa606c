"""Likeness: measured against the truth of generated sets, through the worker; explained, and made of the two alone."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.engines.matching import matters
from penstock.engines.matching.matters import ALIKE, Matter, alike, keys, sought
from penstock.incidents.linking import pairing
from penstock.incidents.linking.models import Hint
from penstock.incidents.linking.pairing import link
from penstock.incidents.linking.traits import matter_of
from penstock.incidents.models import Incident
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast
from tests.incidents.generated import Generated, generated
from tests.incidents.house import released
from tests.incidents.links import grounds, named, suggested, work

pytestmark = pytest.mark.usefixtures("django_db_setup")
CHOSEN_ON, REPORTED_ON = 1, 2
ALONE, SERIES = 1500, 75
PIECE = 250


def laid(by: Actor, contents: list[Mapping[str, Any]]) -> list[Incident]:
    """Released incidents with these contents, written at once."""
    found = []
    for number, content in enumerate(contents):
        id_ = new_id()
        found.append(
            Incident(
                id=id_,
                case_ptr_id=id_,
                kind="incident",
                state="released",
                reference=f"NL-GEN-{number:06d}",
                title="Generated",
                opener=by.office,
                audience=[by.office.pk],
                content=content,
            )
        )
    copy_models(Incident, found)
    return found


def measured(by: Actor, told: Generated) -> tuple[float, float]:
    """Precision and recall of what the worker makes of a generated set."""
    with acting(SYSTEM):
        incidents = laid(by, list(told.contents))
        place = {one.pk: at for at, one in enumerate(incidents)}
        for start in range(0, len(incidents), PIECE):
            link(incidents[start : start + PIECE])
        found = {
            (place[one], place[other])
            for one, other in Hint.objects.filter(mark=None).values_list("incident_id", "other_id")
            if place[one] < place[other]
        }
    good = len(found & told.truth)
    return good / len(found), good / len(told.truth)


@pytest.mark.parametrize("seed", [CHOSEN_ON, REPORTED_ON])
def test_likeness_finds_series_among_ordinary_coincidences(cast: Cast, seed: int) -> None:
    """The threshold was chosen on one set; both that and another one are found well enough."""
    precision, recall = measured(cast.exporter_head, generated(seed, alone=ALONE, series=SERIES))
    assert precision >= 0.9, f"precision {precision:.3f} at recall {recall:.3f}"
    assert recall >= 0.7, f"recall {recall:.3f} at precision {precision:.3f}"


def test_without_what_speaks_against_it_coincidences_are_taken_for_series(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a score of agreements alone is not good enough, and the measure says so."""
    monkeypatch.setattr(pairing, "alike", lambda one, other: _agreeing(alike(one, other)))
    precision, _recall = measured(cast.exporter_head, generated(REPORTED_ON, alone=ALONE, series=SERIES))
    assert precision < 0.9


def _agreeing(found: matters.Alike) -> matters.Alike:
    total = sum(one.points for one in found.reasons if one.points > 0)
    return replace(found, score=1 / (1 + math.exp(4.5 - total)))


def test_a_likeness_says_why_and_counts_nothing_of_names(cast: Cast) -> None:
    """Each trait with its weight, those against it too; the same name given to all changes nothing."""
    cover = {
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
    line = {"named": "Acetone", "unit": "kg", "packaging": "White sacks of 25 kg", "nature": "powder"}
    first = released(cast.exporter_head, **cover, substances=[{**line, "quantity": "1000"}])
    other = {**cover, "declared_goods": "floor tiles, ceramic", "happened_on": "2026-02-20", "transport_mode": "rail"}
    second = released(cast.third_head, **other, substances=[{**line, "quantity": "1100"}])
    released(cast.third_head, place="Elsewhere", substances=[{"named": "Ephedrine", "quantity": "2", "unit": "g"}])
    work()
    assert suggested(cast.fourth_officer, first) == {second.reference: ["likeness"]}
    (why,) = grounds(cast.fourth_officer, first, second)
    points = {one["trait"]: one["points"] for one in why.reasons}
    assert points["declared goods"] > 0 > points["means of transport"]
    assert {"substance", "origin", "departure", "destination", "concealment", "quantity", "days"} <= points.keys()
    assert why.score >= ALIKE
    named(cast.exporter_head, first, "Polder Trading")
    named(cast.third_head, second, "Somebody Else")
    work()
    assert grounds(cast.fourth_officer, first, second)[0].score == why.score


def test_what_many_share_by_chance_is_not_even_compared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that more hold than may be compared lead to nobody, so the work on one incident is bounded."""
    compared = 0

    def counting(one: Matter, other: Matter) -> matters.Alike:
        nonlocal compared
        compared += 1
        return alike(one, other)

    monkeypatch.setattr(pairing, "alike", counting)
    content = {**generated(CHOSEN_ON, alone=1, series=0).contents[0], "happened_on": "2025-06-15"}
    with acting(SYSTEM):
        incidents = laid(cast.exporter_head, [content] * (pairing.MOST_OF_KEY + 1))
        link(incidents)
        assert compared == 0
        monkeypatch.setattr(pairing, "MOST_OF_KEY", 10_000)
        link(incidents[:1])
        assert compared == len(incidents) - 1


texts = st.sampled_from(["", "NL", "CN", "sea", "acetone", "floor tiles", "other"])
sets = st.frozensets(texts, max_size=3)
matters_of_chance = st.builds(
    Matter,
    day=st.integers(730_000, 730_060),
    within=st.sampled_from([1, 31]),
    country=texts,
    lane=st.tuples(texts, texts, texts),
    transit=sets,
    substances=sets,
    named=sets,
    natures=sets,
    mode=texts,
    setting=texts,
    concealment=sets,
    modus=sets,
    goods=texts,
    carrier=texts,
    look=texts,
    amounts=st.sampled_from([(), (("kg", 1.0),), (("kg", 3.5), ("L", 0.0))]),
)


@given(matters_of_chance, matters_of_chance)
def test_likeness_is_the_same_from_either_side(one: Matter, other: Matter) -> None:
    """And lies between nought and one, with reasons that make it up."""
    there, back = alike(one, other), alike(other, one)
    assert there.score == back.score
    assert 0 <= there.score <= 1
    assert {reason.trait for reason in there.reasons} == {reason.trait for reason in back.reasons}
    assert alike(one, one).score >= there.score or not one.substances & other.substances


@given(matters_of_chance, matters_of_chance)
def test_whoever_finds_is_found(one: Matter, other: Matter) -> None:
    """Looked for from either side; and nobody is found in a span of days far away."""
    assert bool(sought(one) & keys(other)) == bool(keys(one) & sought(other))
    assert keys(one) <= sought(one)
    assert not sought(one) & keys(replace(one, day=one.day + 3 * matters.MONTH))


def test_an_incident_without_a_day_is_like_nothing() -> None:
    """What is near it cannot be said."""
    assert matter_of({"kind": "seizure"}) is None
