"""A notice as one of the forms: part by part, box by box, whatever was entered in the form's own order and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from penstock.cases.calendars import calendar_of
from penstock.cases.secrecy.sight import CONFIDENTIAL
from penstock.kernel.forms.specification import Field
from penstock.kernel.forms.types import Invalid
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.profiles.asking import profiles_for
from penstock.notices.profiles.profile import Profile, Row, profiles
from penstock.notices.states import STATES

UNANSWERED = {"draft", "discarded", "sent", "questioned"}
"""States in which nothing was answered yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in a box, with its label where the box holds several."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its number and wording, what stands in it, and whether it was compared with its source."""

    number: str
    label: str
    entries: tuple[Entry, ...]
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the form under its heading."""

    title: str
    boxes: tuple[Box, ...]


def form_named(content: Mapping[str, Any], asked: str = "") -> Profile:
    """The form asked for by its id, or else the one the notice was made for; the treaty's where there is none."""
    if asked in profiles():
        return profiles()[asked]
    return next(iter(reversed(profiles_for(content))), profiles()["treaty"])


def filled(profile: Profile, notice: Notice, content: Mapping[str, Any]) -> list[Page]:
    """The form filled with the content of a notice; what it has no box for stands in a part of its own at the end.

    `content` is what the reader may see of the notice's.
    """
    facts, content = facts_of(notice, content), {**content, **_withheld(notice, content)}
    pages = [
        Page(_(part.title), tuple(_box(profile, row, facts, content) for row in part.rows)) for part in profile.parts
    ]
    placed = {name for row in profile.rows for name in row.fields}
    others = [one for one in SHIPMENT.fields if one.name not in placed and content.get(one.name)]
    if others:
        boxes = tuple(Box("", _(one.label), (Entry("", shown(one, content)),), is_verified=True) for one in others)
        pages.append(Page(_("Also stated in the notice"), boxes))
    return pages


class Withheld(str):
    """What stands in the place of an answer that the reader may not see."""

    __slots__ = ()


def _withheld(notice: Notice, content: Mapping[str, Any]) -> dict[str, Withheld]:
    names = [one for one in notice.secret_fields if one in content and content[one] is None]
    return {one: Withheld(_(CONFIDENTIAL)) for one in names}


def _box(profile: Profile, row: Row, facts: Mapping[str, str], content: Mapping[str, Any]) -> Box:
    entries = tuple(_entries(row, facts, content))
    return Box(row.box, _(row.label), entries, profile.is_verified(row))


def _entries(row: Row, facts: Mapping[str, str], content: Mapping[str, Any]) -> Iterator[Entry]:
    if row.text.strip():
        yield Entry("", _(row.text))
    for name in row.facts:
        if facts[name]:
            yield Entry(_(FACT_LABELS[name]) if len(row.facts) + len(row.fields) > 1 else "", facts[name])
    fields = [one for one in map(SHIPMENT.field, row.fields) if content.get(one.name)]
    alone = len(row.fields) == 1 and not row.facts
    for one in fields:
        yield Entry("" if alone else _(one.label), shown(one, content))


FACT_LABELS = {
    "own_reference": "Sender's reference",
    "reference": "Notice",
    "opener": "From",
    "counterpart": "To",
    "sent_on": "Sent on",
    "due_on": "Answer due by",
    "working_days": "Working days to answer",
    "edition": "Edition",
    "answer": "Answer",
}


def facts_of(notice: Notice, content: Mapping[str, Any]) -> dict[str, str]:
    """What a form can say of a notice besides its answers; empty where it is not so yet."""
    is_answered = notice.state not in UNANSWERED
    return {
        "own_reference": str(content.get("reference") or ""),
        "reference": notice.reference,
        "opener": notice.opener.name,
        "counterpart": notice.counterpart.name if notice.counterpart else "",
        "sent_on": date_format(notice.sent_at, "Y-m-d") if notice.sent_at else "",
        "due_on": notice.due_on.isoformat() if notice.due_on else "",
        "working_days": _working_days(notice),
        "edition": str(notice.edition) if notice.edition else "",
        "answer": _(STATES.get(notice.state, notice.state)) if is_answered else "",
    }


def _working_days(notice: Notice) -> str:
    """How many working days the importing side was given, while its clock runs."""
    if not (notice.sent_at and notice.due_on):
        return ""
    return str(calendar_of(notice.importing).between(notice.sent_at.date(), notice.due_on))


def shown(field: Field, content: Mapping[str, Any]) -> str:
    """An answer for people: with the name of what a code stands for, and the code beside it."""
    kept = content.get(field.name)
    if isinstance(kept, Withheld):
        return str(kept)
    try:
        text = field.type.show(field.type.parse(kept))
    except Invalid:
        return str(kept)
    codes: Sequence[str] = kept if isinstance(kept, list) else [str(kept)]
    return f"{text} ({', '.join(codes)})" if field.type.control == "select" and codes[0] not in text else text
