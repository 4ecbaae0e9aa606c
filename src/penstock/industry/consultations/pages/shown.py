"""What pages of consultations show: who replied, what was replied, and the summary with its small figures left out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from penstock.industry.consultations import queries
from penstock.industry.consultations.fields import (
    BURDEN,
    CONSULTATION,
    CUSTOMERS,
    OWN_NAME,
    ROLES,
    SUBSTITUTES,
    USED,
    USES,
)
from penstock.industry.consultations.models import Consultation, Reply
from penstock.industry.consultations.replying import reply_form
from penstock.industry.consultations.summing import summarised
from penstock.industry.contacts.sectors import sectors_of, sectors_of_company
from penstock.industry.partnership.frame import given, heads
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Viewer

Shown = dict[str, Any]
ASKED = Form(name="what is asked", sections=CONSULTATION.sections[:1])
"""What a company reads of what is asked."""
CONSEQUENCES = {
    "discard": "Nobody was asked. The draft cannot be used any more.",
    "close": "Nobody can reply any more. What you say here is read by everybody who was asked.",
}


def is_late(row: Consultation) -> bool:
    """Whether replies are awaited although their day has passed."""
    return row.state == "open" and row.due_on is not None and row.due_on < today()


def consequences(verb: str) -> list[str]:
    """What will happen when a step is taken."""
    if verb == "open":
        return [_("Every company that you named, and those of the sectors, reads it and is told by mail.")]
    return [_(CONSEQUENCES[verb])] if verb in CONSEQUENCES else []


def begun(viewer: Viewer, row: Consultation) -> Shown:
    """What a reply begins with: the company's first sector, and its own name."""
    own = sorted(sectors_of_company(viewer.organisation_id, row.country))
    return {"name": OWN_NAME, **({"sector": own[0]} if own else {})}


def of_company(viewer: Viewer, row: Consultation) -> Shown:
    """What a company sees beside what is asked: its own reply, and whether it may still change it."""
    own = queries.own_reply(viewer, row)
    form = reply_form(row)
    is_open = row.state == "open"
    return {
        "own": own,
        "own_sections": given(form, own.content) if own else [],
        "may_reply": is_open and not (own and own.became_id),
        "may_say_unused": is_open and not (own and own.given_on),
    }


def of_office(viewer: Viewer, row: Consultation) -> Shown:
    """What the office sees: who is asked, each reply, and what they amount to."""
    asked = queries.consulted(viewer, row)
    replies = queries.replies(viewer, row)
    unnamed = [one for one in replies if one.organisation_id is None]
    return {
        "asked": asked,
        "asked_columns": heads(_("Company"), _("Reply")),
        "named": sum(1 for one in asked if one.answered_on),
        "unnamed": len(unnamed),
        "replies": [_reply(row, one) for one in replies],
        "summed": summary(row.country, summarised(one.content for one in replies)) if replies else None,
        "columns": quantity_heads(),
        "shared": queries.summary_of(viewer, row),
        "may_receive": row.state == "open" and bool(row.channels),
        "may_share": row.state == "closed",
    }


def _reply(row: Consultation, one: Reply) -> Shown:
    by = one.organisation.name if one.organisation else _("Through %(name)s, without a name") % {"name": one.through}
    form = reply_form(row)
    sections = tuple(part for part in form.sections if part.title != "In whose name")
    return {"by": by, "on": one.given_on, "sections": given(Form(name=form.name, sections=sections), one.content)}


def quantity_heads() -> list[Shown]:
    """The heads of the table of quantities."""
    return heads(_("Sector"), _("Companies"), _("In a year"))


def _banded(number: str) -> str:
    return _("fewer than five") if number == "few" else number


def _counts(counts: Mapping[str, str], words: Mapping[str, str]) -> str:
    return "; ".join(f"{_(words.get(code, code))}: {_banded(number)}" for code, number in counts.items())


def _withheld(companies: str) -> str:
    few = companies == "few"
    return _("not told: fewer than five companies") if few else _("not told: nearly all of it is one company's")


def summary(country: str, content: Mapping[str, Any]) -> Shown:
    """A summary in words, and the rows of its table."""
    sectors = sectors_of(country)
    told = (
        (_("Replies"), _banded(content["replies"])),
        (_("Make, trade or use it"), _counts(content["used"], USED)),
        (_("Users by sector"), _counts(content["sectors"], sectors)),
        (_("What they do with it"), _counts(content["roles"], ROLES)),
        (_("What it is used for"), _counts(content["uses"], USES)),
        (_("Sorts of customers"), _counts(content["customers"], CUSTOMERS)),
        (_("Substitutes"), _counts(content["substitutes"], SUBSTITUTES)),
        (_("Burden"), _counts(content["burden"], BURDEN)),
        (_("Days of notice needed, the middle of the replies"), content["notice_days"]),
    )
    rows = [
        {
            "sector": sectors.get(one["sector"], one["sector"] or _("Other sectors together")),
            "companies": _banded(one["companies"]),
            "total": f"{one['total']} {one['unit']}" if one["total"] else _withheld(one["companies"]),
        }
        for one in content["quantities"]
    ]
    return {"told": [{"label": label, "value": value} for label, value in told if value], "quantities": rows}
