"""`POST /structures`: a structure in, the rules that it meets with reasons, and why not for a near miss."""

from tests.api.caller import Caller

PSEUDOEPHEDRINE_SALT = "CN[C@@H](C)[C@@H](O)c1ccccc1.Cl"


def test_a_salt_is_met_by_its_atoms_and_its_part(asha: Caller):
    told = asha.post("/structures", {"structure": PSEUDOEPHEDRINE_SALT, "on": "2026-01-01", "jurisdictions": ["UN"]})
    answer = told.json()
    assert (told.status_code, answer["jurisdictions"], answer["on"]) == (200, ["UN"], "2026-01-01")
    hit = next(one for one in answer["hits"] if one["rule"] == "un-1988:pseudoephedrine")
    assert hit["relation"].startswith("a salt of")
    assert (hit["confidence"], hit["reading"], hit["list_title"]) == ("certain", "law", "UN Table I")
    assert 0 < len(hit["atoms"]) <= 12
    assert {one["kind"] for one in answer["parts"]} == {"organic", "counter-ion"}
    assert {one["jurisdiction"] for one in answer["hits"]} == {"UN"}


def test_the_day_matters_and_a_near_miss_says_why_not(asha: Caller):
    def rules(on: str) -> set[str]:
        told = asha.post("/structures", {"structure": "O=C1CCNCC1", "on": on}).json()
        return {one["rule"] for one in told["hits"]}

    assert "un-1988:4-piperidone" in rules("2026-01-01") - rules("2020-01-01")
    butanone = asha.post("/structures", {"structure": "CCCC(=O)C", "on": "2026-01-01"}).json()
    assert all(one["why"] and one["list_title"] for one in butanone["near_misses"])
    assert butanone["near_misses"]
    assert butanone["more_near_misses"] == 0


def test_near_misses_beyond_the_first_ten_are_counted(asha: Caller):
    near = [
        "CC(N)Cc1ccccc1Cl",
        "CCNC(C)Cc1ccccc1OC",
        "CCC(=O)N(c1ccccc1)C1CCNCC1C",
        "CCOC(=O)CC",
        "CNC(C)C(=O)c1ccc(F)cc1C",
    ]
    alone = [asha.post("/structures", {"structure": one, "on": "2026-01-01"}).json()["near_misses"] for one in near]
    told = asha.post("/structures", {"structure": ".".join(near), "on": "2026-01-01"}).json()
    assert len(told["near_misses"]) == 10
    assert 10 + told["more_near_misses"] == sum(map(len, alone))


def test_what_cannot_be_judged_is_refused_with_a_remedy(asha: Caller):
    for structure in ("acetone", "", "C" * 3000, "*C"):
        told = asha.post("/structures", {"structure": structure})
        assert told.status_code == 422
        (fault,) = told.json()["faults"]
        assert (fault["field"], "SMILES" in fault["message"]) == ("structure", True)


def test_a_law_that_is_not_here_is_no_silent_answer(asha: Caller):
    told = asha.post("/structures", {"structure": "CC(C)=O", "jurisdictions": ["UN", "QQ"]})
    assert (told.status_code, told.json()["faults"][0]["field"]) == (422, "jurisdictions")


def test_a_stranger_is_told_nothing(caller):
    assert caller("none").post("/structures", {"structure": "CC(C)=O"}).status_code == 401
