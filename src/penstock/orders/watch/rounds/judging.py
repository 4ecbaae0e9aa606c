"""A round as the worker makes it: it reads as the company, judges, and keeps what stands out with its evidence."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from penstock.catalogue.amounts import plain
from penstock.engines.signals.desk.course import course, telling
from penstock.engines.signals.desk.limits import limits
from penstock.engines.signals.desk.sitting import CONTEXT, stands_out
from penstock.engines.signals.desk.yearly import balance_of
from penstock.engines.signals.orders import Order
from penstock.engines.signals.ranking import Case
from penstock.engines.signals.words import with_unit
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.law.quantities import SYMBOL
from penstock.orders.watch.models import Round, Standout, Verdict
from penstock.orders.watch.rounds.again import Reviewed, about_the_same, comes_back
from penstock.orders.watch.rounds.gathering import Line, Matter, gathered, goods_of

STEPS = ("Waits for its turn", "Reading the orders", "Judging them", "Keeping what stands out")
MOST_REVIEWED = 5000
Series = tuple[str, str]


def judge(viewer: Viewer, round_id: UUID) -> Round:
    """Make a round, with the company's eyes; each step is kept as it is done, and what it finds all at once."""
    row = _at(viewer, round_id, 1, begun_at=now())
    with acting(viewer):
        matter = gathered(viewer, row.until_on)
        reviewed = _reviewed(viewer)
    row = _at(viewer, round_id, 2, orders=len(matter.orders), customers=len({one.buyer for one in matter.orders}))
    most = row.most + sum(len(one) for one in reviewed.values())  # what was reviewed takes no place of what is new
    cases = stands_out(
        matter.orders,
        most=most,
        since=row.since_on,
        until=row.until_on,
        needs=matter.needs,
        thresholds=matter.thresholds,
    )
    _at(viewer, round_id, 3)
    with acting(viewer):
        _keep(viewer, row, matter, _placed(cases, reviewed, row))
    return row


def _at(viewer: Viewer, round_id: UUID, step: int, **more: Any) -> Round:
    """Keep how far a round is."""
    with acting(viewer):
        row = Round.objects.visible_to(viewer).get(pk=round_id)
        for name, value in {"step": step, **more}.items():
            setattr(row, name, value)
        row.save(update_fields=["step", *more])
    return row


def _reviewed(viewer: Viewer) -> dict[Series, list[Reviewed]]:
    """What was decided on, by customer and goods, the newest first; of each standout only the newest counts."""
    rows = Verdict.objects.visible_to(viewer).select_related("standout__customer").order_by("-made_at", "-pk")
    found: dict[Series, list[Reviewed]] = {}
    seen = set[UUID]()
    for row in rows[:MOST_REVIEWED]:
        one = row.standout
        if one.pk not in seen:
            seen.add(one.pk)
            key = one.customer.number, f"{one.goods} {one.dimension}"
            found.setdefault(key, []).append(Reviewed(one.pk, one.periods, one.scores, row.again_on))
    return found


def _placed(
    cases: Sequence[Case], reviewed: dict[Series, list[Reviewed]], row: Round
) -> Iterable[tuple[int | None, Case, UUID | None]]:
    """Each case with its rank: those to be looked at as many as can be, and those reviewed before without one."""
    rank = 0
    for case in cases:
        known = reviewed.get((case.buyer, " ".join(goods_of(case.substance))), [])
        before = about_the_same(case.periods, known)
        if before is not None and not comes_back(case.typology.name, case.scores, before, row.until_on):
            yield None, case, before.standout
        elif rank < row.most:
            rank += 1
            yield rank, case, before.standout if before else None


def _keep(viewer: Viewer, row: Round, matter: Matter, placed: Iterable[tuple[int | None, Case, UUID | None]]) -> None:
    rows = [_standout(row, matter, *one) for one in placed]
    Standout.objects.bulk_create(rows)
    declared = {(one.buyer, one.substance) for one in matter.needs if one.from_day <= row.until_on <= one.to_day}
    told = limits(matter.orders, until=row.until_on, declared=declared)
    row.limits = [{"code": one.code, "text": one.sentence, "values": dict(one.figures)} for one in told]
    row.finished_at = now()
    row.save(update_fields=["limits", "finished_at"])
    crash_point("after_rows_before_commit")
    found = sum(one.rank is not None for one in rows)
    data = {"round": row.number, "orders": row.orders, "found": found, "reviewed_before": len(rows) - found}
    record.append(
        record.Act(name="watch.judged", case_id=None, viewer=viewer, audience=[viewer.organisation_id], data=data)
    )


def _standout(row: Round, matter: Matter, rank: int | None, case: Case, before: UUID | None) -> Standout:
    """A case with its evidence as it is today: nothing of it is reckoned again when it is read."""
    goods, dimension = goods_of(case.substance)
    unit, own = SYMBOL[dimension], matter.series[case.buyer, case.substance]
    marked = telling(own, case.reference, _leading(case))
    names = {one.reference for one in marked}
    seen = course(own, matter.others(case.buyer, case.substance), marked=names, until=row.until_on)
    needs = [one for one in matter.needs if (one.buyer, one.substance) == (case.buyer, case.substance)]
    balance = balance_of(own, needs, case.day)
    return Standout(
        organisation_id=row.organisation_id,
        round=row,
        rank=rank,
        customer=matter.customers[case.buyer],
        goods=goods,
        dimension=dimension,
        typology=case.typology.name,
        score=Decimal(str(round(case.score, 6))),
        scores=dict(case.scores),
        periods=list(case.periods),
        day=case.day,
        reasons=[
            {
                "signal": one.signal,
                "strength": round(one.strength, 1),
                "text": one.sentence,
                "values": dict(one.figures),
                "is_context": one.signal in CONTEXT,
            }
            for one in (with_unit(each, unit) for each in case.reasons)
        ],
        marked=[_told(one, matter.lines[one.reference]) for one in marked],
        course={
            "months": [
                [one.label, _plain(one.total), one.orders, one.is_marked, _plain(one.others)] for one in seen.months
            ],
            "low": _plain(seen.low),
            "middle": _plain(seen.middle),
            "high": _plain(seen.high),
            "earlier": seen.earlier,
            "others": seen.others,
        },
        balance=balance
        and {
            "first": balance.first.isoformat(),
            "last": balance.last.isoformat(),
            "orders": len(balance.orders),
            "total": _plain(balance.total),
            "declared": _plain(balance.declared),
            "over": _plain(balance.over),
            "lines": [_told(one, matter.lines[one.reference]) for one in balance.orders],
        },
        before_id=before,
    )


def _leading(case: Case) -> str:
    """The signal that the typology rests on: of its reasons the one with the most weight, and then the strongest."""
    weights = case.typology.weights
    told = [one for one in case.reasons if one.signal in weights] or case.reasons
    return max(told, key=lambda one: (weights.get(one.signal, 0.0), one.strength)).signal


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{plain(value):f}"


def _told(order: Order, line: Line) -> dict[str, str]:
    """An order as it was ordered, beside its quantity in kilograms or litres."""
    base = f"{plain(order.quantity):f}"
    return {
        "number": line.number,
        "line": line.line,
        "day": order.day.isoformat(),
        "quantity": line.quantity,
        "unit": line.unit,
        "base": base,
        "use": line.use,
    }
