"""Whether a shipment may leave although nobody answered, by the exporting country's law on record.

A silence is never an answer: the state stays `lapsed`, and the release says on which ground it rests.
"""

from django.utils.translation import gettext as _

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.catalogue.requirements import SilencePolicy, silence_policy
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.notices.models import Notice
from penstock.parties.duties import RELEASE_UNANSWERED

NO_LAW = "No law of {country} on record here says what a silence means."


def policy_of(notice: Notice) -> SilencePolicy | None:
    """What silence means for this notice today; None where no law on record says it."""
    return silence_policy(exporting=notice.exporting, substances=notice.substances, on=today())


def no_law(notice: Notice) -> str:
    """The sentence that no law says it."""
    return _(NO_LAW).format(country=notice.exporting)


def reason_against_release(notice: Notice, viewer: Viewer) -> str | None:
    """Why an unanswered notice may not be released by this viewer now; None where it may."""
    policy = policy_of(notice)
    if policy is None:
        if viewer.has(RELEASE_UNANSWERED):
            return None
        return f"{no_law(notice)} " + _("Nobody answered, so only a head may release this, with a reason.")
    last = policy.last_day(notice.silent_since or today(), calendar_of(notice.exporting))
    if last is None:
        return policy.basis
    if last > clocks.last_ended_day():
        return policy.basis + " " + _("Its last day is {day}.").format(day=last)
    return None


def ground_of(notice: Notice) -> str:
    """The ground on which an unanswered notice is released, as the record keeps it."""
    policy = policy_of(notice)
    return policy.basis if policy else f"{NO_LAW.format(country=notice.exporting)} Released by a head for a reason."
