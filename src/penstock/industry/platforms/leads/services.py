"""Writes of leads: reported by anybody, found again by their code, and the effect of each step."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from penstock.cases.printing.asking import count
from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.catalogue.naming.identifying import identified_as
from penstock.catalogue.substances import substance
from penstock.industry.mapping.office import strictly
from penstock.industry.platforms.asking.fields import SORTS
from penstock.industry.platforms.leads.fields import LEAD
from penstock.industry.platforms.leads.models import KIND, Lead
from penstock.industry.platforms.leads.showing import Picture, keep
from penstock.industry.platforms.leads.states import LEADS
from penstock.kernel import record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, NotVisible, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import WORK_WITH_PLATFORMS
from penstock.parties.models import Organisation
from penstock.parties.queries import office_of_country

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH_OF_REFERENCE, LENGTH_OF_CODE = 8, 12
MARKING = "AMBER+STRICT"
REPORTER = replace(SYSTEM, name="Whoever reported it")
"""Who is on the record for what comes in without an account: no name that was given is on it."""

LEADS.model = Lead
LISTED_APART.add(LEADS.kind)


def report(*, asker: str, raw: Mapping[str, Any], pictures: Sequence[Picture] = ()) -> tuple[Lead, str]:
    """Take a lead in from anybody; answers it with the code, which is told once. Refused where `asker` asks too often.

    Its reference is drawn by lot: from a running number one could tell how much others report.
    """
    _counted(asker)
    with acting(REPORTER):
        reading = strictly(LEAD, raw)
        office = _office(reading.values["country"])
        code = _drawn(LENGTH_OF_CODE)
        row = _new(office, reading, code)
        workflow.begin(LEADS, row).save(force_insert=True)
        act = record.Act(
            name="lead.reported",
            case_id=row.pk,
            viewer=REPORTER,
            audience=row.audience,
            data={"reference": row.reference, "edition": 1, "content": row.content},
        )
        record.append(act)
        keep(REPORTER, row, pictures)
        body = "Somebody reported an offer, an account or a parcel."
        tell(row, office.pk, duty=WORK_WITH_PLATFORMS, subject="New lead:", body=body)
    return row, "-".join(code[at : at + 4] for at in range(0, LENGTH_OF_CODE, 4))


def _counted(asker: str) -> None:
    """Count a question in a transaction of its own, which a wrong code or a fault does not take back."""
    count(f"lead:{asker}")


def _office(country: str) -> Organisation:
    found = office_of_country(country, WORK_WITH_PLATFORMS)
    if found is None:
        text = "No authority of this country takes reports here. Choose the country where you are, or tell the police."
        raise refused_for([Fault("country", "no_office", text)])
    return found


def _new(office: Organisation, reading: Reading, code: str) -> Lead:
    lead_id, values = new_id(), reading.values
    found = identified_as(values["product"], values["cas_number"])
    goods = substance(found).name if found else values["product"]
    return Lead(
        id=lead_id,
        case_ptr_id=lead_id,
        kind=KIND,
        reference=f"{office.government_id}-LD-{today().year}-{_drawn(LENGTH_OF_REFERENCE)}",
        title=f"{SORTS[values['sort']]}: {goods}",
        marking=MARKING,
        opener=office,
        waits_for=office,
        audience=[office.pk],
        sent_at=now(),
        edition=1,
        content=dict(reading.kept),
        sort=values["sort"],
        signs=list(values["signs"] or ()),
        substances=[found] if found else [],
        code_digest=digest_of(code),
    )


def _drawn(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _each in range(length))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was written down."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def looked_up(*, asker: str, reference: str, code: str) -> Lead:
    """The lead of a reference and its code; NotVisible for any other pair, Refused where `asker` asks too often."""
    _counted(asker)
    with acting(REPORTER) as system:
        return _found(system, reference, code)


def _found(system: Viewer, reference: str, code: str) -> Lead:
    rows = Lead.objects.visible_to(system).select_related("opener")
    row = rows.filter(reference=reference.strip().upper(), code_digest=digest_of(code)).first()
    if row is None:
        raise NotVisible
    return row


def add(*, asker: str, reference: str, code: str, raw: Mapping[str, Any], pictures: Sequence[Picture] = ()) -> Lead:
    """Add to a lead what was learned since, by its reference and code."""
    _counted(asker)
    with acting(REPORTER) as system:
        row = _found(system, reference, code)
        taken: Lead = workflow.advance(LEADS, row.pk, "add", REPORTER, raw)
        keep(REPORTER, taken, pictures)
        body = "Whoever reported a lead has added something."
        tell(taken, taken.opener_id, duty=WORK_WITH_PLATFORMS, subject="More on a lead:", body=body)
    return taken


def take_step(*, viewer: Viewer, lead_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Lead:
    """Take a step of a lead; NotVisible or Refused where it may not be."""
    taken: Lead = workflow.advance(LEADS, lead_id, verb, viewer, raw)
    return taken


def _said(row: Lead, who: str, words: str) -> None:
    if words:
        row.turns = [*row.turns, {"who": who, "at": now().isoformat(), "words": words}]


@LEADS.effect("tell")
def _tell(taking: Taking) -> Effect:
    _said(taking.case, "office", taking.kept["words"])
    return Effect(data=dict(taking.kept), stays=True)


@LEADS.effect("add")
def _add(taking: Taking) -> Effect:
    """What is new waits for the office, also where it was closed."""
    row = taking.case
    _said(row, "reporter", taking.kept["more"])
    row.waits_for_id, row.is_open = row.opener_id, True
    return Effect(data=dict(taking.kept), stays=row.state == "new")


@LEADS.effect("take")
def _take(taking: Taking) -> Effect:
    taking.case.waits_for_id = taking.case.opener_id
    return Effect()


@LEADS.effect("close")
def _close(taking: Taking) -> Effect:
    """What came of it stays in the office; what whoever reported it is told stands with the turns."""
    row, kept = taking.case, taking.kept
    row.turns = [*row.turns, {"who": "office", "at": now().isoformat(), "led_to": kept["led_to"],
                              "words": kept["words"] or ""}]  # fmt: skip
    row.waits_for_id, row.is_open = None, False
    return Effect(data=dict(kept))


@LEADS.effect("reopen")
def _reopen(taking: Taking) -> Effect:
    taking.case.waits_for_id, taking.case.is_open = taking.case.opener_id, True
    return Effect()
