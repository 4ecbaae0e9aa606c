"""Contents of incidents of every kind, made at random within what the form takes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from penstock.cases.models import TLP
from penstock.exchange.stix.incidents import Told
from penstock.incidents.fields import INCIDENT
from penstock.incidents.particulars.carriage import LEGS, MODES
from penstock.incidents.particulars.facts import DOMAINS, KINDS, LEGAL, SETTINGS
from penstock.incidents.particulars.findings import CLUES, MACHINES, NATURES
from penstock.incidents.particulars.taxonomy import taxonomy

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=40)
COUNTRIES = st.sampled_from(["NL", "CL", "KE", "EG", "CN", "MX"])
START = datetime(2026, 1, 1, tzinfo=UTC)


def _maybe(what: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | what


def _terms(name: str) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from([one["id"] for one in taxonomy()[name]]), max_size=3, unique=True)


def _degrees(most: int) -> st.SearchStrategy[str]:
    return st.decimals(-most, most, places=4).map(lambda one: f"{one:f}")


def _plain(one: Decimal) -> str:
    return f"{one:f}"


SUBSTANCE = st.fixed_dictionaries(
    {"named": WORDS | st.sampled_from(["Acetone", "Toluene", "Safrole", "67-64-1"])},
    optional={
        "quantity": st.decimals(Decimal("0.001"), Decimal(10**9), places=3).map(_plain),
        "unit": st.sampled_from(["kg", "l", "tablets", "g"]),
        "declared": WORDS,
        "nature": st.sampled_from(list(NATURES)),
        "clue": st.sampled_from(list(CLUES)),
        "purity": st.sampled_from(["12.5", "99"]),
        "lots": st.lists(st.from_regex(r"[A-Z]{2}-[0-9]{1,6}", fullmatch=True), max_size=3),
        "packaging": WORDS,
    },
)
MACHINE = st.fixed_dictionaries(
    {"sort": st.sampled_from(list(MACHINES))}, optional={"number": st.sampled_from(["1", "12"]), "brand": WORDS}
)


@st.composite
def contents(draw: st.DrawFn, kinds: Sequence[str]) -> dict[str, Any]:
    """What the form keeps of what was entered."""
    raw: dict[str, Any] = {
        "kind": draw(st.sampled_from(kinds)),
        "domain": draw(st.sampled_from(list(DOMAINS))),
        "happened_on": "2025-11-05",
        "country": draw(COUNTRIES),
        "shared_with": "everybody",
        "marking": draw(st.sampled_from(list(TLP))),
        "place": draw(_maybe(WORDS)),
        "summary": draw(_maybe(WORDS)),
        "setting": draw(_maybe(st.sampled_from(list(SETTINGS)))),
        "transport_mode": draw(_maybe(st.sampled_from(list(MODES)))),
        "containers": draw(st.sampled_from([[], ["CSQU3054383"]])),
        "air_waybill": draw(_maybe(st.just("020-12345675"))),
        "seals": draw(st.lists(st.from_regex(r"[A-Z0-9]{4,9}", fullmatch=True), max_size=2)),
        "concealment": draw(_terms("concealment")),
        "modus_operandi": draw(_terms("modus operandi")),
        "legal_status": draw(_maybe(st.sampled_from(list(LEGAL)))),
        "locode": draw(_maybe(st.just("NLRTM"))),
        "substances": draw(st.lists(SUBSTANCE, max_size=3)),
        "equipment": draw(st.lists(MACHINE, max_size=2)),
    }
    if draw(st.booleans()):
        raw |= {"latitude": draw(_degrees(90)), "longitude": draw(_degrees(180))}
    for leg in LEGS:
        country = draw(_maybe(COUNTRIES))
        raw |= {f"{leg}_country": country, f"{leg}_certainty": "suspected" if country else None}
    return dict(INCIDENT.read(raw, strict=False).kept)


@st.composite
def told(draw: st.DrawFn, kinds: Sequence[str] = tuple(KINDS)) -> Told:
    """An edition of an incident of one of these kinds."""
    content = draw(contents(kinds))
    created = START + timedelta(milliseconds=draw(st.integers(0, 10**10)))
    return Told(
        case_id=UUID(int=draw(st.integers(1, 2**120))),
        reference="NL-INC-2026-000001",
        title=draw(WORDS.filter(str.strip)),  # no incident is called nothing
        link="http://127.0.0.1/cases/NL-INC-2026-000001/",
        opener_id=UUID(int=7),
        content=content,
        marking=content["marking"],
        created=created,
        modified=created + timedelta(milliseconds=draw(st.integers(0, 10**9))),
        outcome=draw(st.sampled_from(["", "prosecuted"])),
        is_revoked=draw(st.booleans()),
    )
