"""Fits the points of each measure of two names, and shows by pairs that were kept back how well they hold.

Logistic regression with a penalty and with signs that are given by sense (a word left over never speaks for), on three
kinds of pairs: labelled pairs, listed parties under another of their names, and innocent people and companies with the
listed names nearest to them. Half of the listed and of the innocent are kept back; the labelled pairs are told by
cross-validation in which one name is never on both sides. Writes `screening/weights.txt`.
Usage: python bench/screeningweights.py
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from penstock.engines.matching.names import Taken, taken
from penstock.engines.matching.screening import scoring
from penstock.engines.matching.screening.grams import Grams
from penstock.engines.matching.screening.loading.ofac import read_ofac
from penstock.engines.matching.screening.naming import FEATURES, measured
from penstock.engines.matching.screening.parties import Entry, Kind

SCREENING = Path(__file__).resolve().parents[2] / "shared" / "data" / "screening"
TABLE = Path(scoring.__file__).with_name("weights.txt")
HEAD = """\
# Points (natural logarithms of odds) of each measure of two names, by `python bench/screeningweights.py`:
# logistic regression on public labelled pairs, other names of listed parties, and innocent names.
"""
INNOCENT, NEAREST, HARDEST, FOLDS, ROUNDS = 8000, 20, 2, 10, 3
LISTED, STOPPED = 1.0, 3.0
"""How much all listed pairs and all innocent ones weigh beside all labelled pairs."""
PENALTY = 0.3
RELATED = 0.3
"""The share of the same words and nearly the same from which on two names have anything in common."""
AGAINST = frozenset({
    "words half alike", "slips in words", "another first letter", "other words instead", "share of other words",
    "words on one side only", "one word of several", "one word of several, not the same", "how many words more",
    "order of words", "legal form", "few letters",
})  # fmt: skip
FOR = frozenset({
    "same words", "words nearly the same", "initialism", "the same name", "how many words agree", "run together",
})  # fmt: skip
NUMBERS = (-2.0, -0.7)
"""Another number in a name always speaks against, although those who labelled the pairs let it pass."""


class Pairs(NamedTuple):
    """Measured pairs, whether each is one party, and the name by which they belong together."""

    values: np.ndarray
    truth: np.ndarray
    groups: np.ndarray


def kept_back(text: str) -> bool:
    """Half of all, by their own letters."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


def lines(name: str) -> list[str]:
    """The lines of a shared file."""
    with (SCREENING / name).open(encoding="utf-8", errors="replace", newline="") as file:
        return list(file)


def labelled() -> Pairs:
    """The public pairs that people labelled."""
    rows = list(csv.DictReader(lines("name_pairs.csv")))
    values = [compared(row["name1"], row["name2"], is_person=row["schema"] == "Person") for row in rows]
    groups = np.array([hashlib.sha256(row["name2"].encode()).digest()[1] % FOLDS for row in rows])
    return Pairs(np.array(values), np.array([row["is_match"] == "true" for row in rows], float), groups)


def compared(one: str, other: str, *, is_person: bool) -> tuple[float, ...]:
    """The measures of two names."""
    return measured(taken(one, is_person=is_person), taken(other, is_person=is_person)).values


def listed(entries: Iterable[Entry], *, back: bool) -> np.ndarray:
    """For each entry of several names one of them with the nearest of the others, if they have anything in common."""
    found = []
    for entry in entries:
        names = entry.all_names
        if len(names) < 2 or kept_back(entry.id) != back:  # noqa: PLR2004 - one name and another
            continue
        asked = names[int(hashlib.sha256(entry.id.encode()).hexdigest(), 16) % len(names)]
        rest = [compared(asked, name, is_person=entry.kind is Kind.PERSON) for name in names if name != asked]
        best = max(rest, key=lambda values: (values[0] + values[1], values))
        if best[0] + best[1] > RELATED:
            found.append(best)
    return np.array(found)


def innocent(
    names: Iterable[str], known: Sequence[Taken], grams: Grams, *, is_person: bool
) -> Iterator[list[tuple[float, ...]]]:
    """For each innocent name the measures with the listed names nearest to it."""
    asked = [taken(name, is_person=is_person) for name in names]
    for name, near in zip(asked, grams.candidates(asked, NEAREST), strict=True):
        if near:
            yield [measured(name, known[place]).values for place, _telling in near]


def fitted(values: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The points that explain the truth best."""

    def loss(points: np.ndarray) -> tuple[float, np.ndarray]:
        total = points[0] + values @ points[1:]
        missed = weight * (1 / (1 + np.exp(-total)) - truth)
        worth = (weight * (np.logaddexp(0, total) - truth * total)).sum() + PENALTY * (points[1:] ** 2).sum()
        return worth, np.concatenate([[missed.sum()], values.T @ missed + 2 * PENALTY * points[1:]])

    start = np.zeros(len(FEATURES) + 1)
    return np.asarray(
        minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *map(_bound, FEATURES)]).x
    )


def _bound(feature: str) -> tuple[float | None, float | None]:
    if feature == "numbers":
        return NUMBERS
    return (-6, 0) if feature in AGAINST else (0, 6) if feature in FOR else (None, None)


def fit(pairs: Pairs, parties: np.ndarray, stopped: Sequence[np.ndarray]) -> np.ndarray:
    """Fit to all three kinds; of each innocent name those pairs count that look worst by the points so far."""
    points = np.array([0.0, *(1.0 if one in FOR else -1.0 if one in AGAINST else 0.0 for one in FEATURES)])
    for _round in range(ROUNDS):
        worst = np.vstack([each[np.argsort(-(each @ points[1:]))[:HARDEST]] for each in stopped])
        values = np.vstack([pairs.values, parties, worst])
        truth = np.concatenate([pairs.truth, np.ones(len(parties)), np.zeros(len(worst))])
        sizes = ((len(pairs.truth), 1.0), (len(parties), LISTED), (len(worst), STOPPED))
        weight = np.concatenate([np.full(size, share * len(pairs.truth) / size) for size, share in sizes])
        points = fitted(values, truth, weight)
    return points


def best_f1(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The best harmonic mean of precision and recall, and the threshold that gives it."""
    return max(
        (2 * float(((scores >= at) & (truth > 0)).sum()) / float((scores >= at).sum() + truth.sum()), float(at))
        for at in np.unique(scores)
    )


def score(values: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The scores of pairs."""
    return np.asarray(1 / (1 + np.exp(-(points[0] + values @ points[1:]))))


def main() -> None:
    """Fit, show and write."""
    entries = read_ofac(lines("ofac_sdn_2024-05-03.csv"), lines("ofac_alt_names.csv")).entries
    known = [taken(name, is_person=entry.kind is Kind.PERSON) for entry in entries for name in entry.all_names]
    grams = Grams(known)
    halves: dict[bool, list[np.ndarray]] = {True: [], False: []}
    for file, column, is_person in (("negatives_global.csv", "full_name", True), ("sec_companies.csv", "name", False)):
        names = [row[column] for row in csv.DictReader(lines(file))]
        for back in halves:
            half = [name for name in names if kept_back(name) == back][:INNOCENT]
            halves[back] += [np.array(each) for each in innocent(half, known, grams, is_person=is_person)]
    pairs, parties = labelled(), listed(entries, back=False)
    crossed = np.zeros(len(pairs.truth))
    for fold in range(FOLDS):
        within = pairs.groups != fold
        points = fit(Pairs(*(part[within] for part in pairs)), parties, halves[False])
        crossed[~within] = score(pairs.values[~within], points)
    points = fit(pairs, parties, halves[False])
    print("labelled pairs, F1 and threshold by cross-validation:", best_f1(crossed, pairs.truth))
    print("labelled pairs, F1 and threshold as fitted:", best_f1(score(pairs.values, points), pairs.truth))
    worst = np.array([score(each, points).max() for each in halves[True]])
    others = score(listed(entries, back=True), points)
    for least in (0.75, 0.8, 0.82, 0.84, 0.85, 0.86, 0.88, 0.9):
        print(
            f"from {least}: {1000 * (worst >= least).mean():.2f} of 1,000 innocent kept back, by name alone;", end=" "
        )
        print(f"{(others >= least).mean():.3f} of the other names of listed parties kept back")
    rows = zip(("without any", *FEATURES), points, strict=True)
    TABLE.write_text(HEAD + "".join(f"{name:34s}{each:7.2f}\n" for name, each in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
