"""Whatever is stated, supplemented and corrected in whatever order, the ledger says what stands."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.kernel.viewer import Refused
from tests.cast import Cast, the_cast
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


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, year=st.integers(min_value=1991, max_value=2090))
def test_the_ledger_says_what_stands(cast: Cast, acts: list[tuple[str, str, str]], year: int) -> None:
    head, standing = cast.importer_head, dict[tuple[str, str], str]()
    for number, (sort, source, kilograms) in enumerate(acts):
        again = {"reason": f"act {number}", "source": source, "year": str(year)}
        try:
            if sort in {"statement", "supplement"}:
                parts = {"other_uses": "", "special_stocks": "", "stocks_level": "", "consumption": kilograms}
                stated(head, an_estimate(kind=sort, stated_on="1990-01-01", **again, **parts))
            else:
                reported(head, a_figure(sort, kilograms, **again))
        except Refused:
            assert sort == "supplement"
            assert ("statement", "Form B") not in standing, "a supplement is refused only where nothing is stated"
            continue
        standing[sort, source] = kilograms
    if not standing:
        return
    found = account("CL", "morphine", year)
    for column, sorts in (
        ("granted", ("statement", "supplement")),
        ("made", ("made",)),
        ("outside", ("imported",)),
        ("given", ("exported",)),
    ):
        said = sums(value for (sort, _source), value in standing.items() if sort in sorts)
        assert Decimal(getattr(found, column)) == said
