"""Which office records at the border what goes under the permits of an authority."""

from django.db import transaction

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import SIGN_PERMITS
from penstock.parties.models import Organisation
from penstock.permits.passages.models import BorderOffice


def border_office(authority: Organisation | None) -> Organisation | None:
    """Who records at the border for an authority: the office it named, or itself.

    Read as the system: goods are announced by the other side, which need not know who that is before.
    """
    if authority is None:
        return None
    with acting(SYSTEM):
        row = BorderOffice.objects.visible_to(SYSTEM).filter(authority=authority).select_related("office").first()
    return row.office if row else authority


def offices_to_name(viewer: Viewer) -> list[Organisation]:
    """The other authorities of the viewer's country, any of which may record at the border."""
    rows = Organisation.objects.filter(kind="authority", government=viewer.country)
    return list(rows.exclude(pk=viewer.organisation_id))


def office_named(viewer: Viewer) -> BorderOffice | None:
    """The office that the viewer's authority has named."""
    return BorderOffice.objects.visible_to(viewer).filter(authority=viewer.organisation_id).first()


def name_office(*, viewer: Viewer, office_id: str) -> BorderOffice | None:
    """Name the office that records at the border for the viewer's authority; empty for that authority itself.

    It holds for goods that are announced from now on.
    """
    viewer.needs(SIGN_PERMITS)
    office = _office(viewer, office_id)
    with transaction.atomic():
        row = None
        if office is None:
            BorderOffice.objects.visible_to(viewer).filter(authority=viewer.organisation_id).delete()
        else:
            row, _made = BorderOffice.objects.update_or_create(
                authority_id=viewer.organisation_id,
                defaults={"office": office, "set_by": viewer.name, "set_at": now()},
            )
        record.append(
            record.Act(
                name="passage.office_named",
                case_id=None,
                viewer=viewer,
                audience=[viewer.organisation_id, *([office.pk] if office else [])],
                data={"office": office.name if office else ""},
                duty=SIGN_PERMITS,
            )
        )
    return row


def _office(viewer: Viewer, office_id: str) -> Organisation | None:
    if not office_id:
        return None
    found = next((one for one in offices_to_name(viewer) if str(one.pk) == office_id), None)
    if found is None:
        text = "This is no authority of your country. Choose one of the list."
        raise refused_for([Fault("office", "unknown_office", text)])
    return found
