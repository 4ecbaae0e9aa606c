"""What the tests of the directory need: answers of forms, an image, and people of one's own making."""

from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.directory import entries
from penstock.parties.directory.models import Entry
from penstock.parties.models import Organisation
from penstock.parties.services import add_person, issue_token
from tests.cast import PASSWORD, Actor

AUTHORITY = {
    "name": "Exportland Authority",
    "competences": ["1988 notifications", "1988 licensing"],
    "address": "1 Model Road; Room 5, Exporttown\nExportland",
    "email": "Desk@Authority.example",
    "phone": "+31 70 555 0100",
    "languages": "nl English",
    "hours": "Mon-Fri 09:00-17:00",
    "zone": "Europe/Amsterdam",
    "public": "yes",
}
FOCAL = {"role": "prism", "name": "Jo Example", "agency": "Customs of Exportland", "email": "jo@customs.example"}
DAY = {"offices": "closed", "name": "Day of mourning", "source": "Decree 12 of 2026"}
CHECKED = {
    "way": "call",
    "source": "The mission's list of posts",
    "spoke_to": "The director general",
    "on": "2026-01-05",
}
REQUESTED = {
    "authority": "Fijian Example Authority",
    "name": "Sera Example",
    "post": "Head of precursors",
    "email": "sera@authority.example",
    "phone": "+679 555 0100",
    "named_by": "The minister of health, letter 4 of 3 January 2026",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082"
)


def an_entry(by: Actor, kind: str = "focal point", country: str = "NL", office: str = "", **content: Any) -> Entry:
    """Somebody adds an entry."""
    raw = {**(AUTHORITY if kind == "authority" else FOCAL), **content}
    with acting(by.viewer) as viewer:
        return entries.add_entry(viewer=viewer, country=country, kind=kind, raw=raw, office=office)


def hired(key: str, office: Organisation, *duties: str) -> Actor:
    """One more person at an office."""
    with acting(SYSTEM):
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name=key.title(),
            email=f"{key}@cast.example",
            password=PASSWORD,
            duties=duties,
            on=today(),
        )
        return Actor(key, person, issue_token(person=person, label="the cast"))
