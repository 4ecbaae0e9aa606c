"""What the worker does when the law changes: it leaves each company its tasks, once, and reminds of those not done."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.orders.changes.fields import CUSTOMER, DECLARATION, HELD, LICENCE
from penstock.orders.changes.models import LawRound, LawTask
from penstock.orders.changes.occasions import Occasion, occasions
from penstock.orders.changes.queries import Touched, changed_goods, touched_by
from penstock.orders.customers.models import Customer
from penstock.parties.duties import CHECK_ORDERS, KEEP_CUSTOMERS
from penstock.parties.models import Organisation
from penstock.parties.queries import system_of

AT_LEAST = timedelta(days=14)
"""How long a company has for a task at the least."""
BEFORE, AGAIN_AFTER = timedelta(days=7), timedelta(days=7)
AT_ONCE = 1000


@every(900)
def make_tasks_of_law() -> int:
    """Leave every company its tasks for what changes, once for each edition and day; answers how many were made."""
    with acting(SYSTEM):
        known = set(LawRound.objects.values_list("key", flat=True))
        waiting = [one for one in occasions(today()) if one.key not in known]
    return sum(_told(one) for one in waiting)


def _told(occasion: Occasion) -> int:
    """Make the tasks of one occasion in one transaction; another worker that is at it comes too late and makes none."""
    with acting(SYSTEM):
        _round, is_mine = LawRound.objects.get_or_create(key=occasion.key)
        if not is_mine:
            return 0
        by_goods = changed_goods(occasion.books, occasion.changes, occasion.changes_on)
        made = Counter[UUID]()
        for office in _companies() if by_goods else ():
            if occasion.pack.jurisdiction in occasion.books[-1].jurisdictions_of(
                office.government_id or "", occasion.changes_on
            ):
                viewer = _house_for(office)
                found = touched_by(viewer, by_goods, occasion.changes_on, occasion.changes_on)
                made[office.pk] = _keep(viewer, occasion, found)
        for company, count in made.items():
            if count:
                _tell(company, occasion, count)
        return made.total()


def _companies() -> list[Organisation]:
    keeping = Customer.objects.visible_to(SYSTEM).values("organisation")
    return list(Organisation.objects.filter(pk__in=keeping, kind="company").order_by("pk"))


def _house_for(office: Organisation) -> Viewer:
    """The house, looking at what a company has and at nothing else."""
    return replace(system_of(office), duties=frozenset({KEEP_CUSTOMERS, CHECK_ORDERS}))


def _keep(viewer: Viewer, occasion: Occasion, found: Iterable[Touched]) -> int:
    before = LawTask.objects.visible_to(viewer).filter(pack=occasion.pack.id, changes_on=occasion.changes_on)
    if occasion.is_new:
        before = before.filter(outcome="")
    known = set(before.values_list("goods", "kind", "subject"))
    rows = [one for one in _tasks(viewer, occasion, found) if (one.goods, one.kind, one.subject) not in known]
    LawTask.objects.bulk_create(rows)
    return len(rows)


def _tasks(viewer: Viewer, occasion: Occasion, found: Iterable[Touched]) -> Iterator[LawTask]:
    for one in found:
        why = [{"text": f"{each.title}: {each.file} {each.verdict}", "source": each.record.source}
               for each in one.changes]  # fmt: skip
        for kind, subject, name, target in _touched(one):
            yield LawTask(
                organisation_id=viewer.organisation_id,
                pack=occasion.pack.id,
                version=occasion.pack.version,
                changes_on=occasion.changes_on,
                goods=one.goods,
                kind=kind,
                subject=subject,
                name=name,
                target=target,
                why=why,
                due_on=max(occasion.changes_on, today() + AT_LEAST),
            )


def _touched(one: Touched) -> Iterator[tuple[str, UUID, str, str]]:
    if any(each.verdict != "ends" for each in one.changes):
        for customer in one.customers:
            yield CUSTOMER, customer.pk, customer.name, customer.number
    for licence in one.licences:
        yield LICENCE, licence.pk, f"{licence.number}, {licence.customer.name}", licence.customer.number
    for paper in one.declarations:
        yield DECLARATION, paper.pk, paper.customer.name, str(paper.pk)
    for case in one.held:
        yield HELD, case.pk, case.reference, case.reference


def _tell(company: UUID, occasion: Occasion, count: int) -> None:
    data = {"pack": occasion.pack.id, "version": occasion.pack.version, "day": occasion.changes_on.isoformat(),
            "tasks": count}  # fmt: skip
    record.append(record.Act(name="law_task.made", case_id=None, viewer=SYSTEM, audience=[company], data=data))
    body = f"{occasion.pack.title} changes on {occasion.changes_on}: {count} task(s) for your order desk."
    _write(company, "The law of goods that you sell changes", body)


def _write(company: UUID, subject: str, body: str) -> None:
    address = f"{settings.BASE_URL}/orders/law/tasks/"
    told = {"organisation": str(company), "duty": KEEP_CUSTOMERS, "subject": subject}
    send("announcement", {**told, "body": f"{body}\n\n{address}\n"})


@every(3600)
def remind_of_tasks_of_law() -> int:
    """Remind of open tasks in the week before their day, and each week after it, in one letter to each company."""
    day: date = today()
    first = Q(reminded_on__isnull=True, due_on__lte=day + BEFORE)
    again = Q(due_on__lt=day, reminded_on__lte=day - AGAIN_AFTER)
    with acting(SYSTEM):
        rows = LawTask.objects.visible_to(SYSTEM).filter(first | again, outcome="")
        found = list(rows.select_for_update(skip_locked=True)[:AT_ONCE])
        LawTask.objects.visible_to(SYSTEM).filter(pk__in=[one.pk for one in found]).update(reminded_on=day)
        for company, count in Counter(one.organisation_id for one in found).items():
            _write(company, "Tasks of law are due", f"{count} task(s) that a change of the law left are due.")
    return len(found)
