"""Adopted law in a running house: both processes of the web server and the worker recognise it, without a restart."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Person
from penstock.settings import database_from
from tests.api.caller import JSON, Caller, shipment
from tests.cast import Actor
from tests.catalogue.packs_of_law import ENTRIES, SUBSTANCES, a_pack, about, adopted, entry, own_substance
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.web.test_routes import sign_in

NAMES = "substance,name,language,kind\n"
OWN, OWN_RULE, OLD_RULE = "glarbenzol", "ke-schedule:glarbenzol", "ke-schedule:acetone"
GOODS = f"Kiondoaji 99 %, 20 drums; {OWN}"
CALLS = 12
"""So many calls, each on a connection of its own, that both processes of the web server answer some of them."""
Adopt = Callable[[dict[str, str]], None]


@pytest.fixture
def adopt(module_instance: Instance, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Adopt]:  # noqa: ARG001
    """Adopts a pack of Kenya in the house's own database, from a process that is none of the house's."""
    before = dict(connection.settings_dict)

    def actor(name: str) -> Actor:
        person = Person.objects.select_related("organisation").get(name=name)
        return Actor(key=name, person=person, token="")

    def act(raw: dict[str, str]) -> None:
        with acting(SYSTEM):
            first, second = actor("Wanjiru Kamau"), actor("Otieno Odhiambo")
        adopted(first, second, raw)

    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(database_from(module_instance.database.application))
        yield act
        connection.close()
        connection.settings_dict.update(before)


def schedule(version: str) -> dict[str, str]:
    """An edition with a substance of its own, and with a name and a rule for an old one."""
    return a_pack(
        pack=about("KE", version),
        substances=SUBSTANCES + own_substance(OWN),
        entries=ENTRIES + entry(OWN) + entry("acetone"),
        names=f"{NAMES}acetone,Kiondoaji,sw,common\n",
        thresholds="",
    )


def recognised(caller: Caller) -> dict[str, list[str]]:
    (found,) = caller.done("/recognise", {"text": GOODS, "on": "2026-06-01", "jurisdictions": ["KE"]})["results"]
    return {one["id"]: one["rules"] for one in found if one["id"]}


def checked_by_the_worker(caller: Caller) -> JSON:
    """The one line of a file of a shipment to Kenya, as the worker checked it."""
    goods = shipment(
        reference="LAW-2", importer_country="KE", point_of_entry="", cas_number="", goods_description=GOODS
    )
    content = f"{','.join(goods)}\n" + ",".join(f'"{value}"' for value in goods.values()) + "\n"
    handed = caller.http.post("/batches", files={"file": ("law.csv", content)}).json()
    path = f"/batches/{handed['id']}"
    caller.until(path, "checked_at")
    (line,) = caller.get(f"{path}/lines").json()["items"]
    return line


def test_every_process_recognises_what_was_adopted_and_forgets_what_was_put_aside(
    module_instance: Instance, asha: Caller, caller: Callable[[str], Caller], adopt: Adopt, pages: Pages
):
    assert recognised(asha) == {}
    assert not checked_by_the_worker(asha)["substances"]

    adopt(schedule("1"))
    for _ in range(CALLS):
        assert recognised(caller("Asha Verma")) == {"acetone": [OLD_RULE], OWN: [OWN_RULE]}
    asked = asha.get("/law/ask", what=GOODS, country="KE", on="2026-06-01").json()["found"]
    assert {one["id"] for one in asked} == {"acetone", OWN}
    line = checked_by_the_worker(asha)
    assert [one["id"] for one in line["substances"]] == ["acetone"]
    assert OLD_RULE in line["substances"][0]["rules"]
    assert (
        f"Glarbenzol is on no Table of the 1988 Convention, but controlled by other law: Schedule A ({OWN_RULE})"
        in (line["warnings"][0])
    )

    page = pages.open(module_instance.base_url)
    sign_in(page, module_instance, "Otieno Odhiambo")
    page.goto(f"/law/ask/?what={GOODS}&country=KE".replace("%", "%25"))
    told = page.locator("main").inner_text()
    assert "Glarbenzol" in told
    assert "Acetone" in told

    adopt(a_pack(pack=about("KE", "2"), substances="", entries=ENTRIES, thresholds=""))
    for _ in range(CALLS):
        assert recognised(caller("Asha Verma")) == {}
    assert not checked_by_the_worker(asha)["warnings"]
