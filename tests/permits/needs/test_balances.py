"""A balance as people read it: its steps, how complete it is, whether it comes out, and who sees it."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible
from penstock.permits.availability import services as availability
from penstock.permits.ledger.keeping import Move, enter, room
from penstock.permits.ledger.models import ADDING, TAKING, Account
from penstock.permits.needs.balances import queries
from penstock.permits.needs.balances.drawing import LEFT, RIGHT, WIDTH, waterfall
from penstock.permits.needs.balances.figures import completeness, mass_balance, steps
from tests.cast import Cast, the_cast
from tests.permits.needs.desk import a_figure, account, an_estimate, reported, stated

D = Decimal


@pytest.fixture
def cast() -> Cast:
    return the_cast()


AMOUNTS = st.decimals(min_value=-900, max_value=900, places=6)


@given(totals=st.fixed_dictionaries(dict.fromkeys((*ADDING, *TAKING), AMOUNTS)))
def test_the_steps_lead_from_nothing_to_what_is_left_without_a_gap(totals: dict[str, Decimal]) -> None:
    of = Account(country="CL", substance="morphine", year=2026, unit="kg", regime="narcotic", **totals)
    found = steps(of)
    assert found[0].start == 0
    assert all(one.end == following.start for one, following in pairwise(found[:-1]))
    assert found[-2].end == found[-1].end == room(of)
    bars = waterfall(found, ["" for _one in found]).bars
    assert all(LEFT - 1 <= float(one.x) <= float(one.x) + float(one.width) <= WIDTH - RIGHT + 1 for one in bars)


@pytest.mark.django_db
def test_how_much_was_seen_here_and_how_much_was_read(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    reported(cast.importer_head, a_figure("imported", "2"))
    reported(cast.importer_head, a_figure("made", "1"))
    with acting(cast.importer_head.viewer) as viewer:
        enter(viewer, [Move(account=account(), sort="settled", amount=D(5))])
        enter(viewer, [Move(account=account(), sort="reserved", amount=D("4.5"))])
        of = account()
        found = completeness(of, queries.entries(viewer, of))
    assert (found.seen, found.from_papers, found.awaiting) == (D(5), D(3), D("4.5"))
    assert found.percent == D("62.5")


@pytest.mark.django_db
def test_a_year_comes_out_or_says_what_is_missing(cast: Cast) -> None:
    head, year = cast.importer_head, today().year
    stated(head, an_estimate())
    for sort, kilograms in (("made", "10"), ("imported", "22.5"), ("exported", "4"), ("closing", "9")):
        reported(head, a_figure(sort, kilograms))
    with acting(head.viewer) as viewer:
        found = mass_balance(viewer, account())
    assert found is not None
    assert (found.missing, found.difference) == (["opening", "consumption"], None)
    reported(head, a_figure("closing", "12", year=str(year - 1)))
    raw = {"country": "CL", "substance": "morphine", "year": str(year), "kilograms": "31", "as_of": "2026-02-01",
           "source": "Form C"}  # fmt: skip
    with acting(head.viewer) as viewer:
        availability.keep(viewer=viewer, kind="consumption", raw=raw)
        found = mass_balance(viewer, account())
    assert found is not None
    assert found.difference == D(12) + D("22.5") + D(10) - D(4) - D(31) - D(9) == D("0.5")


@pytest.mark.django_db
def test_doubts_rest_on_what_was_stated_and_what_moved(cast: Cast) -> None:
    head = cast.importer_head
    reported(head, a_figure("imported", "2"))
    with acting(head.viewer) as viewer:
        assert [one.code for one in queries.doubts(viewer, account())] == ["missing"]
    stated(head, an_estimate(consumption="1", other_uses="", special_stocks="", stocks_level=""))
    with acting(head.viewer) as viewer:
        assert [one.code for one in queries.doubts(viewer, account())] == ["exceeded"]


@pytest.mark.django_db
def test_a_balance_is_its_country_s_and_the_secretariat_s(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    year = today().year
    for actor in (cast.importer_officer, cast.secretariat_officer):
        with acting(actor.viewer) as viewer:
            of = queries.account(viewer, "CL", "morphine", year, "kg")
            assert queries.entries(viewer, of)
    for actor in (cast.exporter_head, cast.third_officer, cast.clerk):
        with acting(actor.viewer) as viewer, pytest.raises(NotVisible):
            queries.account(viewer, "CL", "morphine", year, "kg")
