"""Writes of notices to platforms: drafting, and the effect of each step."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.cases.queries import LISTED_APART
from penstock.industry.platforms.asking.bases import holds
from penstock.industry.platforms.asking.fields import NOTICE
from penstock.industry.platforms.asking.models import KIND, PlatformNotice
from penstock.industry.platforms.asking.states import PLATFORM_NOTICES
from penstock.industry.platforms.office import own_country
from penstock.industry.platforms.queries import platform as platform_by_id
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import WORK_WITH_PLATFORMS

PLATFORM_NOTICES.model = PlatformNotice
LISTED_APART.add(PLATFORM_NOTICES.kind)


def draft_notice(*, viewer: Viewer, platform_id: UUID, raw: Mapping[str, Any]) -> PlatformNotice:
    """Begin a notice to a platform; nobody outside the office sees it before it is sent."""
    country = own_country(viewer)
    with transaction.atomic():
        to = platform_by_id(viewer, platform_id)
        series = f"{country}-PN-{today().year}"
        notice_id = new_id()
        row = PlatformNotice(
            id=notice_id,
            case_ptr_id=notice_id,
            kind=KIND,
            reference=f"{series}-{numbers.take(series):06d}",
            title=f"Notice to {to.name}",
            opener_id=viewer.organisation_id,
            audience=[viewer.organisation_id],
            marking="AMBER+STRICT",
            platform=to,
            content=dict(NOTICE.read(raw, strict=False).kept),
        )
        workflow.begin(PLATFORM_NOTICES, row).save(force_insert=True)
        act = record.Act(
            name="platform_notice.drafted",
            case_id=row.pk,
            viewer=viewer,
            audience=row.audience,
            data={"reference": row.reference, "platform": to.name},
            duty=WORK_WITH_PLATFORMS,
        )
        record.append(act)
    return row


def take_step(
    *, viewer: Viewer, notice_id: UUID, verb: str, raw: Mapping[str, Any] | None = None, digest: str = ""
) -> PlatformNotice:
    """Take a step of a notice; NotVisible or Refused where it may not be. `digest` is that of a new link's secret."""
    taken: PlatformNotice = workflow.advance(PLATFORM_NOTICES, notice_id, verb, viewer, raw, desk=digest)
    return taken


@PLATFORM_NOTICES.effect("edit")
def _edit(taking: Taking) -> Effect:
    taking.case.content = dict(taking.kept)
    return Effect()


@PLATFORM_NOTICES.effect("discard")
def _discard(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect()


@PLATFORM_NOTICES.effect("send")
def _send(taking: Taking) -> Effect:
    """The draft is read strictly, its basis must hold in the country, and the days to answer are counted."""
    row, country = taking.case, taking.viewer.country
    reading = NOTICE.read(row.content, strict=True)
    faults = list(reading.faults)
    basis = reading.values["basis"]
    if basis and not holds(basis, country):
        text = "This does not hold in your country. Choose another basis, or name a law of your own."
        faults.append(Fault("basis", "holds_elsewhere", text))
    if faults:
        raise refused_for(faults)
    row.content, row.edition, row.sent_at = dict(reading.kept), 1, now()
    days = int(reading.values["answer_days"])
    clocks.start(row, calendar_of(country), days=days, on=today())
    return Effect(data={"edition": 1, "content": row.content, "due_on": str(row.due_on)})


@PLATFORM_NOTICES.effect("link")
def _link(taking: Taking) -> Effect:
    """An older link is good no more."""
    if not taking.desk:
        raise Refused("no_secret", "A link is made on its own page.")
    row = taking.case
    row.link_digest, row.link_email = taking.desk, taking.values["email"] or ""
    row.link_until = today() + timedelta(days=int(taking.values["days"]))
    return Effect(data={"until": str(row.link_until)}, stays=True)


def _acknowledged(taking: Taking) -> Effect:
    taking.case.acknowledged_at = now()
    return Effect(data=dict(taking.kept))


for _verb in ("acknowledge", "receive"):
    PLATFORM_NOTICES.effect(_verb)(_acknowledged)


def _answered(taking: Taking) -> Effect:
    """The first answer stops the clock and spends the link; a later one takes its place."""
    row = taking.case
    row.outcome, row.answer = taking.values["outcome"], dict(taking.kept)
    row.answered_at = row.answered_at or now()
    row.acknowledged_at = row.acknowledged_at or now()
    row.link_digest = ""
    clocks.end(row)
    return Effect(data=dict(taking.kept))


for _verb in ("answer", "reply"):
    PLATFORM_NOTICES.effect(_verb)(_answered)


@PLATFORM_NOTICES.effect("close")
def _close(taking: Taking) -> Effect:
    row = taking.case
    row.is_open, row.link_digest = False, ""
    clocks.end(row)
    return Effect(data=dict(taking.kept))
