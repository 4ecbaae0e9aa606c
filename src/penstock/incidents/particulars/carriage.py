"""How it travelled and what hid it: the route, the transport with its papers, concealment and modus operandi."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import Container, Country
from penstock.incidents.particulars.facts import LABORATORY, LEAD, ORDER
from penstock.incidents.particulars.kinds import AirWaybill
from penstock.incidents.particulars.taxonomy import Term
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, FieldType, Listed, Several, Text
from penstock.kernel.viewer import Fault

CERTAINTY = {"known": "Known", "suspected": "Suspected", "unknown": "Unknown"}
MODES = {
    "sea": "Sea",
    "air": "Air",
    "road": "Road",
    "rail": "Rail",
    "inland water": "Inland waterway",
    "post": "Post",
    "courier": "Express courier",
    "person": "Carried by a person",
    "pipeline or other": "Otherwise",
}
LEGS = {"origin": "Origin", "departure": "Departure", "transit": "Transit", "destination": "Destination"}


def _leg(name: str, label: str) -> Iterable[Field]:
    several = name == "transit"
    country: FieldType = Listed(Country()) if several else Country()
    help_ = "Country codes with a space between them" if several else ""
    yield Field(name=f"{name}_country", label=label, type=country, help=help_)
    yield Field(name=f"{name}_certainty", label=f"{label}: how sure", type=Choice(CERTAINTY))


def sure_of_what(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Each part of the route is known, suspected or unknown: a country says which, and unknown names none."""
    for name, label in LEGS.items():
        country, certainty = values[f"{name}_country"], values[f"{name}_certainty"]
        if country and not certainty:
            text = "Say whether this is known or suspected."
            yield Fault(f"{name}_certainty", "certainty_missing", text)
        if country and certainty == "unknown":
            yield Fault(f"{name}_certainty", "certainty_unknown", "A country is named, so it is known or suspected.")
        if not country and certainty in {"known", "suspected"}:
            yield Fault(f"{name}_country", "leg_missing", "{label} is missing.", {"label": label})


ROUTE = Section(title="Route", fields=tuple(one for name, label in LEGS.items() for one in _leg(name, label)))

TRANSPORT = Section(
    title="Transport and papers",
    fields=(
        Field(name="transport_mode", label="Means of transport", type=Choice(MODES)),
        Field(name="carrier", label="Carrier", type=Text(120)),
        Field(name="vehicle", label="Vehicle, vessel or flight", type=Text(120)),
        Field(name="bill_of_lading", label="Bill of lading", type=Text(60)),
        Field(name="air_waybill", label="Air waybill", type=AirWaybill(), help="Such as 020-12345675"),
        Field(name="postal_number", label="Number of the parcel", type=Text(60)),
        Field(
            name="containers",
            label="Container numbers",
            type=Listed(Container()),
            help="With a space between them, such as CSQU3054383",
        ),
        Field(name="seals", label="Seal numbers", type=Listed(Text(40)), help="With a space between them"),
        Field(name="declaration", label="Customs declaration", type=Text(60)),
        Field(name="declared_goods", label="Goods as declared", type=Text(500)),
    ),
)

CONCEALMENT = Section(
    title="Concealment and modus operandi",
    fields=(
        Field(name="concealment", label="Concealment", type=Several(Term("concealment"))),
        Field(name="modus_operandi", label="Modus operandi", type=Several(Term("modus operandi"))),
        Field(name="concealment_note", label="In words", type=Text(500)),
    ),
)

NOT_OF_KINDS = {
    **{one.name: {LABORATORY, LEAD} for section in (ROUTE, TRANSPORT) for one in section.fields},
    **{one.name: {ORDER, LEAD} for one in CONCEALMENT.fields if one.name != "modus_operandi"},
}
"""Fields that pages do not ask of these kinds."""
