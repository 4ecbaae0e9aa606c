"""A world in which every office has something that others must not see, marked so that it can be hunted for."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from penstock.cases import services as case_services
from penstock.cases.assignments import services as assignments
from penstock.cases.enquiries import services as enquiries
from penstock.cases.lists import services as listing
from penstock.cases.lists.exporting.writing import write_waiting
from penstock.cases.registers.models import Place, ScreeningList
from penstock.exchange.agenda import services as agenda
from penstock.exchange.webhooks import services as webhooks
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.notices.models import Notice
from penstock.notices.movements import services as moving
from penstock.notices.movements.models import Movement
from penstock.notices.responsiveness.chores import follow_the_record
from penstock.notices.shipments import batches, wordings
from penstock.parties.directory import candidacies, days, entries, people
from penstock.surveillance.copies.reading import open_copy
from penstock.surveillance.keeping.services import take_step as take_edition_step
from tests.arrangements import an_arrangement
from tests.cast import OBJECTION, Actor, Cast, a_draft, a_sent_notice, a_shipment, confirm, take, the_cast
from tests.catalogue.packs_of_law import a_pack, a_proposal, about
from tests.catalogue.packs_of_law import proposed as signed_once
from tests.checks.house import a_company, a_licence, a_place, a_requirement, a_screening_list
from tests.directory.house import CHECKED, DAY, PNG, REQUESTED, an_entry
from tests.isolation.alerts import add_alerts
from tests.isolation.fees import add_fees, keep_fees
from tests.isolation.groups import add_groups
from tests.isolation.handling import add_handling
from tests.isolation.incidents import add_incidents
from tests.isolation.inspections import add_inspections
from tests.isolation.leads import add_leads
from tests.isolation.licences import add_licences
from tests.isolation.links import add_links
from tests.isolation.mapping import add_mapping, nothing_mapped
from tests.isolation.messages import add_messages
from tests.isolation.misp import add_events
from tests.isolation.needs import NOWHERE as NO_BALANCE
from tests.isolation.needs import add_needs
from tests.isolation.operations import add_operations
from tests.isolation.orders import add_orders
from tests.isolation.partners import add_partners
from tests.isolation.partnership import add_partnership, no_agreement
from tests.isolation.passages import add_passages
from tests.isolation.permits import add_permits
from tests.isolation.platforms import add_platforms
from tests.isolation.projects import add_projects
from tests.isolation.relief import add_relief
from tests.isolation.reports import add_reports
from tests.isolation.requests import add_requests
from tests.isolation.returns import add_returns
from tests.isolation.supply import add_supply, nothing_supplied
from tests.isolation.taxii import add_postings
from tests.isolation.watch import add_watch
from tests.surveillance import lists

OF_INCIDENTS = (add_incidents, add_messages, add_links, add_requests)
OF_PERMITS = (add_permits, add_passages, add_needs, add_handling, add_relief)
OF_PARTNERS = (add_partnership, add_partners, add_platforms, add_leads)
OF_INDUSTRY = (keep_fees, add_licences, add_fees, add_inspections, add_returns, add_mapping, *OF_PARTNERS)
OF_WORK = (add_projects, add_operations, add_groups, add_alerts, add_postings, add_events)
OF_ORDERS = (add_orders, add_watch, add_reports, add_supply)
ADDED = (*OF_INCIDENTS, *OF_PERMITS, *OF_INDUSTRY, *OF_ORDERS, *OF_WORK)
"""What each room puts into the world."""
NOWHERE = "NL-2020-999999"
MOVED = {"quantity": "5000", "unit": "kg"}


IDS = ("entry_id", "specimen_id", "person_id", "correction_id", "delegation_id", "candidacy_id", "office_id")


def _nowhere() -> dict[str, Any]:
    return {"code": "ZZ", **{name: uuid4() for name in IDS}}


@dataclass(frozen=True, slots=True)
class Names:
    """What an address says of one thing: its reference, its file, its id, or its part of the directory."""

    reference: str = NOWHERE
    other: str = NOWHERE
    file_id: UUID = field(default_factory=uuid4)
    batch_id: UUID = field(default_factory=uuid4)
    list_id: UUID = field(default_factory=uuid4)
    edition_id: UUID = field(default_factory=uuid4)
    copy_id: UUID = field(default_factory=uuid4)
    vetting_id: UUID = field(default_factory=uuid4)
    proposal_id: UUID = field(default_factory=uuid4)
    directory: Mapping[str, Any] = field(default_factory=_nowhere)
    endpoint_id: UUID = field(default_factory=uuid4)
    arrangement_id: UUID = field(default_factory=uuid4)
    company_id: UUID = field(default_factory=uuid4)
    place_id: UUID = field(default_factory=uuid4)
    screening_id: UUID = field(default_factory=uuid4)
    enquiry_id: UUID = field(default_factory=uuid4)
    paper_id: UUID = field(default_factory=uuid4)
    search_id: UUID = field(default_factory=uuid4)
    export_id: UUID = field(default_factory=uuid4)
    party_id: UUID = field(default_factory=uuid4)
    original_id: UUID = field(default_factory=uuid4)
    meaning_id: UUID = field(default_factory=uuid4)
    seat_id: UUID = field(default_factory=uuid4)
    suggestion_id: UUID = field(default_factory=uuid4)
    queue_id: UUID = field(default_factory=uuid4)
    line: int = 3
    number: int | str = 3
    licence_id: UUID = field(default_factory=uuid4)
    declaration_id: UUID = field(default_factory=uuid4)
    check_id: UUID = field(default_factory=uuid4)
    standout_id: UUID = field(default_factory=uuid4)
    round_number: int = 99
    status_id: UUID = field(default_factory=uuid4)
    source_id: UUID = field(default_factory=uuid4)
    platform_id: UUID = field(default_factory=uuid4)
    fee_id: UUID = field(default_factory=uuid4)
    balance: Mapping[str, Any] = field(default_factory=lambda: dict(NO_BALANCE))
    mapping: Mapping[str, Any] = field(default_factory=nothing_mapped)
    partnership: Mapping[str, Any] = field(default_factory=no_agreement)
    supply: Mapping[str, Any] = field(default_factory=nothing_supplied)


@dataclass(frozen=True, slots=True)
class World:
    """The cast, the names of every thing, and who alone may meet each marker."""

    cast: Cast
    names: Mapping[str, Names]
    markers: Mapping[str, frozenset[str]]


def marker(word: str) -> str:
    """A text that stands nowhere else."""
    return f"zq{word}qz"


def the_world(*, with_lists: bool = True) -> World:
    """Make it: five cases between Exportland and Importland, one of two others, two files, two packs, comments.

    `with_lists` adds a surveillance list of Thirdland's, which only Fourthland can open.
    """
    cast = the_cast()
    names = {"absent": Names()}
    markers: dict[str, frozenset[str]] = {}
    ours, theirs = {"NL", "CL", "S"}, {"KE", "EG", "S"}
    exporter, third = cast.exporter_officer, cast.third_officer

    def told(word: str, sees: set[str]) -> dict[str, Any]:
        text = marker(word)
        markers[text] = frozenset(sees)
        return {"reference": text, "importer_name": f"{text} Ltd", "consignee_name": text, "remarks": f"Of {text}"}

    drafted = a_draft(exporter, **told("draft", {"NL"}))
    names["draft"] = _named(exporter, drafted)
    names["sent"] = _named(exporter, a_sent_notice(exporter, **told("sent", ours)))
    proposed = a_sent_notice(exporter, **told("proposed", ours))
    markers[marker("secretreason")] = frozenset({"CL"})
    take(cast.importer_officer, proposed, "object", reason="no licence", explanation=marker("secretreason"))
    names["proposed"] = _named(exporter, proposed)
    objected = a_sent_notice(exporter, **told("objected", ours))
    take(cast.importer_officer, objected, "object", **OBJECTION)
    names["objected"] = _named(exporter, confirm(cast.importer_second, objected))
    foreign = a_sent_notice(third, "EG", **told("foreign", theirs))
    markers[marker("foreignreason")] = frozenset({"EG"})
    take(cast.fourth_officer, foreign, "object", reason="no licence", explanation=marker("foreignreason"))
    names["foreign"] = _named(third, foreign)

    _say_within(cast, names, markers)
    _hold(cast, names)
    for actor, key in ((exporter, "batch"), (third, "foreign batch")):
        office = actor.office.government_id or ""
        text = marker(f"batch{office}")
        markers[text] = frozenset({office})
        names[key] = Names(batch_id=a_batch(actor, text))
        with acting(actor.viewer) as viewer:
            wordings.remember(viewer, {text: "goods_description"})
    for actor, key, country in ((exporter, "law draft", "NL"), (third, "foreign law", "KE")):
        text = marker(f"law{country.lower()}")
        markers[text] = frozenset({country})
        draft = a_proposal(actor, a_pack(country, id=f"{country.lower()}-{text}", pack=about(country, title=text)))
        names[key] = Names(proposal_id=draft.pk)
    signed_once(third, draft)
    names["arrangement"] = Names(arrangement_id=an_arrangement(cast.secretariat_officer, territory="FJ").pk)
    markers |= add_parts(cast, names) | add_webhooks(cast, names) | add_movements(cast, names)
    markers |= add_registers(cast, names) | add_enquiries(cast, names)
    markers |= add_lists_of_cases(cast, names)
    for add in ADDED:
        added, told_of_them = add(cast, marker, Names)
        twice = markers.keys() & told_of_them
        assert not twice, f"two rooms mark what they hide alike: {twice}"
        names |= added
        markers |= told_of_them
    follow_the_record()
    if with_lists:
        markers |= add_lists(cast, names)
    return World(cast, names, markers)


def add_lists(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """A list in the hands of one authority, handed to a company that has not accepted; and who may meet its words."""
    owner, fourth = cast.third_officer, cast.fourth_officer
    edition = lists.an_edition(cast)
    vetting = lists.vetted(owner, cast.clerk.office)
    draft = lists.a_draft(owner, edition.list, lists.invented(4))
    with acting(owner.viewer) as viewer:
        take_edition_step(viewer=viewer, edition_id=draft.pk, verb="publish")
    copy = lists.acknowledged(fourth, lists.handed(owner, edition, fourth, may_hand_on="yes"))
    unopened = lists.handed(owner, edition, cast.clerk)
    with acting(fourth.viewer) as viewer:
        open_copy(viewer=viewer, copy_id=copy.pk, form="page")
    names["list"] = Names(list_id=edition.list_id)
    names["vetting"] = Names(vetting_id=vetting.pk)
    names["edition"], names["proposed edition"] = Names(edition_id=edition.pk), Names(edition_id=draft.pk)
    names["copy"], names["unopened copy"] = Names(copy_id=copy.pk), Names(copy_id=unopened.pk)
    cleared = frozenset({"KE", "EG"})
    return {
        **dict.fromkeys((lists.CANARY, lists.CANARY_OTHER, lists.CANARY_CAS, "zqcanarynote"), cleared),
        lists.TITLE: cleared | {"company"},
    }


def _say_within(cast: Cast, names: dict[str, Names], markers: dict[str, frozenset[str]]) -> None:
    """Say something on a case within each office that sees it."""
    for actor, case, office in (
        (cast.exporter_officer, "sent", "NL"),
        (cast.importer_officer, "sent", "CL"),
        (cast.secretariat_officer, "sent", "S"),
        (cast.third_officer, "foreign", "KE"),
        (cast.secretariat_officer, "foreign", "S"),
    ):
        text = marker(f"within{office}{case}")
        markers[text] = frozenset({office})
        _say(actor, names[case].reference, text)


def _hold(cast: Cast, names: dict[str, Names]) -> None:
    """Both sides of our case, and one of the others', say who of them holds it."""
    for actor, case in (
        (cast.exporter_officer, "sent"),
        (cast.importer_second, "sent"),
        (cast.third_officer, "foreign"),
    ):
        with acting(actor.viewer) as viewer:
            notice = Notice.objects.visible_to(viewer).get(reference=names[case].reference)
            assignments.assign(viewer=viewer, case_id=notice.pk, to=viewer.person_id)


def add_movements(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """A dispatch of Exportland's, linked with a case of another importer, and a plan of Thirdland's."""
    exporter, third, ours = cast.exporter_officer, cast.third_officer, marker("movedours")
    movement = _planned(exporter, _released(exporter, cast.importer_officer, "CL"), ours)
    onward = _released(exporter, cast.fourth_officer, "EG")
    with acting(exporter.viewer) as viewer:
        left = {**MOVED, "dispatched_on": today().isoformat(), "remarks": ours}
        moving.take_step(viewer=viewer, movement_id=movement.pk, verb="dispatch", raw=left)
        note = marker("linkedcases")
        case_services.link(viewer=viewer, one=movement.under, other=onward, kind="diversion", note=note)
    names["movement"] = Names(movement.reference)
    plan = _planned(third, _released(third, cast.fourth_officer, "EG"), marker("movedtheirs"))
    names["foreign movement"] = Names(plan.reference)
    return {
        ours: frozenset({"NL", "CL", "S"}),
        marker("movedtheirs"): frozenset({"KE", "EG", "S"}),
        note: frozenset({"NL", "S"}),
    }


def _released(by: Actor, answering: Actor, to: str) -> Notice:
    """A released notice of several shipments."""
    last = (today() + timedelta(days=100)).isoformat()
    sent = a_sent_notice(by, to, importer_name="Moved Ltd", span="6 months", last_dispatch_on=last)
    return take(by, take(answering, sent, "clear"), "release")


def _planned(by: Actor, notice: Notice, text: str) -> Movement:
    with acting(by.viewer) as viewer:
        raw = {**MOVED, "planned_on": today().isoformat(), "remarks": text}
        return moving.plan_movement(viewer=viewer, notice_id=notice.pk, raw=raw)


def add_registers(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """Two countries' registers: a company with a licence, a need, a marked place, a screening list."""
    markers = {}
    for actor, key in ((cast.exporter_officer, "sent"), (cast.third_officer, "foreign")):
        code = actor.office.government_id or ""
        text = marker(f"register{code}")
        markers[text] = frozenset({code})
        company = a_company(actor, text, note=text)
        a_licence(actor, company, number=text)
        a_requirement(actor, code)
        a_place(actor, "SGSIN")
        a_screening_list(actor, text, title=text)
        with acting(actor.viewer) as viewer:
            place = Place.objects.visible_to(viewer).get(organisation=viewer.organisation_id)
            screening = ScreeningList.objects.visible_to(viewer).get(title=text)
        ids = {"company_id": company.pk, "place_id": place.pk, "screening_id": screening.pk}
        names[key] = replace(names[key], **ids)
    return markers


def add_webhooks(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """An endpoint and a digest in two countries; and who may meet the endpoints' names."""
    markers = {}
    for actor, key in ((cast.exporter_head, "webhook"), (cast.third_head, "foreign webhook")):
        office = actor.office.government_id or ""
        markers[marker(f"hook{office}")] = frozenset({office})
        names[key] = Names(endpoint_id=a_webhook(actor, marker(f"hook{office}")))
        with acting(actor.viewer) as viewer:
            agenda.plan_digest(viewer=viewer, raw={"hour": "08", "weekdays": "mon", "zone": "UTC"})
    return markers


def add_lists_of_cases(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """In two countries a saved search, columns of one's own, and an export that is written; and who reads the names."""
    markers = {}
    for actor, key in ((cast.exporter_officer, "saved"), (cast.third_officer, "foreign saved")):
        text = marker(f"search{actor.office.government_id}")
        markers[text] = frozenset({actor.office.government_id or ""})
        with acting(actor.viewer) as viewer:
            raw = {"name": text, "shared": "yes"}
            search = listing.save_search(viewer=viewer, of="notices", query=f"text={text}", raw=raw)
            listing.choose_columns(viewer=viewer, of="notices", names=["case_reference", "state"])
            export = listing.ask_export(
                viewer=viewer, of="notices", query=f"text={text}", raw={"format": "csv", "columns": "all"}
            )
        names[key] = Names(search_id=search.pk, export_id=export.pk)
    write_waiting()
    return markers


def add_enquiries(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """Three enquiries, each with a paper: between our sides, to our company, and between the others; and who reads."""
    told = {
        "enquiry": (cast.exporter_officer, "sent", None, {"NL", "CL"}),
        "company enquiry": (cast.exporter_officer, "sent", cast.clerk.office.pk, {"NL", "company"}),
        "foreign enquiry": (cast.third_officer, "foreign", None, {"KE", "EG"}),
    }
    markers = {}
    for key, (actor, case, company, sees) in told.items():
        text = marker(key.replace(" ", ""))
        markers[text] = frozenset(sees)
        with acting(actor.viewer) as viewer:
            notice = Notice.objects.visible_to(viewer).get(reference=names[case].reference)
            row = enquiries.ask(viewer=viewer, case_id=notice.pk, raw={"question": text}, of=company)
            paper = enquiries.attach(viewer=viewer, enquiry_id=row.pk, name=f"{text}.txt", chunks=[text.encode()])
        names[key] = Names(enquiry_id=row.pk, paper_id=paper.pk)
    return markers


def add_parts(cast: Cast, names: dict[str, Names]) -> dict[str, frozenset[str]]:
    """Two countries' parts of the directory, one candidacy half decided; and who may meet their words."""
    markers = {}
    for officer, head, key in (
        (cast.exporter_officer, cast.exporter_head, "sent"),
        (cast.third_officer, cast.third_head, "foreign"),
    ):
        text = marker(f"entry{officer.office.government_id}")
        markers[text] = frozenset({"NL", "CL", "KE", "EG", "S"})
        names[key] = replace(names[key], directory=_a_part(officer, head, text))
    candidacy = names["sent"].directory["candidacy_id"]
    with acting(cast.secretariat_officer.viewer) as viewer:
        candidacies.take_step(viewer=viewer, candidacy_id=candidacy, verb="appoint", raw=CHECKED)
    return markers


def _a_part(officer: Actor, head: Actor, text: str) -> dict[str, Any]:
    """A country's part of the directory: an entry with a specimen, a corrected day, a delegation; and a candidacy."""
    code, day = officer.office.government_id or "", today() + timedelta(days=400)
    row = an_entry(head, country=code, name=text)
    raw = {"taker": head.person.email if head.person else "", "from_on": day, "until_on": day, "duties": ["comment"]}
    specimen = {"kind": "stamp", "holder": text, "from_on": "2026-01-01"}
    with acting(head.viewer) as viewer:
        stamp = entries.add_specimen(viewer=viewer, entry_id=row.pk, raw=specimen, chunks=[PNG])
        corrected = days.correct_day(viewer=viewer, country=code, raw={**DAY, "day": day})
    with acting(officer.viewer) as viewer:
        left = people.delegate(viewer=viewer, raw=raw)
    asked = candidacies.request_administration(country="FJ", raw={**REQUESTED, "email": f"{code}@authority.example"})
    return {
        "code": code,
        "entry_id": row.pk,
        "specimen_id": stamp.pk,
        "person_id": officer.person.pk if officer.person else None,
        "correction_id": corrected.pk,
        "delegation_id": left.pk,
        "candidacy_id": asked.pk,
        "office_id": officer.office.pk,
    }


def _named(actor: Actor, notice: Notice) -> Names:
    """A case with a file of its own."""
    with acting(actor.viewer) as viewer:
        content = f"the papers of {notice.own_reference}".encode()
        row = case_services.attach(
            viewer=viewer, case_id=notice.pk, name=f"{notice.own_reference}.txt", chunks=[content]
        )
    return Names(notice.reference, file_id=row.id)


def _say(actor: Actor, reference: str, text: str) -> None:
    with acting(actor.viewer) as viewer:
        case = Notice.objects.visible_to(viewer).get(reference=reference)
        case_services.comment(viewer=viewer, case_id=case.pk, text=text, within=True)


def a_webhook(actor: Actor, text: str) -> UUID:
    """An endpoint with a name to be hunted for."""
    with acting(actor.viewer) as viewer:
        return webhooks.register(viewer=viewer, raw={"label": text, "url": f"https://{text}.example/"}).id


def a_batch(actor: Actor, text: str) -> UUID:
    """A file with a good and a faulty line, checked."""
    good = a_shipment(actor, "CL", reference=f"{text}-1", importer_name=text)
    faulty = {**good, "reference": f"{text}-2", "cas_number": "67-64-2"}
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(good))
    writer.writeheader()
    writer.writerows([good, faulty])
    with acting(actor.viewer) as viewer:
        batch = batches.take_in(viewer=viewer, name=f"{text}.csv", chunks=[sheet.getvalue().encode()], mapping={})
    batches.check_waiting()
    return batch.id
