"""Incidents with the truth of which belong together, generated with chance that can be repeated.

A series is what one network sends: the same goods under the same cover on the same way, within some weeks. Around it
stand incidents that have nothing to do with each other, of which ordinary ones are many: a few ways, substances,
covers and hiding places make most of them, so that many agree by chance in several traits. Reporters leave out,
misspell, shift days and describe alike things in other words; they do so for series and for all others alike. Networks
change what they do from one load to the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

FIRST_DAY = date(2024, 1, 1)
DAYS = 730
COUNTRIES = (
    "CN", "IN", "NL", "DE", "BE", "MX", "US", "CL", "KE", "EG", "TR", "PL", "ES", "FR", "GB", "TH", "MM", "LA", "PK",
    "AF", "IR", "NG", "ZA", "BR", "AR", "CO", "PE", "BO", "CA", "AU", "JP", "KR",
)  # fmt: skip
SUBSTANCES = (
    ("acetic-anhydride", "Acetic anhydride"),
    ("acetone", "Acetone"),
    ("toluene", "Toluene"),
    ("ephedrine", "Ephedrine"),
    ("pseudoephedrine", "Pseudoephedrine"),
    ("hydrochloric-acid", "Hydrochloric acid"),
    ("sulphuric-acid", "Sulphuric acid"),
    ("potassium-permanganate", "Potassium permanganate"),
    ("safrole", "Safrole"),
    ("piperidine", "Piperidine"),
    ("ethyl-ether", "Ethyl ether"),
    ("phenylacetic-acid", "Phenylacetic acid"),
    ("ergotamine", "Ergotamine"),
    ("piperonal", "Piperonal"),
    ("anthranilic-acid", "Anthranilic acid"),
)
MODES = ("sea", "air", "post", "courier", "road", "rail")
SETTINGS = {"sea": "seaport", "air": "airport", "post": "post", "courier": "post", "road": "border", "rail": "rail"}
HIDING = ("declared falsely", "among goods", "inside goods", "relabelled", "in packaging", "in container", "in mail")
WAYS = ("misdeclaration", "false company", "unlisted substitute", "misrouting", "online trade", "split orders")
COVERS = (
    "plastic kitchen articles", "ceramic floor tiles", "cleaning detergent industrial", "paint thinner",
    "car spare parts", "cotton textiles", "glue for shoe soles", "garden furniture", "printing ink",
    "fertiliser samples", "led lamps", "stainless steel fittings", "herbal tea extract", "swimming pool chlorine",
    "rubber gloves", "cosmetic cream base", "fish meal", "laboratory glassware", "pet food additives",
    "furniture polish", "batteries for scooters", "sport shoes", "wooden toys", "bathroom mirrors", "coffee machines",
    "water treatment resin", "solar panel frames", "candle wax", "printer cartridges", "dried mushrooms",
)  # fmt: skip
CARRIERS = tuple(f"{one} Lines" for one in ("Blue", "Orient", "Delta", "Pelican", "Nord", "Atlas", "Coral", "Meridian"))
PACKS = (
    "blue drums 200 l", "white sacks 25 kg", "brown glass bottles 2.5 l", "aluminium bags 1 kg", "jerrycans 20 l",
    "steel drums 50 l", "big bags 500 kg", "cardboard boxes with foil", "plastic tubs with red lids",
    "fibre drums 25 kg",
)  # fmt: skip
NATURES = ("powder", "crystals", "liquid", "solution", "paste")
LEFT_OUT = {
    "origin_country": 0.45,
    "departure_country": 0.2,
    "destination_country": 0.2,
    "transport_mode": 0.1,
    "setting": 0.2,
    "concealment": 0.3,
    "modus_operandi": 0.4,
    "declared_goods": 0.3,
    "carrier": 0.6,
}
"""How often a reporter leaves an answer out."""
LEFT_OUT_OF_LINE = {"packaging": 0.5, "nature": 0.3, "quantity": 0.1}
MISSPELT, SHIFTED, IN_OTHER_WORDS = 0.15, 0.3, 0.3
CHANGED = 0.05
"""How often a network does one thing otherwise the next time: another way, carrier, cover, packing, amount."""


@dataclass(frozen=True, slots=True)
class Generated:
    """Contents, and which pairs of them belong together, by place in the list."""

    contents: Sequence[Mapping[str, Any]]
    truth: frozenset[tuple[int, int]]


def generated(seed: int, *, alone: int, series: int) -> Generated:
    """So many incidents that stand alone, and so many series of two to six, mixed."""
    random = Random(seed)  # noqa: S311  chance that can be repeated
    marked: list[tuple[int, dict[str, Any]]] = [(-1, _reported(random, _load(random), 0)) for _one in range(alone)]
    for number in range(series):
        load, day = _load(random), 0
        for _one in range(random.choice((2, 2, 3, 3, 4, 5, 6))):
            marked.append((number, _reported(random, _changed(random, load), day)))
            day += random.choice((0, 1, 2, 4, 7, 9, 14, 21))
    random.shuffle(marked)
    truth = {
        (i, j) for (i, (one, _a)), (j, (other, _b)) in combinations(enumerate(marked), 2) if one == other and one >= 0
    }
    return Generated([content for _series, content in marked], frozenset(truth))


def _often(random: Random, words: Sequence[Any]) -> Any:
    """One of them, the first ones much more often than the last, as in the world."""
    return words[min(int(len(words) * random.random() ** 2.2), len(words) - 1)]


def _load(random: Random) -> dict[str, Any]:
    """What somebody sends, as it truly is."""
    origin = _often(random, COUNTRIES)
    to = _often(random, [one for one in COUNTRIES[2:] if one != origin])
    departure = origin if random.random() < 0.75 else random.choice(COUNTRIES)
    mode = _often(random, MODES)
    return {
        "day": random.randrange(DAYS),
        "substance": _often(random, SUBSTANCES),
        "origin_country": origin,
        "departure_country": departure,
        "destination_country": to,
        "transport_mode": mode,
        "setting": SETTINGS[mode],
        "concealment": sorted({_often(random, HIDING) for _one in range(random.choice((1, 1, 2)))}),
        "modus_operandi": [_often(random, WAYS)],
        "declared_goods": _often(random, COVERS),
        "carrier": _often(random, CARRIERS),
        "packaging": _often(random, PACKS),
        "nature": _often(random, NATURES),
        "quantity": round(10 ** random.gauss(2.2, 0.9), 1),
        "seized_in": departure if random.random() < 0.2 else to,
    }


def _changed(random: Random, load: Mapping[str, Any]) -> dict[str, Any]:
    """The next load of the same hand, of which something may be otherwise."""
    other = _load(random)
    kept = {name: other[name] if random.random() < CHANGED else value for name, value in load.items()}
    mode = kept["transport_mode"]
    return {**kept, "day": load["day"], "setting": SETTINGS[mode]}


def _reported(random: Random, load: Mapping[str, Any], later: int) -> dict[str, Any]:
    """A load as somebody reports it, so many days later."""
    day = FIRST_DAY + timedelta(days=load["day"] + later)
    if random.random() < SHIFTED:
        day += timedelta(days=random.choice((-3, -2, -1, 1, 2, 3)))
    substance, name = load["substance"]
    is_misspelt = random.random() < MISSPELT
    line: dict[str, Any] = {
        "named": _slip(random, name) if is_misspelt else name,
        "substance": "" if is_misspelt else substance,
        "packaging": _in_other_words(random, load["packaging"]),
        "nature": load["nature"],
        "quantity": str(round(load["quantity"] * 10 ** random.gauss(0, 0.15), 1) or 0.1),
        "unit": "kg",
    }
    told = {name: load[name] for name in LEFT_OUT}
    told["declared_goods"] = _in_other_words(random, load["declared_goods"])
    kept = {name: value for name, value in told.items() if random.random() >= LEFT_OUT[name]}
    line = {name: value for name, value in line.items() if random.random() >= LEFT_OUT_OF_LINE.get(name, 0)}
    return {
        "kind": random.choice(("seizure", "seizure", "seizure", "stopped shipment")),
        "domain": "precursors",
        "happened_on": day.isoformat(),
        "country": load["seized_in"],
        "substances": [line],
        **kept,
    }


def _in_other_words(random: Random, text: str) -> str:
    """The words in another order, or one of them left out, or with a slip."""
    words = text.split()
    if random.random() >= IN_OTHER_WORDS:
        return text
    random.shuffle(words)
    if len(words) > 2 and random.random() < 0.5:
        words.pop()
    at = random.randrange(len(words))
    words[at] = _slip(random, words[at])
    return " ".join(words)


def _slip(random: Random, word: str) -> str:
    """A slip of the hand: a letter left out, doubled, or two changed over."""
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 2)
    return random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
