"""Parties against lists: how well and how fast, beside the algorithms of nomenklatura in the same run.

Usage: python bench/screening.py [names of the list for the speed] [interpreter that has nomenklatura]
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from measuring.page import table, write

from penstock.engines.matching.names import taken
from penstock.engines.matching.screening.loading.ofac import read_ofac
from penstock.engines.matching.screening.naming import measured
from penstock.engines.matching.screening.parties import Entry, Kind, Party
from penstock.engines.matching.screening.scoring import logit_of, probability
from penstock.engines.matching.screening.screen import LEAST, Screen

SCREENING = Path(__file__).resolve().parents[2] / "shared" / "data" / "screening"
CLIENTS = Path(__file__).parents[1] / ".venv" / "clients" / "bin" / "python"
PEER = Path(__file__).with_name("screeningpeer.py")
MANY, ASKED, FOLDS, TOP = 500_000, 2000, 5, 3
PEER_ASKED, PEER_NEAREST = 300, 15
PEER_LEAST = 0.7
"""From which score on yente, which serves nomenklatura's algorithms, tells a match unless it is set otherwise."""


class Question(NamedTuple):
    """A party that is asked for, and the entries that it is compared with, the true one's number among them or none."""

    party: Party
    truth: str
    near: list[Entry]


def lines(name: str) -> list[str]:
    """The lines of a shared file."""
    with (SCREENING / name).open(encoding="utf-8", errors="replace", newline="") as file:
        return list(file)


def entries() -> tuple[Entry, ...]:
    """The list of the United States with its other names."""
    return read_ofac(lines("ofac_sdn_2024-05-03.csv"), lines("ofac_alt_names.csv")).entries


def aliases(listed: Iterable[Entry]) -> list[tuple[str, str]]:
    """Each other name in the file of other names with the number of its entry, where that is on the list."""
    known = {entry.id for entry in listed}
    rows = [row for row in csv.reader(lines("ofac_alt_names.csv")) if len(row) > 3]  # noqa: PLR2004 - of a whole line
    return [(row[0], row[3].strip()) for row in rows if row[0] in known]


def people() -> list[Party]:
    """Innocent people with what is known of them."""
    return [
        Party(
            f"p{at}",
            (row["full_name"],),
            Kind.PERSON,
            countries=(row["nationality"],),
            birth_dates=(row["date_of_birth"],),
        )
        for at, row in enumerate(csv.DictReader(lines("negatives_global.csv")))
    ]


def companies() -> list[Party]:
    """Innocent companies by name."""
    rows = csv.DictReader(lines("sec_companies.csv"))
    return [Party(f"c{row['cik']}", (row["name"],), Kind.COMPANY) for row in rows]


def by_name(parties: Iterable[Party]) -> list[Party]:
    """The same parties with nothing but their names."""
    return [replace(party, countries=(), birth_dates=()) for party in parties]


def best_f1(scores: Sequence[float], truth: Sequence[bool]) -> tuple[float, float]:
    """The best harmonic mean of precision and recall, and the threshold that gives it."""

    def f1(least: float) -> float:
        said = [one >= least for one in scores]
        return 2 * sum(a and b for a, b in zip(said, truth, strict=True)) / (sum(said) + sum(truth))

    return max((f1(least), least) for least in set(scores) if least > 0)


def peer(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The scores and seconds of each algorithm of nomenklatura over pairs; nothing without it."""
    python = sys.argv[2] if len(sys.argv) > 2 else str(CLIENTS)  # noqa: PLR2004 - the second argument
    told = json.dumps(pairs)
    try:
        answer = subprocess.run(
            [python, "-W", "ignore", str(PEER)], input=told, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"without nomenklatura: {python} does not run it ({fault})")
        return {}
    found: dict[str, dict[str, Any]] = json.loads(answer.stdout)
    return found


def told(schema: str, names: Iterable[str], **more: list[str]) -> dict[str, Any]:
    """A party as nomenklatura reads it."""
    return {"schema": schema, "properties": {"name": list(names), **more}}


def schema_of(party: Party) -> str:
    """The schema of FollowTheMoney for a party."""
    return {Kind.PERSON: "Person", Kind.COMPANY: "Company", Kind.VESSEL: "Vessel"}.get(party.kind, "LegalEntity")


def pairs_compared() -> list[tuple[str, ...]]:
    """F1 of everybody at the best threshold of each, on the labelled pairs."""
    rows = list(csv.DictReader(lines("name_pairs.csv")))
    truth = [row["is_match"] == "true" for row in rows]
    theirs = peer([(told(row["schema"], [row["name1"]]), told(row["schema"], [row["name2"]])) for row in rows])
    start = time.process_time()
    ours = []
    for row in rows:
        is_person = row["schema"] == "Person"
        found = measured(taken(row["name1"], is_person=is_person), taken(row["name2"], is_person=is_person))
        ours.append(probability(logit_of(found)))
    all_of_it = {"Penstock": {"scores": ours, "seconds": time.process_time() - start}, **theirs}
    found = []
    for name, each in all_of_it.items():
        f1, least = best_f1(each["scores"], truth)
        found.append((name, f"{f1:.3f}", f"{least:.3f}", f"{len(rows) / each['seconds']:,.0f}"))
    return found


def within(screen: Screen, asked: Sequence[tuple[str, str]], kinds: dict[str, Kind]) -> list[bool]:
    """Of each other name whether its entry is among the first."""
    parties = [Party(number, (name,), kinds[number]) for number, name in asked]
    return [party.id in [alert.entry.id for alert in found[:TOP]] for party, found in screen.screen(parties, least=0.0)]


def recalled(listed: Sequence[Entry]) -> list[tuple[str, ...]]:
    """How often other names find their entry: on the list with all names, and each left out of it."""
    asked, kinds = aliases(listed), {entry.id: entry.kind for entry in listed}
    whole = within(Screen(listed), asked, kinds)
    fold_of = [Random(f"{number} {name}").randrange(FOLDS) for number, name in asked]  # noqa: S311 - repeatable chance
    out: list[bool] = []
    related: list[bool] = []
    for fold in range(FOLDS):
        left = {one for one, each in zip(asked, fold_of, strict=True) if each == fold}
        rest = [
            replace(entry, aliases=tuple(name for name in entry.aliases if (entry.id, name.strip()) not in left))
            for entry in listed
        ]
        names = {entry.id: entry.all_names for entry in rest}
        questions = sorted(left)
        out += within(Screen(rest), questions, kinds)
        related += [_shares_a_word(name, names[number]) for number, name in questions]
    kin = [hit for hit, is_kin in zip(out, related, strict=True) if is_kin]
    rows = (
        ("other names, on the list among all names", whole),
        ("other names, left out of the list", out),
        ("of these, those that share a telling word or its sound with a name left", kin),
    )
    return [(name, f"{len(hits):,}", f"{sum(hits) / len(hits):.3f}") for name, hits in rows]


def _shares_a_word(asked: str, names: Iterable[str]) -> bool:
    """Whether a word that tells something is, or sounds as, one of another name."""
    ours = {key for word in taken(asked).words if word.weight == 1 for key in (word.text, f"~{word.sound}")}
    return any(word.text in ours or f"~{word.sound}" in ours for name in names for word in taken(name).words)


def stopped(screen: Screen) -> list[tuple[str, ...]]:
    """Of 1,000 innocent parties, how many are shown at the default threshold."""
    found = []
    sets = (
        ("people, by name alone", by_name(people())),
        ("people, with country and birth date", people()),
        ("companies, by name alone", companies()),
    )
    for name, parties in sets:
        shown = sum(bool(alerts) for _party, alerts in screen.screen(parties))
        found.append((name, f"{len(parties):,}", f"{1000 * shown / len(parties):.2f}"))
    return found


def side_by_side(screen: Screen, listed: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Everybody over the same candidates: our candidate step, each one's scores, for a sample."""
    chance = Random(7)  # noqa: S311 - repeatable chance
    known = {entry.id: entry for entry in listed}
    names = chance.sample(aliases(listed), PEER_ASKED)
    asked = [(Party(number, (name,), known[number].kind), number) for number, name in names]
    asked += [(party, "") for party in chance.sample(by_name(people()), PEER_ASKED)]
    asked += [(party, "") for party in chance.sample(companies(), PEER_ASKED)]
    found = screen.screen([party for party, _truth in asked], least=0.0, most=PEER_NEAREST)
    questions = [
        Question(party, truth, [alert.entry for alert in alerts])
        for (party, truth), (_party, alerts) in zip(asked, found, strict=True)
    ]
    ours = [
        alert.score
        for _party, alerts in screen.screen([one.party for one in questions], least=0.0, most=PEER_NEAREST)
        for alert in alerts
    ]
    pairs = [
        (told(schema_of(one.party), one.party.names), told(schema_of(entry), entry.all_names))
        for one in questions
        for entry in one.near
    ]
    everybody = {"Penstock": (ours, LEAST)}
    everybody |= {name: (each["scores"], PEER_LEAST) for name, each in peer(pairs).items()}
    return [_over_candidates(name, questions, scores, least) for name, (scores, least) in everybody.items()]


def _over_candidates(
    name: str, questions: Sequence[Question], scores: Sequence[float], least: float
) -> tuple[str, ...]:
    waiting = iter(scores)
    first, shown = [], []
    for one in questions:
        ranked = sorted(((next(waiting), entry.id) for entry in one.near), key=_by_score)
        if one.truth:
            first.append(one.truth in [number for _score, number in ranked[:TOP]])
        else:
            shown.append(bool(ranked) and ranked[0][0] >= least)
    return name, f"{sum(first) / len(first):.3f}", f"{1000 * sum(shown) / len(shown):.1f}", f"{least}"


def _by_score(ranked: tuple[float, str]) -> float:
    return -ranked[0]


def made_up(count: int) -> Iterator[Entry]:
    """Names of people and companies of halves that stood in different names."""
    chance = Random(3)  # noqa: S311 - repeatable chance
    firms = [party.names[0].split() for party in companies()]
    rows = list(csv.DictReader(lines("negatives_global.csv")))
    for at in range(count):
        one, other = chance.choice(firms), chance.choice(firms)
        if at % 2:
            name = " ".join(one[: max(1, len(one) // 2)] + other[len(other) // 2 :])
        else:
            row = chance.choice(rows)
            name = f"{chance.choice(rows)['first_name']} {row['middle_name']} {row['last_name']}"
        yield Entry(str(at), (name,), Kind.COMPANY if at % 2 else Kind.PERSON, list_id="made up")


def speed(count: int) -> tuple[str, ...]:
    """Screenings a second of processor time and of the clock, after a run that warms, over very many names."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    screen = Screen(made_up(count))
    built = time.process_time() - start
    chance = Random(11)  # noqa: S311 - repeatable chance
    asked = chance.sample(by_name(people()), ASKED // 2) + chance.sample(companies(), ASKED // 2)
    chance.shuffle(asked)
    list(screen.screen(asked[:50]))
    start, clock = time.process_time(), time.perf_counter()
    shown = sum(bool(alerts) for _party, alerts in screen.screen(asked))
    spent, passed = time.process_time() - start, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (
        f"{count:,}",
        f"{ASKED / spent:,.0f}",
        f"{ASKED / passed:,.0f}",
        f"{1000 * spent / ASKED:.2f}",
        f"{built:.0f}",
        f"{(memory - before) / 1024:,.0f}",
        f"{memory / 1024:,.0f}",
        f"{shown}",
    )


def _shown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, printed as soon as it is measured: the whole takes minutes."""
    made = table(headings, rows)
    print(made, flush=True)
    return made


def main() -> None:
    """Measure and write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    speeds = ["names", "a second of one core", "by the clock", "ms each", "built in s", "MB more", "MB in all", "shown"]
    fast = _shown(speeds, [speed(count)])
    load = os.getloadavg()[0]
    listed = entries()
    screen = Screen(listed)
    parts = [
        _shown(["nearest of labelled pairs", "F1", "at threshold", "pairs a second"], pairs_compared()),
        _shown(["asked", "names", f"entry among the first {TOP}"], recalled(listed)),
        _shown(["innocent, against the same list", "asked", "shown of 1,000"], stopped(screen)),
        _shown(
            ["over the same candidates", f"true entry among the first {TOP}", "innocent shown of 1,000", "at"],
            side_by_side(screen, listed),
        ),
        fast,
    ]
    size, all_names = screen.size
    text = (
        f"The list has {size:,} entries with {all_names:,} names. The labelled pairs served to fit the weights, too: by"
        " cross-validation F1 is what `python bench/screeningweights.py` tells. Names left out of the list are asked"
        f" in {FOLDS} parts. The threshold shown at is the default of each ({LEAST} here; {PEER_LEAST} in yente). Speed"
        f" is over made-up names, half people and half companies, {ASKED:,} asked; the load of the machine was"
        f" {load:.1f} then."
    )
    write("Parties against lists", text + "\n\n" + "\n\n".join(parts))


if __name__ == "__main__":
    main()
