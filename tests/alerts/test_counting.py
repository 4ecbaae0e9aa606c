"""The counting behind suggestions: against enumeration, against chance, and against the growth of reporting."""

from itertools import product
from math import isclose
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.alerts.suggesting import counting


@given(st.integers(0, 8), st.sampled_from([0.05, 0.2, 0.5, 0.9]))
def test_the_tail_is_that_of_counting_all_ways(tries, chance):
    for least in range(tries + 1):
        ways = (one for one in product((0, 1), repeat=tries) if sum(one) >= least)
        counted = sum(chance ** sum(one) * (1 - chance) ** (tries - sum(one)) for one in ways)
        assert isclose(counting.tail(least, tries, chance), counted, abs_tol=1e-12)


def test_a_rise_is_told_with_what_was_expected():
    one = counting.rise(9, 12, all_now=100, all_before=1200, tried=10)
    assert one is not None
    assert (one.now, one.before, one.expected) == (9, 12, 1.0)
    assert one.chance < 0.001


@pytest.mark.parametrize(
    ("now", "before", "all_now", "all_before", "why"),
    [
        (1, 12, 100, 1200, "as ever"),
        (3, 36, 100, 1200, "as ever"),
        (30, 200, 1000, 1200, "all reporting grew"),
        (5, 0, 50, 0, "there is no history"),
        (60, 480, 100, 1200, "certain but small: half as many again"),
    ],
)
def test_no_rise(now, before, all_now, all_before, why):
    assert counting.rise(now, before, all_now=all_now, all_before=all_before, tried=1) is None, why


def test_chance_alone_seldom_suggests_anything_and_without_the_shared_limit_it_does():
    """300 quiet substances for 40 months: by chance hardly ever; the control tests each as if it were alone."""
    random = Random("quiet")  # noqa: S311  chance that can be repeated
    shared = alone = 0
    for _month in range(40):
        found = []
        for _substance in range(300):
            days = [random.random() for _ in range(random.choice((3, 6, 13, 26, 52)))]
            now = sum(one < 1 / 13 for one in days)
            found.append((now, len(days) - now))
        all_now, all_before = (sum(column) for column in zip(*found, strict=True))
        for now, before in found:
            shared += bool(counting.rise(now, before, all_now=all_now, all_before=all_before, tried=300))
            alone += bool(counting.rise(now, before, all_now=all_now, all_before=all_before, tried=1))
    assert shared <= 2
    assert alone > 20


def test_a_first_is_news_only_where_firsts_are_rare():
    assert counting.is_news(2, 100)
    assert not counting.is_news(60, 100)
    assert not counting.is_news(0, 10)
    assert not counting.is_news(0, 0)
