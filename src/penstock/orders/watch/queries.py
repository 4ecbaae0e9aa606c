"""Reads of rounds and of what stood out; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.customers.models import Customer
from penstock.orders.declarations.models import Declaration
from penstock.orders.watch.models import EarlierOrder, Round, Standout, Verdict, WatchSetting

ROUNDS = 24
MOST_DUE = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """A round with what is to be looked at, the strongest first, and what was reviewed before and is no worse."""

    round: Round
    ranked: list[Standout]
    reviewed: list[Standout]


def rounds(viewer: Viewer) -> list[Round]:
    """The newest rounds, the newest first."""
    return list(Round.objects.visible_to(viewer).order_by("-number")[:ROUNDS])


def a_round(viewer: Viewer, number: int) -> Round:
    """The round with this number, if this viewer may see it; NotVisible otherwise."""
    found = Round.objects.visible_to(viewer).filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def newest_finished(viewer: Viewer) -> Round | None:
    """The last round that was made; None before the first."""
    return Round.objects.visible_to(viewer).filter(finished_at__isnull=False).order_by("-number").first()


def seen(viewer: Viewer, row: Round) -> Seen:
    """What a round found."""
    rows = list(_standouts(viewer).filter(round=row))
    ranked = sorted((one for one in rows if one.rank is not None), key=lambda one: one.rank or 0)
    return Seen(row, ranked, sorted((one for one in rows if one.rank is None), key=lambda one: -one.score))


def standout(viewer: Viewer, standout_id: UUID) -> Standout:
    """What stood out, if this viewer may see it; NotVisible otherwise."""
    found = _standouts(viewer).filter(pk=standout_id).first()
    if found is None:
        raise NotVisible
    return found


def _standouts(viewer: Viewer) -> QuerySet[Standout]:
    verdicts = Prefetch("verdicts", Verdict.objects.visible_to(viewer))
    of_before = Prefetch("before__verdicts", Verdict.objects.visible_to(viewer))
    rows = Standout.objects.visible_to(viewer).select_related("customer", "round", "before__round")
    return rows.prefetch_related(verdicts, of_before)


def standouts_of(viewer: Viewer, customer: Customer) -> list[Standout]:
    """What stood out of a customer, as the newest round that brought it has it; the newest first."""
    rows = _standouts(viewer).filter(customer=customer).order_by("goods", "dimension", "-round__number")
    newest = rows.distinct("goods", "dimension")
    return sorted(newest, key=lambda one: (-one.round.number, -one.score))


def newer_of(viewer: Viewer, row: Standout) -> Standout | None:
    """The same customer and goods in the newest later round in which they were brought again."""
    rows = Standout.objects.visible_to(viewer).filter(
        customer=row.customer_id, goods=row.goods, dimension=row.dimension, round__number__gt=row.round.number
    )
    return rows.filter(rank__isnull=False).select_related("round").order_by("-round__number").first()


def due_again(viewer: Viewer) -> list[Standout]:
    """What somebody wanted to look at again by today, and no later round brought again."""
    rows = Verdict.objects.visible_to(viewer).filter(again_on__lte=today())
    waiting = _standouts(viewer).filter(pk__in=rows.values("standout")).order_by("day", "pk")[:MOST_DUE]
    return [
        one
        for one in waiting
        if (last := last_verdict(one)) and last.again_on and last.again_on <= today() and not newer_of(viewer, one)
    ]


def last_verdict(row: Standout) -> Verdict | None:
    """What was decided on it last; None where nothing was."""
    return next(iter(row.verdicts.all()), None)


def setting(viewer: Viewer) -> WatchSetting:
    """What the company set, or what holds before it sets anything."""
    return WatchSetting.objects.visible_to(viewer).first() or WatchSetting(organisation_id=viewer.organisation_id)


def earlier_orders(viewer: Viewer) -> int:
    """How many orders from before the house are loaded."""
    return EarlierOrder.objects.visible_to(viewer).count()


def declared_by(viewer: Viewer, customer: Customer, goods: str) -> list[Declaration]:
    """What a customer declared of these goods and has not taken back, the newest first."""
    rows = Declaration.objects.visible_to(viewer).filter(customer=customer, goods=goods, ended_at__isnull=True)
    return list(rows[:10])
