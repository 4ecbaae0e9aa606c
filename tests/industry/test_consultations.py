"""Consultations: who is asked, what the office learns of whom, what replies amount to, and what leaves the office."""

from collections import defaultdict
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.industry.consultations import queries, replying, services
from penstock.industry.consultations.chores import remind_of_consultations
from penstock.industry.consultations.models import Reply
from penstock.industry.consultations.summing import FEWEST, NEAR, quantities, summarised
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Actor, Cast, the_cast
from tests.industry.rooms import (
    FEDERATION,
    a_company,
    a_federation,
    a_reply,
    consulted,
    contact_named,
    drafted,
    in_days,
    replied,
    stepped,
)

pytestmark = pytest.mark.django_db
THROUGH = {"name": FEDERATION}


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


def codes(no: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in no.value.faults}


def letters() -> list[tuple[str, str]]:
    """Whom the house has written to, and under which subject."""
    with acting(SYSTEM):
        sent = Outgoing.objects.filter(topic="announcement").values_list("payload", flat=True)
        return [(one["organisation"], one["subject"]) for one in sent]


def test_a_draft_is_nobody_elses_and_asking_needs_somebody_to_ask(cast: Cast):
    row = drafted(cast.exporter_officer, substance="Exemplin")
    with acting(cast.clerk.viewer) as viewer, pytest.raises(NotVisible):
        queries.consultation_by_reference(viewer, row.reference)
    with pytest.raises(Refused) as no:
        stepped(cast.exporter_officer, row, "open")
    assert codes(no) == {("companies", "nobody_asked")}


def test_a_sector_asks_the_companies_that_say_they_belong_to_it(cast: Cast):
    inside, outside = a_company("Invented Basics"), a_company("Invented Textiles")
    contact_named(inside, sectors=["basic-chemicals"])
    contact_named(outside, sectors=["distributors"])
    a_company("Abroad Basics", "KE")
    row = consulted(cast.exporter_officer, cast.clerk, sectors=["basic-chemicals"])
    with acting(cast.exporter_officer.viewer) as viewer:
        asked = {one.organisation.name for one in queries.consulted(viewer, row)}
    assert asked == {"Invented Basics", "Polder Solvents"}
    with acting(inside.viewer) as viewer:
        assert [one.organisation_id for one in queries.consulted(viewer, row)] == [inside.office.pk]
        told = services.asked_content(viewer, row)
    assert not {"companies", "sectors"} & told.keys(), "a company learns who else is asked"


def test_a_reply_through_an_association_leads_back_to_nobody(cast: Cast):
    officer, quiet = cast.exporter_officer, a_company("Quiet Solvents")
    a_federation(officer)
    row = consulted(officer, cast.clerk, quiet, channels=[FEDERATION])
    replied(quiet, row, words="For thinning paint.", **THROUGH)
    with acting(officer.viewer) as viewer:
        (reply,) = queries.replies(viewer, row)
        assert (reply.organisation_id, reply.through, reply.person_name) == (None, FEDERATION, "")
        assert reply.content["words"] == "For thinning paint."
        assert "name" not in reply.content
        assert {one.answered_on for one in queries.consulted(viewer, row)} == {None}
        assert Reply.objects.filter(organisation=quiet.office.pk).count() == 0
        told = list(Event.objects.visible_to(viewer).filter(case_id=row.pk))
        assert quiet.office.pk not in {one.organisation_id for one in told}
        assert "Quiet" not in str([(one.data, one.person_name, one.organisation_name) for one in told])
    with acting(quiet.viewer) as viewer:
        own = queries.own_reply(viewer, row)
        assert own is not None
        assert own.became_id == reply.pk
        assert "consultation.replied_unnamed" in [
            one.name for one in Event.objects.visible_to(viewer).filter(case_id=row.pk)
        ]
    with pytest.raises(Refused) as no:
        replied(quiet, row)
    assert no.value.code == "passed_on"


def test_a_named_reply_is_changed_until_the_end_and_never_unnamed(cast: Cast):
    officer = cast.exporter_officer
    a_federation(officer)
    row = consulted(officer, cast.clerk, channels=[FEDERATION])
    replied(cast.clerk, row, quantity="10")
    replied(cast.clerk, row, quantity="20")
    with pytest.raises(Refused) as no:
        replied(cast.clerk, row, **THROUGH)
    assert codes(no) == {("name", "named_already")}
    with acting(officer.viewer) as viewer:
        assert [one.content["quantity"] for one in queries.replies(viewer, row)] == ["20"]
    stepped(officer, row, "close", conclusion="We report it.")
    with pytest.raises(Refused) as no:
        replied(cast.clerk, row)
    assert no.value.code == "over"


def test_a_draft_of_a_reply_is_the_companys_alone_and_keeps_what_is_wrong(cast: Cast):
    row = consulted(cast.exporter_officer, cast.clerk)
    with acting(cast.clerk.viewer) as viewer:
        raw = a_reply(quantity="a lot", words="Half done")
        kept = replying.keep_draft(viewer=viewer, consultation_id=row.pk, raw=raw)
        assert (kept.content["quantity"], kept.content["words"]) == ("a lot", "Half done")
        with pytest.raises(Refused) as no:
            replying.reply(viewer=viewer, consultation_id=row.pk, raw=raw)
    assert ("quantity", "not_a_number") in codes(no)
    with acting(cast.exporter_officer.viewer) as viewer:
        assert not Reply.objects.visible_to(viewer).exists()


def test_who_does_not_use_it_says_so_at_once_and_strangers_do_not_reply(cast: Cast):
    row = consulted(cast.exporter_officer, cast.clerk)
    with acting(cast.clerk.viewer) as viewer:
        made = replying.reply_unused(viewer=viewer, consultation_id=row.pk)
    assert made.content["used"] == "no"
    stranger = a_company("Stranger Chemicals")
    with pytest.raises(NotVisible):
        replied(stranger, row)
    with pytest.raises(NotVisible):
        replied(cast.exporter_officer, row)


def test_only_those_without_any_reply_are_reminded_each_day_once(cast: Cast):
    officer = cast.exporter_officer
    quiet, silent = a_company("Quiet Solvents"), a_company("Silent Solvents")
    a_federation(officer)
    row = consulted(officer, cast.clerk, quiet, silent, channels=[FEDERATION], due_on=in_days(7))
    replied(cast.clerk, row)
    replied(quiet, row, **THROUGH)
    assert remind_of_consultations() == 1
    assert remind_of_consultations() == 0
    reminded = [to for to, subject in letters() if subject.startswith("A reply is awaited")]
    assert reminded == [str(silent.office.pk)]


def test_a_closed_one_is_shared_with_the_secretariat_without_small_figures(cast: Cast):
    officer = cast.exporter_officer
    companies = [cast.clerk, *(a_company(f"Invented Works {number}") for number in range(5))]
    row = consulted(officer, *companies)
    for place, one in enumerate(companies):
        replied(one, row, sector="distributors" if place == 5 else "basic-chemicals", quantity=str(100 + place))
    with acting(officer.viewer) as viewer, pytest.raises(Refused) as no:
        services.share(viewer=viewer, consultation_id=row.pk, raw={})
    assert no.value.code == "wrong_state"
    stepped(officer, row, "close", conclusion="We report it.")
    with acting(officer.viewer) as viewer:
        services.share(viewer=viewer, consultation_id=row.pk, raw={"note": "As asked."})
    with acting(cast.secretariat_officer.viewer) as viewer:
        (summary,) = queries.summaries(viewer)
        assert not queries.consultations(viewer)
    told = {(one["sector"], one["total"]) for one in summary.content["quantities"]}
    assert told == {("basic-chemicals", "510"), ("", "")}
    assert "105" not in str(summary.content)
    assert not any(one.office.name in str(summary.content) for one in companies)
    for other in (cast.clerk, cast.importer_officer):
        with acting(other.viewer) as viewer:
            assert not queries.summaries(viewer)
    with acting(officer.viewer) as viewer:
        services.unshare(viewer=viewer, consultation_id=row.pk)
    with acting(cast.secretariat_officer.viewer) as viewer:
        assert not queries.summaries(viewer)


AMOUNTS = st.builds(
    lambda sector, unit, quantity: {"used": "yes", "sector": sector, "unit": unit, "quantity": str(quantity)},
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(["kg", "l"]),
    st.integers(1, 10**6),
)


@given(st.lists(AMOUNTS, max_size=40))
def test_law_no_figure_and_no_difference_of_figures_is_of_one_to_four(replies: list[dict[str, Any]]):
    behind: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in replies:
        behind[one["unit"], one["sector"]].append(Decimal(one["quantity"]))
    told = [one for one in quantities(replies) if one.total]
    sets = []
    for one in told:
        named = {each.sector for each in told if each.unit == one.unit and each.sector}
        keys = [key for key in behind if key[0] == one.unit and (key[1] == one.sector or not one.sector)]
        amounts = [amount for key in keys if one.sector or key[1] not in named for amount in behind[key]]
        assert len(amounts) >= FEWEST
        largest, second, *_rest = sorted(amounts, reverse=True)
        assert Decimal(one.total) - second - largest >= NEAR * largest, "the second largest can reckon the largest"
        assert Decimal(one.total) == sum(amounts)
        sets.append({key for key in keys if one.sector or key[1] not in named})
    assert not any(one & other for one, other in combinations(sets, 2)), "two figures are made of the same companies"


def test_a_total_that_is_nearly_one_companys_goes_to_the_others_or_is_withheld():
    def sums(*amounts: int, sector: str = "a") -> list[dict[str, Any]]:
        return [{"used": "yes", "sector": sector, "unit": "kg", "quantity": str(one)} for one in amounts]

    even, alone = (20, 30, 10, 40, 25), (1000, 40, 30, 20, 10)
    assert [(one.sector, one.total) for one in quantities(sums(*even))] == [("a", "125")]
    assert [(one.sector, one.companies, one.total) for one in quantities(sums(*alone))] == [("", "5", "")]
    together = quantities([*sums(*alone), *sums(50, 60, sector="b")])
    assert [(one.sector, one.companies, one.total) for one in together] == [("", "7", "1210")]
    assert [one.total for one in quantities(sums(100, 50, 4, 3, 3))] == ["160"], "a tenth is enough"
    assert [one.total for one in quantities(sums(100, 50, 4, 3, 2))] == [""]


@given(st.lists(AMOUNTS, max_size=40))
def test_law_no_count_of_one_to_four_is_told(replies: list[dict[str, Any]]):
    def counts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [
                found for name, one in value.items() if name not in {"total", "unit", "sector"} for found in counts(one)
            ]
        return [found for one in value for found in counts(one)] if isinstance(value, list) else [value]

    content = summarised(replies)
    assert not {"1", "2", "3", "4"} & set(counts({**content, "notice_days": ""}))


def test_more_time_is_later_and_told_to_all(cast: Cast):
    row = consulted(cast.exporter_officer, cast.clerk)
    with pytest.raises(Refused) as no:
        stepped(cast.exporter_officer, row, "extend", due_on=in_days(10))
    assert codes(no) == {("due_on", "not_later")}
    stepped(cast.exporter_officer, row, "extend", due_on=in_days(60))
    assert [to for to, subject in letters() if subject.startswith("More time")] == [str(cast.clerk.office.pk)]


def test_the_office_of_another_country_sees_nothing(cast: Cast):
    row = consulted(cast.exporter_officer, cast.clerk)
    replied(cast.clerk, row)
    others: list[Actor] = [cast.importer_officer, cast.secretariat_officer]
    for one in others:
        with acting(one.viewer) as viewer:
            assert not queries.consultations(viewer)
            assert not Reply.objects.visible_to(viewer).exists()
