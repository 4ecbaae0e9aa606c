"""Whatever is stated, supplemented and corrected in whatever order, the ledger says what stands."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.kernel.viewer import Refused
from penstock.permits.ledger.models import Account
from tests.cast import Actor, Cast, the_cast
from tests.permits.needs.desk import a_figure, account, an_estimate, reported, stated, sums

pytestmark = pytest.mark.django_db
KILOGRAMS = st.decimals(min_value=0, max_value=900, places=6).map(lambda one: f"{one:f}")
SIGNED = st.decimals(min_value=-900, max_value=900, places=6).map(lambda one: f"{one:f}")
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("statement"), st.just("Form B"), KILOGRAMS),
        st.tuples(st.just("supplement"), st.sampled_from(["letter 1", "letter 2"]), SIGNED),
        st.tuples(st.sampled_from(["made", "imported", "exported"]), st.sampled_from(["a", "b"]), KILOGRAMS),
    ),
    min_size=2,
    max_size=8,
)
NO_OTHER_PART = {"other_uses": "", "special_stocks": "", "stocks_level": ""}
COLUMNS = {
    "granted": {"statement", "supplement"},
    "made": {"made"},
    "outside": {"imported"},
    "given": {"exported"},
}


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_ledger_says_what_stands(cast: Cast, acts: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        standing = _played(cast.importer_head, acts)
        if standing:
            _agrees(account(), standing)
        transaction.set_rollback(True)


def _played(head: Actor, acts: list[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """Everything is entered in order; what the oracle says stands in the end, by what it is and its paper."""
    standing: dict[tuple[str, str], str] = {}
    for number, (sort, source, kilograms) in enumerate(acts):
        again = {"reason": f"act {number}", "source": source}
        if sort not in {"statement", "supplement"}:
            reported(head, a_figure(sort, kilograms, **again))
        elif sort == "supplement" and ("statement", "Form B") not in standing:
            with pytest.raises(Refused, match="attention"):
                stated(head, an_estimate(kind=sort, consumption=kilograms, **again, **NO_OTHER_PART))
            continue
        else:
            stated(head, an_estimate(kind=sort, consumption=kilograms, **again, **NO_OTHER_PART))
        standing[sort, source] = kilograms
    return standing


def _agrees(found: Account, standing: dict[tuple[str, str], str]) -> None:
    for column, sorts in COLUMNS.items():
        assert getattr(found, column) == sums(value for (sort, _paper), value in standing.items() if sort in sorts)
