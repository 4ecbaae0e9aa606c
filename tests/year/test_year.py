"""A year among 150 governments: every answer, every statistic and the record are what the script says they must be."""

import time
from collections import Counter
from typing import Any

import psycopg
import pytest
from django.conf import settings

from penstock.commands.record import follow
from tests.harness.databases import Database
from tests.year.governments import SECRETARY, found
from tests.year.oracle import FEWEST, Oracle, Tally
from tests.year.players import Play
from tests.year.report import write
from tests.year.script import YEAR, Script, written

WHOLE, NOTICES, GOVERNMENTS = 30_000, 600, 150
PAGE = 200


def played(script: Script, **errs: bool) -> Play:
    """The year played, in a database of its own."""
    # The server of static files wants its folder to be there, though nobody asks it for anything here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    found(script)
    play = Play(script, Oracle(script, **errs))
    play.whole()
    return play


def measures(play: Play) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The statistics as the API gives them to an officer: of each government, and of each of its pairs."""
    officer = f"{play.script.countries[0].code} officer"
    rows = play.read("/responsiveness", officer, year=YEAR)
    for one in play.script.countries:
        rows += play.read("/responsiveness", officer, year=YEAR, importing=one.code)
    names = ("decided", "in_time", "late", "silent", "percent_in_time", "median_days")
    return {(one["exporting"], one["importing"]): tuple(one[name] for name in names) for one in rows}


def expected(tallies: dict[tuple[str, str], Tally]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The same from the script alone, where enough was decided to be told."""
    return {
        pair: (one.decided, one.in_time, one.late, one.silent, one.percent, one.median)
        for pair, one in tallies.items()
        if one.decided >= FEWEST
    }


def statistics_differ(play: Play) -> list[str]:
    """Each statistic that is not what the script says."""
    ours, theirs = expected(dict(play.oracle.tallies())), measures(play)
    return [f"{pair}: {theirs.get(pair)} instead of {ours.get(pair)}" for pair in sorted({*ours, *theirs})
            if ours.get(pair) != theirs.get(pair)]  # fmt: skip


def own_views_differ(play: Play) -> list[str]:
    """Each country's own view that is not what the script says."""
    tallies, wrong = play.oracle.tallies(), []
    for one in play.script.countries:
        tally = tallies.get(("", one.code), Tally())
        ours = (tally.sent, tally.in_time, tally.late, tally.silent, tally.unopened)
        told = play.read("/responsiveness/own", SECRETARY, year=YEAR, country=one.code)
        theirs = tuple(told[name] for name in ("rounds", "in_time", "late", "silent", "never_opened"))
        wrong += [f"{one.code}: {theirs} instead of {ours}"] if ours != theirs else []
    return wrong


def notices(play: Play) -> list[dict[str, Any]]:
    """Every notice as the secretariat lists it."""
    rows, cursor = [], ""
    while True:
        page = play.read("/notices", limit=PAGE, cursor=cursor)
        rows += page["items"]
        if not page["next"]:
            return rows
        cursor = page["next"]


def courses_differ(play: Play) -> list[str]:
    """Each notice that does not stand as the script says, with its clock; what was tried in vain changed none."""
    ours = {
        one.reference: (one.state, one.due and one.due.isoformat(), one.one.importer, str(one.one.quantity), 1)
        for one in play.oracle.courses.values()
    }
    theirs = {
        one["reference"]: (one["state"], one["due_on"], one["importing"]["country"], one["quantity"], one["edition"])
        for one in notices(play)
    }
    return [f"{name}: {theirs.get(name)} instead of {ours.get(name)}" for name in sorted({*ours, *theirs})
            if ours.get(name) != theirs.get(name)]  # fmt: skip


def grounds_differ(play: Play) -> list[str]:
    """Each released notice that names a ground without a silence, or none for one."""
    released = [one for one in play.oracle.courses.values() if one.state == "released"]
    wrong = []
    for one in released:
        ground = play.read(f"/notices/{one.reference}")["ground"]
        if one.is_tacit != ("silen" in ground or "article 11" in ground or "971" in ground):
            wrong.append(f"{one.reference}: {ground!r}, and tacit is {one.is_tacit}")
    return wrong


def record_differs(play: Play, database: Database) -> list[str]:
    """What is wrong with the chain of the record, and each kind of act that was done more or less often."""
    with psycopg.connect(database.application) as connection:
        connection.execute("SELECT set_config('penstock.scope', 'all', true)")
        wrong, _seq, _digest = follow(connection, None)
        rows = connection.execute("SELECT name FROM kernel_event WHERE name LIKE 'notice.%'").fetchall()
    theirs, ours = Counter(name for (name,) in rows), play.oracle.record
    return [wrong] * bool(wrong) + [
        f"{name}: {theirs[name]} instead of {ours[name]}" for name in sorted({*ours, *theirs})
        if ours[name] != theirs[name]
    ]  # fmt: skip


def assert_as_scripted(play: Play, database: Database) -> None:
    """All of it."""
    assert play.played.differences == []
    assert courses_differ(play)[:9] == []
    assert statistics_differ(play) == []
    assert own_views_differ(play) == []
    assert grounds_differ(play) == []
    assert record_differs(play, database) == []


def test_a_script_is_the_same_for_the_same_seed():
    assert written("a", notices=300) == written("a", notices=300)
    assert written("a", notices=300) != written("b", notices=300)


def test_a_year_comes_out_as_its_script_says(committed):
    script = written("2026-10", notices=NOTICES, governments=GOVERNMENTS)
    play = played(script)
    assert_as_scripted(play, committed)
    refused = play.oracle.refused
    assert {"not_found", "other_side", "wrong_state", "key_reused", "same_person", "missing_duty", "no_token",
            "bad_request", "misshapen", "not_now", "not_routine", "amended_since"} <= refused.keys()  # fmt: skip


@pytest.mark.faults
def test_the_whole_year_of_thirty_thousand(committed):
    started = time.monotonic()
    play = played(written("2026-whole", notices=WHOLE, governments=GOVERNMENTS, lanes=8))
    seconds = time.monotonic() - started
    assert_as_scripted(play, committed)
    write(play, seconds)


def test_one_rule_told_otherwise_would_be_noticed(committed):
    """The negative control: an oracle that counts the days on which information was owed finds other medians."""
    play = played(written("control", notices=240, governments=16, lanes=2), stopped_days_count=True)
    assert play.played.differences == []
    assert record_differs(play, committed) == []
    assert statistics_differ(play)
