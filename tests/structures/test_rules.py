"""Positive and negative examples of every kind of rule and every form that a rule may cover."""

import pickle

import pytest
from rdkit import Chem

from penstock.engines.structures.answers import Answer, Hit
from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.rules import COVERS, RuleError, Site, StructureRule
from tests.structures.law import BOOK, CANADA, FENTANYL, RULES


def hit(answer: Answer, rule: str) -> Hit | None:
    return next((each for each in answer.hits if each.rule == rule), None)


def why_not(answer: Answer, rule: str) -> str:
    return next((each.why for each in answer.near_misses if each.rule == rule), "")


MET = [
    # exact, salts, stereoisomers
    ("un-ephedrine", "CN[C@@H](C)[C@H](O)c1ccccc1", "Ephedrine itself", "certain"),
    ("un-ephedrine", "CN[C@@H](C)[C@H](O)c1ccccc1.Cl", "a salt of Ephedrine", "certain"),
    ("un-ephedrine", "C[NH2+][C@@H](C)[C@H](O)c1ccccc1.[Cl-]", "a salt of Ephedrine", "certain"),
    ("un-ephedrine", "CN[C@@H](C)[C@H](O)c1ccccc1.CN[C@@H](C)[C@H](O)c1ccccc1.OS(O)(=O)=O", "a salt of Eph", "certain"),
    ("un-ephedrine", "CNC(C)C(O)c1ccccc1", "Ephedrine itself", "interpretation"),
    ("un-phenylacetic-acid", "[Na]OC(=O)Cc1ccccc1", "a salt of Phenylacetic acid", "certain"),
    ("un-phenylacetic-acid", "[O-]C(=O)Cc1ccccc1.[O-]C(=O)Cc1ccccc1.[Ca+2]", "a salt of Phenyl", "certain"),
    ("un-permanganate", "[O-][Mn](=O)(=O)=O.[K+]", "Potassium permanganate itself", "certain"),
    ("un-hydrochloric-acid", "Cl.O", "a hydrate of Hydrochloric acid", "interpretation"),
    ("un-hydrochloric-acid", "CCOCC.Cl", "Hydrochloric acid itself", "certain"),
    ("un-apaan", "CC(O)=C(C#N)c1ccccc1", "a tautomer of", "interpretation"),
    ("eu-norephedrine", "C[C@@H](N)[C@@H](O)c1ccccc1", "a stereoisomer of Norephedrine", "certain"),
    ("eu-norephedrine", "CC(N)C(O)c1ccccc1.O.Cl", "a salt of a hydrate of Norephedrine", "certain"),
    ("eu-norephedrine", "[2H]C(C)(N)C(O)c1ccccc1", "an isotopically labelled form of Norephedrine", "certain"),
    ("eu-norephedrine", "[13CH3]C(N)C(O)c1ccccc1", "an isotopically labelled form of Norephedrine", "certain"),
    ("us-xylylamine", "CC(N)Cc1cccc(F)c1", "a positional isomer of", "interpretation"),
    # enumerated esters, any ester, ethers, protected forms
    ("un-bmk-acid", "CC1(OC1c1ccccc1)C(=O)OC", "the methyl ester of P-2-P methyl glycidic acid", "certain"),
    ("un-bmk-acid", "CCC(C)OC(=O)C1(C)OC1c1ccccc1", "the sec-butyl ester of", "certain"),
    ("us-bmk-acid", "CC1(OC1c1ccccc1)C(=O)OCc1ccccc1", "an ester of P2P methyl glycidic acid", "certain"),
    ("us-bmk-acid", "CC1(OC1c1ccccc1)C(=O)OCCCCCCCC", "an ester of P2P methyl glycidic acid", "certain"),
    (
        "un-morphine",
        "CN1CCC23C4C1Cc1ccc(OC(C)=O)c(c12)OC3C(OC(C)=O)C=C4",
        "an ester of an ester of Morphine",
        "certain",
    ),
    ("un-morphine", "CN1CCC23C4C1Cc1ccc(OC)c(c12)OC3C(O)C=C4", "an ether of Morphine", "certain"),
    ("model-4-piperidone", "CC(C)(C)OC(=O)N1CCC(=O)CC1", "the N-Boc form of 4-Piperidone", "certain"),
    # generic: one example for each of the five modifications, and two at once
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1CCN(CCc2cccs2)CC1", "within the definition", "certain"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1CCN(CC(O)c2ccccc2)CC1", "within the definition", "certain"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1C", "within the definition", "certain"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1(C(=O)OC)CCN(CCc2ccccc2)CC1", "within the definition", "certain"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1", "within the definition", "certain"),
    ("us-fentanyl-related", "CCC(=O)N(c1cccnc1)C1CCN(CCc2ccccc2)CC1", "within the definition", "certain"),
    ("us-fentanyl-related", "O=C(c1ccco1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "within the definition", "certain"),
    ("us-fentanyl-related", "CC(=O)N(c1ccccc1F)C1CCN(CCc2ccccc2)CC1.Cl", "a salt of within the def", "certain"),
    ("model-nitazenes", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc12", "within the definition", "certain"),
    ("model-nitazenes", "CCOc1ccc(Cc2nc3cc([N+](=O)[O-])ccc3n2CCN2CCCC2)cc1", "within the definition", "certain"),
    # derivatives and analogues: the examples that the Canadian schedule itself gives
    ("ca-p2p", "CC(=O)Cc1ccccc1", "1-Phenyl-2-propanone, its derivatives and analogues itself", "certain"),
    ("ca-p2p", "CC(=O)C(C(N)=O)c1ccccc1", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-piperidone", "CC(C)(C)OC(=O)N1CCC(=O)CC1", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-piperidone", "CC1CNCCC1=O", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-piperidone", "O=C1CCN(Cc2ccccc2)CC1", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-ap", "CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-ap", "CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccc(F)cc1", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-ap", "Fc1ccc(NC2CCNCC2)cc1", "a derivative, in our reading, of", "interpretation"),
    ("ca-4-ap", "CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccc(Br)cc1", "a derivative, in our reading, of", "interpretation"),
]


@pytest.mark.parametrize(("rule", "smiles", "relation", "confidence"), MET)
def test_the_rule_is_met(rule, smiles, relation, confidence):
    found = hit(BOOK.match(smiles), rule)
    assert found is not None
    assert found.relation.startswith(relation)
    assert found.confidence == confidence
    assert found.reading == ("ours" if "our reading" in relation else "law")


NOT_MET = [
    # exact, salts, stereoisomers
    ("un-ephedrine", "CN[C@@H](C)[C@@H](O)c1ccccc1", "stereoisomers are not covered"),
    ("un-ephedrine", "CNCC(C)C(O)c1ccccc1", "a homologue, with a chain longer"),
    ("un-ephedrine", "NCC(O)c1ccccc1", "it lacks C.C of the parent"),
    ("un-ephedrine", "CNC(C)C(O)c1ccccc1C", "it holds the whole parent, and C more"),
    ("un-ephedrine", "CNC(C)C(=O)c1ccccc1", "the same skeleton with other bonds"),
    ("un-permanganate", "[O-][Mn](=O)(=O)=O.[Na+]", ""),
    ("un-hydrochloric-acid", "[Na+].[Cl-]", "salts are not covered"),
    ("un-hydrochloric-acid", "CN[C@@H](C)[C@H](O)c1ccccc1.Cl", ""),
    ("un-sulphuric-acid", "[Na+].[Na+].[O-]S(=O)(=O)[O-]", "salts are not covered"),
    ("un-apaan", "CC(=O)C(C#N)C1CCCCC1", "the same skeleton with other bonds"),
    ("eu-norephedrine", "C[C@H](N)[C@@H](O)c1ccccc1", "the rule excepts this very substance"),
    ("eu-norephedrine", "C[C@H](N)[C@@H](O)c1ccccc1.Cl", "the rule excepts this very substance"),
    ("model-one-hand", "CC(N)Cc1ccccc1.OS(O)(=O)=O", "salts are not covered"),
    ("us-xylylamine", "CC(N)Cc1ccccc1", "it lacks F"),
    ("us-xylylamine", "CC(Cc1ccccc1)NF", ""),
    # esters, ethers, protected forms
    ("un-bmk-acid", "CCCCCOC(=O)C1(C)OC1c1ccccc1", "the rule allows the methyl group, the ethyl group"),
    ("un-bmk-acid", "CC1(OC1c1ccccc1)C(=O)OCc1ccccc1", "at the acid group stands *Cc1ccccc1"),
    ("us-bmk-acid", "CC1(OC1c1ccccc1)C(=O)OC(C)=O", "is no acyl group"),
    ("us-bmk-acid", "CC1(OC1c1ccccc1)C(N)=O", ""),
    ("us-bmk-acid", "CC1(OC1c1ccc(C)cc1)C(=O)OCC", "on the scaffold stands *C, and the rule allows hydrogen only"),
    ("un-morphine", "CN1CCC23C4C1Cc1ccc(OC)c(c12)OC3C(=O)CC4", ""),
    ("model-4-piperidone", "O=C1CCN(Cc2ccccc2)CC1", "at a nitrogen atom stands *Cc1ccccc1"),
    ("model-4-piperidone", "O=C1CCCCN1", ""),
    ("us-xylylamine", "CC(C)(N)c1ccc(F)cc1", ""),
    # generic
    ("us-fentanyl-related", FENTANYL, "the rule excepts this very substance"),
    ("us-fentanyl-related", "C1CC(CCN1CCc1ccccc1)Nc1ccccc1", "the rule wants an aromatic monocycle"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1", "wants a monocycle"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1(C(=O)OC)CCN(CCC(=O)OC)CC1", "wants a monocycle"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1CCN(CCc2cccc3ccccc23)CC1", "wants a monocycle"),
    ("us-fentanyl-related", "CCC(=O)N(c1ccccc1)C1CCN(CC(C#N)c2ccccc2)CC1", "at the phenethyl group stands *C#N"),
    ("us-fentanyl-related", "CCC(=O)N(C1CCCCC1)C1CCN(CCc2ccccc2)CC1", "the rule wants an aromatic monocycle"),
    ("model-nitazenes", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc(S(C)(=O)=O)ccc12", "at the benzimidazole ring stands"),
    ("model-nitazenes", "CCN(CC)CCn1c(Cc2ccc(OCCCCCCC)cc2)nc2ccccc12", "of 1 to 6 carbon atoms"),
    ("model-nitazenes", "Cn1c(Cc2ccccc2)nc2ccccc12", ""),
    # derivatives and analogues: what our reading does not take in
    ("ca-p2p", "CC(=O)CCc1ccccc1", "a homologue"),
    ("ca-p2p", "COC(=O)C1(C)OC1c1ccccc1", ""),
    ("ca-p2p", "O=C(Cc1ccccc1)c1ccccc1", ""),
    ("ca-4-piperidone", "O=C1CCCCC1", ""),
    ("ca-4-piperidone", "O=C1CCCCN1", ""),
    ("ca-4-piperidone", "O=C1CCN(CCCCCCCCCC)CC1", "10 atoms are added to the scaffold, and 8"),
    ("ca-4-piperidone", "O=C1CCN(CCCCCCCCCCCCCCCCCC)CC1", ""),
]


@pytest.mark.parametrize(("rule", "smiles", "why"), NOT_MET)
def test_the_rule_is_not_met_and_why(rule, smiles, why):
    answer = BOOK.match(smiles)
    assert not answer.refused
    assert hit(answer, rule) is None
    assert why in why_not(answer, rule)
    assert why or not why_not(answer, rule)


def test_every_kind_and_every_cover_has_examples_on_both_sides():
    for examples in (MET, NOT_MET):
        shown = [rule for rule in RULES if rule.id in {case[0] for case in examples}]
        assert {rule.kind for rule in shown} == {"substance", "generic", "derivatives"}
        assert frozenset().union(*(rule.covers for rule in shown)) == COVERS


@pytest.mark.parametrize(("rule", "smiles"), [case[:2] for case in MET])
def test_however_the_atoms_are_ordered_the_answer_is_the_same(rule, smiles):
    found = hit(BOOK.match(smiles), rule)
    shuffled = Chem.MolToRandomSmilesVect(Chem.MolFromSmiles(smiles), 3, randomSeed=1961)
    kekulized = Chem.MolToSmiles(Chem.MolFromSmiles(smiles), kekuleSmiles=True)
    for other in (*shuffled, kekulized):
        again = hit(BOOK.match(other), rule)
        assert again is not None
        assert (again.relation, again.confidence) == (found.relation, found.confidence)
        assert any(each.rule == rule for answer in BOOK.match_many([other]) for each in answer.hits)


def test_the_atoms_of_the_core_are_told_as_they_were_given():
    found = hit(BOOK.match("Cl.CC(=O)C(C)c1ccccc1"), "ca-p2p")
    assert found.atoms == (1, 2, 3, 4, 6, 7, 8, 9, 10, 11)
    assert found.part == 1
    labelled = hit(BOOK.match("[2H]C([2H])([2H])C(N)C(O)c1ccccc1"), "eu-norephedrine")
    assert labelled.atoms == (1, *range(4, 14))


def test_each_organic_piece_of_a_mixture_has_its_own_answer():
    answer = BOOK.match("OC(=O)Cc1ccccc1.CN[C@@H](C)[C@H](O)c1ccccc1.CCOCC")
    assert {(each.rule, each.part) for each in answer.hits} >= {
        ("un-phenylacetic-acid", 0),
        ("un-ephedrine", 1),
        ("un-ether", 2),
    }


def test_what_was_set_aside_is_said():
    answer = BOOK.match("[2H]c1ccccc1CC(=O)[O-].[Na+]")
    assert answer.parts[0].changes == ("judged as the neutral form", "isotopic labels set aside")
    assert [part.kind for part in answer.parts] == ["organic", "counter-ion"]
    assert "bonds to a metal read as a salt" in BOOK.match("[Na]OC(=O)Cc1ccccc1").parts[0].changes


def test_an_inchi_is_judged_like_the_smiles():
    assert hit(BOOK.match("InChI=1S/C9H10O/c1-8(10)7-9-5-3-2-4-6-9/h2-6H,7H2,1H3"), "ca-p2p")
    assert [each.hits[0].rule for each in BOOK.match_many(["InChI=1S/C4H10O/c1-3-5-4-2/h3-4H2,1-2H3"])] == ["un-ether"]


def test_a_name_after_the_structure_is_left_alone():
    assert hit(BOOK.match("CCOCC diethyl ether"), "un-ether")
    assert hit(BOOK.match("CCOCC |$R1$|"), "un-ether")


def test_a_rulebook_travels():
    again = pickle.loads(pickle.dumps(BOOK))  # noqa: S301 - written a moment ago
    text = "CC(=O)C(C(N)=O)c1ccccc1"
    assert again.match(text) == BOOK.match(text)
    assert pickle.loads(pickle.dumps(BOOK.match(text))) == BOOK.match(text)  # noqa: S301


BAD = [
    (StructureRule("x", "X", "substance", "not a structure"), "no structure that can be read"),
    (StructureRule("x", "X", "substance", "C", frozenset({"colour"})), "covers nothing called colour"),
    (StructureRule("x", "X", "generic", "[#6:1"), "is no SMARTS"),
    (StructureRule("x", "X", "generic", "C.C"), "one connected core"),
    (StructureRule("x", "X", "generic", "[#6:1]C"), "map numbers of the core"),
    (StructureRule("x", "X", "generic", "[#6:1]C", sites=(Site(1, "it", ("alcyl",)),)), "no group is called 'alcyl'"),
    (StructureRule("x", "X", "generic", "[#6:1]C", sites=(Site(1, "it", ("**",)),)), "no SMILES with one"),
    (StructureRule("x", "X", "substance", "C", excepted=("C(",)), "'C('"),
]


@pytest.mark.parametrize(("rule", "fault"), BAD)
def test_a_bad_rule_is_named(rule, fault):
    with pytest.raises(RuleError, match="rule 'x'") as refused:
        Rulebook([rule])
    assert fault in str(refused.value)


def test_two_rules_may_not_share_an_id():
    with pytest.raises(RuleError):
        Rulebook([CANADA[0], CANADA[0]])


def test_an_empty_rulebook_answers():
    assert Rulebook([]).match("CCO").hits == ()
    assert [answer.hits for answer in Rulebook([]).match_many(["CCO", "nonsense"])] == [(), ()]
