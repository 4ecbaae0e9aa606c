"""What follows a step: the house finds what differs, gives back what is held too much, and ends what is used."""

from uuid import UUID

from penstock.kernel import workflow
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.ledger import drawing
from penstock.permits.ledger.keeping import room
from penstock.permits.models import Permit
from penstock.permits.passages.holding import chain_of
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.passages.reckoning.judging import differs_in_the_end, differs_on_arrival
from penstock.permits.passages.states import CLOSED, PASSAGES
from penstock.permits.states import PERMITS, STANDING

CONCLUDED = ("endorsed", "mismatch", *CLOSED)


def lock_chain(permit_id: UUID) -> None:
    """Lock a permit and the one it rests on, the older first, so that neither ends while goods move on them."""
    with acting(SYSTEM):
        permit = Permit.objects.visible_to(SYSTEM).get(pk=permit_id)
        keys = sorted(one for one in (permit.pk, permit.cites_id) if one)
        for key in keys:
            PERMITS.lock(SYSTEM, key)


def find(passage_id: UUID) -> None:
    """Find that figures differ, each in a state of its own."""
    passage = Passage.objects.visible_to(SYSTEM).get(pk=passage_id)
    goods = Goods.objects.visible_to(SYSTEM).filter(case=passage)
    verb = ""
    if passage.state == "left" and passage.is_excess:
        verb = "find_excess"
    elif passage.state == "arrived" and differs_on_arrival(goods):
        verb = "find_difference"
    elif passage.state == "endorsed" and (passage.is_excess or differs_in_the_end(goods)):
        verb = "find_mismatch"
    if verb:
        workflow.advance(PASSAGES, passage_id, verb, SYSTEM)


def close(passage_id: UUID) -> None:
    """Where a passage is over, its permits give back what they hold too much if they ended, or end if all is used."""
    passage = Passage.objects.visible_to(SYSTEM).get(pk=passage_id)
    if passage.state not in CONCLUDED:
        return
    for permit in chain_of(passage):
        if permit.state not in STANDING:
            drawing.give_back(SYSTEM, permit, passage.reference)
        elif _is_used(permit):
            workflow.advance(PERMITS, permit.pk, "finish", SYSTEM)


def _is_used(permit: Permit) -> bool:
    """Whether all that a permit allowed has crossed and was endorsed; one for a single shipment is used by that."""
    passages = Passage.objects.visible_to(SYSTEM).filter(under=permit)
    if passages.exclude(state__in=("endorsed", *CLOSED)).exists():
        return False
    if Permit.objects.visible_to(SYSTEM).filter(cites=permit, state__in=STANDING).exists():
        return False
    accounts = drawing.accounts_of(permit)
    if not any(one.settled > 0 for one in accounts):
        return False
    return permit.shipments == "one" or all(room(one) <= 0 and not one.reserved for one in accounts)
