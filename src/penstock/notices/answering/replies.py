"""The effects of the answers beyond yes and no, and what may be released on which ground."""

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.notices.answering import conditions, silence
from penstock.notices.checks.measures import forget_refusal, keep_refusal
from penstock.notices.drafts.outlook import days_for
from penstock.notices.models import Notice
from penstock.notices.movements.frame import MONTHS
from penstock.notices.movements.services import plan_whole
from penstock.notices.particulars.tracks import VOLUNTARY
from penstock.notices.states import NOTICES

UNKNOWN_COMPANY = "unknown company"
MOST_PROLONGED, MOST_IN_EMERGENCY = 2, 1
"""How often more time may be asked for; each time for at most as long as the government usually takes."""


@NOTICES.guard("prolong")
def _may_prolong(notice: Notice, _viewer: Viewer) -> str | None:
    if notice.due_on is None:
        return "A voluntary notice has no clock: answer whenever you can."
    most = MOST_IN_EMERGENCY if notice.is_emergency else MOST_PROLONGED
    return None if notice.prolonged < most else "More time was asked for as often as it may be. Answer, or ask."


@NOTICES.effect("prolong")
def _prolong(taking: Taking) -> Effect:
    notice, calendar = taking.case, calendar_of(taking.case.importing)
    was, asked = notice.due_on, taking.values["reply_by"]
    latest = calendar.after(was, days_for(notice))
    if calendar.between(was, min(asked, latest)) < 1:
        text = "An answer is due on {was} already: name a later working day."
        raise refused_for([Fault("reply_by", "not_later", text, {"was": was})])
    if asked > latest:
        text = "{given} is too late: name a day up to {latest}."
        raise refused_for([Fault("reply_by", "too_late", text, {"given": asked, "latest": latest})])
    counted_from, notice.rung = notice.counted_from, 0
    clocks.start(notice, calendar, days=calendar.between(counted_from, asked), on=counted_from)
    # The days of reminding that have passed already do not come again.
    clocks.plan_reminder(notice, calendar, after=max(today(), counted_from))
    notice.prolonged += 1
    notice.silent_since = today()
    return Effect(data={**taking.kept, "was": was.isoformat(), "due_on": notice.due_on.isoformat()})


def answered(taking: Taking) -> Effect:
    """The clock has done its work, and the exporting side may go on."""
    clocks.end(taking.case)
    taking.case.waits_for_id = taking.case.opener_id
    return Effect(data=taking.kept)


@NOTICES.effect("clear")
def _clear(taking: Taking) -> Effect:
    taking.case.terms = {}
    return answered(taking)


@NOTICES.effect("lift")
def _lift(taking: Taking) -> Effect:
    forget_refusal(taking.case)
    taking.case.terms = {}
    return answered(taking)


@NOTICES.effect("allow")
def _allow(taking: Taking) -> Effect:
    faults = conditions.faults_of(taking.case, taking.values)
    if faults:
        raise refused_for(faults)
    taking.case.terms = conditions.kept_terms(taking.kept)
    return answered(taking)


def _barred(taking: Taking) -> Effect:
    """The shipment must not leave, and nobody owes anything until somebody moves."""
    keep_refusal(taking.case, taking.kept.get("reason") or UNKNOWN_COMPANY)
    clocks.end(taking.case)
    taking.case.waits_for_id = None
    return Effect(data=taking.kept)


for _verb in ("object", "unknown"):
    NOTICES.effect(_verb)(_barred)


@NOTICES.guard("close")
def _may_close(notice: Notice, _viewer: Viewer) -> str | None:
    return None if notice.track == VOLUNTARY else "Only a voluntary notice is closed like this. Release or withdraw it."


@NOTICES.guard("release")
def _may_release(notice: Notice, viewer: Viewer) -> str | None:
    if notice.state == "conditional":
        return conditions.reason_against_release(notice)
    return silence.reason_against_release(notice, viewer) if notice.state == "lapsed" else None


def closed(taking: Taking) -> Effect:
    """Nobody waits for anything any more."""
    clocks.end(taking.case)
    taking.case.waits_for_id = None
    taking.case.is_open = False
    return Effect(data=taking.kept)


for _verb in ("withdraw", "discard", "close"):
    NOTICES.effect(_verb)(closed)


@NOTICES.effect("release")
def _release(taking: Taking) -> Effect:
    notice = taking.case
    if notice.state == "lapsed":
        if silence.policy_of(notice) is None and not taking.values["note"]:
            text = "Nobody answered, and no law on record lets the shipment go by itself: write why you release it."
            raise refused_for([Fault("note", "missing", text)])
        notice.ground = silence.ground_of(notice)
    elif notice.state == "conditional":
        notice.ground = f"Within the conditions of the answer: {conditions.sentence_of(notice.terms)}."
    # From now on goods may leave; a single shipment is planned whole, so that its actual figures are owed.
    # A voluntary notice need not say when.
    if notice.span not in MONTHS and notice.dispatch_on is not None:
        plan_whole(notice)
    effect = closed(taking)
    return Effect(data={**effect.data, "ground": notice.ground} if notice.ground else effect.data)
