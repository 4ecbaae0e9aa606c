"""What becomes of a draft when it is sent, and of a notice when it is amended; the same words for pages and steps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from penstock.cases.calendars import calendar_of
from penstock.cases.secrecy.sight import content_for
from penstock.catalogue.requirements import Requirement, silence_policy
from penstock.catalogue.substances import list_of, substance, tabled
from penstock.engines.recognition.entries import Recognition
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Change
from penstock.kernel.viewer import Fault, Viewer
from penstock.notices.arrangements.queries import arrangement_for
from penstock.notices.fields import REOPENS, SHIPMENT
from penstock.notices.models import Arrangement, Notice
from penstock.notices.movements.frame import against_several
from penstock.notices.particulars.tracks import STATUTORY, VOLUNTARY, track_in
from penstock.notices.profiles.asking import form_for
from penstock.notices.queries import likely_duplicates
from penstock.notices.shipments.checks import hits_in, requirement_for
from penstock.notices.tracks.control import Control, controls_in
from penstock.notices.tracks.waiting import days_to_answer
from penstock.parties.models import Government, Organisation
from penstock.parties.queries import government, organisations, secretariat

USUAL_DAYS = 15
"""Working days to answer where a government has set none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A notice's content by the strict reading: values and kept answers with the substances found, and every fault.

    `moved` says why goods that were to be notified voluntarily are notified on the statutory track.
    """

    values: Mapping[str, Any]
    kept: Mapping[str, Any]
    faults: tuple[Fault, ...]
    moved: str = ""

    @property
    def track(self) -> str:
        """The track it goes by, which is not always the one that was asked for."""
        return str(self.values["track"])


def judge(content: Mapping[str, Any], own: str | None) -> Judged:
    """Everything against sending this content from the country `own`, the substances in the goods, and its track."""
    track = track_in(content)
    controls = _controls(content) if track == VOLUNTARY else ()
    moved = " ".join(one.sentence for one in controls)
    track = STATUTORY if moved else track
    content = {**content, "track": track}
    reading = form_for(content).read(content, strict=True)
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
    found = values["substances"] or ()
    if track == STATUTORY and not found:
        found = tuple(dict.fromkeys(hit.id for hit in hits_in(reading, today()))) or _tabled(controls)
        if not found and not moved and not any(fault.field == "goods_description" for fault in faults):
            text = "No controlled substance is recognised in the goods. Name it here, or notify it voluntarily."
            faults.append(Fault("substances", "missing_substance", text))
    faults.extend(against_several(values, found, values["dispatch_on"] or today()))
    values["substances"] = found
    return Judged(values, {**reading.kept, "substances": list(found)}, tuple(faults), moved)


def _controls(content: Mapping[str, Any]) -> tuple[Control, ...]:
    """What is under control in goods that are to be notified voluntarily."""
    return controls_in(SHIPMENT.read(content, strict=False), today())


def _tabled(controls: tuple[Control, ...]) -> tuple[str, ...]:
    known = {one.id for one in tabled()}
    return tuple(one.substance for one in controls if one.substance in known)


@dataclass(frozen=True, slots=True)
class Addressing:
    """Where a notice goes: who answers it, everyone who sees it, the working days to answer, and who gets a copy.

    `arrangement` is what names the counterpart where the government has none of its own, or none that is clear.
    """

    counterpart: Organisation
    audience: tuple[UUID, ...]
    days: int
    office: Organisation
    copied: tuple[Organisation, ...] = ()
    arrangement: Arrangement | None = None


def addressing(
    opener_id: UUID,
    importing: Government | None,
    office: Organisation,
    *,
    arrangement: Arrangement | None = None,
    copied: Iterable[Organisation] = (),
) -> Addressing:
    """Where a notice goes: as arranged, else to the government's counterpart, else to `office`, the secretariat.

    Nobody answers a notice of their own: where an arrangement names the sender, the secretariat answers.
    """
    named = arrangement.authority if arrangement else importing.counterpart if importing else None
    counterpart = named if named and named.id != opener_id else office
    copies = tuple(copied)
    sees = [opener_id, counterpart.id, office.id]
    audience = tuple(dict.fromkeys([*sees, *(one.id for one in copies)]))
    days = importing.reply_days if importing else USUAL_DAYS
    return Addressing(counterpart, audience, days, office, copies, arrangement)


def days_for(notice: Notice) -> int:
    """The working days that the importing side has for an answer to this notice."""
    usual = Government.objects.filter(code=notice.importing).values_list("reply_days", flat=True).first()
    return days_to_answer(usual or USUAL_DAYS, is_emergency=notice.is_emergency)


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

    `unnamed` are substances that the goods look like although the form names others. `moved` says why the notice goes
    by the statutory track although it was to be voluntary; `silence` what it means if nobody answers.
    """

    faults: tuple[Fault, ...]
    found: tuple[Found, ...]
    unnamed: tuple[Found, ...]
    requirement: Requirement | None
    duplicates: tuple[Notice, ...]
    addressing: Addressing | None
    audience: tuple[Organisation, ...]
    due_on: date | None
    track: str
    moved: str
    silence: str

    @property
    def is_voluntary(self) -> bool:
        """Whether nobody owes an answer."""
        return self.track == VOLUNTARY


def outlook(viewer: Viewer, notice: Notice) -> Outlook:
    """What would become of a draft that is sent today."""
    content = content_for(viewer, notice)
    judged = judge(content, notice.opener.government_id)
    importing, found = judged.values["importer_country"], list(judged.values["substances"])
    hits = hits_in(SHIPMENT.read(content, strict=False), today())
    going = _going(notice, importing, judged) if importing else None
    clocked = going and judged.track == STATUTORY
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
        due_on=calendar_of(importing).after(today(), going.days) if going and clocked else None,
        track=judged.track,
        moved=judged.moved,
        silence=_silence(judged) if clocked else "",
    )


def _going(notice: Notice, importing: str, judged: Judged) -> Addressing:
    """Where a draft would go today, and in how many days an answer is owed."""
    arranged = arrangement_for(importing, today())
    copied = copies_of(judged.values["copied_to"] or ())
    going = addressing(notice.opener_id, government(importing), secretariat(), arrangement=arranged, copied=copied)
    return replace(going, days=days_to_answer(going.days, is_emergency=bool(judged.values["emergency"])))


def _silence(judged: Judged) -> str:
    """What it means if nobody answers, by the exporting country's law on record; empty where none says it."""
    exporting = judged.values["exporter_country"] or ""
    policy = silence_policy(exporting=exporting, substances=judged.values["substances"], on=today())
    return policy.basis if policy else ""


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
    if notice.track == STATUTORY and track_in(entered) == VOLUNTARY:
        text = "A statutory notice stays one. Withdraw it and send a voluntary one, if nothing in it is controlled."
        faults.append(Fault("track", "stays_statutory", text))
    gone = set(notice.content.get("copied_to") or ()) - set(judged.values["copied_to"] or ())
    if gone:
        text = "{given} has a copy already, and what was seen cannot be unseen; leave it in."
        faults.append(Fault("copied_to", "copied_already", text, {"given": ", ".join(sorted(gone))}))
    # A notice from before there were tracks says nothing of its own, and is statutory.
    changes = tuple(SHIPMENT.changes({"track": STATUTORY, **notice.content}, judged.kept))
    reopening = {change.field.name for change in changes} & set(REOPENS)
    if judged.values["quantity"] and notice.quantity and judged.values["quantity"] > notice.quantity:
        reopening.add("quantity")
    return Amendment(judged, changes, frozenset(reopening), tuple(faults))
