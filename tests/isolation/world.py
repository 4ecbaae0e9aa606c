"""A world in which every office has something that others must not see, marked so that it can be hunted for."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from penstock.cases import services as case_services
from penstock.exchange.agenda import services as agenda
from penstock.exchange.webhooks import services as webhooks
from penstock.kernel.rowsecurity import acting
from penstock.notices.models import Notice
from penstock.notices.shipments import batches
from tests.cast import OBJECTION, Actor, Cast, a_draft, a_sent_notice, a_shipment, confirm, take, the_cast

NOWHERE = "NL-2020-999999"


@dataclass(frozen=True, slots=True)
class Names:
    """What an address says of one thing: its reference, its file, or its id."""

    reference: str = NOWHERE
    file_id: UUID = field(default_factory=uuid4)
    batch_id: UUID = field(default_factory=uuid4)
    endpoint_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class World:
    """The cast, the names of every thing, and who alone may meet each marker."""

    cast: Cast
    names: Mapping[str, Names]
    markers: Mapping[str, frozenset[str]]


def marker(word: str) -> str:
    """A text that stands nowhere else."""
    return f"zq{word}qz"


def the_world() -> World:
    """Make it: five cases between Exportland and Importland, one of two other governments, two files, and comments."""
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

    for actor, case, office in (
        (exporter, "sent", "NL"),
        (cast.importer_officer, "sent", "CL"),
        (cast.secretariat_officer, "sent", "S"),
        (third, "foreign", "KE"),
        (cast.secretariat_officer, "foreign", "S"),
    ):
        text = marker(f"within{office}{case}")
        markers[text] = frozenset({office})
        _say(actor, names[case].reference, text)
    for actor, key in ((exporter, "batch"), (third, "foreign batch")):
        office = actor.office.government_id or ""
        text = marker(f"batch{office}")
        markers[text] = frozenset({office})
        names[key] = Names(batch_id=a_batch(actor, text))
    for actor, key in ((cast.exporter_head, "webhook"), (cast.third_head, "foreign webhook")):
        office = actor.office.government_id or ""
        markers[marker(f"hook{office}")] = frozenset({office})
        names[key] = Names(endpoint_id=a_webhook(actor, marker(f"hook{office}")))
        with acting(actor.viewer) as viewer:
            agenda.plan_digest(viewer=viewer, raw={"hour": "08", "weekdays": "mon", "zone": "UTC"})
    return World(cast, names, markers)


def _named(actor: Actor, notice: Notice) -> Names:
    """A case with a file of its own."""
    with acting(actor.viewer) as viewer:
        content = f"the papers of {notice.own_reference}".encode()
        row = case_services.attach(
            viewer=viewer, case_id=notice.pk, name=f"{notice.own_reference}.txt", chunks=[content]
        )
    return Names(notice.reference, row.id)


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
