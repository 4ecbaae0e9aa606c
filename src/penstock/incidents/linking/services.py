"""What a person says of a suggestion: that the two belong together, or that they do not."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from penstock.cases.models import Case, Link
from penstock.cases.services import link
from penstock.incidents.linking.marks import KINDS
from penstock.incidents.linking.models import LinkAnswer
from penstock.incidents.linking.queries import KIND, Ground, Suggestion, is_answered, suggestion
from penstock.incidents.models import Incident
from penstock.incidents.queries import incident_by_reference
from penstock.kernel import record
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.circles.queries import reached
from penstock.parties.duties import REPORT_INCIDENTS
from penstock.parties.models import Organisation

LONGEST_NOTE = 500


def accept(*, viewer: Viewer, reference: str, other: str, note: str = "") -> Link:
    """Link two incidents that were suggested, for whoever sees both; the link says what all of them may read.

    What rests on names alone is accepted by an organisation that gave one of them, for the link tells others of it.
    """
    with transaction.atomic():
        found, note = _suggested(viewer, reference, other, note)
        open_grounds = [one for one in found.grounds if not one.restricted]
        if not open_grounds and not any(one.own for one in found.grounds):
            text = "This rests on names that others gave. Only who gave one of them may tell others of it by a link."
            raise Refused("names_of_others", text)
        said = "; ".join([*([note] if note else []), *map(told, open_grounds)])
        row = link(viewer=viewer, one=found.incident, other=found.other, kind=KIND, note=said)
        _keep(viewer, found, note, is_same=True)
        told_to = [one.pk for one in see_both(found.incident, found.other)]
        _record("incident.link_accepted", viewer, found, told_to, said)
    return row


def refuse(*, viewer: Viewer, reference: str, other: str, note: str = "") -> LinkAnswer:
    """Say that two incidents do not belong together: they are never suggested to one's organisation again."""
    with transaction.atomic():
        found, note = _suggested(viewer, reference, other, note)
        row = _keep(viewer, found, note, is_same=False)
        _record("incident.link_refused", viewer, found, [viewer.organisation_id], note)
    return row


def see_both(one: Incident, other: Incident) -> list[Organisation]:
    """The organisations that see both incidents today."""
    theirs = set(reached(other.audience))
    return [office for office in reached(one.audience) if office in theirs]


def told(ground: Ground) -> str:
    """A ground that is open to whoever sees both incidents, in words."""
    if ground.kind != "likeness":
        return f"{KINDS[ground.kind]} {ground.shown}"
    speaking = [str(one["trait"]) for one in ground.reasons if one["points"] > 0]
    return f"alike in {', '.join(speaking)}"


def _suggested(viewer: Viewer, reference: str, other: str, note: str) -> tuple[Suggestion, str]:
    """The suggestion as it stands when nobody else answers it; a note that is too long is Refused."""
    viewer.needs(REPORT_INCIDENTS)
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        values = {"longest": LONGEST_NOTE}
        raise refused_for([Fault("note", "too_long", "Shorten this to {longest} characters.", values)])
    incident = incident_by_reference(viewer, reference)
    second = incident_by_reference(viewer, other)
    # Whoever answers the same pair at the same moment waits here, and then finds it answered.
    list(Case.objects.filter(pk__in=_in_order(incident, second)).select_for_update().order_by("pk"))
    if is_answered(viewer, incident, second):
        raise Refused("answered_already", "This was answered already: it is linked, or your organisation refused it.")
    return suggestion(viewer, incident, second), note


def _in_order(one: Incident, other: Incident) -> Sequence[UUID]:
    return sorted((one.pk, other.pk))


def _keep(viewer: Viewer, found: Suggestion, note: str, *, is_same: bool) -> LinkAnswer:
    first, second = _in_order(found.incident, found.other)
    row = LinkAnswer(
        organisation_id=viewer.organisation_id,
        incident_id=first,
        other_id=second,
        is_same=is_same,
        note=note,
        person_name=viewer.name,
    )
    row.save(force_insert=True)
    return row


def _record(name: str, viewer: Viewer, found: Suggestion, audience: Sequence[UUID], said: str) -> None:
    """One act on either incident; what was taken from a name is in neither."""
    pair = found.incident, found.other
    for incident, other in (pair, pair[::-1]):
        data = {"other": other.reference, "note": said}
        act = record.Act(
            name=name, case_id=incident.pk, viewer=viewer, audience=audience, data=data, duty=REPORT_INCIDENTS
        )
        record.append(act)
