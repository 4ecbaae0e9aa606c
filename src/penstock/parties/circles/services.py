"""Writes of circles: opening one, and who is in it from which day to which; the duty is that of whoever keeps it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.circles.queries import FOCAL_POINTS, INWARD
from penstock.parties.models import Organisation

LONGEST_NAME = 120


def open_circle(*, viewer: Viewer, of: str, name: str, duty: str) -> Circle:
    """Open a circle with the viewer's organisation as its first member; Refused for a name that one of its has."""
    viewer.needs(duty)
    name = " ".join(name.split())[:LONGEST_NAME]
    if Circle.objects.visible_to(viewer).filter(name__iexact=name).exists():
        raise refused_for([Fault("name", "name_taken", "'{given}' is taken: choose another name.", {"given": name})])
    with transaction.atomic():
        circle = Circle(of=of, name=name)
        circle.save(force_insert=True)
        act = record.Act(
            name="circle.opened",
            case_id=None,
            viewer=viewer,
            audience=[viewer.organisation_id],
            data={"circle": name, "of": of},
            duty=duty,
        )
        record.append(act)
        join(viewer=viewer, circle_id=circle.pk, organisation=_own(viewer), duty=duty)
    return circle


def join(*, viewer: Viewer, circle_id: UUID, organisation: Organisation, duty: str, on: date | None = None) -> None:
    """Take an organisation into a circle from a day on (today); Refused for who is in it already.

    Companies are taken only into circles that are the audience of nothing else.
    """
    viewer.needs(duty)
    is_inward = Circle.objects.filter(pk=circle_id, of__in=INWARD).exists()
    if circle_id == FOCAL_POINTS or (organisation.kind == "company" and not is_inward):
        raise Refused("not_to_be_joined", "Authorities and the secretariat alone can be taken into a circle.")
    since = on or today()
    still = Q(until_on__isnull=True) | Q(until_on__gte=since)
    with transaction.atomic():
        if Membership.objects.filter(still, circle=circle_id, organisation=organisation).exists():
            raise Refused("in_it_already", f"{organisation.name} is in it already.")
        row = Membership(circle_id=circle_id, organisation=organisation, from_on=since, set_by=viewer.name)
        row.save(force_insert=True)
        _note("circle.joined", viewer, row, since, duty)


def leave(*, viewer: Viewer, circle_id: UUID, organisation: Organisation, duty: str) -> None:
    """End an organisation's part in a circle at once: yesterday was its last day.

    What would only have begun today, or later, is taken away; that it was there stays on the record.
    """
    viewer.needs(duty)
    day = today()
    held = Membership.objects.filter(circle=circle_id, organisation=organisation)
    still = Q(until_on__isnull=True) | Q(until_on__gte=day)
    with transaction.atomic():
        begun, _rows = held.filter(from_on__gte=day).delete()
        ended = held.filter(still).update(until_on=day - timedelta(days=1))
        if not begun and not ended:
            raise Refused("not_in_it", f"{organisation.name} is not in it.")
        left = Membership(circle_id=circle_id, organisation=organisation)
        _note("circle.left", viewer, left, day, duty)


def _own(viewer: Viewer) -> Organisation:
    return Organisation.objects.get(pk=viewer.organisation_id)


def _note(name: str, viewer: Viewer, row: Membership, on: date, duty: str) -> None:
    """On the record for the one who acts, the circle, and the organisation that joins or leaves."""
    audience = dict.fromkeys([viewer.organisation_id, row.organisation_id, row.circle_id])
    told = {"organisation": row.organisation.name, "on": on.isoformat()}
    act = record.Act(name=name, case_id=row.circle_id, viewer=viewer, audience=list(audience), data=told, duty=duty)
    record.append(act)
