"""How the stories of passages are told: customs offices, what is announced, what leaves, arrives and is endorsed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import BORDER_OFFICER
from penstock.parties.models import Organisation
from penstock.parties.services import add_person, issue_token
from penstock.permits import services as permits
from penstock.permits.ledger.drawing import Held
from penstock.permits.models import Permit
from penstock.permits.passages import announcing, offices, services
from penstock.permits.passages.models import Passage
from penstock.permits.services import Issuing
from tests.cast import LONG_AGO, PASSWORD, Actor, Cast
from tests.permits.house import MORPHINE


def customs_of(head: Actor, name: str = "Customs") -> Actor:
    """The customs office of somebody's country, which that head names, with one officer at the border."""
    country = head.office.government_id or ""
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="authority", name=f"{name} of {country}", government_id=country)
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name=f"Officer of {name} {country}",
            email=f"{name.lower()}.{country.lower()}@cast.example",
            password=PASSWORD,
            duties=BORDER_OFFICER,
            on=today() - LONG_AGO,
        )
        actor = Actor(f"customs {country}", person, issue_token(person=person, label="the cast"))
    with acting(head.viewer) as viewer:
        offices.name_office(viewer=viewer, office_id=str(office.pk))
    return actor


def issued(
    by: Actor,
    direction: str,
    *quantities: str,
    to: Actor | None = None,
    cites: Permit | None = None,
    substance: str = MORPHINE,
    **changes: Any,
) -> Permit:
    """A permit for several shipments, a line for each quantity in kilograms, issued as the head of an office signs."""
    country = by.office.government_id or ""
    lines = [Held(substance, Decimal(one), "kg", Decimal(one), "kg", {}) for one in quantities]
    wanted = Issuing(
        paper=f"{direction}-authorisation",
        direction=direction,
        regime=changes.pop("regime", "narcotic"),
        title=f"{substance}, {direction}",
        content={},
        authority=by.office,
        holder=changes.pop("holder", None),
        holder_name="Polder Solvents",
        other=to.office if to else None,
        other_country=changes.pop("other_country", (to.office.government_id or "") if to else "FJ"),
        other_name="Quimicos del Valle",
        lines=lines,
        valid_from=changes.pop("valid_from", today()),
        valid_until=changes.pop("valid_until", today() + timedelta(days=120)),
        shipments=changes.pop("shipments", "many"),
        marking="AMBER",
        applied_as=f"{country}-PA",
        cites=cites,
        **changes,
    )
    with acting(by.viewer) as viewer:
        return permits.issue(viewer=viewer, wanted=wanted)


def both_papers(cast: Cast, *quantities: str, **changes: Any) -> tuple[Permit, Permit]:
    """An import paper of Importland's, and an export paper of Exportland's company that rests on it, for as much."""
    first = issued(cast.importer_head, "import", *quantities, to=cast.exporter_head, **changes)
    second = issued(
        cast.exporter_head,
        "export",
        *quantities,
        to=cast.importer_head,
        cites=first,
        **{**changes, "holder": cast.clerk.office},
    )
    return first, second


def goods(*quantities: str) -> list[dict[str, str]]:
    """The quantity of each line of a permit, as it is entered."""
    return [{"line": str(number), "quantity": one} for number, one in enumerate(quantities, 1)]


def announced(by: Actor, permit: Permit, *quantities: str, **entered: Any) -> Passage:
    """Somebody announces goods under a permit."""
    raw = {"planned_on": today().isoformat(), "goods": goods(*quantities), **entered}
    with acting(by.viewer) as viewer:
        return announcing.announce(viewer=viewer, permit_id=permit.pk, raw=raw)


def crossed(by: Actor, passage: Passage, verb: str, *quantities: str, **entered: Any) -> Passage:
    """Somebody takes a step of a passage, today unless a day is entered."""
    days = {"leave": "left_on", "note_leaving": "left_on", "arrive": "arrived_on", "note_arrival": "arrived_on"}
    days |= {"endorse": "imported_on", "enter_endorsement": "imported_on", "return": "returned_on"}
    raw = {days[verb]: today().isoformat()} if verb in days else {}
    if quantities:
        raw["goods"] = goods(*quantities)
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, passage_id=passage.pk, verb=verb, raw={**raw, **entered})


def sent_off(cast: Cast, permit: Permit, *quantities: str) -> Passage:
    """Goods that the exporting authority announced and saw leave today."""
    passage = announced(cast.exporter_officer, permit, *quantities)
    return crossed(cast.exporter_officer, passage, "note_leaving", *quantities)


def fresh_permit(permit: Permit) -> Permit:
    """A permit as it stands now."""
    with acting(SYSTEM):
        return Permit.objects.visible_to(SYSTEM).get(pk=permit.pk)


def fresh_passage(passage: Passage) -> Passage:
    """A passage as it stands now."""
    with acting(SYSTEM):
        return Passage.objects.visible_to(SYSTEM).get(pk=passage.pk)
