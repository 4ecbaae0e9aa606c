"""The walk along a list: on and on to the last, whatever was answered meanwhile, and back."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.lists.register import TO_ANSWER, Order
from penstock.cases.lists.walks import Walk, _neighbour
from penstock.cases.models import Case
from penstock.kernel import clock
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible
from penstock.notices.lists.register import NOTICE_LIST, WAITING_LIST
from penstock.notices.models import Notice
from tests.cast import a_sent_notice, take
from tests.lists.house import at_the_page, several
from tests.tracks.house import a_voluntary_notice


def a_list(cast, count):
    """Notices a minute apart, the newest last."""
    found = []
    for number in range(1, count + 1):
        with clock.at(clock.now() + timedelta(minutes=number)):
            found.append(a_sent_notice(cast.exporter_officer, reference=f"EX-{number}", importer_name=f"Q{number}"))
    return found


def walked(by, found, start, *, backwards=False, values=None):
    """The references that a walk leads to from a case on."""
    with acting(by.viewer) as viewer:
        walk, met = Walk(found, values or {}, found.order.place(start)), []
        while (case := _neighbour(viewer, walk, backwards=backwards)) is not None:
            met.append(case.reference)
            walk = walk.at(case)
    return met


def as_listed(by, found, values=None):
    with acting(by.viewer) as viewer:
        return list(found.order.rows(found.narrowed(viewer, values or {})))


@pytest.mark.parametrize("found", [NOTICE_LIST, WAITING_LIST, TO_ANSWER], ids=lambda one: one.name)
def test_it_meets_every_case_once_in_the_order_of_the_list(cast, found):
    a_list(cast, 4)
    several(cast.third_officer, 3)
    a_voluntary_notice(cast.exporter_officer)
    listed = as_listed(cast.importer_officer, found)
    references = [one.reference for one in listed]
    assert len(references) == 8
    assert walked(cast.importer_officer, found, listed[0]) == references[1:]
    assert walked(cast.importer_officer, found, listed[-1], backwards=True) == references[-2::-1]


@given(
    days=st.lists(st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)), min_size=1, max_size=12),
    backwards=st.booleans(),
)
def test_what_lies_beyond_is_what_follows_in_the_order(days, backwards):
    """The order of days, as PostgreSQL sorts them, said a second time: no day comes last, and ids part the equal."""
    order, cases = Order(by="due_on"), [Case(id=new_id(), due_on=day) for day in days]
    sort = sorted(cases, key=lambda one: (one.due_on is None, one.due_on or date.min, one.id), reverse=backwards)
    for at, case in enumerate(sort):
        condition = order.beyond(order.place(case), backwards=backwards)
        assert [one for one in sort if _holds(condition, one)] == sort[at + 1 :]


def _holds(condition, case):
    """Whether a condition on a day and an id holds, by hand."""
    if not hasattr(condition, "children"):
        name, _, test = condition[0].partition("__")
        value, given_ = getattr(case, name), condition[1]
        if test == "isnull":
            return (value is None) is given_
        return value is not None and {"": value == given_, "gt": value > given_, "lt": value < given_}[test]
    found = [_holds(one, case) for one in condition.children]
    held = all(found) if condition.connector == "AND" else any(found)
    return held is not condition.negated


def test_what_was_answered_leaves_its_place_and_the_next_one_still_follows(cast):
    notices = a_list(cast, 4)
    newest, second, third, _oldest = reversed(notices)
    values = {"state": "sent"}
    assert walked(cast.importer_officer, NOTICE_LIST, newest, values=values)[0] == second.reference
    with acting(cast.importer_officer.viewer) as viewer:
        walk = Walk(NOTICE_LIST, values, NOTICE_LIST.order.place(second))
    with clock.at(clock.now() + timedelta(hours=1)):
        take(cast.importer_officer, second, "clear")
    with acting(cast.importer_officer.viewer) as viewer:
        assert _neighbour(viewer, walk, backwards=False).reference == third.reference
        assert _neighbour(viewer, walk, backwards=True).reference == newest.reference


def test_it_leads_to_nothing_that_is_not_seen(cast):
    own = several(cast.exporter_officer, 2)
    a_sent_notice(cast.third_officer, "EG")
    assert {*walked(cast.importer_officer, NOTICE_LIST, own[1])} <= {one.reference for one in own}


class TestPages:
    def test_the_walk_is_carried_through_an_answer(self, cast):
        several(cast.exporter_officer, 3)
        client = at_the_page(cast.importer_officer)
        first = self._links(client.get("/notices/?state=sent").text, "data-row-link")[0]
        page = client.get(first).text
        (following,) = self._links(page, 'rel="next"')
        (clear,) = self._links(page, 'data-key="a"')
        assert "/clear/?walk=" in clear
        done = client.post(clear, {})
        assert done.headers["Location"] == first
        assert self._links(client.get(first).text, 'rel="next"') == [following]
        last = self._links(client.get(following).text, 'rel="next"')[0]
        assert "This is the last of the list" in client.get(last).text

    @staticmethod
    def _links(page, mark):
        tags = [one for one in re.findall(r"<a [^>]*>", page) if mark in one]
        return [unescape(re.search(r'href="([^"]*)"', one)[1]) for one in tags]

    def test_the_inbox_and_the_sitting_lead_into_walks(self, cast):
        several(cast.exporter_officer, 2)
        client = at_the_page(cast.importer_officer)
        for path in ("/", "/notices/answers/?exporting=NL"):
            link = self._links(client.get(path).text, "data-row-link")[0]
            assert self._links(client.get(link).text, 'rel="next"')

    @pytest.mark.parametrize(
        "walk",
        ["nonsense", "list=nonsense&at=x", "list=notices&at=x", "list=notices&at=2026-01-01~x", "list=notices&at=~",
         "list=notices&at=2026-01-01T00:00:00~01900000-0000-7000-8000-000000000000",
         "list=notices&at=2026-01-01~01900000-0000-7000-8000-000000000000",
         "list=answers&at=2026-01-01T00:00:00%2B00:00~01900000-0000-7000-8000-000000000000"],
    )  # fmt: skip
    def test_a_walk_that_was_never_given_is_none(self, cast, walk):
        notice = several(cast.exporter_officer, 1)[0]
        page = at_the_page(cast.importer_officer).get(f"/notices/{notice.reference}/", {"walk": walk})
        assert page.status_code == 200
        assert "Along the list" not in page.text


def test_places_of_other_orders_are_refused(cast):
    notice = several(cast.exporter_officer, 1)[0]
    with acting(cast.exporter_officer.viewer) as viewer:
        row = Notice.objects.visible_to(viewer).get(pk=notice.pk)
    with pytest.raises(NotVisible):
        WAITING_LIST.order.beyond(NOTICE_LIST.order.place(row))
