"""What the pages of every regime show alike: fields of a form, faults, clocks, timelines, readers and files."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header, urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from penstock.cases.calendars import Calendars, calendar_of
from penstock.cases.models import Case, Given, Receipt
from penstock.cases.queries import Moment
from penstock.cases.secrecy.sight import CONFIDENTIAL, content_for, hidden_from, title_for
from penstock.catalogue.countries import country as country_of
from penstock.catalogue.substances import tabled
from penstock.kernel.clock import today
from penstock.kernel.files import ACCEPTED
from penstock.kernel.forms.specification import Answer, Field, Form
from penstock.kernel.routes import said
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import WORKFLOWS, Workflow
from penstock.parties.models import Organisation

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """How a regime's cases appear on pages: the route of a case, the tone of each state, and states not answered."""

    route: str
    tones: Mapping[str, str]
    unanswered: Collection[str] = ()


REGIMES: dict[str, Regime] = {}
"""The regimes by the kind of their cases; each adds its own beside its routes."""


def page_of(case: Case) -> str:
    """The address of a case's page, whatever its regime."""
    return reverse(REGIMES[case.kind].route, args=[case.reference])


def entered(form: Form | None, data: QueryDict) -> dict[str, Any]:
    """What was entered in a form, by field."""
    if form is None:
        return {}
    several = {one.name for one in form.fields if one.type.control == "checkboxes"}
    return {one.name: data.getlist(one.name) if one.name in several else data.get(one.name, "") for one in form.fields}


def carried(raw: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What was entered, to be carried on by hidden inputs: one for each answer, and for each of several ticked."""
    return [(name, one) for name, value in raw.items() for one in (value if isinstance(value, list) else [value])]


def summary(form: Form | None, faults: Iterable[Fault]) -> list[Shown]:
    """Faults as the error summary shows them, each leading to its field."""
    labels = {one.name: _(one.label) for one in form.fields} if form else {}
    return [
        {
            "field_id": f"id_{fault.field}" if fault.field in labels else "",
            # A sentence that begins with the label needs it no second time.
            "label": "" if said(fault).startswith(labels.get(fault.field, "")) else labels[fault.field],
            "message": said(fault),
        }
        for fault in faults
    ]


def errors(form: Form | None, no: Refused | None) -> list[Shown]:
    """What was refused, for the error summary of a page: the faults, or the sentence where there are none."""
    if no is None:
        return []
    return summary(form, no.faults) or [{"message": _(no.message)}]


def sections(
    form: Form,
    kept: Mapping[str, Any],
    faults: Iterable[Fault] = (),
    *,
    beside: Iterable[Sequence[str]] = (),
    suggestions: Mapping[str, str] | None = None,
) -> list[Shown]:
    """A form as the templates draw it: sections of rows of fields; `beside` names those that share a row."""
    row_of = {name: row for row in beside for name in row}
    drawn = []
    for title, answers in form.answers(kept, faults).items():
        rows: list[list[Shown]] = []
        last: Sequence[str] | None = None
        for answer in answers:
            row = row_of.get(answer.field.name)
            if row is None or row is not last:
                rows.append([])
            rows[-1].append(_control(answer, (suggestions or {}).get(answer.field.name, "")))
            last = row
        drawn.append({"title": _(title), "rows": rows, "help": _asked_by([answer.field for answer in answers])})
    return drawn


def _asked_by(fields: Iterable[Field]) -> str:
    """Which law asks for which of the fields, said once for a section instead of at every field."""
    by_law: dict[str, list[str]] = {}
    for one in fields:
        if one.basis:
            by_law.setdefault(one.basis, []).append(_(one.label))
    said_of = _("%(law)s asks for: %(fields)s.")
    return " ".join(said_of % {"law": law, "fields": ", ".join(labels)} for law, labels in by_law.items())


def _control(answer: Answer, suggest_url: str) -> Shown:
    """One field as the field part takes it; what cannot be read is shown as it was entered."""
    one = answer.field
    value: Any = one.type.line(answer.kept)
    kind = one.type.control
    choices = one.type.choices()
    if kind == "checkboxes":
        value = answer.kept or []
    elif kind == "number" or (kind == "date" and value and not _is_day(value)):
        kind = "text"
    elif suggest_url:
        kind = "autocomplete"
    return {
        "name": one.name,
        "label": _(one.label),
        "kind": kind,
        "value": value,
        "choices": _choices(choices, value) if kind == "select" else _offered(choices),
        "help": _(one.help) if one.help else "",
        "errors": [said(fault) for fault in answer.faults],
        "required": one.required,
        "inputmode": "decimal" if one.type.control == "number" else "",
        "width": "short" if one.type.control in {"number", "date"} else "",
        "suggest_url": suggest_url,
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _offered(choices: Sequence[tuple[str, str]]) -> list[Shown]:
    return [{"value": code, "label": _(label)} for code, label in choices]


def _choices(choices: Sequence[tuple[str, str]], value: str) -> list[Shown]:
    offered = [{"value": "", "label": _("Choose one")}, *_offered(choices)]
    if value and value not in {code for code, _label in choices}:
        offered.append({"value": value, "label": value})
    return offered


def answers(form: Form, kept: Mapping[str, Any]) -> list[Shown]:
    """A form's answers to be read: sections with label, value and legal basis."""
    return [
        {
            "name": title,
            "title": _(title),
            "rows": [{"label": _(one.field.label), "value": one.shown, "hint": one.field.basis} for one in found],
        }
        for title, found in form.answers(kept).items()
    ]


def answers_for(viewer: Viewer, case: Case, form: Form) -> list[Shown]:
    """A case's answers as the viewer may read them; in the place of what is hidden stands that it is."""
    labels = {_(one.label) for one in form.fields if one.name in hidden_from(viewer, case)}
    drawn = answers(form, content_for(viewer, case))
    for row in (one for part in drawn for one in part["rows"] if one["label"] in labels):
        row["value"] = _(CONFIDENTIAL)
    return drawn


def offered(pairs: Iterable[tuple[str, str]]) -> list[Shown]:
    """What a list may be narrowed to, behind what leaves it as it is."""
    return [{"value": "", "label": _("Any")}, *({"value": value, "label": label} for value, label in pairs)]


def offered_substances() -> list[Shown]:
    """The substances of the tables by name, as a list may be narrowed to them."""
    return offered(sorted(((one.id, one.name) for one in tabled()), key=lambda pair: pair[1]))


def filters(said: Mapping[str, str], asked: Mapping[str, str]) -> list[Shown]:
    """The filters in use, each as it is said, with the list without it; one of which nothing is said stays in use."""
    used = {name: value for name, value in asked.items() if value}
    return [
        {"label": said[name], "remove_url": f"?{urlencode({key: used[key] for key in used if key != name})}"}
        for name in used
        if name in said
    ]


def progress(request: HttpRequest, template: str, shown: Shown) -> HttpResponse:
    """The progress of long work alone, for the page that asks again; it sends the page on when the work is over."""
    response = render(request, template, shown)
    if shown["is_over"]:
        response.headers["HX-Redirect"] = shown["page_url"]
    return response


def badge(case: Case) -> Shown:
    """The state of a case in words, with its tone."""
    return {"label": _(WORKFLOWS[case.kind].states[case.state]), "tone": REGIMES[case.kind].tones.get(case.state, "")}


def clock(case: Case, country: str = "", calendars: Calendars | None = None) -> Shown | None:
    """The clock of a case as the clock part takes it, by the working days of `country`; None where none runs."""
    if case.sent_at is None:
        return None
    if case.due_on is not None:
        code = country or _country(case.counterpart)
        calendar = calendars.of(code) if calendars else calendar_of(code)
        total = calendar.between(case.sent_at.date(), case.due_on)
        return {
            "state": "running",
            "days": calendar.between(today(), case.due_on),
            "total": total,
            "due": case.due_on,
        }
    if case.days_left is not None:
        return {"state": "stopped", "days": case.days_left, "due": ""}
    return {"state": "lapsed", "days": None, "due": ""} if case.state in REGIMES[case.kind].unanswered else None


def _country(organisation: Organisation | None) -> str:
    return (organisation.government_id or "") if organisation else ""


def _named(code: str) -> str:
    found = country_of(code) if code else None
    return found.name if found else code


def _country_name(organisation: Organisation | None) -> str:
    """The country of an organisation, or its own name where it has none."""
    return (_named(_country(organisation)) or organisation.name) if organisation else ""


def row(
    case: Case, calendars: Calendars, *, viewer: Viewer | None = None, importing: str = "", proposed: str = ""
) -> Shown:
    """A case as a row of a list; `importing` is the country the clock counts by, `proposed` who signed first.

    Without a viewer the row says what anybody on the case may read.
    """
    to = importing or _country(case.counterpart)
    running = clock(case, to, calendars)
    return {
        "reference": case.reference,
        "url": page_of(case),
        "title": title_for(viewer, case) if viewer else case.title,
        "from_code": _country(case.opener),
        "to_code": to,
        "from_name": _country_name(case.opener),
        "to_name": _named(to) or _country_name(case.counterpart),
        "badge": badge(case),
        "clock": running,
        "tone": "bad" if running and running["state"] == "running" and running["days"] < 0 else "",
        "proposed": proposed,
        "updated_on": case.updated_at.date(),
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A row to be drawn; all that it says stands in `key`, by which one is told from another."""

    template: str
    key: str
    row: Shown = field(compare=False)


def drawn(template: str, rows: Iterable[Shown]) -> list[str]:
    """Rows of plain values as they stand in a table; a row that says the same is drawn once, and then remembered.

    Officers look at the same rows all day, and drawing them is most of what a list costs.
    """
    language = get_language()
    return [
        _drawn(language, _Drawing(template, json.dumps(one, sort_keys=True, default=_spelled), one)) for one in rows
    ]


@lru_cache(maxsize=8192)
def _drawn(_language: str | None, drawing: _Drawing) -> str:
    return render_to_string(drawing.template, {"row": drawing.row})


def _spelled(value: object) -> str:
    """A day or a text that is yet to be translated; whatever else stands in a row might look alike and differ."""
    if isinstance(value, date | Promise):
        return str(value)
    raise TypeError(f"a row holds a {type(value).__name__}")


def columns() -> list[Shown]:
    """The heads of a list of cases."""
    return [
        {"label": _("Reference"), "kind": "narrow"},
        {"label": _("Time left"), "kind": "narrow"},
        {"label": _("Goods")},
        {"label": _("From and to")},
        {"label": _("State")},
        {"label": _("Updated"), "kind": "narrow"},
    ]


def story(
    workflow: Workflow, moments: Iterable[Moment], words: Mapping[str, tuple[str, str]], tones: Mapping[str, str]
) -> list[Shown]:
    """A case's timeline as the timeline part takes it, the newest first."""
    forms = {step.event: step.form for step in workflow.steps}
    return [_told(one, forms.get(one.name.removesuffix(".proposed")), words, tones) for one in reversed(list(moments))]


def _told(moment: Moment, form: Form | None, words: Mapping[str, tuple[str, str]], tones: Mapping[str, str]) -> Shown:
    data = moment.data or {}
    edition = data.get("edition")
    shown = {
        "what": capfirst(_(words[moment.name][0])) if moment.name in words else moment.name,
        "at": moment.at,
        "who": _("%(name)s for %(away)s") % {"name": moment.person, "away": data["for"]}
        if data.get("for")
        else moment.person,
        "organisation": _("%(name)s, only within it") % {"name": moment.organisation}
        if data.get("within")
        else moment.organisation,
        "body": moment.text or _details(form, data),
        "tone": "" if moment.kind == "receipt" else tones.get(str(data.get("to", "")), ""),
    }
    if isinstance(edition, int) and edition > 1:
        shown["url"] = f"?compare={edition - 1}..{edition}#editions"
    return shown


def editions(form: Form, contents: Mapping[int, Mapping[str, Any]], compare: str) -> dict[str, Any] | None:
    """The editions to choose from, and the difference of the two asked for, or else of the last two."""
    if len(contents) < 2:  # noqa: PLR2004 - a difference is of two
        return None
    newest = max(contents)
    wanted = re.fullmatch(r"(\d{1,4})\.\.(\d{1,4})", compare)
    old, new = (int(wanted[1]), int(wanted[2])) if wanted else (newest - 1, newest)
    if old not in contents or new not in contents:
        old, new = sorted(contents)[-2:]
    changes = form.changes(contents[old], contents[new])
    return {
        "old": old,
        "new": new,
        "rows": [{"label": _(one.field.label), "old": one.old, "new": one.new} for one in changes],
        "pairs": [(one - 1, one) for one in sorted(contents) if one - 1 in contents],
    }


def _details(form: Form | None, data: Mapping[str, Any]) -> str:
    """What was entered with a step; the content of an edition has its own place on the page."""
    if form is None or "content" in data:
        return str(data["name"]) if data.keys() & {"sha256", "holder"} else ""
    shown = [one for found in form.answers(data).values() for one in found if one.shown]
    return "\n".join(f"{_(one.field.label).removesuffix('?')}: {one.shown}" for one in shown)


def readers(
    organisations: Iterable[Organisation], receipts: Iterable[Receipt], edition: int, reasons: Mapping[UUID, str]
) -> list[Shown]:
    """Who sees a case, each organisation followed by its people who have read this edition."""
    read = [one for one in receipts if one.edition == edition]
    people: list[Shown] = []
    for organisation in organisations:
        own = [one for one in read if one.organisation_id == organisation.id]
        people.append(_seeing(organisation, reasons, min((one.first_at for one in own), default=None)))
        people += [{"name": one.person_name, "kind": "person", "read_at": one.first_at} for one in own]
    return people


def seeing(organisations: Iterable[Organisation], reasons: Mapping[UUID, str]) -> list[Shown]:
    """Who will see a case, before it is sent."""
    return [_seeing(one, reasons) for one in organisations]


def _seeing(organisation: Organisation, reasons: Mapping[UUID, str], read_at: datetime | None = None) -> Shown:
    return {
        "name": organisation.name,
        "code": organisation.government_id or "",
        "kind": "organisation",
        "reason": reasons.get(organisation.id, ""),
        "read_at": read_at,
    }


def files(rows: Iterable[Given], address: Callable[[Given], str]) -> list[Shown]:
    """Files that were given as the files part takes them, each to be had at an address."""
    return [
        {
            "name": one.name,
            "url": address(one),
            "kind": ACCEPTED.get(one.media_type, ""),
            "size": one.size,
            "who": one.person_name,
            "at": one.made_at,
            "hash": one.sha256,
        }
        for one in rows
    ]


def download(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """A file to be taken along, never to be opened in the place of a page."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def marking(case: Case) -> str:
    """The sharing marking as it is written."""
    return f"TLP:{case.marking}"
