"""A rulebook for the tests: one rule or more of every kind, each with the words of the law that it says.

The rules named after a law follow its text; where the text itself was not at hand, the rule is named a model.
"""

from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.rules import Site, StructureRule

BMK_ACID = "CC1(OC1c1ccccc1)C(=O)O"
PMK_ACID = "CC1(OC1c1ccc2OCOc2c1)C(=O)O"
P2P = "CC(=O)Cc1ccccc1"
FENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"
EIGHT = (
    "methyl *C",
    "ethyl *CC",
    "propyl *CCC",
    "isopropyl *C(C)C",
    "butyl *CCCC",
    "isobutyl *CC(C)C",
    "sec-butyl *C(C)CC",
    "tert-butyl *C(C)(C)C",
)
BOTH = frozenset({"salts", "stereoisomers"})
ON_FENTANYL = ("alkyl", "alkenyl", "alkoxy", "hydroxy", "halogen", "haloalkyl", "amino", "nitro")
PHENETHYL = "the phenethyl group"
# The core of fentanyl without what the law lets be replaced: both rings of carbon, and the propionyl group.
FENTANYL_CORE = "[#6:1]-[#6:2]-[#7]1-[#6:3]-[#6:3]-[#6:3](-[#6:3]-[#6:3]-1)-[#7:4]"
NITAZENE_CORE = "[c:1]1[c:1][c:1]c2n(-[CX4;H2:2]-[CX4;H2]-[NX3:3])c(-[CX4:4]-[c:5]3[c:5][c:5][c:5][c:5][c:5]3)nc2[c:1]1"

UNITED_NATIONS = (
    StructureRule(
        "un-bmk-acid",
        "P-2-P methyl glycidic acid",
        "substance",
        BMK_ACID,
        frozenset({"salts", "stereoisomers", "enumerated-esters"}),
        esters=EIGHT,
    ),
    StructureRule("un-ephedrine", "Ephedrine", "substance", "CN[C@@H](C)[C@H](O)c1ccccc1", frozenset({"salts"})),
    StructureRule("un-phenylacetic-acid", "Phenylacetic acid", "substance", "OC(=O)Cc1ccccc1", frozenset({"salts"})),
    StructureRule("un-permanganate", "Potassium permanganate", "substance", "[K+].[O-][Mn](=O)(=O)=O"),
    StructureRule("un-hydrochloric-acid", "Hydrochloric acid", "substance", "Cl"),
    StructureRule("un-sulphuric-acid", "Sulphuric acid", "substance", "OS(O)(=O)=O"),
    StructureRule("un-ether", "Ethyl ether", "substance", "CCOCC"),
    StructureRule("un-apaan", "alpha-Phenylacetoacetonitrile", "substance", "CC(=O)C(C#N)c1ccccc1", BOTH),
    StructureRule(
        "un-morphine",
        "Morphine",
        "substance",
        "CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5",
        frozenset({"salts", "esters", "ethers", "stereoisomers"}),
        wording="the esters and ethers, unless appearing in another Schedule",
    ),
)
EUROPE = (
    StructureRule(
        "eu-norephedrine",
        "Norephedrine",
        "substance",
        "C[C@H](N)[C@H](O)c1ccccc1",
        frozenset({"salts", "stereoisomers", "hydrates", "isotopes"}),
        excepted=("C[C@H](N)[C@@H](O)c1ccccc1",),
        wording="the stereoisomeric forms of the substances listed, not being cathine",
    ),
)
UNITED_STATES = (
    StructureRule(
        "us-bmk-acid",
        "P2P methyl glycidic acid and its esters",
        "substance",
        BMK_ACID,
        frozenset({"salts", "stereoisomers", "esters"}),
    ),
    StructureRule("us-xylylamine", "a model of I(c)", "substance", "CC(N)Cc1ccc(F)cc1", BOTH | {"positional"}),
    StructureRule(
        "us-fentanyl-related",
        "fentanyl-related substances",
        "generic",
        FENTANYL_CORE,
        BOTH,
        sites=(
            Site(1, PHENETHYL, ON_FENTANYL, ("monocycle",)),
            Site(2, PHENETHYL, ON_FENTANYL),
            Site(3, "the piperidine ring", (*ON_FENTANYL, "ester", "ether")),
            Site(4, "the anilide nitrogen", (), ("aromatic-monocycle", "acyl")),
        ),
        excepted=(FENTANYL,),
        wording="21 CFR 1308.11(h)(30)(i): structurally related to fentanyl by one or more of five modifications",
    ),
)
CANADA = tuple(
    StructureRule(id_, f"{name}, its derivatives and analogues", "derivatives", smiles, BOTH)
    for id_, name, smiles in (
        ("ca-p2p", "1-Phenyl-2-propanone", P2P),
        ("ca-4-piperidone", "4-Piperidone", "O=C1CCNCC1"),
        ("ca-norfentanyl", "Norfentanyl", "CCC(=O)N(C1CCNCC1)c1ccccc1"),
        ("ca-4-ap", "N-Phenyl-4-piperidinamine", "C1CC(CCN1)Nc1ccccc1"),
    )
)
MODELS = (
    StructureRule(
        "model-nitazenes",
        "2-benzylbenzimidazole opioids",
        "generic",
        NITAZENE_CORE,
        BOTH,
        sites=(
            Site(1, "the benzimidazole ring", ("nitro", "halogen", "alkyl:1-4", "cyano", "amino")),
            Site(2, "the ethylene chain", ("alkyl:1-2",)),
            Site(3, "the amine nitrogen", ("alkyl:1-4", "any")),
            Site(4, "the benzyl carbon", ("alkyl:1-2", "hydroxy")),
            Site(5, "the benzyl ring", ("alkoxy:1-6", "alkylthio", "halogen", "hydroxy", "alkyl", "haloalkyl")),
        ),
        most_atoms=45,
    ),
    StructureRule(
        "model-4-piperidone",
        "4-Piperidone and its protected forms",
        "substance",
        "O=C1CCNCC1",
        frozenset({"salts", "protected"}),
        protecting=("Boc *C(=O)OC(C)(C)C", "Cbz *C(=O)OCc1ccccc1", "acetyl *C(C)=O"),
    ),
    StructureRule("model-one-hand", "Amphetamine of one hand", "substance", "C[C@H](N)Cc1ccccc1", frozenset()),
)
RULES = (*UNITED_NATIONS, *EUROPE, *UNITED_STATES, *CANADA, *MODELS)
BOOK = Rulebook(RULES)
