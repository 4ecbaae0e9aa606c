"""Standouts in words: what they are, why, how far they are, and the facts that lie beside them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.engines.signals.typologies import shipped
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.law.quantities import SYMBOL
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer, CustomerLicence
from penstock.orders.customers.sectors import trades
from penstock.orders.declarations.fields import SPANS
from penstock.orders.declarations.models import Declaration
from penstock.orders.declarations.queries import STATES, TONES, state_of
from penstock.orders.watch import queries
from penstock.orders.watch.fields import ASKED, EXPLAINED, GROUNDS, LATER, REPORTED, VERDICTS
from penstock.orders.watch.models import Round, Standout, Verdict
from penstock.orders.watch.reporting import named, of_the_case, sentence
from penstock.orders.watch.rounds.judging import STEPS

Shown = dict[str, Any]
TONE_OF = {EXPLAINED: "ok", ASKED: "info", REPORTED: "bad", LATER: "neutral"}
LABELS = {
    EXPLAINED: "It is explained",
    ASKED: "Ask the customer",
    REPORTED: "Report it",
    LATER: "Look again in a month",
}


def typology(row: Standout) -> str:
    """What it looks like, in the words of the typology."""
    return next((_(one.says) for one in shipped() if one.name == row.typology), row.typology)


def standing(row: Standout) -> Shown:
    """How far it is: open, or what was decided last."""
    last = queries.last_verdict(row)
    if last is None and row.rank is None and row.before is not None:
        last = queries.last_verdict(row.before)
    if last is None:
        return {"label": _("Open"), "tone": "warn"}
    label = _(VERDICTS[last.verdict])
    if last.again_on:
        label = _("%(verdict)s, until %(day)s") % {"verdict": label, "day": last.again_on.isoformat()}
        if last.again_on <= today():
            return {"label": label, "tone": "warn"}
    return {"label": label, "tone": TONE_OF[last.verdict]}


def of_customer(viewer: Viewer, customer: Customer) -> Shown:
    """The card of what stood out, on the page of a customer."""
    return {
        "title": _("What stood out"),
        "id": "stood-out",
        "columns": [{"label": one} for one in (_("Goods"), _("Why"), _("Stands"))],
        "rows": [_in_a_card(one) for one in queries.standouts_of(viewer, customer)],
        "empty": _("Nothing stood out in any round."),
        "act": {"label": _("What stands out"), "url": reverse("watch")},
    }


def _in_a_card(row: Standout) -> Shown:
    told = brief(row)
    round_told = _("round %(number)s") % {"number": told["round"]}
    return {
        "cells": [
            {"text": told["goods"], "url": told["url"], "hint": round_told},
            {"text": told["what"], "hint": " ".join(told["why"])},
            {"text": told["state"]["label"], "tone": told["state"]["tone"]},
        ]
    }


def brief(row: Standout) -> Shown:
    """A standout as a list gives it."""
    weighed = of_the_case(row)
    return {
        "rank": row.rank,
        "url": reverse("standout", args=[row.pk]),
        "customer": row.customer.name,
        "goods": title_of(row.goods),
        "what": typology(row),
        "why": [sentence(one) for one in weighed[:2]],
        "more": max(len(weighed) - 2, 0),
        "score": f"{row.score:.1f}",
        "day": row.day.isoformat(),
        "state": standing(row),
        "round": row.round.number,
        "is_back": row.before_id is not None and row.rank is not None,
    }


def round_state(row: Round) -> Shown:
    """How far a round is."""
    if row.failure:
        return {"label": _("Failed"), "tone": "bad"}
    if row.finished_at:
        return {"label": _("Made"), "tone": "ok"}
    return {"label": _(STEPS[row.step]), "tone": "info"}


def limits(rows: Iterable[Shown]) -> list[str]:
    """What could not be judged yet, in sentences."""
    return [_(str(one["text"])).format(**one["values"]) for one in rows]


def evidence(row: Standout) -> list[Shown]:
    """Every reason with its strength, the strongest first, and what has no weight behind them."""
    ordered = [*of_the_case(row), *(one for one in row.reasons if one["is_context"])]
    return [
        {
            "text": sentence(one),
            "strength": "" if one["is_context"] else f"{one['strength']:.1f}",
            "hint": _("Beside it, without weight") if one["is_context"] else "",
        }
        for one in ordered
    ]


def marked(row: Standout) -> list[Shown]:
    """The orders that tell, each with the use that was said and whether the customer has it among its own."""
    own = set(row.customer.content.get("end_uses") or ())
    found = []
    for one in reversed(row.marked):
        use = str(trades().uses.get(one["use"], one["use"]))
        hint = _("not among its end uses") if one["use"] and one["use"] not in own else ""
        found.append(
            {
                "cells": [
                    one["day"],
                    named(one),
                    f"{one['quantity']} {one['unit']}",
                    {"text": _(use), "hint": hint} if use else "",
                ]
            }
        )
    return found


def months(row: Standout) -> list[Shown]:
    """The picture as a table, the newest month first."""
    unit = SYMBOL[row.dimension]
    return [
        {
            "cells": [
                {"text": label, "tone": "warn"} if is_marked else label,
                f"{total} {unit}",
                str(orders),
                "" if others is None else f"{others} {unit}",
            ]
        }
        for label, total, orders, is_marked, others in reversed(row.course["months"])
    ]


def balance(row: Standout) -> Shown | None:
    """The year against what was declared or can be used, with its arithmetic."""
    told = row.balance
    if not told:
        return None
    unit = SYMBOL[row.dimension]
    is_over = not told["over"].startswith("-") and told["over"] != "0"
    words = (
        _("%(total)s %(unit)s − %(declared)s %(unit)s = %(over)s %(unit)s above what is declared or can be used")  # noqa: RUF001 - the sign of a subtraction
        if is_over
        else _("%(declared)s %(unit)s − %(total)s %(unit)s = %(left)s %(unit)s left of what is declared or can be used")  # noqa: RUF001 - the sign of a subtraction
    )
    said = {**told, "unit": unit, "left": told["over"].removeprefix("-")}
    return {
        **told,
        "unit": unit,
        "is_over": is_over,
        "words": words % said,
        "sum": " + ".join(one["base"] for one in told["lines"]) + f" = {told['total']} {unit}",
        "rows": [
            {"cells": [one["day"], named(one), f"{one['quantity']} {one['unit']}", f"{one['base']} {unit}"]}
            for one in told["lines"]
        ],
    }


def verdicts(rows: Iterable[Verdict]) -> list[Shown]:
    """What was decided, the newest first."""
    return [
        {
            "label": _(VERDICTS[one.verdict]),
            "tone": TONE_OF[one.verdict],
            "by": one.person_name,
            "at": one.made_at,
            "ground": _(GROUNDS[one.ground]) if one.ground else "",
            "words": one.words,
            "again_on": one.again_on,
            "report": one.report,
        }
        for one in rows
    ]


def about(customer: Customer) -> list[tuple[str, str]]:
    """What the customer says that it is and needs goods for."""
    known = trades()
    uses = ", ".join(_(str(known.uses.get(one, one))) for one in customer.content.get("end_uses") or ())
    return [
        (_("Sector"), _(str(known.sectors.get(customer.sector, customer.sector)))),
        (_("End uses"), uses),
        (_("Known since"), customer.known_since.isoformat()),
    ]


def declared(rows: Sequence[Declaration]) -> list[Shown]:
    """Declarations of these goods."""
    return [
        {
            "url": reverse("declaration", args=[one.pk]),
            "text": f"{one.quantity.normalize():f} {one.unit}, {_(SPANS.get(one.span, one.span))}",
            "hint": f"{one.from_on.isoformat()} – {one.until_on.isoformat()}",  # noqa: RUF001 - a span of days
            "use": one.uses,
            "state": {"label": _(STATES[state_of(one)]), "tone": TONES[state_of(one)]},
        }
        for one in rows
    ]


def licences(rows: Iterable[CustomerLicence], goods: str) -> list[Shown]:
    """Licences for these goods; what is not verified says so."""
    return [
        {
            "text": one.number,
            "hint": f"{one.from_on.isoformat()} – {one.until_on.isoformat() if one.until_on else ''}",  # noqa: RUF001 - a span of days
            "is_verified": one.verified_on is not None,
        }
        for one in rows
        if goods in one.goods
    ]


def acts(viewer: Viewer, row: Standout, duty_of_reports: str) -> list[Shown]:
    """What may be decided, as buttons."""
    is_reported = any(one.verdict == REPORTED for one in row.verdicts.all())
    open_ones = [one for one in LABELS if one != REPORTED or (viewer.has(duty_of_reports) and not is_reported)]
    # None of them is the first choice: what to do is for a person to say.
    return [
        {"label": _(LABELS[one]), "url": reverse("standout_decide", args=[row.pk, one]), "tone": "secondary"}
        for one in open_ones
    ]
