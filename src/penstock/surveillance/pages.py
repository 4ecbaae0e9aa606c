"""What the pages of surveillance lists show alike: fields of a form, faults, badges, and a copy as a row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from penstock.kernel.forms.specification import Form
from penstock.kernel.forms.types import Choice, Listed
from penstock.kernel.models import Event
from penstock.kernel.routes import said
from penstock.kernel.viewer import Refused
from penstock.parties.models import Organisation
from penstock.surveillance.events import EVENTS
from penstock.surveillance.fields import CLASSES
from penstock.surveillance.queries import Held
from penstock.surveillance.states import COPY_STATES, EDITION_STATES, TONES

Shown = dict[str, Any]
Offered = Mapping[str, Sequence[tuple[str, str]]]
"""The choices of fields whose answers are found only now, such as the organisations that may receive a copy."""


def entered(form: Form | None, data: QueryDict) -> dict[str, Any]:
    """What was entered in a form, by field; what is ticked is a list."""
    if form is None:
        return {}
    return {
        one.name: data.getlist(one.name) if isinstance(one.type, Listed) else data.get(one.name, "")
        for one in form.fields
    }


def faults_of(no: Refused | None) -> list[Shown]:
    """A refusal as the error summary shows it, each fault leading to its field."""
    if no is None:
        return []
    found = [{"field_id": f"id_{one.field}", "message": said(one)} for one in no.faults]
    return found or [{"message": _(no.message)}]


def fields(
    form: Form | None, kept: Mapping[str, Any], no: Refused | None = None, offered: Offered | None = None
) -> list[Shown]:
    """A form's fields as the field part takes them, with what was entered and what is wrong with it."""
    if form is None:
        return []
    wrong = no.faults if no else ()
    return [
        _control(
            one, kept.get(one.name), [said(f) for f in wrong if f.field == one.name], (offered or {}).get(one.name)
        )
        for one in form.fields
    ]


def _control(one: Any, value: Any, errors: list[str], offered: Sequence[tuple[str, str]] | None) -> Shown:
    is_listed = isinstance(one.type, Listed)
    choices = offered if offered is not None else (one.type.each if is_listed else one.type).choices()
    kind = "checkboxes" if is_listed and (choices or offered is not None) else one.type.control
    if offered is not None and not is_listed:
        kind = "select"
    listed = [{"value": code, "label": _(label)} for code, label in choices]
    if kind == "select" and not (isinstance(one.type, Choice) and len(listed) == 1):
        listed.insert(0, {"value": "", "label": _("Choose one")})
    elif kind == "select":
        kind, value = "checkbox", value == listed[0]["value"]
    return {
        "name": one.name,
        "label": _(one.label),
        "kind": kind,
        "value": value if kind in {"checkboxes", "checkbox"} else one.type.line(value),
        "choices": listed,
        "help": _(one.help) if one.help else "",
        "errors": errors,
        "required": one.required,
    }


def badge(state: str) -> Shown:
    """A state in words, with its tone."""
    return {"label": _({**EDITION_STATES, **COPY_STATES}[state]), "tone": TONES[state]}


def organisations(found: Iterable[Organisation]) -> list[tuple[str, str]]:
    """Organisations as the choices of a field."""
    return [(str(one.id), f"{one.name} ({one.government_id})" if one.government_id else one.name) for one in found]


def copy_row(one: Held) -> Shown:
    """A copy as a row of a table."""
    copy = one.copy
    return {
        "copy": copy,
        "url": reverse("surveillance_copy", args=[copy.id]),
        "badge": badge(copy.state),
        "access_class": _(CLASSES[copy.access_class]),
        "openings": one.openings,
        "last_at": one.last_at,
        "people": ", ".join(copy.people_names),
        "is_superseded": copy.edition.state == "superseded",
    }


def copy_columns() -> list[Shown]:
    """The heads of a table of copies."""
    heads = (
        _("Recipient"),
        _("Edition"),
        _("State"),
        _("Handed out"),
        _("Acknowledged"),
        _("Opened"),
        _("Last day"),
    )
    return [{"label": one} for one in heads]


def story(events: Iterable[Event]) -> list[Shown]:
    """What the record holds, as the timeline part takes it, the newest first."""
    return [
        {
            "what": capfirst(_(EVENTS[one.name][0])) if one.name in EVENTS else one.name,
            "at": one.at,
            "who": one.person_name,
            "organisation": one.organisation_name,
            "body": str(one.data.get("reason", "")),
        }
        for one in reversed(list(events))
    ]
