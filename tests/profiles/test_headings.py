"""What an organisation says its headings mean is remembered for it alone, proposed, and forgotten on demand."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible
from penstock.notices.shipments import wordings
from tests.cast import Actor, Cast

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
FOREIGN = "Stoff;Menge;Einheit;Versand am\nAceton 99 %;800;kg;2030-01-31\n"


def at_the_desk(actor: Actor) -> Client:
    client = Client()
    assert actor.person is not None
    client.force_login(actor.person)
    return client


def handed_in(client: Client, text: str = FOREIGN) -> tuple[str, str]:
    """Hand in a file; answers the address it leads to, and that page."""
    answer = client.post("/files/", {"file": SimpleUploadedFile("a.csv", text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], client.get(answer["Location"]).content.decode()


def chosen(page: str) -> list[str]:
    """What each heading is taken for on the page."""
    boxes = re.findall(r"<select.*?</select>", page, re.DOTALL)
    found = (re.search(r'<option value="(\w*)"[^>]*\bselected', box) for box in boxes)
    return [one[1] if one else "" for one in found]


def known(actor: Actor) -> dict[str, str]:
    with acting(actor.viewer) as viewer:
        return {one.heading: one.field for one in wordings.wordings(viewer)}


MEANT: dict[str, Any] = {
    "heading_0": "goods_description",
    "heading_1": "quantity",
    "heading_2": "unit",
    "heading_3": "dispatch_on",
}


def test_what_a_heading_means_is_proposed_next_time_and_forgotten_on_demand(cast: Cast):
    desk = at_the_desk(cast.importer_officer)
    address, page = handed_in(desk)
    assert chosen(page) == ["", "", "", ""]
    assert desk.post(address, MEANT).status_code == 302
    assert known(cast.importer_officer) == {
        "Stoff": "goods_description",
        "Menge": "quantity",
        "Einheit": "unit",
        "Versand am": "dispatch_on",
    }
    _again, page = handed_in(desk)
    assert chosen(page) == ["goods_description", "quantity", "unit", "dispatch_on"]
    assert "As you said of an earlier file" in page

    listed = desk.get("/files/wordings/").content.decode()
    assert "Versand am" in listed
    found = re.search(r'name="forget" value="([0-9a-f-]+)"[^§]*?Forget Versand am', listed)
    assert found
    ids = re.findall(r'name="forget" value="([0-9a-f-]+)"', listed[: found.end()])
    assert desk.post("/files/wordings/", {"forget": ids[-1]}).status_code == 302
    assert "Versand am" not in known(cast.importer_officer)
    assert chosen(handed_in(desk)[1]) == ["goods_description", "quantity", "unit", ""]


def test_another_organisation_neither_sees_nor_forgets_it(cast: Cast):
    with acting(cast.exporter_officer.viewer) as viewer:
        wordings.remember(viewer, {"Onze stof": "goods_description"})
        (one,) = (row for row in wordings.wordings(viewer) if row.heading == "Onze stof")
    assert "Onze stof" not in known(cast.third_officer)
    third = at_the_desk(cast.third_officer)
    assert "Onze stof" not in third.get("/files/wordings/").content.decode()
    assert third.post("/files/wordings/", {"forget": str(one.pk)}).status_code == 404
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(NotVisible):
        wordings.forget(viewer, one.pk)
    assert "Onze stof" in known(cast.exporter_officer)


def test_our_own_headings_are_not_kept_and_the_newest_meaning_holds(cast: Cast):
    with acting(cast.fourth_officer.viewer) as viewer:
        wordings.remember(viewer, {"Quantity": "quantity", "Waar": "goods_description", "Weg": ""})
        wordings.remember(viewer, {"waar": "hs_code"})
    assert known(cast.fourth_officer) == {"waar": "hs_code"}
