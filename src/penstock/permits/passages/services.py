"""Writes of passages: the effect of each step, and what the house finds after it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.models import Attachment
from penstock.cases.queries import LISTED_APART
from penstock.kernel import workflow
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.permits.passages.holding import STOPPED, chain_of
from penstock.permits.passages.letters import tell_of
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.passages.reckoning import closing, judging
from penstock.permits.passages.reckoning.counting import is_beyond, settle, take_of_permit
from penstock.permits.passages.reckoning.due import owe, owe_nothing
from penstock.permits.passages.states import PASSAGES

PASSAGES.model = Passage
PASSAGES.tell = tell_of
LISTED_APART.add(PASSAGES.kind)


def take_step(*, viewer: Viewer, passage_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Passage:
    """Take a step of a passage, and what the house finds after it; NotVisible or Refused where it may not be."""
    with transaction.atomic():
        found = Passage.objects.visible_to(viewer).filter(pk=passage_id).first()
        if found is None:
            raise NotVisible
        # The permits first and the oldest before the others, as their own steps do, so that nobody waits in a ring.
        closing.lock_chain(found.under_id)
        workflow.advance(PASSAGES, passage_id, verb, viewer, raw)
        with acting(SYSTEM):
            closing.find(passage_id)
            closing.close(passage_id)
        return Passage.objects.visible_to(viewer).get(pk=passage_id)


def goods_of(passage: Passage) -> list[Goods]:
    """What a passage carries, each with its line."""
    return list(Goods.objects.filter(case=passage).select_related("line"))


# The guards and effects of the steps


def _stands(passage: Passage, _viewer: Viewer) -> str | None:
    for permit in chain_of(passage):
        if no := judging.against_standing(permit):
            return no.message
    return None


def _has_left(passage: Passage, viewer: Viewer) -> str | None:
    """What comes from outside the house leaves unseen, so its permit must stand when it arrives."""
    if passage.state != "announced":
        return None
    return "It has not left yet." if passage.is_export else _stands(passage, viewer)


def _leaves_here(passage: Passage, viewer: Viewer) -> str | None:
    return _stands(passage, viewer) if passage.is_export else "It leaves a country whose authority is not in the house."


def _importer_is_outside(passage: Passage, _viewer: Viewer) -> str | None:
    return "The importing authority endorses it here." if passage.importer_id else None


def _stopped_by(mine: bool) -> workflow.Guard:  # noqa: FBT001 - says which of the two it makes
    def guard(passage: Passage, _viewer: Viewer) -> str | None:
        under, *cited = chain_of(passage)
        stopped = [one for one in ([under] if mine else cited) if one.state in STOPPED]
        return None if stopped else "It is not held for a permit of yours."

    return guard


for _verb in ("leave", "note_leaving"):
    PASSAGES.guard(_verb)(_leaves_here)
for _verb in ("arrive", "note_arrival", "endorse"):
    PASSAGES.guard(_verb)(_has_left)
PASSAGES.guard("enter_endorsement")(_importer_is_outside)
PASSAGES.guard("release")(_stopped_by(mine=True))
PASSAGES.guard("admit")(_stopped_by(mine=False))


def _keep(taking: Taking, **data: Any) -> Effect:
    """Keep the answers under the step's verb, and put them on the record."""
    verb = {"note_leaving": "leave", "note_arrival": "arrive", "enter_endorsement": "endorse"}.get(taking.step.verb)
    taking.case.content = {**taking.case.content, verb or taking.step.verb: dict(taking.kept)}
    return Effect(data={**taking.kept, **data})


def _figures(taking: Taking, stage: str, *faults: Fault) -> list[Goods]:
    """Write what was entered for each line of the goods at a stage; Refused with every fault."""
    goods = goods_of(taking.case)
    lines = {one.number: one.line for one in goods}
    found = [*faults, *judging.against_lines(taking.values["goods"], lines, is_whole=True)]
    if found:
        raise refused_for(found)
    entered = {int(one["line"]): one["quantity"] for one in taking.values["goods"]}
    for one in goods:
        setattr(one, stage, entered[one.number])
        one.save(update_fields=[stage])
    return goods


def _left(taking: Taking) -> Effect:
    """What left takes the place of what was announced; more than the permit allows is counted and told."""
    passage, on, expected = taking.case, taking.values["left_on"], taking.values["expected_on"]
    faults = [*judging.against_day(passage.under, on, "left_on"), *judging.not_yet(on, "left_on")]
    if expected and expected < on:
        text = "It cannot arrive on {expected}, before it left. Enter a later day."
        faults.append(Fault("expected_on", "arrives_before", text, {"expected": expected}))
    faults += judging.against_nothing(taking.values["goods"])
    goods = _figures(taking, "left", *faults)
    passage.left_on, passage.place = on, taking.values["place"] or passage.place
    take_of_permit(taking.viewer, passage, goods, used="left")
    passage.is_excess = is_beyond(passage.under)
    owe(passage, expected or on)
    return _keep(taking)


def _explain(taking: Taking) -> Effect:
    goods = _figures(taking, "left")
    take_of_permit(taking.viewer, taking.case, goods, used="left")
    taking.case.is_excess = False
    return _keep(taking)


def _arrived(taking: Taking) -> Effect:
    passage, on = taking.case, taking.values["arrived_on"]
    goods = _figures(taking, "arrived", *judging.after_leaving(passage, on, "arrived_on"))
    passage.arrived_on = on
    if not passage.is_export:
        take_of_permit(taking.viewer, passage, goods, used="arrived")
    owe(passage, on)
    return _keep(taking)


def _endorsed(taking: Taking) -> Effect:
    """The quantity and the day actually imported: 1961 Convention, article 31(7)."""
    passage, on = taking.case, taking.values["imported_on"]
    from_papers = taking.step.verb == "enter_endorsement"
    if from_papers and not Attachment.objects.visible_to(taking.viewer).filter(case_id=passage.pk).exists():
        raise Refused("no_paper", "Attach the endorsed paper to the passage first, then enter what it says.")
    goods = _figures(taking, "endorsed", *judging.after_leaving(passage, on, "imported_on"))
    passage.imported_on, passage.is_from_papers = on, from_papers
    if not passage.is_export:
        take_of_permit(taking.viewer, passage, goods, used="endorsed")
    settle(taking.viewer, passage, goods, "endorsed", is_ours=not from_papers)
    owe_nothing(passage)
    return _keep(taking, from_papers=from_papers)


def _reconciled(taking: Taking) -> Effect:
    """What the issuing authority signs is settled; without an endorsement that is its own word, and marked so."""
    passage = taking.case
    is_ours = passage.imported_on is not None and not passage.is_from_papers
    goods = _figures(taking, "agreed")
    passage.imported_on = passage.imported_on or passage.arrived_on or today()
    if not passage.is_export:
        take_of_permit(taking.viewer, passage, goods, used="agreed")
    settle(taking.viewer, passage, goods, "agreed", is_ours=is_ours)
    passage.is_excess = False
    owe_nothing(passage)
    return _keep(taking)


def _gone(taking: Taking) -> Effect:
    """What never left, or came back, is given back to the permit."""
    passage = taking.case
    if taking.step.verb == "return":
        faults = list(judging.after_leaving(passage, taking.values["returned_on"], "returned_on"))
        if faults:
            raise refused_for(faults)
    take_of_permit(taking.viewer, passage, goods_of(passage))
    passage.is_excess = False
    owe_nothing(passage)
    return _keep(taking)


def _found(taking: Taking) -> Effect:
    taking.case.is_open = True
    return Effect(data=judging.side_by_side(goods_of(taking.case)))


def _overdue(taking: Taking) -> Effect:
    taking.case.is_overdue = True
    return Effect(data={"due_on": str(taking.case.due_on)})


def _on_again(taking: Taking) -> Effect:
    """What was held before anybody saw it leave is awaited like what is under way."""
    if taking.case.due_on is None:
        owe(taking.case, today())
    return _keep(taking)


EFFECTS = {
    **dict.fromkeys(("leave", "note_leaving"), _left),
    "explain": _explain,
    **dict.fromkeys(("arrive", "note_arrival"), _arrived),
    **dict.fromkeys(("endorse", "enter_endorsement"), _endorsed),
    "reconcile": _reconciled,
    **dict.fromkeys(("cancel", "drop", "return"), _gone),
    **dict.fromkeys(("find_excess", "find_difference", "find_mismatch"), _found),
    "fall_due": _overdue,
    **dict.fromkeys(("release", "admit", "let_go"), _on_again),
}
for _verb, _effect in EFFECTS.items():
    PASSAGES.effect(_verb)(_effect)
