"""The law over the API: what is this, and what does the law of a place say of it on a day; with what was verified."""

from collections.abc import Callable

import pytest

from tests.api.caller import Caller, shipment

CallerOf = Callable[[str], Caller]


def test_a_question_is_answered_with_rules_versions_and_marks(asha: Caller):
    answer = asha.get("/law/ask", what="108-24-7", country="NL", on="2026-01-01").json()
    assert answer["jurisdictions"] == ["UN", "EU"]
    assert {"un-1988", "eu"} <= answer["packs"].keys()
    (found,) = answer["found"]
    assert (found["id"], found["cas"]) == ("acetic-anhydride", "108-24-7")
    assert {one["list_title"] for one in found["rules"]} == {"UN Table I", "EU category 2A"}
    assert found["verified"] is all(one["verified"] for one in found["rules"])


def test_the_day_and_the_place_matter(asha: Caller):
    def lists(**asked: str) -> set[str]:
        (found,) = asha.get("/law/ask", what="acetic anhydride", **asked).json()["found"]
        return {one["list_title"] for one in found["rules"]}

    assert lists(on="1995-01-01", country="NL") == {"UN Table II"}
    assert lists(on="2026-01-01", country="KE") == {"UN Table I"}
    assert lists(on="2026-01-01", country="IN") == {"UN Table I", "India Schedule A"}


def test_goods_as_trade_writes_them_are_recognised(asha: Caller):
    found = asha.get("/law/ask", what="Acetone in drums with potassium permanganate").json()["found"]
    assert {one["id"] for one in found} == {"acetone", "potassium-permanganate"}
    assert all(one["reason"] for one in found)


def test_what_nobody_knows_is_no_answer_that_it_is_free(asha: Caller):
    assert asha.get("/law/ask", what="plain water").json()["found"] == []


def test_lists_and_their_entries_on_a_day(asha: Caller):
    lists = {one["code"]: one for one in asha.get("/law/lists", jurisdiction="UN", on="2026-01-01").json()}
    entries = asha.get("/law/lists/un-1988/I", on="2026-01-01").json()
    assert lists["I"]["entries"] == len(entries)
    assert lists["I"]["verified"] == sum(one["verified"] for one in entries)
    assert "mapa" in {one["substance"] for one in entries}
    earlier = asha.get("/law/lists/un-1988/I", on="2019-01-01").json()
    assert "mapa" not in {one["substance"] for one in earlier}


@pytest.mark.parametrize("path", ["/law/lists/un-1988/IX", "/law/lists/xx-none/I", "/substances/nothing-known"])
def test_what_is_not_there_is_404(asha: Caller, path: str):
    assert asha.get(path).status_code == 404


def test_changes_between_two_days(asha: Caller):
    found = asha.get("/law/changes", before="2019-01-01", after="2021-01-01", jurisdiction="UN").json()
    assert ("added", "mapa") in {(one["kind"], *one["substances"]) for one in found}
    assert asha.get("/law/changes", before="2019-01-01", after="2019-01-01").json() == []


def test_a_substance_with_its_names_numbers_and_history(asha: Caller):
    one = asha.get("/substances/acetic-anhydride", on="2026-01-01").json()
    assert (one["formula"], one["hs"]) == ("C4H6O3", "2915.24")
    assert "ethanoic anhydride" in one["names"]["en"]
    assert [(each["list_code"], each["until"]) for each in one["history"] if each["pack"] == "un-1988"][-1] == (
        "I",
        None,
    )
    assert {each["jurisdiction"] for each in one["rules"]} >= {"UN", "EU"}


def test_a_clerk_may_ask_and_a_stranger_may_not(caller: CallerOf):
    assert caller("Priya Nair").get("/law/packs").status_code == 200
    assert caller("none").get("/law/packs").status_code == 401


def test_a_notice_says_under_which_law_it_was_judged(asha: Caller):
    draft = asha.done("/notices", shipment(reference="LAW-1"))
    path = f"/notices/{draft['reference']}"
    assert asha.get(path).json()["judged_under"] is None
    asha.done(f"{path}/submit")
    judged = asha.get(path).json()["judged_under"]
    packs = {one["id"]: one["version"] for one in asha.get("/law/packs").json()}
    assert judged["packs"] == packs


def test_what_is_enacted_without_a_day_is_told_without_one(asha: Caller):
    answer = asha.get("/law/changes", before="2026-01-01", after="9999-12-31", jurisdiction="CA")
    undated = [one for one in answer.json() if one["since"] is None]
    assert any("SOR/2025-246" in one["new"] for one in undated)
    asked = asha.get("/law/ask", what="acetone", country="CA", on="9999-12-31").json()
    clauses = [one for rule in asked["found"][0]["rules"] for one in rule["clauses"]]
    assert {one["since"] is None for one in clauses if "SOR/2025-246" in one["source"]} == {True}
    assert {one["since"] is None for one in clauses} == {True, False}
    assert '"since":"9999' not in answer.text
    shapes = asha.http.get("/openapi.json").json()["components"]["schemas"]
    assert "nobody has said yet when it begins" in shapes["ClauseShape"]["properties"]["since"]["description"]
