"""The kernel knows no word of the trade and stays small enough to be read in an hour."""

import re
from collections.abc import Iterable

from tests.architecture.house import Source, files, listed

MOST_LINES = 1500
TRADE = """
substance chemical precursor drug narcotic psychotropic shipment consignee consignor exporter importer
exporting importing permit licence customs seizure incident treaty convention government authority company
secretariat incb objection ephedrine acetone laboratory forensic
"""
WORD = re.compile(r"[A-Za-z][a-z]+")


def trade_words(sources: Iterable[Source]) -> list[str]:
    """Words of the trade, also within names such as `notice_of_shipment` or `ShipmentForm`."""
    trade = {form for word in TRADE.split() for form in (word, f"{word}s", f"{word[:-1]}ies")}
    return [
        f"src/penstock/{source.path}:{number}: {word}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        for word in WORD.findall(line)
        if word.lower() in trade
    ]


def kernel() -> list[Source]:
    """What the kernel consists of."""
    return [source for source in files("*.py", "*.html") if source.package == "kernel"]


def lines(source: Source) -> int:
    """How much there is to read: empty lines are not."""
    return sum(1 for line in source.text.splitlines() if line.strip())


def test_no_word_of_the_trade():
    found = trade_words(kernel())
    assert not found, listed(found)


def test_planted_words_of_the_trade_are_caught():
    planted = Source("kernel/forms.py", "class ShipmentForm: ...\nabout = 'both governments'\nexport_file = 1\n")
    assert [finding.rpartition(" ")[2] for finding in trade_words([planted])] == ["Shipment", "governments"]


def test_size():
    sizes = {source.path: lines(source) for source in kernel() if source.path.endswith(".py")}
    assert sum(sizes.values()) < MOST_LINES, f"{sum(sizes.values())} lines of Python that are not empty: {sizes}"
