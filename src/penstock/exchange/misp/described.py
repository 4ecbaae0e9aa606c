"""What a client of MISP asks about the server before it does anything: versions, its own user, and types."""

from typing import Any
from uuid import UUID

from penstock.exchange.misp.identifiers import event_number, uuid_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import RELEASE_INCIDENTS, REPORT_INCIDENTS
from penstock.parties.models import Person

VERSION = "2.5.34"
"""The version of MISP whose calls are answered here, and of the client that was tried."""
CATEGORIES = ("Internal reference", "External analysis", "Other")
TYPES = {
    "text": "Other", "comment": "Other", "other": "Other", "float": "Other", "integer": "Other", "datetime": "Other",
    "counter": "Other", "boolean": "Other", "phone-number": "Other", "link": "External analysis",
}  # fmt: skip
IN_REFERENCES = ("text", "link", "comment", "other")


def version() -> dict[str, Any]:
    """The version, and what kinds of synchronisation are not offered."""
    recommended = {"pymisp_recommended_version": VERSION, "request_encoding": []}
    return {"version": VERSION, **recommended, "perm_sync": False, "perm_sighting": True, "perm_galaxy_editor": False}


def types() -> dict[str, Any]:
    """The types of attributes that events bear here; others are taken and kept as they come."""
    in_category = {
        "Other": [one for one, at in TYPES.items() if at == "Other"],
        "External analysis": ["link", "text", "comment", "other"],
        "Internal reference": list(IN_REFERENCES),
    }
    return {
        "result": {
            "sane_defaults": {one: {"default_category": at, "to_ids": 0} for one, at in TYPES.items()},
            "types": list(TYPES),
            "categories": list(CATEGORIES),
            "category_type_mappings": in_category,
        }
    }


def own_user(viewer: Viewer) -> dict[str, Any]:
    """The viewer as a user of MISP; the role is what the viewer's duties come to."""
    organisation = uuid_of("identity", "organisation", viewer.organisation_id)
    number, of = str(event_number(viewer.person_id)), str(event_number(organisation))
    reports, releases = viewer.has(REPORT_INCIDENTS), viewer.has(RELEASE_INCIDENTS)
    may = {"add": reports, "modify": reports, "tagger": reports, "sighting": reports, "publish": releases}
    never = ("modify_org", "sync", "admin", "site_admin", "audit", "delegate", "template", "tag_editor")
    role = {f"perm_{name}": held for name, held in {**may, "auth": True, **dict.fromkeys(never, False)}.items()}
    return {
        "User": {
            "id": number,
            "org_id": of,
            "role_id": "1",
            "email": _address(viewer.person_id),
            "autoalert": False,
            "contactalert": False,
            "disabled": False,
        },
        "Role": {"id": "1", "name": "Focal point" if reports else "Reader", **role},
        "UserSetting": {},
        "Organisation": {"id": of, "name": viewer.organisation_name, "uuid": str(organisation)},
    }


def _address(person_id: UUID) -> str:
    return Person.objects.values_list("email", flat=True).get(pk=person_id)
