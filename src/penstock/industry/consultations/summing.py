"""What replies amount to, without a figure of fewer than five companies: pure, over the contents of replies.

A total is shown by sector where five companies or more stand behind it, and none of them nearly alone. The other
sectors are taken together, and shown where the same holds of them; and no sum over all is shown beside. So whatever of
the figures shown is added or taken away, five companies or more, or none, stand behind the result. Kilograms and
litres are never added.

Nearly alone is the p % rule (Hundepool and others, Statistical Disclosure Control, 2012, chapter 4): who knows its own
figure could reckon another's from the total to within `NEAR` of it, and the second largest comes nearest to the
largest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from statistics import median_low
from typing import Any

from penstock.catalogue.amounts import exactly

FEWEST = 5
NEAR = Decimal("0.1")
"""A tenth: our own choice, as offices of statistics make theirs."""
OTHERS = ""
"""The sectors that are taken together."""
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much is handled in a year in a sector, by how many companies; `total` is empty where it would tell of one."""

    sector: str
    unit: str
    companies: str
    total: str


def band(number: int) -> str:
    """How many companies, where they are at least five; `few` for one to four."""
    return "0" if not number else str(number) if number >= FEWEST else "few"


def quantities(replies: Iterable[Content]) -> list[Quantity]:
    """The quantities by sector and unit, the small sectors taken together."""
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in replies:
        if one.get("quantity") and one.get("unit"):
            found[one["unit"], one.get("sector") or OTHERS].append(Decimal(one["quantity"]))
    shown = {key: amounts for key, amounts in found.items() if key[1] and may_be_told(amounts)}
    rest: dict[str, list[Decimal]] = defaultdict(list)
    for (unit, sector), amounts in found.items():
        if (unit, sector) not in shown:
            rest[unit] += amounts
    told = [_quantity(sector, unit, amounts) for (unit, sector), amounts in sorted(shown.items())]
    return told + [_quantity(OTHERS, unit, amounts) for unit, amounts in sorted(rest.items())]


def may_be_told(amounts: Sequence[Decimal]) -> bool:
    """Whether a total is of five companies or more, none of which the second largest could reckon closely."""
    if len(amounts) < FEWEST:
        return False
    largest, _second, *rest = sorted(amounts, reverse=True)
    return exactly(*rest) >= NEAR * largest


def _quantity(sector: str, unit: str, amounts: Sequence[Decimal]) -> Quantity:
    total = f"{exactly(*amounts):f}" if may_be_told(amounts) else ""
    return Quantity(sector, unit, band(len(amounts)), total)


def summarised(replies: Iterable[Content]) -> dict[str, Any]:
    """The whole summary: how many replied and use it, by sector, for what, for whom, and what control would mean."""
    replies = list(replies)
    using = [one for one in replies if one.get("used") == "yes"]
    days = [int(one["notice_days"]) for one in replies if one.get("notice_days")]
    return {
        "replies": band(len(replies)),
        "used": _counted(replies, "used"),
        "sectors": _counted(using, "sector"),
        **{name: _counted(using, name) for name in ("roles", "uses", "customers", "substitutes", "burden")},
        "quantities": [asdict(one) for one in quantities(using)],
        "notice_days": str(median_low(days)) if len(days) >= FEWEST else "",
    }


def _counted(replies: Iterable[Content], name: str) -> dict[str, str]:
    """How many companies gave each answer, the small ones only as few."""
    counts: Counter[str] = Counter()
    for one in replies:
        said = one.get(name) or ()
        counts.update([said] if isinstance(said, str) else set(said))
    return {code: band(number) for code, number in sorted(counts.items())}
