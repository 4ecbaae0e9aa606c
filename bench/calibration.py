"""Fits the confidence of each sort of finding on lines of our own making, and shows on held-out lines how it holds.

Writes `judgement/confidence.csv` of the engine and the figures in `docs/reference/recognition.md`.
Usage: python bench/calibration.py [lines]
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from trade.lines import Line, World, lines, world

from penstock.engines.recognition.findings import Finding
from penstock.engines.recognition.judgement import confidence
from penstock.engines.recognition.judgement.confidence import BANDS, DEFAULT_THRESHOLD, Sort, band_of, sort_of
from penstock.engines.recognition.recogniser import Recogniser

LINES, SEED, ADOPTED = 120_000, 20_261_121, 600
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "recognition.md"
TABLE = Path(confidence.__file__).with_name("confidence.csv")
SHRINK = 8
"""How many findings of the wider sort a sort's own share is mixed with."""
LEAST, MOST = 0.01, 0.995
TOP = 9
"""The bin from 0.9 on."""


class Seen(NamedTuple):
    """How many findings of a sort there were, and how many of them were right."""

    findings: int = 0
    right: int = 0

    def plus(self, is_right: bool) -> "Seen":  # noqa: FBT001 - that is what is counted
        """One more."""
        return Seen(self.findings + 1, self.right + is_right)


def best_findings(found: Iterable[Finding]) -> Iterable[Finding]:
    """The finding of each substance by which it would be told: the one of the strongest means."""
    order = ("number", "exact", "skeleton", "turned", "sound", "look", "vowels", "letters", "ending", "support")
    best: dict[str, Finding] = {}
    for one in found:
        known = best.get(one.entry.id)
        rank = (order.index(one.means), one.distance, not one.is_whole, one.is_recorded)
        if known is None or rank < (order.index(known.means), known.distance, not known.is_whole, known.is_recorded):
            best[one.entry.id] = one
    return best.values()


def count(recogniser: Recogniser, drawn: Iterable[Line]) -> Mapping[tuple[Sort, int], Seen]:
    """Count the findings of each sort and band, and the right ones."""
    counted: dict[tuple[Sort, int], Seen] = defaultdict(Seen)
    for line in drawn:
        for one in best_findings(recogniser.findings(line.text)):
            cell = sort_of(one), band_of(one.length)
            counted[cell] = counted[cell].plus(one.entry.id in line.truth)
    return counted


def fit(counted: Mapping[tuple[Sort, int], Seen]) -> list[tuple[Sort, int, Seen, float]]:
    """Return each cell with its confidence: its share of right ones, mixed with its wider sort's, rising with length.

    Rising is made by pooling neighbours that would fall (isotonic regression, weighted by the findings).
    """
    wider: dict[tuple[str, int, str], Seen] = defaultdict(Seen)
    for (sort, _), seen in counted.items():
        before = wider[sort.means, sort.distance, sort.sharing]
        wider[sort.means, sort.distance, sort.sharing] = Seen(
            before.findings + seen.findings, before.right + seen.right
        )
    rows: list[tuple[Sort, int, Seen, float]] = []
    for sort in sorted({sort for sort, _ in counted}):
        bands = [band for band in BANDS if (sort, band) in counted]
        parent = wider[sort.means, sort.distance, sort.sharing]
        prior = (parent.right + 1) / (parent.findings + 2)
        cells = [counted[sort, band] for band in bands]
        shares = [(seen.right + SHRINK * prior) / (seen.findings + SHRINK) for seen in cells]
        levels = rising(shares, [seen.findings + SHRINK for seen in cells])
        rows += (
            (sort, band, seen, round(min(max(level, LEAST), MOST), 3))
            for band, seen, level in zip(bands, cells, levels, strict=True)
        )
    return rows


def rising(shares: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the nearest rising sequence: pool adjacent violators."""
    blocks: list[list[float]] = []
    for share, weight in zip(shares, weights, strict=True):
        blocks.append([share, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            last, before = blocks.pop(), blocks.pop()
            total = last[1] + before[1]
            blocks.append([(last[0] * last[1] + before[0] * before[1]) / total, total, last[2] + before[2]])
    return [level for level, _, size in blocks for _ in range(int(size))]


def save(rows: Iterable[tuple[Sort, int, Seen, float]]) -> None:
    """Write the table of the engine."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(confidence.columns())
        writer.writerows((*sort, band, seen.findings, seen.right, level) for sort, band, seen, level in rows)
    confidence.table.cache_clear()


def curve(recogniser: Recogniser, drawn: Sequence[Line]) -> str:
    """A table: of the findings told with a confidence, how many are right; and what was found of each kind of noise."""
    bins: dict[int, list[float]] = defaultdict(list)
    right: Counter[int] = Counter()
    found: Counter[str] = Counter()
    lines_of: Counter[str] = Counter()
    false = strangers = 0
    for line in drawn:
        told = [one for one in recogniser.recognise(line.text, threshold=0, suspicious=False) if one.is_listed]
        for one in told:
            bins[min(int(one.confidence * 10), 9)].append(one.confidence)
            right[min(int(one.confidence * 10), 9)] += one.id in line.truth
        sure = {one.id for one in told if one.confidence >= DEFAULT_THRESHOLD}
        if line.truth:
            lines_of[line.noise] += 1
            found[line.noise] += line.truth <= sure
        else:
            strangers += 1
            false += bool(sure)
    rows = [
        f"| {low / 10:.1f} to {low / 10 + 0.1:.1f} | {len(bins[low])} | {sum(bins[low]) / len(bins[low]):.3f} | "
        f"{right[low] / len(bins[low]):.3f} |"
        for low in sorted(bins)
    ]
    by_noise = [f"| {kind} | {lines_of[kind]} | {found[kind] / lines_of[kind]:.3f} |" for kind in sorted(lines_of)]
    at_nine = right[TOP] / max(1, len(bins[TOP]))
    last = (
        f"Of {strangers} lines with an unlisted name that the recogniser had never read (written as badly as the "
        f"listed ones), or with prose,\n{false} were hit at the default threshold: one in "
        f"{strangers / max(false, 1):.0f}."
    )
    return "\n".join(
        [
            "| told with | findings | mean confidence | right |", "| --- | ---: | ---: | ---: |", *rows, "",
            f"Of the findings told with 0.9 or more, {at_nine:.3f} are right.", "",
            f"Found at the default threshold of {DEFAULT_THRESHOLD}, by how the listed name was written:", "",
            "| written | lines | found |", "| --- | ---: | ---: |", *by_noise, "", last,
        ]
    )  # fmt: skip


def page(made: World, fitted: int, held_out: int, text: str) -> str:
    """The page of figures."""
    return f"""<!-- Written by `python bench/calibration.py`; change the script, not this page. -->

# How sure a recognition is

`confidence` is the share of findings of the same sort that are right. The sort is: by which means it was found, how
many letters differ, whether the name has its part of the line to itself, whether an ordinary chemical's name lies as
near, whether only the public record knows the name, whether several substances share it, and how long it is. The table
is `judgement/confidence.csv` in the engine.

It was fitted on {fitted} lines of our own making and checked on {held_out} others: half hold a name of one of
{len(made.entries)} listed chemicals (the register, and {ADOPTED} others taken by lot to be listed for this
measurement), the rest hold names of ordinary ones that the recogniser had never read ({len(made.strangers):,} names),
or our own prose. Names are written badly by our own model of noise (`bench/trade/noise.py`); no list of real
misspellings went into it. The share of listed names among real goods is far smaller than one in two: where hardly any
line is listed, expect fewer right ones at low confidence than the table says.

Findings less sure than {DEFAULT_THRESHOLD} are not told unless asked for.

## On lines held out

{text}
"""


def main() -> None:
    """Draw, fit, check, write."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    made = world(ADOPTED, SEED)
    recogniser = Recogniser(made.entries, made.record.ordinary)
    drawn = list(lines(made, number, SEED))
    fitting, held_out = [one for one in drawn if not one.is_held_out], [one for one in drawn if one.is_held_out]
    save(fit(count(recogniser, fitting)))
    text = curve(recogniser, held_out)
    print(text)
    PAGE.write_text(page(made, len(fitting), len(held_out), text), encoding="utf-8")


if __name__ == "__main__":
    main()
