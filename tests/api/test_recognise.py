"""`POST /recognise`: texts in, substances with reasons out, within limits that are said."""

from tests.api.caller import Caller


def test_a_text_is_answered_with_reasons_and_rules(asha: Caller):
    answer = asha.done("/recognise", {"text": "acetc anhydride 99%, 200 l", "on": "2026-01-01"})
    ((found,),) = answer["results"]
    assert (found["id"], found["percent"], found["quantity"]["unit"]) == ("acetic-anhydride", "99", "l")
    assert found["matched"] in found["reason"]
    assert "un-1988:acetic-anhydride" in found["rules"]


def test_texts_are_answered_in_their_order(asha: Caller):
    results = asha.done("/recognise", {"texts": ["books", "acetone", ""]})["results"]
    assert [[one["id"] for one in found] for found in results] == [[], ["acetone"], []]


def test_too_much_and_too_little_are_refused_in_words(asha: Caller):
    for body, code in (
        ({}, "one_of_two"),
        ({"text": "a", "texts": ["b"]}, "one_of_two"),
        ({"texts": ["a"] * 1001}, "too_many_texts"),
        ({"text": "a" * 1_000_001}, "too_long"),
    ):
        answer = asha.post("/recognise", body)
        assert answer.status_code == 422
        assert [fault["code"] for fault in answer.json()["faults"]] == [code]


def test_without_a_token_nothing_is_said(asha: Caller):
    asha.http.headers.pop("Authorization")
    assert asha.post("/recognise", {"text": "acetone"}).status_code == 401
