"""A check in words: its reasons grouped by what they do, each with its law, and the order as it was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from penstock.orders.checking.models import Check
from penstock.orders.customers.goods import title_of

ANSWERS = {"go": "Go", "hold": "Hold", "ask": "Ask"}
TONES = {"go": "ok", "hold": "bad", "ask": "warn"}
EFFECTS = {"hold": "Against it", "ask": "To be asked about", "note": "What else was looked at"}
OF_HELD = {"held": "waits for a person", "lifted": "lifted", "refused": "refused", "replaced": "checked again"}


def sentence(reason: Mapping[str, Any]) -> str:
    """A reason in the reader's language."""
    values = {
        key: _(str(value)) if key in {"per", "kind", "says"} else value for key, value in reason["values"].items()
    }
    return _(str(reason["text"])).format(**values)


def law(reason: Mapping[str, Any]) -> str:
    """Where it is law, and in which edition of the pack."""
    told = reason.get("law")
    if not told:
        return ""
    compared = "" if told["verified"] else _(" (nobody compared this row with the law)")
    return f"{told['source']} · {told['pack']} {told['version']}{compared}"


def grouped(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reasons by what they do, the gravest first."""
    found = []
    for effect, title in EFFECTS.items():
        rows = [{"text": sentence(one), "law": law(one)} for one in reasons if one["effect"] == effect]
        if rows:
            heads = [{"label": _("Reason and law")}]
            found.append(
                {
                    "title": _(title),
                    "columns": heads,
                    "tone": {"hold": "bad", "ask": "warn"}.get(effect, ""),
                    "reasons": rows,
                }
            )
    return found


def badge(answer: str) -> dict[str, str]:
    """The answer with its tone."""
    return {"label": _(ANSWERS[answer]), "tone": TONES[answer]}


def outcome(row: Check) -> str:
    """What became of it: the answer, or what a person made of a hold."""
    held = getattr(row, "held", None)
    if held is None:
        return row.answer
    return str(held.state) if held.state != "held" else row.answer


def quantity(row: Check) -> str:
    """What was ordered, in the unit it was ordered in."""
    return f"{row.content.get('quantity', '')} {row.content.get('unit', '')}".strip()


def title(row: Check) -> str:
    """The order and its goods in a few words."""
    return f"{quantity(row)} · {title_of(row.goods)}"
