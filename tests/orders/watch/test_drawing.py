"""The picture of a standout keeps to its frame and to the figures, and is told in words."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from penstock.orders.watch.pages.drawing import HIGH, TOP, picture

amounts = st.decimals(Decimal(0), Decimal(10**9), places=3)


@st.composite
def courses(draw):
    """A course as a round keeps it."""
    months = [
        [f"2025-{at:02d}", str(draw(amounts)), 1, draw(st.booleans()), draw(st.none() | amounts.map(str))]
        for at in range(1, draw(st.integers(2, 25)))
    ]
    usual = draw(st.none() | st.lists(amounts, min_size=3, max_size=3).map(sorted))
    low, middle, high = (None, None, None) if usual is None else map(str, usual)
    return {"months": months, "low": low, "middle": middle, "high": high, "earlier": 9, "others": 4}


@given(courses())
def test_everything_stays_in_the_frame_and_in_proportion(course):
    drawn = picture(course, "kg")
    ground = TOP + HIGH
    assert len(drawn.bars) == len(course["months"])
    for bar in drawn.bars:
        assert TOP - 0.1 <= bar.y <= ground
        assert drawn.left <= bar.x <= bar.x + bar.width <= drawn.right
        assert abs(bar.y + bar.height - ground) < 0.11
    sizes = [Decimal(one[1]) for one in course["months"]]
    tall = [bar.height for bar in drawn.bars]
    assert all(tall[a] <= tall[b] for a in range(len(tall)) for b in range(len(tall)) if sizes[a] <= sizes[b])
    assert (drawn.band is None) == (course["low"] is None)
    if drawn.band:
        assert TOP - 0.1 <= drawn.band[0] <= drawn.middle + 0.1 <= drawn.band[0] + drawn.band[1] + 0.2
    told = [one[0] for one in course["months"] if one[3]]
    assert all(f"{label}: " in drawn.told for label in told)
