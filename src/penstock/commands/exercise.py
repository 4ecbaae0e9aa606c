"""Fills an empty instance with the exercise world by playing it: every act goes through the services, at its time."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import yaml

from penstock.catalogue.adoption import services as adoption
from penstock.commands.world.desks.supply import play_supply
from penstock.commands.world.desks.watch import play_watch
from penstock.commands.world.groups import play_group
from penstock.commands.world.incidents import play_incident, set_rules
from penstock.commands.world.industry.consulting import play_consulting
from penstock.commands.world.industry.platforms import play_platforms
from penstock.commands.world.licences import play_licences
from penstock.commands.world.mapping import play_mapping, play_partnership
from penstock.commands.world.operations import play_operation
from penstock.commands.world.orders import play_orders
from penstock.commands.world.permits import play_permits
from penstock.commands.world.projects import play_project
from penstock.commands.world.reports import play_report
from penstock.commands.world.surveillance import Stage, play_list
from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import chores, services
from penstock.notices.models import Notice
from penstock.parties import duties
from penstock.parties.directory import entries
from penstock.parties.models import Government, Organisation, Person
from penstock.parties.queries import viewer_for
from penstock.parties.services import add_person, issue_token

DUTIES = {
    "officer": duties.OFFICER,
    "head": duties.HEAD,
    "secretariat": duties.SECRETARIAT,
    "clerk": duties.CLERK,
    "administrator": duties.ADMINISTRATOR,
    "checker": duties.SECRETARIAT | duties.ADMINISTRATOR,
    "reports desk": duties.OFFICER | duties.REPORTS_DESK | duties.WARNER,
    "adviser": duties.ADVISER,
    "border": duties.BORDER_OFFICER | duties.ADVISER,
    "compliance": duties.COMPLIANCE,
    "focal point": duties.FOCAL_POINT,
    "focal head": duties.FOCAL_HEAD,
    "project keeper": duties.PROJECT_KEEPER,
}
LISTS = {"": frozenset[str](), "reader": duties.LIST_READER, "keeper": duties.LIST_KEEPER}
BEFORE_ANYTHING = timedelta(days=400)


@dataclass(slots=True)
class World:
    """What has been made so far, by the names the world's file uses."""

    data: Mapping[str, Any]
    start: datetime
    offices: dict[str, Organisation]
    people: dict[str, Person]


def load_exercise() -> list[dict[str, Any]]:
    """Play the exercise world into an empty instance; answers its people with their passwords and tokens."""
    data = yaml.safe_load(files("penstock.commands.world").joinpath("world.yaml").read_text("utf-8"))
    world = World(data, clock.now(), {}, {})
    with acting(SYSTEM):
        _found_offices(world)
        known = [_add_person(world, row) for row in data["people"]]
    for row in data["directory"]:
        _enter(world, row)
    for shipment in data["shipments"]:
        _play(world, shipment)
    stage = Stage(world.start, world.people, world.offices)
    for story in data["surveillance"]:
        play_list(stage, story)
    set_rules(world.people, data["rules"])
    for project in data["projects"]:
        play_project(world.start, world.people, project)
    for incident in data["incidents"]:
        play_incident(world.start, world.people, incident)
    for operation in data["operations"]:
        play_operation(world.start, world.people, operation)
    for group in data["groups"]:
        play_group(world.start, world.people, group)
    play_permits(world.start, world.people, data["permits"])
    play_licences(world.start, world.people, data["licences"])
    play_orders(world.start, world.people, data["orders"])
    play_watch(world.start, world.people, data["watch"])
    play_supply(world.start, world.people, data["supply"])
    for report in data["reports"]:
        play_report(world.start, world.people, report)
    play_mapping(world.start, world.people, data["mapping"])
    play_partnership(world.start, world.people, data["partnership"])
    play_platforms(world.start, world.people, data["platforms"])
    play_consulting(world.start, world.people, data["consulting"])
    chores.lapse_overdue()
    for law in data["laws"]:
        _propose(world, law)
    return known


def _found_offices(world: World) -> None:
    world.offices["secretariat"] = Organisation.objects.create(kind="secretariat", name=world.data["secretariat"])
    for row in world.data["governments"]:
        government = Government.objects.create(code=row["code"], name=row["name"], reply_days=row["reply_days"])
        if not row["authority"]:
            continue
        authority = Organisation.objects.create(
            kind="authority", name=row["authority"], government=government, functions=["pre-export notifications"]
        )
        government.counterpart = world.offices[row["code"]] = authority
        government.save()
    for row in world.data["agencies"]:
        world.offices[row["name"]] = Organisation.objects.create(
            kind="authority", name=row["name"], government_id=row["country"], functions=["incidents"]
        )
    for row in world.data["companies"]:
        world.offices[row["name"]] = Organisation.objects.create(
            kind="company", name=row["name"], government_id=row["country"], address=row["address"]
        )


def _add_person(world: World, row: Mapping[str, str]) -> dict[str, Any]:
    office, password = world.offices[row["at"]], secrets.token_urlsafe(9)
    email = f"{row['name'].lower().replace(' ', '.')}@exercise.example"
    held = sorted(DUTIES[row["duties"]] | LISTS[row.get("lists", "")])
    person = add_person(
        viewer=SYSTEM,
        organisation=office,
        name=row["name"],
        email=email,
        password=password,
        duties=held,
        on=(world.start - BEFORE_ANYTHING).date(),
    )
    world.people[row["key"]] = person
    return {
        "key": row["key"],
        "name": person.name,
        "organisation": office.name,
        "country": office.government_id or "",
        "duties": held,
        "email": email,
        "password": password,
        "api_token": issue_token(person=person, label="exercise"),
    }


def _enter(world: World, row: Mapping[str, Any]) -> None:
    person = world.people[row["by"]]
    viewer, office = viewer_for(person), person.organisation
    needs_office = row["kind"] in {"authority", *entries.NEEDS_OFFICE}
    with acting(viewer):
        entries.add_entry(
            viewer=viewer,
            country=office.government_id or "",
            kind=row["kind"],
            raw=row["content"],
            office=str(office.id) if needs_office else "",
        )


def _play(world: World, shipment: Mapping[str, Any]) -> None:
    begun = office_day(world.start, shipment["days_ago"])
    opener = viewer_for(world.people[shipment["opener"]])
    with clock.at(begun), acting(opener):
        notice = services.draft_notice(viewer=opener, raw=_content(world, shipment))
        if not shipment.get("draft"):
            services.take_step(viewer=opener, notice_id=notice.id, verb="submit")
    for step in shipment["steps"]:
        viewer = viewer_for(world.people[step["by"]])
        with clock.at(min(begun + timedelta(days=step["after"]), world.start)), acting(viewer):
            _take(viewer, notice, step)


def _take(viewer: Any, notice: Notice, step: Mapping[str, Any]) -> None:
    if step["verb"] == "confirm":
        services.confirm_step(viewer=viewer, notice_id=notice.id)
        return
    raw = dict(step.get("data", {}))
    if "change" in step:
        raw = {**services.content_of(viewer=viewer, notice_id=notice.id), **step["change"]}
    services.take_step(viewer=viewer, notice_id=notice.id, verb=step["verb"], raw=raw)


def _propose(world: World, law: Mapping[str, Any]) -> None:
    """Have somebody write a pack of law and sign it first, so that it waits for the second signature."""
    folder = files("penstock.commands.world").joinpath(law["pack"])
    raw = adoption.unpacked((f"{law['pack']}/{one.name}", one.read_bytes()) for one in folder.iterdir())
    begun = office_day(world.start, law["days_ago"])
    viewer = viewer_for(world.people[law["by"]])
    with clock.at(begun), acting(viewer):
        draft = adoption.draft_pack(viewer=viewer, raw=raw)
        adoption.take_step(viewer=viewer, proposal_id=draft.pk, verb="adopt")


def _content(world: World, shipment: Mapping[str, Any]) -> dict[str, Any]:
    goods = dict(shipment["goods"])
    to, dispatch_in = goods.pop("to"), goods.pop("dispatch_in")
    own = world.people[shipment["opener"]].organisation.government_id
    exporter, importer = (_company(world, country) for country in (own, to))
    number = sum(ord(letter) for letter in goods["goods_description"])
    return {
        "reference": f"EX-{number}-{shipment['days_ago']:02d}",
        "exporter_name": exporter.name,
        "exporter_address": exporter.address,
        "exporter_country": own,
        "importer_name": importer.name,
        "importer_address": importer.address,
        "importer_country": to,
        "dispatch_on": (world.start.date() + timedelta(days=dispatch_in)).isoformat(),
        **goods,
    }


def _company(world: World, country: str | None) -> Organisation:
    return next(one for one in world.offices.values() if one.kind == "company" and one.government_id == country)
