"""Structures a second of the rulebook against the plain loop over all rules in RDKit, on one core, in the same run.

python bench/structures.py [structures]
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path

from measuring import page
from rdkit import Chem, rdBase

from penstock.catalogue.law.book import shipped_book
from penstock.catalogue.structures.rulebook import structure_rules
from penstock.engines.structures.answers import Hit
from penstock.engines.structures.judging import Given
from penstock.engines.structures.molecules.reading import Refused, read
from penstock.engines.structures.molecules.standard import standardise
from penstock.engines.structures.rulebook import Rulebook
from penstock.engines.structures.rules import Site, StructureRule

FILES = ("chemical identifiers pubchem small.tsv", "chemical identifiers pubchem large.tsv")
SMILES = 4
SAMPLE = 24
ROUNDS = 3
ALLOWED_RATE = 5_000
ALLOWED_RATIO = 3
BOTH = frozenset({"salts", "stereoisomers"})
ON_SCAFFOLD = ("alkyl", "alkenyl", "alkoxy", "hydroxy", "halogen", "haloalkyl", "amino", "nitro")
OPEN_EXTENT = ("p2p", "mdp2p", "4-piperidone", "norfentanyl", "4-ap")
ALL_ESTERS = ("bmk-glycidic-acid", "pmk-glycidic-acid")
FENTANYLS = StructureRule(
    "bench:fentanyls",
    "fentanyl-related substances",
    "generic",
    "[#6:1]-[#6:2]-[#7]1-[#6:3]-[#6:3]-[#6:3](-[#6:3]-[#6:3]-1)-[#7:4]",
    BOTH,
    sites=(
        Site(1, "the phenethyl group", ON_SCAFFOLD, ("monocycle",)),
        Site(2, "the phenethyl group", ON_SCAFFOLD),
        Site(3, "the piperidine ring", (*ON_SCAFFOLD, "ester", "ether")),
        Site(4, "the anilide nitrogen", (), ("aromatic-monocycle", "acyl")),
    ),
)
NITAZENES = StructureRule(
    "bench:nitazenes",
    "2-benzylbenzimidazole opioids",
    "generic",
    "[c:1]1[c:1][c:1]c2n(-[CX4;H2]-[CX4;H2]-[NX3:3])c(-[CX4:4]-[c:5]3[c:5][c:5][c:5][c:5][c:5]3)nc2[c:1]1",
    BOTH,
    sites=(
        Site(1, "the benzimidazole ring", ON_SCAFFOLD),
        Site(3, "the amine nitrogen", ("any",)),
        Site(4, "the benzyl carbon", ("alkyl",)),
        Site(5, "the benzyl ring", (*ON_SCAFFOLD, "alkylthio")),
    ),
)


def rules() -> list[StructureRule]:
    """Return every rule of the packs that holds today, and the kinds that national laws add to them."""
    book = shipped_book()
    of_packs = structure_rules(book, datetime.now(UTC).date())
    known = {name: each.smiles for name, each in book.substances.items()}
    open_extent = (StructureRule(f"bench:{one}", one, "derivatives", known[one], BOTH) for one in OPEN_EXTENT)
    esters = (StructureRule(f"bench:{one}", one, "substance", known[one], BOTH | {"esters"}) for one in ALL_ESTERS)
    return [*of_packs, *open_extent, *esters, FENTANYLS, NITAZENES]


def structures() -> list[str]:
    """Return the SMILES of the public record of chemicals."""
    folder = Path(str(distribution("chemicals").locate_file("chemicals"))) / "Identifiers"
    texts = ((folder / name).read_text(encoding="utf-8") for name in FILES)
    return [line.split("\t")[SMILES] for text in texts for line in text.splitlines()]


def bare_loop(book: Rulebook, texts: Iterable[str]) -> int:
    """Parse, and ask RDKit for every rule whether its core is there: no salts, exceptions or groups are judged."""
    cores = [query.pattern.core if query.pattern else query.ready.parent.mol for query in book.queries]
    found = 0
    with rdBase.BlockLogs():
        for text in texts:
            mol = Chem.MolFromSmiles(text)
            found += sum(mol.HasSubstructMatch(core) for core in cores) if mol is not None else 0
    return found


def plain_loop(book: Rulebook, texts: Iterable[str]) -> set[tuple[str, str]]:
    """Parse, standardise, try every rule on every piece, and judge where its core is: the hits, without a screen."""
    cores = [(query, query.pattern.core if query.pattern else query.ready.parent.mol) for query in book.queries]
    found = set()
    for text in texts:
        try:
            standard = standardise(read(text))
        except Refused:
            continue
        for number, fragment in standard.judged:
            given = Given(standard, number)
            asked = (query for query, core in cores if fragment.mol.HasSubstructMatch(core))
            verdicts = [query.ask(given) for query in asked]
            found |= {(text, each.rule) for each in verdicts if isinstance(each, Hit)}
    return found


def screened(book: Rulebook, texts: Iterable[str]) -> set[tuple[str, str]]:
    """Return the hits as the rulebook finds them."""
    return {(answer.text, hit.rule) for answer in book.match_many(texts) for hit in answer.hits}


def seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor in one round, which other programs on the machine disturb less than the clock's."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure, print and write; fails when the plain loop finds a hit that the rulebook does not."""
    texts = structures()[: int(sys.argv[1]) if len(sys.argv) > 1 else None]
    said = rules()
    compiling = seconds(lambda: Rulebook(said))
    book, sample = Rulebook(said), texts[::SAMPLE]
    ours, theirs = screened(book, sample), plain_loop(book, sample)
    if lost := theirs - ours:
        raise RuntimeError(f"the rulebook lost {len(lost)} hits, such as {next(iter(lost))}")
    jobs: tuple[Callable[[], object], ...] = (
        lambda: screened(book, sample),
        lambda: bare_loop(book, sample),
        lambda: plain_loop(book, sample),
        lambda: [book.match(text) for text in sample[::10]],
    )
    rounds = [[seconds(job) for job in jobs] for _ in range(ROUNDS)]
    screen, bare, plain, full = (len(sample) / min(times) for times in zip(*rounds, strict=True))
    everything = len(texts) / seconds(lambda: screened(book, texts))
    lines = [
        ("rulebook, all structures (`match_many`)", f"{everything:,.0f}", "", ""),
        ("rulebook, sample", f"{screen:,.0f}", "1", f"{len(ours):,}"),
        ("plain loop to the same hits", f"{plain:,.0f}", f"{screen / plain:.1f}", f"{len(theirs):,}"),
        ("bare loop, cores only", f"{bare:,.0f}", f"{screen / bare:.1f}", "not judged"),
        ("rulebook with near misses (`match`)", f"{full / 10:,.0f}", "", ""),
    ]
    figures = page.table([f"{len(texts):,} structures, {len(said)} rules", "a second", "slower by", "hits"], lines)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    page.write(
        "Judging structures by the rules of all packs",
        f"{figures}\n\nSeconds of one core, from SMILES text; wanted are {ALLOWED_RATE:,} a second and"
        f" {ALLOWED_RATIO} times the plain loop. The loops are measured on every {SAMPLE}th structure. The plain loop"
        " finds every hit that a substructure search can start from; what the rulebook finds beyond it are tautomers."
        f" Compiling took {1000 * compiling:.0f} ms, the process {memory:.0f} MB at its peak with all structures in"
        " memory.",
    )


if __name__ == "__main__":
    main()
