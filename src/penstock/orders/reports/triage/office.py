"""Which office of a country receives suspicious reports: an authority in which somebody works on them today."""

from penstock.parties.circles.queries import held_today
from penstock.parties.duties import HANDLE_REPORTS
from penstock.parties.models import DutyHeld, Government, Organisation


def receiving_office(opener: Organisation) -> Organisation | None:
    """The office itself if it is one; else that of its country, first the one that answers notices of precursors."""
    handling = DutyHeld.objects.filter(held_today(), duty=HANDLE_REPORTS, person__is_active=True)
    offices = Organisation.objects.filter(
        kind="authority", government=opener.government_id, pk__in=handling.values("person__organisation")
    )
    if opener.kind == "authority":
        return offices.filter(pk=opener.pk).first()
    answering = Government.objects.filter(pk=opener.government_id).values("counterpart")
    return offices.filter(pk__in=answering).first() or offices.order_by("name", "pk").first()
