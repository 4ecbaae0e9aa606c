"""Enquiries as pages show them: whose turn, what was said in the reader's language beside the original."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.enquiries import queries
from penstock.cases.enquiries.models import Enquiry, Paper, Turn
from penstock.cases.enquiries.phrases import LANGUAGES, known, language_now
from penstock.cases.enquiries.states import STATES, TONES
from penstock.cases.models import Case
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Step

Shown = dict[str, Any]
KINDS = {"question": "Question", "answer": "Answer", "closing": "Last word"}


def row(enquiry: Enquiry, viewer: Viewer) -> Shown:
    """An enquiry in a list."""
    turn = queries.turn_of(enquiry)
    return {
        "number": enquiry.number,
        "url": reverse("enquiry", args=[enquiry.pk]),
        "asker": enquiry.asker.name,
        "asked": enquiry.asked.name,
        "state": _(STATES[enquiry.state]),
        "tone": TONES[enquiry.state],
        "turn": "" if turn is None else _("your turn") if turn.pk == viewer.organisation_id else turn.name,
        "due_on": enquiry.due_on if enquiry.state == "open" else None,
        "rounds": enquiry.rounds,
    }


def card(viewer: Viewer, case: Case) -> Shown:
    """The enquiries on a case as its page shows them, each with what was said last, and the way to ask."""
    may_ask = case.sent_at is not None and bool(queries.may_be_asked(viewer, case))
    last = {one.enquiry_id: one for one in queries.turns_on(viewer, case)}
    return {
        "rows": [
            {**row(one, viewer), "last": thread([last[one.pk]], language_now())[0] if one.pk in last else None}
            for one in queries.enquiries_on(viewer, case)
        ],
        "ask_url": reverse("enquiry_new", args=[case.reference]) if may_ask else "",
    }


def thread(turns: Iterable[Turn], language: str) -> list[Shown]:
    """What was said, each phrase in the reader's language with the writer's beside it."""
    return [
        {
            "kind": _(KINDS[one.kind]),
            "round": one.round,
            "who": one.person_name,
            "organisation": one.organisation.name,
            "at": one.made_at,
            "text": one.text,
            "language": one.language,
            "phrases": [
                {
                    "said": phrase.in_(language),
                    "original": phrase.in_(one.language) if one.language != language else "",
                    "is_reviewed": phrase.is_reviewed,
                }
                for phrase in known(one.phrases)
            ],
        }
        for one in turns
    ]


def languages(chosen: str) -> list[Shown]:
    """The languages in which the phrases can be read."""
    return [{"code": code, "name": name, "is_chosen": code == chosen} for code, name in LANGUAGES.items()]


def papers(enquiry: Enquiry, rows: Iterable[Paper]) -> list[Shown]:
    """The files as the files part takes them."""
    return pages.files(rows, lambda one: reverse("enquiry_paper", args=[enquiry.pk, one.pk]))


def form_of(enquiry: Enquiry, step: Step, entered: Shown, faults: Iterable[Fault] = ()) -> Shown:
    """One step of an enquiry as a form."""
    assert step.form is not None, "every step of an enquiry has a form"  # noqa: S101 - the table is beside it
    return {
        "verb": step.verb,
        "label": _(step.label),
        "url": reverse("enquiry_step", args=[enquiry.pk, step.verb]),
        "sections": pages.sections(step.form, entered, faults),
    }
