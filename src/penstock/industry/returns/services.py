"""Writes of annual returns: begun from the journal, handed in, asked about, corrected and accepted."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.queries import LISTED_APART
from penstock.cases.services import tell
from penstock.industry.licences.models import Allowance, OperatorLicence
from penstock.industry.returns.due import owes
from penstock.industry.returns.fields import HAPPENED, IN, OUT, RETURN, YEAR
from penstock.industry.returns.journal import sums_of
from penstock.industry.returns.models import AnnualReturn
from penstock.industry.returns.reminding.days import own_days, wanted_by
from penstock.industry.returns.states import RETURNS
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import APPLY_FOR_LICENCES, HANDLE_LICENCES

RETURNS.model = AnnualReturn
LISTED_APART.add(RETURNS.kind)


def begin_return(*, viewer: Viewer, licence_id: UUID, raw: Mapping[str, Any]) -> AnnualReturn:
    """Begin the return of a year under one's own licence, filled from the journal and from the year before."""
    viewer.needs(APPLY_FOR_LICENCES)
    reading = YEAR.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    with transaction.atomic():
        held = _own(viewer, licence_id)
        year = int(reading.values["year"])
        _refuse_year(viewer, held, year)
        series = f"{held.country}-AR-{today().year}"
        return_id = new_id()
        wanted = wanted_by(held, year, own_days())
        one = AnnualReturn(
            id=return_id,
            case_ptr_id=return_id,
            kind=RETURNS.kind,
            reference=f"{series}-{numbers.take(series):06d}",
            title=f"Annual return for {year}: {held.holder_name}",
            marking=held.marking,
            opener_id=viewer.organisation_id,
            counterpart=held.opener,
            audience=[viewer.organisation_id],
            under=held,
            year=year,
            due_by=wanted.last_day if wanted else None,
            content={"nil": "no", "rows": rows_of(viewer, held, year)},
        )
        workflow.begin(RETURNS, one).save(force_insert=True)
        record.append(
            record.Act(
                name="return.drafted",
                case_id=one.pk,
                viewer=viewer,
                audience=one.audience,
                data={"reference": one.reference, "year": year},
                duty=APPLY_FOR_LICENCES,
            )
        )
    return one


def _own(viewer: Viewer, licence_id: UUID) -> OperatorLicence:
    """The licence, if it is the viewer's own; an authority keys in for those who are not on the instance."""
    held = OperatorLicence.objects.visible_to(viewer).select_related("opener").filter(pk=licence_id).first()
    if held is None or (held.counterpart_id or held.opener_id) != viewer.organisation_id:
        raise NotVisible
    return held


def _refuse_year(viewer: Viewer, held: OperatorLicence, year: int) -> None:
    if year > today().year or not owes(held, year):
        text = "The licence did not stand in {year}, or that year has not begun. Enter another."
        raise refused_for([Fault("year", "not_of_this_licence", text, {"year": year})])
    known = AnnualReturn.objects.visible_to(viewer).filter(under=held, year=year).exclude(state="discarded").first()
    if known:
        text = "There is one for {year} already: {number}. Go on with that one."
        raise refused_for([Fault("year", "return_there", text, {"year": year, "number": known.reference})])


def rows_of(viewer: Viewer, held: OperatorLicence, year: int) -> list[dict[str, str]]:
    """A row for each substance and unit: what the journal says of the year, behind what was left of the one before."""
    sums, before = sums_of(viewer, year), _left(viewer, held, year - 1)
    keys = {key for key in {*sums, *before} if key[0] in held.substances}
    met = {substance for substance, _unit in keys}
    lines = Allowance.objects.visible_to(viewer).filter(case=held, edition=held.edition)
    keys |= {(one.substance, one.unit or "kg") for one in lines if one.substance not in met}
    return [_row(key, sums.get(key, {}), before.get(key, Decimal(0))) for key in sorted(keys)]


def _row(key: tuple[str, str], sums: Mapping[str, Decimal], opening: Decimal) -> dict[str, str]:
    came, went = (sum((sums.get(one, Decimal(0)) for one in side), Decimal(0)) for side in (IN, OUT))
    figures = {"opening": opening, **{one: sums[one] for one in HAPPENED if one in sums}}
    left = max(opening + came - went, Decimal(0))
    plain = {name: f"{(amount.normalize() + 0):f}" for name, amount in {**figures, "closing": left}.items()}
    return {"substance": key[0], "unit": key[1], **plain}


def _left(viewer: Viewer, held: OperatorLicence, year: int) -> dict[tuple[str, str], Decimal]:
    """What was left at the end of a year, as it was reported."""
    rows = AnnualReturn.objects.visible_to(viewer).filter(under=held, year=year, filed_on__isnull=False)
    found = rows.first()
    kept = (found.content.get("rows") or ()) if found else ()
    return {(one["substance"], one["unit"]): Decimal(one["closing"]) for one in kept if one.get("closing")}


def take_step(*, viewer: Viewer, return_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> AnnualReturn:
    """Take a step of a return; NotVisible or Refused where it may not be."""
    taken: AnnualReturn = workflow.advance(RETURNS, return_id, verb, viewer, raw)
    return taken


@RETURNS.effect("edit")
def _edit(taking: Taking) -> Effect:
    taking.case.content = dict(taking.kept)
    return Effect()


def _edition(one: AnnualReturn) -> dict[str, Any]:
    """Read strictly: a new edition of what the authority reads."""
    reading = RETURN.read(one.content, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    one.content, one.is_nil = dict(reading.kept), reading.values["nil"] == "yes"
    one.edition += 1
    one.waits_for_id = one.counterpart_id
    return {"edition": one.edition, "content": one.content}


@RETURNS.effect("file")
def _file(taking: Taking) -> Effect:
    one = taking.case
    if today() <= date(one.year, 12, 31):
        raise Refused("year_not_over", "The year is not over. Hand it in when its last day has passed.")
    data = _edition(one)
    one.sent_at, one.filed_on = now(), today()
    one.audience = list(dict.fromkeys([one.opener_id, one.counterpart_id]))
    return Effect(data=data)


@RETURNS.effect("question")
def _question(taking: Taking) -> Effect:
    taking.case.waits_for_id = taking.case.opener_id
    return Effect(data=dict(taking.kept))


@RETURNS.effect("correct")
def _correct(taking: Taking) -> Effect:
    one, before = taking.case, taking.case.content
    one.content = dict(taking.kept)
    if not RETURN.changes(before, one.content):
        raise Refused("nothing_changed", "Nothing was changed. Change a figure, or explain it in the remarks.")
    return Effect(data=_edition(one))


def _closed(taking: Taking) -> Effect:
    taking.case.waits_for_id, taking.case.is_open = None, False
    return Effect()


for _verb in ("discard", "accept"):
    RETURNS.effect(_verb)(_closed)

LETTERS = {
    "file": (False, HANDLE_LICENCES, "Annual return:", "An annual return was handed in."),
    "question": (True, APPLY_FOR_LICENCES, "Question on your annual return:", "The authority asks."),
    "correct": (False, HANDLE_LICENCES, "Annual return corrected:", "The company corrected its return."),
    "accept": (True, APPLY_FOR_LICENCES, "Annual return accepted:", "The authority has no more questions."),
}


def _tell(taking: Taking) -> Iterable[record.Act]:
    letter = LETTERS.get(taking.step.verb)
    if letter and taking.case.opener_id != taking.case.counterpart_id:
        to_company, duty, subject, body = letter
        to = taking.case.opener_id if to_company else taking.case.counterpart_id
        tell(taking.case, to, duty=duty, subject=subject, body=body)
    return ()


RETURNS.tell = _tell
