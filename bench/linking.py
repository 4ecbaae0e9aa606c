"""Neighbours of an incident among a million, and the worker's linking of one, with and without an over-common value.

python bench/linking.py [incidents]
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from django.db import transaction
from django.test import Client, override_settings
from lodging import Stopwatch
from measuring import page
from measuring.crowd import percentile
from measuring.house import fresh_house
from measuring.world import CHEAP, COUNTRIES, make_world

from penstock.engines.matching.matters import keys
from penstock.incidents.linking.marks import marks_of
from penstock.incidents.linking.models import Hint, Mark, Trait
from penstock.incidents.linking.pairing import MOST_HOLDERS, link
from penstock.incidents.linking.traits import matter_of
from penstock.incidents.models import Incident
from penstock.kernel.clock import new_id
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.kernel.viewer import SYSTEM
from penstock.parties.circles.queries import FOCAL_POINTS
from penstock.parties.duties import FOCAL_HEAD
from penstock.parties.models import Organisation
from penstock.parties.services import add_person, issue_token

MANY, AT_ONCE = 1_000_000, 5_000
READS, LINKS, WARMING = 300, 100, 10
YEARS = 8
SHARE_WITH_VEHICLE = 0.3
ALLOWED = 100
PLANTED, CONTROL = "PORTOFENTRY1", "WITHOUTACAP1"
UNCAPPED = (100, 1_000, 10_000)
SUBSTANCES = (
    "acetic-anhydride",
    "acetone",
    "toluene",
    "ephedrine",
    "safrole",
    "piperidine",
    "ethyl-ether",
    "piperonal",
)
GOODS = (
    "tiles",
    "thinner",
    "textiles",
    "toys",
    "lamps",
    "glue",
    "mirrors",
    "gloves",
    "resin",
    "wax",
    "frames",
    "shoes",
)
HIDING = ("declared falsely", "among goods", "inside goods", "relabelled", "in packaging", "in mail")

# What the worker would have made one by one: every pair of holders of a value that few hold, from either side.
PAIRING = """
INSERT INTO incidents_hint (id, incident_id, other_id, opener_id, mark_id, other_mark_id, score, reasons, made_at)
SELECT gen_random_uuid(), one.incident_id, other.incident_id, held.opener_id, one.id, other.id, 0.95, '[]', now()
FROM incidents_mark one
JOIN incidents_mark other ON other.kind = one.kind AND other.value = one.value AND other.incident_id <> one.incident_id
JOIN cases_case held ON held.id = one.incident_id
"""
PLANT = """
INSERT INTO incidents_mark (id, incident_id, kind, value, shown)
SELECT gen_random_uuid(), case_ptr_id, 'seal', %(value)s, %(value)s
FROM (SELECT case_ptr_id FROM incidents_incident ORDER BY case_ptr_id LIMIT %(holders)s) AS chosen
"""
PLANT_ON = """
INSERT INTO incidents_mark (id, incident_id, kind, value, shown)
SELECT gen_random_uuid(), id, 'seal', %(value)s, %(value)s FROM unnest(%(ids)s::uuid[]) AS one(id)
ON CONFLICT DO NOTHING
"""


def contents(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Incidents of some years: papers and lots that few share, ways and substances that many do."""
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    for _number in range(count):
        day = date(2018, 1, 1) + timedelta(days=random.randrange(YEARS * 365))
        origin, to = random.sample(COUNTRIES, 2)
        found: dict[str, Any] = {
            "happened_on": day.isoformat(),
            "country": to,
            "departure_country": origin,
            "destination_country": to,
            "transport_mode": random.choice(("sea", "air", "post", "road")),
            "concealment": [random.choice(HIDING)],
            "declared_goods": f"{random.choice(GOODS)} {random.choice(GOODS)}",
            "substances": [
                {"substance": random.choice(SUBSTANCES), "quantity": str(random.randrange(1, 9000)), "unit": "kg"}
            ],
            "bill_of_lading": f"BL{random.randrange(count // 2 + 1):08d}",
            "seals": [f"SEAL{random.randrange(count + 1):08d}"],
        }
        if random.random() < SHARE_WITH_VEHICLE:
            found["vehicle"] = f"TR{random.randrange(count // 3 + 1):07d}"
        yield found


def fill(count: int, offices: Sequence[UUID], everybody: Sequence[UUID]) -> None:
    """So many released incidents by COPY, with their marks and traits; one in twenty is not for everybody."""
    told = enumerate(contents(count, seed=1961))
    while piece := [pair for _one, pair in zip(range(AT_ONCE), told, strict=False)]:
        incidents, marks, traits = [], [], []
        for number, content in piece:
            opener, id_ = offices[number % len(offices)], new_id()
            incidents.append(
                Incident(
                    id=id_,
                    case_ptr_id=id_,
                    kind="incident",
                    state="released",
                    reference=f"XX-INC-2026-{number:08d}",
                    title="Seizure",
                    opener_id=opener,
                    audience=[opener, *(everybody if number % 20 else everybody[:1])],
                    content=content,
                    happened_on=date.fromisoformat(content["happened_on"]),
                    country=content["country"],
                )
            )
            found = marks_of(content, "XX", ())
            marks += [Mark(incident_id=id_, kind=one.kind, value=one.value, shown=one.shown) for one in found]
            matter = matter_of(content)
            traits += [Trait(incident_id=id_, key=key) for key in keys(matter)] if matter else []
        with acting(SYSTEM):
            copy_models(Incident, incidents)
            copy_models(Mark, marks)
            copy_models(Trait, traits)


def by_owner(*statements: tuple[str, dict[str, Any]]) -> None:
    """Do what is no part of the measurement as the owner of the tables."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("SELECT set_config('penstock.scope', 'all', false)")
        for statement, values in statements:
            connection.execute(statement.encode(), values)
        for table in (
            "cases_case",
            "cases_seen",
            "incidents_incident",
            "incidents_mark",
            "incidents_trait",
            "incidents_hint",
        ):
            connection.execute(f"ANALYZE {table}".encode())


def a_reader() -> str:
    """The token of a focal point, who reads as one of the circle of all."""
    with acting(SYSTEM), override_settings(PASSWORD_HASHERS=CHEAP):
        office = Organisation.objects.get(government_id="KE")
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name="Focal point",
            email="focal@bench.example",
            password="focal point of the measurement",  # noqa: S106 - of a house that is gone afterwards
            duties=FOCAL_HEAD,
            on=date(2020, 1, 1),
        )
        return issue_token(person=person, label="bench")


def reading(token: str, references: Sequence[str]) -> list[float]:
    """Milliseconds of the operation that tells the links of one incident, each time another one."""
    client, headers = Client(SERVER_NAME="localhost"), {"Authorization": f"Bearer {token}"}
    laps = []
    for reference in references:
        started = time.perf_counter()
        answer = client.get(f"/api/v1/incidents/{reference}/links", headers=headers)
        laps.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200:  # noqa: PLR2004 - the status of success
            raise RuntimeError(answer.content)
    return laps[WARMING:]


@contextmanager
def tried(*, is_kept: bool) -> Iterator[None]:
    """What is done within is undone, unless it is to be kept."""
    with acting(SYSTEM), transaction.atomic():
        yield
        transaction.set_rollback(not is_kept)


def linking(ids: Sequence[UUID], most: int = MOST_HOLDERS, *, is_kept: bool = False) -> tuple[list[float], int]:
    """Milliseconds in which the worker links an incident as if it were new, and how many hints that makes."""
    laps, made = [], 0
    for pk in ids:
        with tried(is_kept=is_kept):
            Mark.objects.filter(incident=pk).exclude(value__in=[PLANTED, CONTROL]).delete()
            shared = list(Mark.objects.filter(incident=pk))
            Mark.objects.filter(incident=pk).delete()
            Trait.objects.filter(incident=pk).delete()
            incident = Incident.objects.select_related("opener").get(pk=pk)
            incident.content = {
                **incident.content,
                "seals": [*incident.content["seals"], *(one.shown for one in shared)],
            }
            started = time.perf_counter()
            link([incident], most=most)
            laps.append(1000 * (time.perf_counter() - started))
            made = max(made, Hint.objects.filter(incident=pk).count())
    return laps, made


def some(count: int, seed: int, *, among: int) -> list[tuple[str, UUID]]:
    """References and ids of incidents by chance, among the first so many."""
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    with acting(SYSTEM):
        rows = Incident.objects.filter(
            reference__in=[
                f"XX-INC-2026-{one:08d}" for one in random.sample(range(1, among, 20), min(count, among // 20))
            ]
        )
        return [(reference, pk) for reference, pk in rows.values_list("reference", "pk") if reference]


def _row(name: str, laps: Sequence[float], hints: object = "") -> tuple[str, ...]:
    p95 = percentile(laps)
    return name, f"{statistics.median(laps):.1f}", f"{p95:.1f}", f"{max(laps):.1f}", str(hints)


def measure(count: int, token: str) -> list[tuple[str, ...]]:
    """The rows of the page: reading and linking before and after the planting, and the control."""
    picked = some(READS + WARMING, 7, among=count // 2)
    references, ids = [one for one, _pk in picked], [pk for _one, pk in picked]
    rows = [_row("read the links", reading(token, references)), _row("link one, by the worker", *linking(ids[:LINKS]))]
    by_owner((PLANT, {"value": PLANTED, "holders": count // 2}))
    planted = f"with a value on {count // 2:,}"
    rows.append(_row(f"read the links, {planted}", reading(token, references)))
    # Planted behind the worker's back it is found out once, of all its holders; a value that grows is at the 26th.
    rows.append(_row("find out that it is over-common, once", *linking(ids[:1], is_kept=True)))
    rows.append(_row(f"link one of its holders, {planted}", *linking(ids[1:LINKS])))
    for holders in (one for one in UNCAPPED if one <= count // 2):
        by_owner(("DELETE FROM incidents_mark WHERE value = %(value)s", {"value": PLANTED}))
        by_owner((PLANT, {"value": CONTROL, "holders": holders}))
        last = [pk for _reference, pk in some(5, 11, among=count // 2)]
        by_owner((PLANT_ON, {"value": CONTROL, "ids": last}))
        rows.append(_row(f"control without the cap, {holders:,} holders", *linking(last, most=10**9)))
        by_owner(("DELETE FROM incidents_mark WHERE value = %(value)s", {"value": CONTROL}))
    return rows


def main() -> None:
    """Measure, print and write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    watch = Stopwatch()
    with fresh_house():
        make_world()
        token = a_reader()
        with acting(SYSTEM):
            offices = list(Organisation.objects.filter(kind="authority").values_list("pk", flat=True))
            office = Organisation.objects.get(kind="secretariat")
        with watch.lap("fill"):
            fill(count, offices, [office.pk, FOCAL_POINTS])
        with watch.lap("pair"):
            by_owner((PAIRING, {}))
        with acting(SYSTEM):
            sizes = [one.objects.count() for one in (Mark, Trait, Hint)]
        rows = measure(count, token)
    told(count, sizes, rows, watch.seconds)


def told(count: int, sizes: Sequence[int], rows: Sequence[tuple[str, ...]], seconds: dict[str, float]) -> None:
    """Put the figures on the page."""
    marks, traits, hints = sizes
    text = (
        f"{count:,} incidents with {marks:,} marks, {traits:,} keys of traits and {hints:,} hints, filled in"
        f" {seconds['fill']:.0f} seconds and paired in {seconds['pair']:.0f}. Reading is `GET"
        " /incidents/{reference}/links` as a focal point among all, each time of another incident;"
        f" {ALLOWED} ms are allowed at the 95th percentile. Linking is what the worker does for one incident that is"
        f" new, its likes included; a value that more than {MOST_HOLDERS} hold makes no hints. The control links the"
        " holders of such a value all the same."
    )
    figures = page.table(["milliseconds", "median", "95 %", "most", "hints of one"], rows)
    page.write("Links of incidents", f"{text}\n\n{figures}")


if __name__ == "__main__":
    main()
