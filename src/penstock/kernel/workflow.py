"""The one way a case changes: `advance` takes a step of a workflow's table, and nothing else writes a state.

A workflow is a table of `Step` rows. From the same table come the buttons, the reason a button is absent, the API's
verbs, the permission matrix, the state diagram in the documents and the property test.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models, transaction

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.forms.specification import Form
from penstock.kernel.models import Signature
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer, lacking


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a workflow: who may do what from which states, and where it leads.

    `may_stay` lets the effect leave the state as it is; `second` asks for another person's signature; `lenient`
    keeps what was entered although something in it is wrong, as a draft does.
    """

    verb: str
    label: str
    from_: tuple[str, ...]
    to: str
    side: str
    duty: str
    event: str
    form: Form | None = None
    second: bool = False
    lenient: bool = False
    may_stay: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a step did besides moving the state: details for the record, and whether the state stays."""

    data: Mapping[str, Any] = field(default_factory=dict)
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A step being taken: the locked case, what was entered (as values and as it is kept), and who acts.

    `desk` is what the effects of many steps taken at once share, such as a directory read only once.
    """

    case: Any
    step: Step
    values: Mapping[str, Any]
    kept: Mapping[str, Any]
    viewer: Viewer
    desk: Any = None


WORKFLOWS: dict[str, "Workflow"] = {}
"""Every workflow of the instance by its kind."""

EffectOf = Callable[[Taking], Effect | None]
Teller = Callable[[Taking], Iterable[record.Act] | None]
"""Tells people of a step that was taken; what it answers goes on the record behind the step."""
Guard = Callable[[Any, Viewer], str | None]
Raw = Mapping[str, Any] | None


@dataclass(slots=True)
class Workflow:
    """A regime's table of steps, its sides (name to the column that holds an organisation) and its effects."""

    kind: str
    sides: Mapping[str, str]
    states: Mapping[str, str]
    initial: str
    final: frozenset[str]
    steps: tuple[Step, ...]
    effects: dict[str, EffectOf] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    model: Any = None
    tell: Teller | None = None
    tell_second: Teller | None = None

    def __post_init__(self) -> None:
        """Refuse a table with an unknown, unreachable or dead-end state, or a verb that stands twice."""
        faults = list(_faults_of(self))
        if faults:
            raise ValueError(f"workflow {self.kind}: " + "; ".join(faults))
        WORKFLOWS[self.kind] = self

    def step(self, verb: str) -> Step:
        """The step with this verb; Refused when there is none."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise Refused("unknown_verb", f"There is no step '{verb}'.")

    def effect(self, verb: str) -> Callable[[EffectOf], EffectOf]:
        """Register what a step does besides moving the state."""
        self.step(verb)

        def register(effect: EffectOf) -> EffectOf:
            self.effects[verb] = effect
            return effect

        return register

    def guard(self, verb: str) -> Callable[[Guard], Guard]:
        """Register a reason against a step that the table cannot say."""
        self.step(verb)

        def register(guard: Guard) -> Guard:
            self.guards[verb] = guard
            return guard

        return register

    def lock(self, viewer: Viewer, case_id: UUID) -> Any:
        """The case, locked, if this viewer may see it; NotVisible otherwise."""
        case = self.model.objects.visible_to(viewer).select_for_update().filter(pk=case_id).first()
        if case is None:
            raise NotVisible
        return case


def _faults_of(workflow: Workflow) -> Iterable[str]:
    verbs = [step.verb for step in workflow.steps]
    yield from (f"verb '{verb}' stands twice" for verb in {v for v in verbs if verbs.count(v) > 1})
    named = {state for step in workflow.steps for state in (*step.from_, step.to)} | {workflow.initial}
    yield from (f"state '{state}' has no name" for state in named - workflow.states.keys())
    reached, frontier = {workflow.initial}, {workflow.initial}
    while frontier:
        frontier = {s.to for s in workflow.steps if reached & set(s.from_)} - reached
        reached |= frontier
    yield from (f"state '{state}' cannot be reached" for state in workflow.states.keys() - reached)
    leaving = {state for step in workflow.steps for state in step.from_ if step.to != state}
    yield from (f"state '{s}' is a dead end" for s in workflow.states.keys() - leaving - workflow.final)
    yield from (f"final state '{state}' can be left" for state in workflow.final & leaving)
    yield from (f"side '{s.side}' of '{s.verb}' is unknown" for s in workflow.steps if s.side not in workflow.sides)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step may not be taken, as a code and a sentence."""

    code: str
    message: str


def reason_against(workflow: Workflow, step: Step, case: Any, viewer: Viewer) -> Reason | None:
    """Why this viewer may not take this step now; None when nothing speaks against it."""
    if not viewer.is_system and getattr(case, workflow.sides[step.side]) != viewer.organisation_id:
        return Reason("other_side", f"Only the {step.side} may do this.")
    if step.duty == "system":
        if not viewer.is_system:
            return Reason("by_the_clock", "The clock does this by itself.")
    elif not viewer.has(step.duty):
        return Reason("missing_duty", lacking(step.duty))
    if case.state not in step.from_:
        return Reason("wrong_state", f"This cannot be done while the case is: {workflow.states[case.state]}.")
    guard = workflow.guards.get(step.verb)
    said = guard(case, viewer) if guard else None
    return Reason("not_now", said) if said else None


def reason_against_beginning(workflow: Workflow, step: Step, case: Any, viewer: Viewer) -> Reason | None:
    """Like `reason_against`, and a step of two people is not begun again while a first signature waits."""
    return _against_beginning(workflow, step, case, viewer, open_signature(case, viewer) if step.second else None)


def _against_beginning(
    workflow: Workflow, step: Step, case: Any, viewer: Viewer, first: Signature | None
) -> Reason | None:
    reason = reason_against(workflow, step, case, viewer)
    if first and step.second and reason is None:
        return Reason("already_proposed", f"{first.person_name} has already proposed a step here.")
    return reason


def open_steps(workflow: Workflow, case: Any, viewer: Viewer) -> list[tuple[Step, Reason | None]]:
    """Every step of the viewer's side from the present state, with the reason against it if there is one."""
    first = open_signature(case, viewer)
    return [
        (step, _against_beginning(workflow, step, case, viewer, first))
        for step in workflow.steps
        if case.state in step.from_
        and step.duty != "system"
        and getattr(case, workflow.sides[step.side]) == viewer.organisation_id
    ]


def advance(workflow: Workflow, case_id: UUID, verb: str, viewer: Viewer, raw: Raw = None, *, desk: Any = None) -> Any:
    """Take a step: lock the case, ask `reason_against`, and write state, record and outbox in one transaction.

    A step that needs two people leaves a first signature instead. Raises NotVisible or Refused; answers the case.
    """
    with transaction.atomic():
        step = workflow.step(verb)
        case = workflow.lock(viewer, case_id)
        _refuse_for(reason_against_beginning(workflow, step, case, viewer))
        values, kept = _read(step, raw or {})
        taking = Taking(case=case, step=step, values=values, kept=kept, viewer=viewer, desk=desk)
        if not step.second:
            return _take(workflow, taking)
        _sign_first(taking)
        if workflow.tell_second:
            workflow.tell_second(taking)
        return case


def confirm(workflow: Workflow, case_id: UUID, viewer: Viewer) -> Any:
    """Give the second signature to the open proposal: another person, the same duty, and nothing changed since."""
    with transaction.atomic():
        case = workflow.lock(viewer, case_id)
        signature = _waiting_signature(workflow, case, viewer)
        step = workflow.step(signature.verb)
        _refuse_for(reason_against_confirming(step, signature, viewer))
        if signature.digest != signed_digest(step.verb, signature.data, case):
            raise Refused("changed_since", "The case has changed since the first signature. Propose the step again.")
        values, kept = _read(step, signature.data)
        _close(signature, "confirmed")
        return _take(workflow, Taking(case=case, step=step, values=values, kept=kept, viewer=viewer))


def reason_against_confirming(step: Step, signature: Signature, viewer: Viewer) -> Reason | None:
    """Why this viewer may not give the second signature: neither side of it may stand behind the first one too."""
    if signature.person_id == viewer.person_id:
        return Reason("same_person", "The second signature must come from another person.")
    if {signature.person_id, signature.for_person_id} & viewer.acts_as(step.duty):
        return Reason("same_person", "Both signatures would be for one and the same person. Ask somebody else.")
    return None


def decline(workflow: Workflow, case_id: UUID, viewer: Viewer) -> Any:
    """Decline the open proposal, or take back one's own."""
    with transaction.atomic():
        case = workflow.lock(viewer, case_id)
        signature = _waiting_signature(workflow, case, viewer)
        _close(signature, "declined")
        step = workflow.step(signature.verb)
        record.append(_own_act(f"{step.event}.declined", step, case, viewer, {}))
        return case


def _waiting_signature(workflow: Workflow, case: Any, viewer: Viewer) -> Signature:
    signature = _open_signatures(case, viewer).select_for_update().first()
    if signature is None:
        raise Refused("nothing_proposed", "There is no first signature waiting here.")
    _refuse_for(reason_against(workflow, workflow.step(signature.verb), case, viewer))
    return signature


def open_signature(case: Any, viewer: Viewer) -> Signature | None:
    """The first signature that waits on a case within the viewer's organisation, if the case is still as signed."""
    signature = _open_signatures(case, viewer).first()
    if signature and signature.digest == signed_digest(signature.verb, signature.data, case):
        return signature
    return None


def _open_signatures(case: Any, viewer: Viewer) -> models.QuerySet[Signature]:
    return Signature.objects.filter(case_id=case.pk, organisation_id=viewer.organisation_id, outcome="open")


def signed_digest(verb: str, kept: Mapping[str, Any], case: Any) -> str:
    """The hash of exactly what a first signer signs: the verb, what was entered, and the case as it stands."""
    signed = {"verb": verb, "data": kept, "case": str(case.pk), "version": case.version, "state": case.state}
    return hashlib.sha256(json.dumps(signed, sort_keys=True).encode()).hexdigest()


def _refuse_for(reason: Reason | None) -> None:
    if reason:
        raise Refused(reason.code, reason.message)


def _read(step: Step, raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What was entered, as values and as it is kept; Refused when something in it is wrong."""
    if step.form is None:
        return {}, {}
    reading = step.form.read(raw, strict=not step.lenient)
    if reading.faults and not step.lenient:
        raise refused_for(reading.faults)
    return reading.values, reading.kept


def refused_for(faults: Iterable[Fault]) -> Refused:
    """A refusal that names the fields."""
    faults = tuple(faults)
    return Refused("faults", f"{len(faults)} field(s) need your attention.", faults)


def _sign_first(taking: Taking) -> None:
    step, case, kept, viewer = taking.step, taking.case, taking.kept, taking.viewer
    # What is still open was signed for an earlier version of the case: an edit voids it.
    _open_signatures(case, viewer).update(outcome="voided")
    away = viewer.absent.get(step.duty)
    Signature(
        case_id=case.pk,
        verb=step.verb,
        data=dict(kept),
        digest=signed_digest(step.verb, kept, case),
        person_id=viewer.person_id,
        person_name=f"{viewer.name} for {away.name}" if away else viewer.name,
        for_person_id=away.person_id if away else None,
        organisation_id=viewer.organisation_id,
    ).save(force_insert=True)
    record.append(_own_act(f"{step.event}.proposed", step, case, viewer, kept))


def _own_act(name: str, step: Step, case: Any, viewer: Viewer, data: Mapping[str, Any]) -> record.Act:
    """An act that only the viewer's own side may see."""
    return record.Act(
        name=name, case_id=case.pk, viewer=viewer, audience=[viewer.organisation_id], data=data, duty=step.duty
    )


def _close(signature: Signature, outcome: str) -> None:
    signature.outcome = outcome
    signature.save(update_fields=["outcome"])


def _take(workflow: Workflow, taking: Taking) -> Any:
    act = _move(workflow, taking)
    taking.case.save()
    crash_point("after_state_before_outbox")
    more = workflow.tell(taking) if workflow.tell else None
    crash_point("after_outbox_before_record")
    acts = [act, *(more or ())]
    if hasattr(taking.desk, "acts"):  # whoever answers many at once writes them at the end
        taking.desk.acts.extend(acts)
    else:
        record.append(*acts)
    return taking.case


def _move(workflow: Workflow, taking: Taking) -> record.Act:
    """Let the effect work on the case, move the state, and answer what goes on the record. The only such place."""
    case, step = taking.case, taking.step
    before = case.state
    effect = (workflow.effects[step.verb](taking) if step.verb in workflow.effects else None) or Effect()
    if not (step.may_stay and effect.stays):
        case.state = step.to
    case.version += 1
    case.updated_at = now()
    data = {"from": before, "to": case.state, **effect.data}
    return record.Act(
        name=step.event, case_id=case.pk, viewer=taking.viewer, audience=case.audience, data=data, duty=step.duty
    )


def begin(workflow: Workflow, case: Any) -> Any:
    """Put a new, unsaved case at the beginning of its workflow."""
    case.state = workflow.initial
    return case


def begin_many(workflow: Workflow, cases: Iterable[Any], verb: str, viewer: Viewer, desk: Any) -> list[record.Act]:
    """Begin many unsaved cases and take their first step at once; answers the acts for `record.append_many`.

    The same table, reason and effect as for one; the caller writes the rows and the acts in the same transaction.
    """
    step = workflow.step(verb)
    acts = []
    for case in cases:
        _refuse_for(reason_against(workflow, step, begin(workflow, case), viewer))
        acts.append(_move(workflow, Taking(case=case, step=step, values={}, kept={}, viewer=viewer, desk=desk)))
    return acts
