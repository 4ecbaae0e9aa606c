"""Writes of queues, of rule sets, and of where applications lie."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import HANDLE_PERMITS, SIGN_PERMITS
from penstock.permits.applications.states import APPLICATIONS
from penstock.permits.handling.advice.services import WITH_THE_AUTHORITY
from penstock.permits.handling.routing import queries
from penstock.permits.handling.routing.fields import PLACING, QUEUE, RULES
from penstock.permits.handling.routing.judging import rules_in
from penstock.permits.handling.routing.models import Placement, Queue, RuleSet
from penstock.permits.handling.routing.states import ROUTING

ROUTING.model = RuleSet
Raw = Mapping[str, Any]


def keep_queue(*, viewer: Viewer, raw: Raw, queue_id: UUID | None = None) -> Queue:
    """Open a queue, or change one: its name, who works on it, whether it is the default one, or closed."""
    viewer.needs(SIGN_PERMITS)
    reading = QUEUE.read(raw, strict=True)
    values = reading.values
    with transaction.atomic():
        queue = queries.queue_by_id(viewer, queue_id) if queue_id else Queue(organisation_id=viewer.organisation_id)
        faults = [*reading.faults, *_against_queue(viewer, queue, values)]
        if faults:
            raise refused_for(faults)
        is_default = bool(values["is_default"]) or not queries.queues(viewer)
        if is_default:
            Queue.objects.visible_to(viewer).exclude(pk=queue.pk).filter(is_default=True).update(is_default=False)
        queue.name, queue.is_default = values["name"], is_default
        queue.members, queue.is_closed = [UUID(one) for one in values["members"] or ()], bool(values["is_closed"])
        try:
            with transaction.atomic():
                queue.save()
        except IntegrityError as no:
            text = "There is a queue of this name already. Choose another name."
            raise refused_for([Fault("name", "name_taken", text)]) from no
        _note(viewer, "routing.queue_kept", None, {"queue": queue.name, "is_closed": queue.is_closed}, SIGN_PERMITS)
    return queue


def _against_queue(viewer: Viewer, queue: Queue, values: Raw) -> Iterator[Fault]:
    known = {str(one.pk) for one in queries.officers(viewer.organisation_id)}
    if set(values["members"] or ()) - known:
        yield Fault("members", "no_colleague", "Choose officers of your authority who handle permits.")
    if queue.is_default and not values["is_default"]:
        text = "One queue takes what no rule puts elsewhere. Make another one that queue instead."
        yield Fault("is_default", "no_default", text)
    if values["is_closed"]:
        yield from _against_closing(viewer, queue, values)


def _against_closing(viewer: Viewer, queue: Queue, values: Raw) -> Iterator[Fault]:
    if values["is_default"] or queue.is_default:
        yield Fault("is_closed", "default_closed", "The queue that takes what no rule puts elsewhere stays open.")
    if waiting := queries.waiting(viewer).get(queue.pk):
        text = "{number} applications wait in it. Move them to another queue first."
        yield Fault("is_closed", "not_empty", text, {"number": waiting})
    standing = queries.used_set(viewer)
    naming = [one["name"] for one in rules_in(standing.content) if one["queue"] == str(queue.pk)] if standing else []
    if naming:
        text = "The rule '{rule}' puts applications into it. Use rules without it first."
        yield Fault("is_closed", "named_by_a_rule", text, {"rule": naming[0]})


def begin_rules(*, viewer: Viewer) -> RuleSet:
    """Begin the next version of one's rules, as a copy of those in use; the one that is being written, if there is."""
    viewer.needs(SIGN_PERMITS)
    with transaction.atomic():
        rows = RuleSet.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
        known = list(rows.select_for_update().order_by("-number"))
        if draft := next((one for one in known if one.state == ROUTING.initial), None):
            return draft
        standing = next((one for one in known if one.state == "used"), None)
        rules = RuleSet(
            id=new_id(),
            organisation_id=viewer.organisation_id,
            number=known[0].number + 1 if known else 1,
            content=standing.content if standing else {"rules": []},
            written_by=viewer.name,
            audience=[viewer.organisation_id],
        )
        try:
            with transaction.atomic():
                workflow.begin(ROUTING, rules).save(force_insert=True)
        except IntegrityError as no:
            raise Refused("begun_already", "A colleague has just begun to write new rules. Open those.") from no
        _note(viewer, "routing.begun", rules.pk, {"number": rules.number}, SIGN_PERMITS)
    return rules


def take_step(*, viewer: Viewer, rules_id: UUID, verb: str, raw: Raw | None = None) -> RuleSet:
    """Take a step of a set of rules; NotVisible or Refused where it may not be."""
    taken: RuleSet = workflow.advance(ROUTING, rules_id, verb, viewer, raw)
    return taken


def write_rule(*, viewer: Viewer, rules_id: UUID, position: int, raw: Raw, seen: int | None = None) -> RuleSet:
    """Write the rule at a position, or behind the last; Refused with its faults, which name `rules-position-field`.

    `seen` is the version of the set that the writer saw: where it was changed since, that is refused.
    """
    with transaction.atomic():
        rules, kept = _open_for_writing(viewer, rules_id, seen)
        position = min(max(position, 0), len(kept))
        kept[position : position + 1] = [dict(raw)]
        faults = [one for one in against(viewer, {"rules": kept}) if one.field.startswith(f"rules-{position}-")]
        if faults:
            raise refused_for(faults)
        return take_step(viewer=viewer, rules_id=rules.pk, verb="write", raw={"rules": kept})


def move_rule(*, viewer: Viewer, rules_id: UUID, position: int, to: int, seen: int | None = None) -> RuleSet:
    """Move a rule to another place in the order."""
    with transaction.atomic():
        rules, kept = _open_for_writing(viewer, rules_id, seen)
        if not 0 <= position < len(kept):
            raise NotVisible
        kept.insert(min(max(to, 0), len(kept) - 1), kept.pop(position))
        return take_step(viewer=viewer, rules_id=rules.pk, verb="write", raw={"rules": kept})


def remove_rule(*, viewer: Viewer, rules_id: UUID, position: int, seen: int | None = None) -> RuleSet:
    """Take a rule out."""
    with transaction.atomic():
        rules, kept = _open_for_writing(viewer, rules_id, seen)
        if not 0 <= position < len(kept):
            raise NotVisible
        del kept[position]
        return take_step(viewer=viewer, rules_id=rules.pk, verb="write", raw={"rules": kept})


def _open_for_writing(viewer: Viewer, rules_id: UUID, seen: int | None) -> tuple[RuleSet, list[Any]]:
    viewer.needs(SIGN_PERMITS)
    rules: RuleSet = ROUTING.lock(viewer, rules_id)
    if rules.state != ROUTING.initial:
        raise Refused("in_use", "These rules were used, and stay as they are. Begin the next version.")
    if seen is not None and seen != rules.version:
        raise Refused("changed_meanwhile", "A colleague changed these rules meanwhile. Look at them and do it again.")
    return rules, list(rules.content.get("rules") or ())


def against(viewer: Viewer, content: Raw) -> list[Fault]:
    """What is wrong with rules: what cannot be read, and queues, officers and agencies that are not there today."""
    reading = RULES.read(content, strict=True)
    found = list(reading.faults)
    open_queues = {str(one.pk) for one in queries.queues(viewer)}
    officers = {str(one.pk) for one in queries.officers(viewer.organisation_id)}
    agencies = {str(one.pk) for one in queries.agencies(viewer.organisation_id)}
    for number, rule in enumerate(reading.values["rules"]):
        start = f"rules-{number}-"
        if rule["queue"] and rule["queue"] not in open_queues:
            found.append(Fault(f"{start}queue", "no_queue", "Choose an open queue of your authority."))
        if rule["person"] and rule["person"] not in officers:
            text = "Choose an officer of your authority who handles permits."
            found.append(Fault(f"{start}person", "no_colleague", text))
        if set(rule["agencies"] or ()) - agencies:
            text = "Choose other authorities of your own country."
            found.append(Fault(f"{start}agencies", "no_agency", text))
    return found


@ROUTING.effect("write")
def _write(taking: Taking) -> Effect:
    taking.case.content, taking.case.written_by = dict(taking.kept), taking.viewer.name
    return Effect(data={"rules": len(taking.kept["rules"])})


@ROUTING.effect("use")
def _use(taking: Taking) -> Effect:
    """From now on it routes; it stands on the record whole, for nothing in it changes any more."""
    faults = against(taking.viewer, taking.case.content)
    if faults:
        raise refused_for(faults)
    standing = queries.used_set(taking.viewer)
    if standing is not None:
        workflow.advance(ROUTING, standing.pk, "replace", SYSTEM)
    return Effect(data={"number": taking.case.number, "content": taking.case.content})


def place(*, viewer: Viewer, application_id: UUID, raw: Raw) -> Placement:
    """Move an application to another queue of one's authority."""
    viewer.needs(HANDLE_PERMITS)
    with transaction.atomic():
        application = APPLICATIONS.lock(viewer, application_id)
        if application.counterpart_id != viewer.organisation_id or application.sent_at is None:
            raise NotVisible
        if application.state not in WITH_THE_AUTHORITY:
            raise Refused("wrong_state", "The application is not with the authority any more.")
        reading = PLACING.read(raw, strict=True)
        queue = {str(one.pk): one for one in queries.queues(viewer)}.get(reading.values["queue"] or "")
        faults = list(reading.faults)
        if reading.values["queue"] and queue is None:
            faults.append(Fault("queue", "no_queue", "Choose an open queue of your authority."))
        standing = queries.placement_of(viewer, application)
        if queue and standing and standing.queue_id == queue.pk:
            faults.append(Fault("queue", "nothing_changed", "It lies there already. Choose another queue."))
        if faults or queue is None:
            raise refused_for(faults)
        row = standing or Placement(case=application, organisation_id=viewer.organisation_id)
        row.queue, row.rule, row.rules = queue, "", None
        row.placed_by, row.note, row.placed_at = viewer.name, reading.values["note"] or "", now()
        row.save()
        _note(viewer, "application.placed", application.pk, {"queue": queue.name, "note": row.note}, HANDLE_PERMITS)
    return row


def _note(viewer: Viewer, name: str, case_id: UUID | None, data: dict[str, Any], duty: str) -> None:
    """On the record, for one's own authority alone."""
    own = [viewer.organisation_id]
    act = record.Act(name=name, case_id=case_id, viewer=viewer, audience=own, data={**data, "within": True}, duty=duty)
    record.append(act)
