"""What becomes of a draft when it is sent, and of a notice when it is amended; the same words for pages and steps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from penstock.cases.calendars import calendar_of
from penstock.cases.secrecy.sight import content_for
from penstock.catalogue.requirements import Requirement
from penstock.catalogue.substances import list_of, substance
from penstock.engines.recognition.entries import Recognition
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Change
from penstock.kernel.viewer import Fault, Viewer
from penstock.notices.fields import REOPENS, SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.queries import likely_duplicates
from penstock.notices.shipments.checks import hits_in, requirement_for
from penstock.parties.models import Government, Organisation
from penstock.parties.queries import government, organisations, secretariat

USUAL_DAYS = 15
"""Working days to answer where a government has set none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A notice's content by the strict reading: values and kept answers with the substances found, and every fault."""

    values: Mapping[str, Any]
    kept: Mapping[str, Any]
    faults: tuple[Fault, ...]


def judge(content: Mapping[str, Any], own: str | None) -> Judged:
    """Everything against sending this content from the country `own`, and the substances that are in the goods."""
    reading = SHIPMENT.read(content, strict=True)
    faults, values = list(reading.faults), dict(reading.values)
    if values["exporter_country"] and values["exporter_country"] != own:
        text = "You send notices for {own}; shipments of another country are notified by its own authority."
        faults.append(Fault("exporter_country", "not_yours", text, {"own": own}))
    if values["dispatch_on"] and values["dispatch_on"] <= today():
        text = "{given} has passed. A notice goes before the shipment: enter a later day."
        faults.append(Fault("dispatch_on", "past_dispatch", text, {"given": values["dispatch_on"]}))
    if values["copied_to"]:
        faults += copies_faults(values)
    # What is named already need not be looked for; a line of a file was recognised when the file was checked.
    found = values["substances"] or tuple(dict.fromkeys(hit.id for hit in hits_in(reading, today())))
    if not found and not any(fault.field == "goods_description" for fault in faults):
        text = "No controlled substance is recognised in the goods. Name it here, as the list has it."
        faults.append(Fault("substances", "missing_substance", text))
    values["substances"] = found
    return Judged(values, {**reading.kept, "substances": list(found)}, tuple(faults))


@dataclass(frozen=True, slots=True)
class Addressing:
    """Where a notice goes: who answers it, everyone who sees it, the working days to answer, and who gets a copy."""

    counterpart: Organisation
    audience: tuple[UUID, ...]
    days: int
    office: Organisation
    copied: tuple[Organisation, ...] = ()


def addressing(
    opener_id: UUID, importing: Government | None, office: Organisation, copied: Iterable[Organisation] = ()
) -> Addressing:
    """Where a notice to a government goes; to `office`, the secretariat, where there is no clear counterpart."""
    counterpart = (importing.counterpart if importing else None) or office
    copies = tuple(copied)
    sees = [opener_id, counterpart.id, office.id]
    audience = tuple(dict.fromkeys([*sees, *(one.id for one in copies)]))
    return Addressing(counterpart, audience, importing.reply_days if importing else USUAL_DAYS, office, copies)


def copies_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """What keeps a copy from going to the governments named."""
    wanted = set(values["copied_to"] or ())
    sides = wanted & {values["exporter_country"], values["importer_country"]}
    for code in sorted(sides):
        yield Fault(
            "copied_to", "copy_to_a_side", "{given} is a side of the notice and needs no copy.", {"given": code}
        )
    takes_part = set(
        Government.objects.filter(code__in=wanted, counterpart__isnull=False).values_list("code", flat=True)
    )
    for code in sorted(wanted - sides - takes_part):
        text = "{given} has no authority here that could get a copy; leave it out."
        yield Fault("copied_to", "copy_to_nobody", text, {"given": code})


def copies_of(codes: Iterable[str]) -> list[Organisation]:
    """The authorities of some governments that can get a copy."""
    rows = Government.objects.filter(code__in=codes, counterpart__isnull=False).select_related("counterpart")
    return [one.counterpart for one in rows if one.counterpart]


@dataclass(frozen=True, slots=True)
class Found:
    """A controlled substance in the goods: its name and number, the list that holds it, and why it is thought so."""

    name: str
    cas: str
    table: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What stands between a draft and its sending, and what follows from it; `addressing` once the country is known.

    `unnamed` are substances that the goods look like although the form names others.
    """

    faults: tuple[Fault, ...]
    found: tuple[Found, ...]
    unnamed: tuple[Found, ...]
    requirement: Requirement | None
    duplicates: tuple[Notice, ...]
    addressing: Addressing | None
    audience: tuple[Organisation, ...]
    due_on: date | None


def outlook(viewer: Viewer, notice: Notice) -> Outlook:
    """What would become of a draft that is sent today."""
    content = content_for(viewer, notice)
    judged = judge(content, notice.opener.government_id)
    importing, found = judged.values["importer_country"], list(judged.values["substances"])
    hits = hits_in(SHIPMENT.read(content, strict=False), today())
    copied = copies_of(judged.values["copied_to"] or ())
    going = addressing(notice.opener_id, government(importing), secretariat(), copied) if importing else None
    return Outlook(
        faults=judged.faults,
        found=tuple(_found(one, hits) for one in found),
        unnamed=tuple(_found(one, hits) for one in dict.fromkeys(hit.id for hit in hits) if one not in found),
        requirement=requirement_for(judged.values["exporter_country"], importing, found, today())
        if importing and found
        else None,
        duplicates=tuple(likely_duplicates(viewer, notice)),
        addressing=going,
        audience=tuple(organisations(going.audience)) if going else (),
        due_on=calendar_of(importing).after(today(), going.days) if going else None,
    )


def _found(one: str, hits: tuple[Recognition, ...]) -> Found:
    listed = substance(one)
    reasons = [hit.reason for hit in hits if hit.id == one]
    return Found(
        name=listed.name,
        cas=listed.cas or "",
        table=list_of(one, today()) or "",
        reason=" ".join(dict.fromkeys(reasons)) or "It was named in the form.",
    )


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment changes, whether it asks the importing side anew, and everything against it."""

    judged: Judged
    changes: tuple[Change, ...]
    reopening: frozenset[str]
    faults: tuple[Fault, ...]


def amendment(notice: Notice, entered: Mapping[str, Any]) -> Amendment:
    """What would become of a notice amended like this."""
    judged = judge(entered, notice.opener.government_id)
    faults = list(judged.faults)
    if judged.values["importer_country"] not in {None, notice.importing}:
        text = "A notice stays with the government it was sent to. Withdraw it and send a new one."
        faults.append(Fault("importer_country", "other_government", text))
    gone = set(notice.content.get("copied_to") or ()) - set(judged.values["copied_to"] or ())
    if gone:
        text = "{given} has a copy already, and what was seen cannot be unseen; leave it in."
        faults.append(Fault("copied_to", "copied_already", text, {"given": ", ".join(sorted(gone))}))
    changes = tuple(SHIPMENT.changes(notice.content, judged.kept))
    reopening = {change.field.name for change in changes} & set(REOPENS)
    if judged.values["quantity"] and notice.quantity and judged.values["quantity"] > notice.quantity:
        reopening.add("quantity")
    return Amendment(judged, changes, frozenset(reopening), tuple(faults))
