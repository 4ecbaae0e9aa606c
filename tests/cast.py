"""The cast: the people, offices and cases that tests tell their stories with.

Everything is made through services, at the time the caller sets with `kernel.clock.at`. Four governments and the
secretariat take part, so that two of them can have a matter that none of the others may see:

    Exportland (NL)  sends to  Importland (CL);  Thirdland (KE)  sends to  Fourthland (EG);  Fijian waters (FJ) have no
    authority of their own, so what goes there is answered by the secretariat.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.notices import services
from penstock.notices.models import Notice
from penstock.parties.duties import (
    ADMINISTRATOR,
    COMPLIANCE,
    FOCAL_HEAD,
    FOCAL_POINT,
    HEAD,
    KEEP_REGISTERS,
    LIST_KEEPER,
    LIST_READER,
    OFFICER,
    PROJECT_KEEPER,
    REPORTS_DESK,
    SECRETARIAT,
)
from penstock.parties.models import Government, Organisation, Person
from penstock.parties.queries import viewer_for
from penstock.parties.services import add_person, deactivate, end_duties, issue_token

PASSWORD = "the password of everybody in the cast"  # noqa: S105  they exist in tests alone
LONG_AGO = timedelta(days=400)
REPLY_DAYS = {"NL": 15, "CL": 10, "KE": 8, "EG": 12, "FJ": 15}
OBJECTION = {"reason": "no licence", "explanation": "The company holds no licence for this substance."}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the cast; `person` is None for nobody, who is not signed in."""

    key: str
    person: Person | None = None
    token: str = ""

    @property
    def viewer(self) -> Viewer:
        """The viewer they are today, made anew as at a door."""
        assert self.person is not None, "nobody is no viewer"
        return viewer_for(Person.objects.select_related("organisation").get(pk=self.person.pk))

    @property
    def office(self) -> Organisation:
        """The organisation they act for."""
        assert self.person is not None, "nobody acts for no organisation"
        return self.person.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people, by who they are in the story."""

    exporter_officer: Actor
    exporter_head: Actor
    importer_officer: Actor
    importer_second: Actor
    importer_head: Actor
    third_officer: Actor
    third_head: Actor
    fourth_officer: Actor
    secretariat_officer: Actor
    secretariat_second: Actor
    clerk: Actor
    expired: Actor
    starting_tomorrow: Actor
    deactivated: Actor
    nobody: Actor

    @property
    def everybody(self) -> dict[str, Actor]:
        """All of them by their key."""
        return {name: getattr(self, name) for name in self.__slots__}


PARTS = {
    "exporter_officer": ("NL", OFFICER | FOCAL_POINT | REPORTS_DESK),
    "exporter_head": ("NL", HEAD | ADMINISTRATOR | LIST_KEEPER | FOCAL_HEAD),
    "importer_officer": ("CL", OFFICER | FOCAL_POINT),
    "importer_second": ("CL", OFFICER),
    "importer_head": ("CL", HEAD),
    "third_officer": ("KE", OFFICER | LIST_KEEPER | FOCAL_HEAD | REPORTS_DESK),
    "third_head": ("KE", HEAD | ADMINISTRATOR | LIST_KEEPER | FOCAL_HEAD),
    "fourth_officer": ("EG", OFFICER | LIST_KEEPER | FOCAL_POINT),
    "secretariat_officer": ("secretariat", SECRETARIAT | ADMINISTRATOR | LIST_READER | PROJECT_KEEPER),
    "secretariat_second": ("secretariat", SECRETARIAT | ADMINISTRATOR),
    "clerk": ("company", COMPLIANCE - {KEEP_REGISTERS} | LIST_READER),
    "expired": ("CL", HEAD),
    "starting_tomorrow": ("CL", HEAD),
    "deactivated": ("CL", HEAD),
}
"""Where each of them works, and the duties they hold (or held, or will hold)."""

EXPORTLAND, IMPORTLAND, THIRDLAND, FOURTHLAND = "NL", "CL", "KE", "EG"


def the_cast() -> Cast:
    """Found the offices and hire the people, as of today."""
    with acting(SYSTEM):
        offices = _offices()
        people = {key: _hire(key, offices[at], held) for key, (at, held) in PARTS.items()}
        on = today()
        end_duties(viewer=SYSTEM, person=_person(people["expired"]), on=on)
        deactivate(viewer=SYSTEM, person=_person(people["deactivated"]))
    return Cast(nobody=Actor("nobody"), **people)


def _person(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def _offices() -> dict[str, Organisation]:
    offices = {"secretariat": Organisation.objects.create(kind="secretariat", name="The Secretariat")}
    for code, name in {"NL": "Exportland", "CL": "Importland", "KE": "Thirdland", "EG": "Fourthland"}.items():
        government = Government.objects.create(code=code, name=name, reply_days=REPLY_DAYS[code])
        offices[code] = Organisation.objects.create(kind="authority", name=f"{name} Authority", government=government)
        government.counterpart = offices[code]
        government.save()
    Government.objects.create(code="FJ", name="Fijian waters", reply_days=REPLY_DAYS["FJ"])
    offices["company"] = Organisation.objects.create(kind="company", name="Polder Solvents", government_id="NL")
    return offices


def _hire(key: str, office: Organisation, held: Iterable[str]) -> Actor:
    since = today() + timedelta(days=1) if key == "starting_tomorrow" else today() - LONG_AGO
    name = key.replace("_", " ").title()
    person = add_person(
        viewer=SYSTEM,
        organisation=office,
        name=name,
        email=f"{key}@cast.example",
        password=PASSWORD,
        duties=held,
        on=since,
    )
    return Actor(key, person, issue_token(person=person, label="the cast"))


def a_shipment(by: Actor, to: str = IMPORTLAND, **changes: Any) -> dict[str, Any]:
    """What is entered for a shipment that may be sent; `changes` replaces single answers."""
    return {
        "reference": "EX-1",
        "exporter_name": "Polder Solvents",
        "exporter_address": "Oefenweg 5, Rotterdam",
        "exporter_country": by.office.government_id,
        "importer_name": "Quimicos del Valle",
        "importer_address": "Avenida Ejemplo 100, Santiago",
        "importer_country": to,
        "goods_description": "Acetone, technical grade, in drums",
        "cas_number": "67-64-1",
        "quantity": "18000",
        "unit": "kg",
        "dispatch_on": _in_days(90).isoformat(),
        "end_use": "Paint thinner",
        **changes,
    }


def _in_days(days: int) -> date:
    return today() + timedelta(days=days)


def a_draft(by: Actor, to: str = IMPORTLAND, **changes: Any) -> Notice:
    """A notice that nobody has sent yet."""
    viewer = by.viewer
    with acting(viewer):
        return services.draft_notice(viewer=viewer, raw=a_shipment(by, to, **changes))


def a_sent_notice(by: Actor, to: str = IMPORTLAND, **changes: Any) -> Notice:
    """A notice that awaits its answer."""
    return take(by, a_draft(by, to, **changes), "submit")


def a_questioned_notice(cast: Cast, **changes: Any) -> Notice:
    """A notice of Exportland's about which Importland wants to know more."""
    notice = a_sent_notice(cast.exporter_officer, **changes)
    return take(cast.importer_officer, notice, "ask", question="Which works will use it?")


def a_cleared_notice(cast: Cast, **changes: Any) -> Notice:
    """A notice of Exportland's to which Importland has no objection."""
    return take(cast.importer_officer, a_sent_notice(cast.exporter_officer, **changes), "clear")


def a_proposed_objection(cast: Cast, **changes: Any) -> Notice:
    """A notice of Exportland's against which one officer of Importland has signed an objection."""
    notice = a_sent_notice(cast.exporter_officer, **changes)
    return take(cast.importer_officer, notice, "object", **OBJECTION)


def an_objected_notice(cast: Cast, **changes: Any) -> Notice:
    """A notice of Exportland's to which two officers of Importland object."""
    return confirm(cast.importer_second, a_proposed_objection(cast, **changes))


def take(by: Actor, notice: Notice, verb: str, **entered: Any) -> Notice:
    """One person takes a step."""
    viewer = by.viewer
    with acting(viewer):
        return services.take_step(viewer=viewer, notice_id=notice.pk, verb=verb, raw=entered)


def confirm(by: Actor, notice: Notice) -> Notice:
    """One person gives the second signature."""
    viewer = by.viewer
    with acting(viewer):
        return services.confirm_step(viewer=viewer, notice_id=notice.pk)


def decline(by: Actor, notice: Notice) -> Notice:
    """One person declines the first signature."""
    viewer = by.viewer
    with acting(viewer):
        return services.decline_step(viewer=viewer, notice_id=notice.pk)


def amended(by: Actor, notice: Notice, **changes: Any) -> Notice:
    """One person amends a notice."""
    viewer = by.viewer
    with acting(viewer):
        raw = services.content_of(viewer=viewer, notice_id=notice.pk) | changes
        return services.take_step(viewer=viewer, notice_id=notice.pk, verb="amend", raw=raw)
