"""What stands on the paper of a permit: box by box, in the order of the model forms of the treaties."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from penstock.cases.secrecy.sight import content_for
from penstock.catalogue.countries import country_name
from penstock.catalogue.substances import substance
from penstock.kernel.models import Event, Signature
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.applications.fields import MODES, PURPOSES, SHIPMENTS
from penstock.permits.applications.judging.papers import NAMES, terms_of
from penstock.permits.applications.models import Application
from penstock.permits.models import Line, Permit
from penstock.permits.shapes import plain

CONTROLLED = "1961 Convention, articles 21 and 31; 1971 Convention, article 12; 1988 Convention, article 12"


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the paper: its number, what it is for, and the lines that stand in it."""

    number: int
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A permit as its paper says it: `goods` are rows of name, product, quantity and pure substance."""

    title: str
    authority: str
    country: str
    address: str
    boxes: tuple[Box, ...]
    goods: tuple[tuple[str, str, str, str], ...]
    conditions: str
    signed_by: tuple[str, ...]
    law: tuple[str, ...]
    is_law_verified: bool


def said_of(permit: Permit, lines: Sequence[Line]) -> Said:
    """What the paper of a permit says, as it stands in its newest edition."""
    content = content_for(SYSTEM, permit)
    terms = terms_of(permit.country, permit.paper, permit.direction, permit.substances, permit.valid_from)
    return Said(
        title=terms.title if terms else _(NAMES.get(permit.paper, permit.paper)),
        authority=permit.opener.name,
        country=_country(permit.country),
        address=permit.opener.address,
        boxes=tuple(Box(number, *one) for number, one in enumerate(_boxes(permit, content), start=1)),
        goods=tuple(map(_goods, lines)),
        conditions=str(content.get("conditions") or ""),
        signed_by=_signatories(permit),
        law=terms.sources if terms else (CONTROLLED,),
        is_law_verified=terms.is_verified if terms else True,
    )


def _country(code: str) -> str:
    return country_name(code, get_language() or "en") or code


def _boxes(permit: Permit, content: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    own = _party(permit.holder_name, content.get("own_address"), permit.country, content.get("own_licence"))
    other = _party(permit.other_name, content.get("other_address"), permit.other_country)
    importer, exporter = (other, own) if permit.direction == "export" else (own, other)
    yield _("Number and edition"), (f"{permit.reference}, {permit.edition}",)
    yield _("Issued on"), (permit.issued_on.isoformat(),)
    yield _("Valid from"), (permit.valid_from.isoformat(),)
    yield _("Last day"), (permit.valid_until.isoformat() if permit.valid_until else _("without an end"),)
    yield _("Importer"), importer
    yield _("Exporter"), exporter
    yield _("Consignee"), (str(content.get("consignee") or ""),)
    yield _("Purpose"), (_(PURPOSES.get(str(content.get("purpose") or ""), "")),)
    yield _("Shipments"), (_(SHIPMENTS.get(permit.shipments, permit.shipments)),)
    yield _("Route"), tuple(_route(content))
    yield _("Rests on"), tuple(_rests_on(permit, content))
    yield _("In the place of"), (permit.replaces.reference if permit.replaces else "",)


def _party(name: str, address: object, country: str, licence: object = "") -> tuple[str, ...]:
    numbered = _("Licence %(number)s") % {"number": licence} if licence else ""
    return tuple(part for part in (name, str(address or ""), _country(country), numbered) if part)


def _route(content: Mapping[str, Any]) -> Iterator[str]:
    places = [str(content[one]) for one in ("own_place", "other_place") if content.get(one)]
    if places:
        yield " - ".join(places)
    if content.get("transport_mode") in MODES:
        yield _(MODES[content["transport_mode"]])
    if content.get("transit"):
        yield _("through %(countries)s") % {"countries": ", ".join(map(_country, content["transit"]))}


def _rests_on(permit: Permit, content: Mapping[str, Any]) -> Iterator[str]:
    cited = permit.cites.reference if permit.cites else str(content.get("cited") or "")
    if cited:
        yield cited
    said = [str(content[one]) for one in ("cited_issuer", "cited_on") if content.get(one)]
    if said:
        yield ", ".join(said)


def _goods(line: Line) -> tuple[str, str, str, str]:
    name = f"{substance(line.substance).name} {line.content.get('form') or ''}".strip()
    product = ", ".join(str(line.content[one]) for one in ("product", "dosage_form") if line.content.get(one))
    if line.content.get("units") and line.content.get("strength"):
        each = _("%(units)s units of %(strength)s mg") % line.content
        product = f"{product}, {each}" if product else each
    return name, product, f"{plain(line.quantity)} {line.unit}", f"{plain(line.pure)} {line.pure_unit}"


def _signatories(permit: Permit) -> tuple[str, ...]:
    """Who issued it, after whoever proposed that where two sign; a paper names them, so they are read as the system."""
    with acting(SYSTEM):
        acts = Event.objects.visible_to(SYSTEM).filter(case_id=permit.pk, name__in=["permit.issued", "permit.extended"])
        names = list(acts.order_by("seq").values_list("person_name", flat=True))
        application = Application.objects.visible_to(SYSTEM).filter(issued_as=permit.pk).values("pk")
        first = Signature.objects.filter(case_id__in=application, outcome="confirmed", verb__in=["propose", "issue"])
        return tuple(dict.fromkeys([*first.values_list("person_name", flat=True), *names]))
