"""How surely an order of names is that of a certain mark: the chance that a random order would agree as well.

Of m names there are m! orders. Disagreements are pairs of names that stand the other way round; how many of them a
random order has is known exactly (the distribution of inversions, Mahonian numbers), so the chance is computed rather
than guessed: exactly up to `EXACT` factors, by the normal approximation above.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

EXACT = 120


def disagreements(expected: Sequence[str], places: Mapping[str, int]) -> tuple[int, int]:
    """How many pairs of the found names stand the other way round than expected, and how many names were found."""
    found = [places[name] for name in expected if name in places]
    return sum(first > second for first, second in combinations(found, 2)), len(found)


def chance(groups: Iterable[tuple[int, int]]) -> float:
    """The chance that random orders of the groups have together no more disagreements; 1.0 when there is no pair.

    A group is (disagreements, names).
    """
    wrong = 0
    factors: list[int] = []
    for disagreeing, names in groups:
        wrong += disagreeing
        factors += range(2, names + 1)
    if not factors:
        return 1.0
    return _exact(wrong, factors) if len(factors) <= EXACT else _approximate(wrong, factors)


def _exact(wrong: int, factors: Sequence[int]) -> float:
    """The share of orders with at most `wrong` inversions: the product of 1 + x + ... + x^(n-1), divided by n each."""
    shares = [1.0]
    for n in factors:
        length = len(shares) + n - 1
        sums, running = [0.0] * length, 0.0
        for at in range(length):
            running += shares[at] if at < len(shares) else 0.0
            if at >= n:
                running -= shares[at - n]
            sums[at] = max(running, 0.0) / n
        # What has more inversions than asked for plays no part any more.
        shares = sums[: wrong + 1]
    return min(math.fsum(shares), 1.0)


def _approximate(wrong: int, factors: Sequence[int]) -> float:
    mean = sum((n - 1) / 2 for n in factors)
    spread = math.sqrt(sum((n * n - 1) / 12 for n in factors))
    return 0.5 * math.erfc((mean - wrong - 0.5) / (spread * math.sqrt(2)))
