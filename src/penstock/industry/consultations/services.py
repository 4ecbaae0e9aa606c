"""Writes of consultations by the office: drafting, asking, closing, and the summary that is shared."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.consultations import queries
from penstock.industry.consultations.fields import CONSULTATION, PASSED_ON, SHARING
from penstock.industry.consultations.models import Consultation, ConsultationSummary, Consulted, Reply
from penstock.industry.consultations.states import CONSULTATIONS
from penstock.industry.consultations.summing import summarised
from penstock.industry.contacts.sectors import companies_by_sector, sectors_of
from penstock.industry.partnership.keeping import companies_of, note, offered, own_country, strictly, write
from penstock.industry.partnership.queries import associations
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Form
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.directory.queries import readers_of
from penstock.parties.duties import KEEP_PARTNERSHIP

CONSULTATIONS.model = Consultation
Raw = Mapping[str, Any]


def form_for(viewer: Viewer) -> Form:
    """What is asked, with the sectors, companies and associations that there are in the viewer's country."""
    passing = {one.name: one.name for one in associations(viewer)}
    return offered(
        CONSULTATION,
        {
            "sectors": sectors_of(viewer.country),
            "companies": {str(one.pk): one.name for one in companies_of(viewer.country)},
            "channels": passing,
        },
    )


def draft_consultation(*, viewer: Viewer, raw: Raw) -> Consultation:
    """Begin a consultation from whatever is known; nobody else sees it yet."""
    viewer.needs(KEEP_PARTNERSHIP)
    country = own_country(viewer)
    with transaction.atomic():
        series = f"{country}-CS-{today().year}"
        row = Consultation(
            id=new_id(),
            reference=f"{series}-{numbers.take(series):06d}",
            office_id=viewer.organisation_id,
            country=country,
            audience=[viewer.organisation_id],
        )
        _take_over(row, raw)
        workflow.begin(CONSULTATIONS, row).save(force_insert=True)
        note(
            "consultation.drafted", viewer, row.audience, {"reference": row.reference}, KEEP_PARTNERSHIP, case_id=row.pk
        )
    return row


def take_step(*, viewer: Viewer, consultation_id: UUID, verb: str, raw: Raw | None = None) -> Consultation:
    """Take a step of a consultation; NotVisible or Refused where it may not be."""
    taken: Consultation = workflow.advance(CONSULTATIONS, consultation_id, verb, viewer, raw)
    return taken


def _take_over(row: Consultation, raw: Raw) -> None:
    reading = CONSULTATION.read(raw, strict=False)
    row.content = dict(reading.kept)
    row.title = reading.values["substance"] or ""


@CONSULTATIONS.effect("edit")
def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect()


@CONSULTATIONS.effect("open")
def _open(taking: Taking) -> Effect:
    """From now on those who are asked see it; each of them stands in a row of its own, which no other sees."""
    row, viewer = taking.case, taking.viewer
    reading = CONSULTATION.read(row.content, strict=True)
    asked = _asked(row.country, reading.values)
    known = {one.name for one in associations(viewer)}
    channels = list(reading.values["channels"] or ())
    faults = [*reading.faults]
    if not asked:
        text = "No company of your country would be asked. Tick a sector that companies belong to, or companies."
        faults.append(Fault("companies", "nobody_asked", text))
    if not known.issuperset(channels):
        faults.append(Fault("channels", "unknown_association", "Choose among the associations that you have entered."))
    if faults:
        raise refused_for(faults)
    row.channels, row.due_on, row.opened_on = channels, reading.values["due_on"], today()
    row.audience = [row.office_id, *asked]
    Consulted.objects.bulk_create(
        Consulted(consultation=row, organisation_id=one, audience=[row.office_id, one]) for one in asked
    )
    return Effect(data={"content": _without_names(row.content), "due_on": row.due_on.isoformat()})


def _without_names(content: Mapping[str, Any]) -> dict[str, Any]:
    """What those who are asked read of it: not who else is."""
    return {name: value for name, value in content.items() if name not in {"companies", "sectors"}}


def asked_content(viewer: Viewer, row: Consultation) -> dict[str, Any]:
    """What the viewer may read of what is asked."""
    return dict(row.content) if viewer.organisation_id == row.office_id else _without_names(row.content)


def _asked(country: str, values: Mapping[str, Any]) -> list[UUID]:
    """The companies of the country that are named, or belong to a sector that is."""
    there = {one.pk for one in companies_of(country)}
    by_sector = companies_by_sector(country)
    chosen = {str(one) for one in values["companies"] or ()}
    named = {one for one in there if str(one) in chosen}
    for sector in values["sectors"] or ():
        named |= there & set(by_sector.get(sector, ()))
    return sorted(named)


@CONSULTATIONS.effect("extend")
def _extend(taking: Taking) -> Effect:
    if taking.values["due_on"] <= taking.case.due_on:
        text = "{given} is not after the day there is. Enter a later one."
        raise refused_for([Fault("due_on", "not_later", text, {"given": taking.values["due_on"]})])
    taking.case.due_on = taking.values["due_on"]
    return Effect(data=dict(taking.kept))


@CONSULTATIONS.effect("close")
def _close(taking: Taking) -> Effect:
    taking.case.closed_on, taking.case.conclusion = today(), taking.values["conclusion"]
    return Effect(data=dict(taking.kept))


def receive(*, viewer: Viewer, consultation_id: UUID, raw: Raw) -> Reply:
    """Key in a reply that an association passed on in another way than through this instance."""
    with transaction.atomic():
        row = _own(viewer, consultation_id, "open")
        reading = strictly(passed_on_form(row), raw)
        kept = dict(reading.kept)
        made = Reply(
            consultation=row, through=str(kept.pop("through")), content=kept, given_on=today(), audience=[row.office_id]
        )
        made.save(force_insert=True)
        told = {"reference": row.reference, "through": made.through}
        note("consultation.unnamed_received", viewer, [row.office_id], told, KEEP_PARTNERSHIP, case_id=row.pk)
    return made


def passed_on_form(row: Consultation) -> Form:
    """What an association passes on, with the sectors and the associations of a consultation."""
    channels = {one: one for one in row.channels}
    return offered(PASSED_ON, {"sector": sectors_of(row.country), "through": channels})


def share(*, viewer: Viewer, consultation_id: UUID, raw: Raw) -> ConsultationSummary:
    """Share the summary of a closed consultation with the secretariat; what was shared of it before ends.

    It is made once nothing is added any more, so that two summaries cannot be told apart by one reply.
    """
    with transaction.atomic():
        row = _own(viewer, consultation_id, "closed")
        words = strictly(SHARING, raw).values["note"] or ""
        _end(viewer, row)
        made = ConsultationSummary(
            consultation=row,
            government_id=row.country,
            reference=row.reference,
            title=row.title,
            content=summarised(one.content for one in queries.replies(viewer, row)),
            note=words,
            person_name=viewer.name,
            audience=readers_of(row.country),
        )
        made.save(force_insert=True)
        _note_of(viewer, "consultation.shared", made)
    return made


def unshare(*, viewer: Viewer, consultation_id: UUID) -> ConsultationSummary:
    """Share the summary no more; NotVisible where none is shared."""
    with transaction.atomic():
        row = _own(viewer, consultation_id, "closed")
        ended = _end(viewer, row)
        if ended is None:
            raise NotVisible
        _note_of(viewer, "consultation.unshared", ended)
    return ended


def _end(viewer: Viewer, row: Consultation) -> ConsultationSummary | None:
    shared = queries.summary_of(viewer, row)
    if shared is not None:
        shared.withdrawn_at = now()
        shared.save()
    return shared


def _note_of(viewer: Viewer, name: str, made: ConsultationSummary) -> None:
    note(name, viewer, made.audience, {"reference": made.reference, "country": made.government_id}, KEEP_PARTNERSHIP)


def _own(viewer: Viewer, consultation_id: UUID, state: str) -> Consultation:
    """A consultation of the viewer's own office, locked, in the state that an act asks for."""
    viewer.needs(KEEP_PARTNERSHIP)
    rows = Consultation.objects.visible_to(viewer).select_for_update(of=("self",))
    row = rows.filter(pk=consultation_id, office=viewer.organisation_id).first()
    if row is None:
        raise NotVisible
    if row.state != state:
        raise Refused("wrong_state", f"This cannot be done while it is: {CONSULTATIONS.states[row.state]}.")
    return row


LETTERS = {
    "open": ("Your authority asks about a substance:", "Say by the day named there what it is used for."),
    "extend": ("More time for a reply:", "The day by which your authority awaits replies was moved."),
    "close": ("A consultation is closed:", "Read there what follows from it."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    """Everybody who is asked is told alike, whether they have replied or not."""
    row = taking.case
    letter = LETTERS.get(taking.step.verb)
    for one in row.audience if letter else ():
        if one != row.office_id:
            subject, body = letter or ("", "")
            write(one, f"{subject} {row.reference}", body, path_of(row))
    return ()


CONSULTATIONS.tell = _tell


def path_of(row: Consultation) -> str:
    """The path of a consultation's page, to be mailed."""
    return f"/industry/partnership/consultations/{row.reference}/"


def unanswered(row: Consultation) -> list[UUID]:
    """Who has not replied in any way: known to the house alone, which reminds them and tells nobody."""
    with acting(SYSTEM) as system:
        given = Reply.objects.visible_to(system).filter(consultation=row, given_on__isnull=False)
        done = set(given.values_list("organisation_id", flat=True))
        asked = Consulted.objects.visible_to(system).filter(consultation=row)
        return [one for one in asked.values_list("organisation_id", flat=True) if one not in done]
