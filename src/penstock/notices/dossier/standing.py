"""What everybody on a notice must see at once: its track, an emergency, who answers by arrangement, and conditions."""

from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from penstock.cases.secrecy.sight import content_for, hidden_from, sees_all
from penstock.catalogue.structures.drawings import drawing
from penstock.kernel.viewer import Viewer
from penstock.notices.answering import conditions, silence
from penstock.notices.arrangements.queries import name_of
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import EMERGENCIES, VOLUNTARY

Banner = dict[str, Any]


def standing(viewer: Viewer, notice: Notice) -> list[Banner]:
    """The banners of a notice, the gravest first; each has a tone, a title and a text."""
    found = [
        _emergency(viewer, notice),
        _lapsed(viewer, notice),
        _track(viewer, notice),
        _conditions(viewer, notice),
        _arrangement(notice),
        _ground(viewer, notice),
    ]
    return [one for one in found if one]


def _emergency(viewer: Viewer, notice: Notice) -> Banner | None:
    if not notice.is_emergency:
        return None
    content = content_for(viewer, notice)
    kind = EMERGENCIES.get(str(content.get("emergency")), "Emergency")
    return {"tone": "bad", "title": _(kind), "text": str(content.get("emergency_reason") or "")}


def _lapsed(viewer: Viewer, notice: Notice) -> Banner | None:
    if notice.state != "lapsed":
        return None
    policy = silence.policy_of(notice) if sees_all(viewer, notice) else None
    text = _("That is not a consent. A late answer is still taken until the shipment is released.")
    said = policy.basis if policy else silence.no_law(notice)
    return {"tone": "bad", "title": _("Nobody answered in time"), "text": f"{text} {said}"}


def _track(viewer: Viewer, notice: Notice) -> Banner | None:
    if notice.track == VOLUNTARY:
        text = _(
            "No answer is owed and nothing lapses; the receiver is reminded once. Both authorities and the secretariat "
            "see it, as they see every notice. If the law comes to control what is in it, it becomes a statutory one."
        )
        return {"tone": "info", "title": _("Voluntary notice"), "text": text}
    if notice.moved_because and "basis" not in hidden_from(viewer, notice):
        title = _("Moved from the voluntary to the statutory track")
        return {"tone": "info", "title": title, "text": notice.moved_because}
    return None


def _conditions(viewer: Viewer, notice: Notice) -> Banner | None:
    if not sees_all(viewer, notice) or not notice.terms or notice.state not in {"conditional", "released"}:
        return None
    title = _("The importing side has no objection under conditions")
    against = conditions.reason_against_release(notice) if notice.state == "conditional" else None
    return {
        "tone": "warn" if against else "info",
        "title": title,
        "text": f"{conditions.sentence_of(notice.terms)}. {against or ''}",
    }


def _arrangement(notice: Notice) -> Banner | None:
    made, counterpart = notice.arrangement, notice.counterpart
    if counterpart is None:
        return None
    place = name_of(notice.importing)
    if made:
        text = _("{counterpart} answers for {place} by an arrangement since {day}. {basis} ({source})")
        said = {"counterpart": counterpart.name, "day": made.since_on, "basis": made.basis, "source": made.source}
        return {"tone": "info", "title": _("Answered by arrangement"), "text": text.format(place=place, **said)}
    if counterpart.kind == "secretariat":
        text = _("{place} has no counterpart here and no arrangement is on record, so the secretariat answers.")
        return {"tone": "info", "title": _("No counterpart on record"), "text": text.format(place=place)}
    return None


def _ground(viewer: Viewer, notice: Notice) -> Banner | None:
    if not sees_all(viewer, notice) or notice.state != "released" or not notice.ground:
        return None
    return {"tone": "info", "title": _("On which ground it was released"), "text": notice.ground}


def structure_of(content: Any) -> str:
    """The drawing of a notice's structure as plain SVG; empty where there is none or it is only a key."""
    structure = str(content.get("structure") or "")
    # Plain SVG by our own drawer, without scripts, links or styles.
    return mark_safe(drawing(structure)) if structure else ""  # noqa: S308
