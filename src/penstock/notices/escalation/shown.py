"""What the answering side reads of the next rung."""

from datetime import date

from django.utils.translation import gettext as _

from penstock.cases.assignments.queries import holder_of
from penstock.cases.calendars import calendar_of
from penstock.kernel.viewer import Viewer
from penstock.notices.escalation.rungs import HEAD, HOLDER, RUNGS, SECRETARIAT, reached
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import VOLUNTARY


def next_reminder(viewer: Viewer, notice: Notice) -> tuple[str, date] | None:
    """Who is reminded next, and when; None for everybody else's eyes and where nobody will be."""
    on = notice.remind_on
    if on is None or notice.track == VOLUNTARY or viewer.organisation_id != notice.counterpart_id:
        return None
    place = reached(notice, calendar_of(notice.importing), on)
    return None if place is None else (_who(RUNGS[place].name, notice), on)


def _who(rung: str, notice: Notice) -> str:
    if rung == HOLDER and notice.counterpart_id:
        person = holder_of(notice, notice.counterpart_id)
        if person:
            return person.name
    return {HEAD: _("the heads"), SECRETARIAT: _("the secretariat")}.get(rung, _("all who answer"))
