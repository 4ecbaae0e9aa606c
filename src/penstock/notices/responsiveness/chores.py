"""What the worker does for responsiveness: follows the record, and counts the measures anew when it went on."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from penstock.cases.calendars import Calendars
from penstock.cases.models import Receipt
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.models import ChainHead, Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Notice
from penstock.notices.responsiveness.models import Followed, Measure, Round
from penstock.notices.responsiveness.rounds import FOLLOWED, MEANINGS, asks_anew, end

AT_ONCE = 2000
FEWEST = 5
"""A measure rests on at least so many rounds, so that no single case can be told from it."""

CHANGED = (
    "opened_at", "proposed_at", "lapsed_at", "answered_at", "stopped_on", "stopped_days", "working_days", "outcome",
    "is_open",
)  # fmt: skip

MEASURES = """
SELECT COALESCE(exporting, ''), importing,
  count(*) FILTER (WHERE answered_at IS NOT NULL AND lapsed_at IS NULL) AS in_time,
  count(*) FILTER (WHERE answered_at IS NOT NULL AND lapsed_at IS NOT NULL) AS late,
  count(*) FILTER (WHERE answered_at IS NULL) AS silent,
  percentile_disc(0.5) WITHIN GROUP (ORDER BY working_days) AS median_days
FROM notices_round
WHERE asked_at >= make_timestamptz(%(year)s, 1, 1, 0, 0, 0, 'UTC')
  AND asked_at < make_timestamptz(%(year)s + 1, 1, 1, 0, 0, 0, 'UTC')
  AND (answered_at IS NOT NULL OR lapsed_at IS NOT NULL)
GROUP BY GROUPING SETS ((importing), (exporting, importing))
HAVING count(*) >= %(fewest)s
"""


@every(5)
def follow_the_record() -> int:
    """Let the rounds follow what was put on the record since; answers how many acts of notices that were."""
    with acting(SYSTEM):
        Followed.objects.get_or_create(id=1)
        place = Followed.objects.select_for_update(skip_locked=True).filter(id=1).first()
        if place is None:
            return 0
        head = ChainHead.objects.get(id=1).seq
        news = Event.objects.visible_to(SYSTEM).filter(seq__gt=place.seq, seq__lte=head, name__in=FOLLOWED)
        acts = list(news.order_by("seq")[:AT_ONCE])
        _follow(acts)
        place.seq = acts[-1].seq if len(acts) == AT_ONCE else head
        place.save(update_fields=["seq"])
    return len(acts)


def _follow(acts: list[Event]) -> None:
    ids = {act.case_id for act in acts if act.case_id}
    sides = {one.pk: one for one in Notice.objects.filter(pk__in=ids).only("exporting", "importing", "counterpart")}
    open_rounds = {one.notice_id: one for one in Round.objects.filter(notice__in=ids, is_open=True)}
    known, begun = set(open_rounds.values()), list[Round]()
    calendars, decided = Calendars(), list[Round]()
    for act in acts:
        notice = sides[act.case_id] if act.case_id else None
        if notice is None:
            continue
        current = open_rounds.get(notice.pk)
        if asks_anew(act):
            if current:
                end(current, "silent" if current.lapsed_at else "amended")
            fresh = Round(notice=notice, exporting=notice.exporting, importing=notice.importing, asked_at=act.at)
            fresh.stopped_on = act.at.date() if act.data.get("to") == "questioned" else None
            open_rounds[notice.pk] = fresh
            begun.append(fresh)
        elif current and current.is_open and act.name in MEANINGS:
            MEANINGS[act.name](current, act, calendars.of(notice.importing))
            decided += [current] if current.answered_at or current.lapsed_at else []
    _note_openings(decided, {one.pk: one.counterpart_id for one in sides.values()})
    # What ends comes first, for a notice has one open round.
    Round.objects.bulk_update(known, CHANGED, batch_size=500)
    Round.objects.bulk_create(begun, batch_size=500)


def _note_openings(decided: Iterable[Round], counterparts: dict[UUID, UUID | None]) -> None:
    """Put down when somebody of the importing side first opened each notice that was answered or has lapsed."""
    rounds = list(decided)
    seen = Receipt.objects.visible_to(SYSTEM).filter(case__in={one.notice_id for one in rounds})
    read = list(seen.order_by("first_at").values_list("case_id", "organisation_id", "first_at"))
    for one in rounds:
        own = (one.notice_id, counterparts[one.notice_id])
        one.opened_at = next((at for *by, at in read if tuple(by) == own and at >= one.asked_at), None)


@every(60)
def measure() -> int:
    """Count the measures of this year and the last anew when the record was followed further; answers how many."""
    with acting(SYSTEM):
        place = Followed.objects.select_for_update(skip_locked=True).filter(id=1).first()
        if place is None or place.measured_seq == place.seq:
            return 0
        rows = [row for year in (today().year - 1, today().year) for row in _measures(year)]
        Measure.objects.filter(year__gte=today().year - 1).delete()
        Measure.objects.bulk_create(rows, batch_size=1000)
        place.measured_seq = place.seq
        place.save(update_fields=["measured_seq"])
    return len(rows)


def _measures(year: int) -> list[Measure]:
    with connection.cursor() as cursor:
        cursor.execute(MEASURES, {"year": year, "fewest": FEWEST})
        return [
            Measure(year=year, exporting=exporting, importing=importing, in_time=in_time, late=late, silent=silent,
                    median_days=median)
            for exporting, importing, in_time, late, silent, median in cursor.fetchall()
        ]  # fmt: skip
