"""What becomes of a permit's goods when it is suspended, reinstated or ends (1961 Convention, article 31(10))."""

from django.db.models import Q, QuerySet

from penstock.kernel import workflow
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.models import Permit
from penstock.permits.passages.models import EXPORT, Passage
from penstock.permits.passages.states import PASSAGES

HOLDING = frozenset({"suspend", "revoke"})
STOPPED = ("suspended", "revoked")
"""States of a permit in which goods that travel on it are held."""
ENDING = frozenset({"revoke", "surrender", "replace", "expire", "finish"})


def permit_moves(permit: Permit, verb: str) -> None:
    """Hold what is under way, let it go on, or drop what was only announced, as a step of the permit asks.

    The house does it: whoever ends a permit need not see what goes under those that rest on it.
    """
    with acting(SYSTEM):
        if verb in HOLDING:
            _each(_on_their_way(permit), "hold")
        if verb in ENDING:
            _each(Passage.objects.visible_to(SYSTEM).filter(under=permit, state="announced"), "drop")
        if verb == "reinstate":
            held = Passage.objects.visible_to(SYSTEM).filter(_goes_on(permit), state="held")
            _each(held.exclude(_also_stopped(permit)), "let_go")


def _each(passages: "QuerySet[Passage]", verb: str) -> None:
    for key in passages.order_by("pk").values_list("pk", flat=True):
        passage = workflow.advance(PASSAGES, key, verb, SYSTEM)
        if passage.state == "left" and passage.is_excess:
            workflow.advance(PASSAGES, key, "find_excess", SYSTEM)


def _goes_on(permit: Permit) -> Q:
    """What goes under a permit, or under one that rests on it."""
    return Q(under=permit) | Q(under__cites=permit)


def _on_their_way(permit: Permit) -> "QuerySet[Passage]":
    """What may still be stopped at a border; what is announced from outside the house may have left already."""
    rows = Passage.objects.visible_to(SYSTEM).filter(_goes_on(permit), arrived_on=None)
    from_outside = Q(state="announced") & ~Q(under__direction=EXPORT)
    return rows.filter(Q(state__in=("left", "excess", "overdue")) | from_outside)


def _also_stopped(permit: Permit) -> Q:
    """What is held for the other permit of its chain as well: that one is still suspended, or revoked."""
    under = Q(under__state__in=STOPPED) & ~Q(under=permit)
    cited = Q(under__cites__isnull=False, under__cites__state__in=STOPPED) & ~Q(under__cites=permit)
    return under | cited


def chain_of(passage: Passage) -> list[Permit]:
    """The permit a passage goes under, and the import paper that rests on where it was issued here.

    Read as the system, for who records at the border need not see the import paper.
    """
    with acting(SYSTEM):
        permit = Permit.objects.visible_to(SYSTEM).select_related("cites", "opener").get(pk=passage.under_id)
    return [permit, permit.cites] if permit.cites else [permit]
