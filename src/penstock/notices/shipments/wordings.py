"""What an organisation's own headings mean: remembered when it says so, proposed next time, and forgotten on demand."""

from collections.abc import Mapping
from uuid import UUID

from penstock.kernel import record
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.models import Wording
from penstock.notices.shipments.sheets import column_of, folded
from penstock.parties.duties import SEND_NOTICES

MOST_REMEMBERED = 500


def wordings(viewer: Viewer) -> list[Wording]:
    """The headings that the viewer's organisation has explained, by heading."""
    return list(Wording.objects.visible_to(viewer).filter(organisation_id=viewer.organisation_id).order_by("folded"))


def proposals(viewer: Viewer) -> dict[str, str]:
    """The field that each remembered heading stood for, by the heading as files are compared."""
    return {one.folded: one.field for one in wordings(viewer)}


def remember(viewer: Viewer, mapping: Mapping[str, str]) -> None:
    """Keep what foreign headings mean; those that are ours anyway are not kept, and the newest meaning holds."""
    viewer.needs(SEND_NOTICES)
    known = proposals(viewer)
    new = {
        heading: field
        for heading, field in mapping.items()
        if field and column_of(heading) != field and known.get(folded(heading)) != field and folded(heading)
    }
    if not new or len(known | {folded(one): "" for one in new}) > MOST_REMEMBERED:
        return
    for heading, field in new.items():
        Wording.objects.update_or_create(
            organisation_id=viewer.organisation_id,
            folded=folded(heading),
            defaults={
                "heading": heading[:300],
                "field": field,
                "person_name": viewer.name,
                "audience": [viewer.organisation_id],
            },
        )
    _note(viewer, "notice.headings_remembered", new)


def forget(viewer: Viewer, wording_id: UUID) -> None:
    """Forget what one heading means; NotVisible where it is not remembered for the viewer's organisation."""
    viewer.needs(SEND_NOTICES)
    row = Wording.objects.visible_to(viewer).filter(organisation_id=viewer.organisation_id, pk=wording_id).first()
    if row is None:
        raise NotVisible
    row.delete()
    _note(viewer, "notice.heading_forgotten", {row.heading: row.field})


def _note(viewer: Viewer, name: str, mapping: Mapping[str, str]) -> None:
    record.append(
        record.Act(
            name=name,
            case_id=None,
            viewer=viewer,
            audience=[viewer.organisation_id],
            data={"headings": dict(mapping)},
            duty=SEND_NOTICES,
        )
    )
