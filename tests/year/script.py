"""The script of a year: who sends what to whom, and who does what with it on which day, by a seed alone.

Nothing here knows a rule: much of what people try will be refused, and the oracle says what.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pycountry

YEAR = 2026
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
TEMPERS = {"prompt": 50, "late": 20, "silent": 14, "hostile": 16}
SURE = ("US", "NL", "DE", "IN", "CL", "KE", "SA", "EG", "IL", "CN", "GB", "FR", "CH", "AE", "JP")
"""Always there: laws on silence, and weekends of every kind."""
LEFT_OUT = ("AU", "CA")
"""Their laws on silence go by lists of their own, which the oracle does not know."""
GOODS = {
    "acetone": ("Acetone, technical grade", "67-64-1"),
    "toluene": ("Toluene, industrial grade", "108-88-3"),
    "potassium-permanganate": ("Potassium permanganate", "7722-64-7"),
    "sulphuric-acid": ("Sulphuric acid 98 %", "7664-93-9"),
}
OBJECTION = {"reason": "no licence", "explanation": "The company holds no licence for this."}
NOT_KNOWN = {"who": "importer", "explanation": "It stands in none of our registers."}
TRICKS = ("broken body", "unknown field", "no token", "foreign answer", "foreign read", "own side", "again", "replay",
          "reused key", "same person", "no duty", "no reason", "too early", "prying")  # fmt: skip
"""What the hostile try, beside objecting to much."""


@dataclass(frozen=True, slots=True)
class Country:
    """A government: how it behaves, its working days to answer, and the weekday on which it clears its routine."""

    code: str
    temper: str
    reply_days: int
    desk: int


@dataclass(frozen=True, slots=True)
class Consignment:
    """One line of a file: what goes from where to whom, and when; `flaw` names what is wrong with it."""

    number: int
    exporter: str
    importer: str
    sent_on: date
    goods: str
    company: str
    quantity: int
    dispatch_on: date
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One call on a day: by whom (`NL officer`), what, about which consignments, with which body and key."""

    on: date
    by: str
    what: str
    about: tuple[int, ...]
    body: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    trick: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """The whole year; acts of one day are in the order in which they are played."""

    seed: str
    countries: tuple[Country, ...]
    consignments: tuple[Consignment, ...]
    acts: tuple[Act, ...]


def written(seed: str, *, notices: int, governments: int = 150, lanes: int = 4) -> Script:
    """The script of a seed: so many notices, each government sending to so many others, a file every few weeks."""
    chance = random.Random(seed)  # noqa: S311  chance that can be repeated
    countries = tuple(_countries(chance, governments))
    consignments = tuple(_consignments(chance, countries, notices, lanes))
    tempers = {one.code: one for one in countries}
    acts: list[Act] = []
    for one in consignments:
        if not one.flaw:
            acts += _fate(chance, one, tempers[one.importer], [each.code for each in countries])
    acts += _sittings(chance, consignments, tempers, {act.about[0] for act in acts if _is_engaged(act)})
    kept = [act for act in acts if act.on <= LAST]
    # A trick is played at the end of its day, after what it is tried on, and its calls in their order.
    places = [(act.on, bool(act.trick), at if act.trick else chance.random(), at) for at, act in enumerate(kept)]
    return Script(seed, countries, consignments, tuple(kept[at] for *_place, at in sorted(places)))


def _is_engaged(act: Act) -> bool:
    """Whether the receiving side deals with a notice by itself, or with its eyes shut, and in no sitting."""
    return not act.trick and (act.on > LAST or act.what not in {"withdraw", "release", "read"})


def _countries(chance: random.Random, count: int) -> Iterator[Country]:
    others = sorted({one.alpha_2 for one in pycountry.countries} - {*SURE, *LEFT_OUT})
    for code in sorted([*SURE, *chance.sample(others, count - len(SURE))]):
        temper = chance.choices(list(TEMPERS), list(TEMPERS.values()))[0]
        yield Country(code, temper, chance.choice((7, 10, 15, 15, 20, 30)), chance.randrange(5))


def _consignments(
    chance: random.Random, countries: tuple[Country, ...], count: int, lanes: int
) -> Iterator[Consignment]:
    codes = [one.code for one in countries]
    routes = {code: _routes(chance, code, codes, lanes) for code in codes}
    each, files = -(-count // len(codes)), max(1, min(12, count // len(codes) // 10))
    # Lists are closed on few days, so files come in waves and those who answer much find much at once.
    waves, number = chance.sample(range(4, 345), 2 * files), 0
    for code in codes:
        days = sorted(chance.sample(waves, files))
        for at in range(min(each, count - number)):
            number += 1
            yield _consignment(chance, number, code, chance.choice(routes[code]), days[at * files // each])


def _routes(chance: random.Random, code: str, codes: list[str], lanes: int) -> list[str]:
    """Where a government sends to: half of it to the few who are busy."""
    busy, others = ([one for one in codes if one != code and (one in SURE) == is_sure] for is_sure in (True, False))
    half = min(lanes // 2, len(others))
    return chance.sample(busy, lanes - half) + chance.sample(others, half)


def _consignment(chance: random.Random, number: int, exporter: str, importer: str, day: int) -> Consignment:
    sent_on = FIRST + timedelta(days=day)
    # One in ten is written like others of its lane, so that two may be taken for the same.
    company = "Same Trading" if chance.random() < 1 / 10 else f"Trading {number}"
    leaves = sent_on + timedelta(days=90 if company == "Same Trading" else chance.randint(60, 200))
    flaw = chance.choice(("quantity", "exporter", "goods")) if chance.random() < 1 / 50 else ""
    goods = "acetone" if company == "Same Trading" else chance.choice(list(GOODS))
    return Consignment(number, exporter, importer, sent_on, goods, company, chance.randint(1, 9000), leaves, flaw)


def _fate(chance: random.Random, one: Consignment, to: Country, codes: list[str]) -> Iterator[Act]:
    """What becomes of one notice, if the house lets it; nothing, where it waits for a sitting or for ever."""
    plans = {
        "prompt": ((_answered, 8), (_asked, 6), (_objected, 3), (_prolonged, 3), (_unknown, 1), (_left, 79)),
        "late": ((_answered, 18), (_asked, 8), (_objected, 3), (_prolonged, 6), (_left, 65)),
        "silent": ((_answered, 8), (_ignored, 92)),
        "hostile": ((_objected, 36), (_taken_back, 6), (_unknown, 6), (_answered, 8), (_ignored, 14), (_left, 30)),
    }[to.temper]
    plan = chance.choices([each for each, _weight in plans], [weight for _each, weight in plans])[0]
    yield from plan(chance, one, _day(chance, one, *((1, 9) if to.temper in {"prompt", "hostile"} else (12, 70))))
    sender = f"{one.exporter} officer"
    if chance.random() < 0.02:
        yield Act(_day(chance, one, 1, 40), sender, "withdraw", (one.number,), {"note": "It will not go."})
    if chance.random() < 0.07:
        yield Act(_day(chance, one, 15, 90), sender, "release", (one.number,))
    if chance.random() < (0.25 if to.temper == "hostile" else 0.01):
        yield from _trick(chance, one, chance.choice(codes))
    if chance.random() < 0.06:
        yield Act(_day(chance, one, 1, 60), f"{one.importer} second", "read", (one.number,))


def _day(chance: random.Random, one: Consignment, soonest: int, latest: int) -> date:
    return one.sent_on + timedelta(days=chance.randint(soonest, latest))


def _left(*_told: Any) -> Iterator[Act]:
    """It waits for a sitting."""
    yield from ()


def _ignored(_chance: random.Random, one: Consignment, _on: date) -> Iterator[Act]:
    """Nobody looks at it; the mark keeps it out of the sittings."""
    yield Act(LAST + timedelta(days=1), f"{one.importer} officer", "read", (one.number,))


def _answered(chance: random.Random, one: Consignment, on: date) -> Iterator[Act]:
    verb = chance.choice(("clear", "clear", "allow"))
    body = {"conditions": "Sealed drums only."} if verb == "allow" else {"import_permit": f"P-{one.number}"}
    key = f"answer-{one.number}" if chance.random() < 0.3 else ""
    yield Act(on, f"{one.importer} officer", verb, (one.number,), body, key)


def _asked(chance: random.Random, one: Consignment, on: date) -> Iterator[Act]:
    told = on + timedelta(days=chance.randint(0, 15))
    yield Act(on, f"{one.importer} officer", "ask", (one.number,), {"question": "Which works will use it?"})
    if chance.random() < 0.85:
        yield Act(told, f"{one.exporter} officer", "supply", (one.number,), {"answer": "The works at the port."})
    if chance.random() < 0.9:
        yield from _answered(chance, one, told + timedelta(days=chance.randint(0, 12)))


def _prolonged(chance: random.Random, one: Consignment, on: date) -> Iterator[Act]:
    for _time in range(chance.randint(1, 3)):
        by = on + timedelta(days=chance.randint(2, 40))
        body = {"reason": "company", "reply_by": by.isoformat()}
        yield Act(on, f"{one.importer} second", "prolong", (one.number,), body)
        on += timedelta(days=chance.randint(1, 9))
    yield from _answered(chance, one, on + timedelta(days=chance.randint(1, 30)))


def _objected(chance: random.Random, one: Consignment, on: date, verb: str = "object") -> Iterator[Act]:
    body = OBJECTION if verb == "object" else NOT_KNOWN
    yield Act(on, f"{one.importer} officer", verb, (one.number,), body)
    signed = on + timedelta(days=chance.randint(0, 6))
    if chance.random() < 0.95:
        yield Act(signed, f"{one.importer} second", "confirm", (one.number,))
    if chance.random() < 0.3:
        lifted = signed + timedelta(days=chance.randint(1, 40))
        yield Act(lifted, f"{one.importer} head", "lift", (one.number,), {"note": "The licence was shown."})


def _unknown(chance: random.Random, one: Consignment, on: date) -> Iterator[Act]:
    yield from _objected(chance, one, on, "unknown")


def _taken_back(chance: random.Random, one: Consignment, on: date) -> Iterator[Act]:
    yield Act(on, f"{one.importer} officer", "object", (one.number,), OBJECTION)
    later = on + timedelta(days=chance.randint(1, 4))
    yield Act(later, f"{one.importer} second", "decline", (one.number,))
    yield from _answered(chance, one, later + timedelta(days=chance.randint(1, 9)))


def _trick(chance: random.Random, one: Consignment, stranger: str) -> Iterator[Act]:
    """Something that must not work, tried by the receiving side, the sender or a stranger."""
    trick, on, about = chance.choice(TRICKS), _day(chance, one, 0, 60), (one.number,)
    officer, head, key = f"{one.importer} officer", f"{one.importer} head", f"trick-{one.number}"
    clearing = {"remarks": "None."}
    tries = {
        "foreign answer": [(f"{stranger} officer", "clear", clearing, "")],
        "foreign read": [(f"{stranger} officer", "read", {}, "")],
        "own side": [(f"{one.exporter} officer", "clear", clearing, "")],
        "again": [(officer, "clear", clearing, ""), (head, "clear", clearing, "")],
        "replay": [(officer, "clear", clearing, key)] * 3,
        "reused key": [(officer, "clear", clearing, key), (officer, "clear", {"remarks": "Other."}, key)],
        "same person": [(officer, "object", OBJECTION, ""), (officer, "confirm", {}, "")],
        "no duty": [(officer, "lift", {"note": "Just so."}, "")],
        "no reason": [(officer, "object", {"reason": "no licence"}, "")],
        "too early": [(f"{one.exporter} officer", "release", {}, "")],
    }.get(trick, [(officer, "clear", clearing, "")])
    yield from (Act(on, by, what, about, body, each_key, trick) for by, what, body, each_key in tries)


def _sittings(
    chance: random.Random, consignments: tuple[Consignment, ...], known: Mapping[str, Country], engaged: set[int]
) -> Iterator[Act]:
    """Each government clears on its weekday what came since, the late ones long after; some name what they must not."""
    waiting: dict[tuple[str, date], list[int]] = {}
    for one in consignments:
        if one.flaw or one.number in engaged:
            continue
        to = known[one.importer]
        on = _day(chance, one, *((1, 8) if to.temper != "late" else (10, 75)))
        on += timedelta(days=(to.desk - on.weekday()) % 7)
        waiting.setdefault((one.importer, on), []).append(one.number)
    for (code, on), numbers in sorted(waiting.items()):
        few = [numbers[start : start + 80] for start in range(0, len(numbers), 80)]
        for about in few:
            strange = chance.randrange(len(consignments)) + 1 if chance.random() < 0.2 else about[0]
            stale = about[0] if chance.random() < 0.1 else 0
            also = () if strange in about else (strange,)
            body = {"stale": stale, "remarks": "As always."}
            yield Act(on, f"{code} officer", "answers", (*about, *also), body, f"sitting-{code}-{about[0]}")
