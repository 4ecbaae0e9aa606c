"""What a notice is asked for: the shipment's form with what its profiles require, each demand with its basis."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from penstock.kernel.forms.specification import Field, Form
from penstock.kernel.forms.types import Invalid
from penstock.notices.fields import SHIPMENT
from penstock.notices.particulars.tracks import track_in
from penstock.notices.profiles.profile import Profile, profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded(Field):
    """A field that a profile requires; where it is missing, the fault says which and on what basis."""

    profile: str
    wanted_on: str

    def read(self, raw: object, *, strict: bool) -> Any:
        """The value of one answer; Invalid when it cannot be read, or is missing."""
        value = self.type.parse(raw)
        if value is None and strict:
            code = f"missing_{self.topic or self.name}".replace(" ", "_")
            text = "{label} is missing. {profile} asks for it: {basis}."
            raise Invalid(code, text, label=self.label, profile=self.profile, basis=self.wanted_on)
        return value


def _word(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "").strip()


def profiles_for(values: Mapping[str, Any]) -> tuple[Profile, ...]:
    """The profiles that bind a notice with these answers, read or raw: those that demand, and the one chosen."""
    exporting, importing = _word(values, "exporter_country").upper(), _word(values, "importer_country").upper()
    track, chosen = track_in(values), _word(values, "national_form").casefold()
    return tuple(
        one
        for one in profiles().values()
        if (one.strength == "demands" and one.speaks_to(exporting, importing, track))
        or chosen in {one.id.casefold(), one.name.casefold()}
    )


def offered_for(values: Mapping[str, Any]) -> tuple[Profile, ...]:
    """The national forms that are made for notices like this one."""
    exporting, importing = _word(values, "exporter_country").upper(), _word(values, "importer_country").upper()
    track = track_in(values)
    return tuple(
        one for one in profiles().values() if one.strength == "offered" and one.speaks_to(exporting, importing, track)
    )


def form_for(values: Mapping[str, Any]) -> Form:
    """The shipment's form with what these answers make required."""
    return form_of(tuple(one.id for one in profiles_for(values)))


@lru_cache(maxsize=64)
def form_of(ids: tuple[str, ...]) -> Form:
    """The shipment's form as these profiles together ask for it; the first that asks for a field is named."""
    demands: dict[str, tuple[str, str]] = {}
    for one in map(profiles().__getitem__, ids):
        for name, basis in one.demanded().items():
            demands.setdefault(name, (one.name, basis))
    unknown = sorted(demands.keys() - {one.name for one in SHIPMENT.fields})
    if unknown:
        message = f"profiles {ids} demand what no shipment has: {unknown}"
        raise ValueError(message)
    sections = tuple(
        replace(section, fields=tuple(_asked(one, demands.get(one.name)) for one in section.fields))
        for section in SHIPMENT.sections
    )
    return replace(SHIPMENT, sections=sections)


def _asked(one: Field, demand: tuple[str, str] | None) -> Field:
    if demand is None:
        return replace(one, required=False)
    plain = {each.name: getattr(one, each.name) for each in fields(Field)} | {"required": True}
    return Demanded(**plain, profile=demand[0], wanted_on=demand[1])
