"""Writes the figures of the long campaign to the reference."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.faults.campaign import Outcome
from tests.faults.house import ROOT
from tests.faults.points import POINTS

PAGE = ROOT / "docs" / "reference" / "faults.md"
HEAD = """<!-- Written by `make faults`; change the tests of tests/faults, not this page. -->

# Processes killed while people work

Three officers' clients lodge notices one by one over the API and answer them (no objection, question and answer,
objection with its second signature, lifting, release, withdrawal, comments); a fourth hands in files of {lines} lines
and has them lodged. Each call has an `Idempotency-Key` and is repeated until it is answered. Meanwhile `kill -9`
strikes the processes that answer and the worker, at named points of the code and at any moment. Then the outbox drains,
and another program, which knows only what was asked for and which mail arrived, compares that with state, record,
outbox and mailbox. The controls are the same house under the same seed with one safeguard taken out: a control that is
not caught makes the first line worthless.

Process crashes are shown here, not power cuts: the database itself is not killed, and it runs without `fsync`.
"""


ALERTS_PAGE = ROOT / "docs" / "reference" / "faults-of-alerts.md"
ALERTS_HEAD = """<!-- Written by `make faults`; change the tests of tests/faults, not this page. -->

# Processes killed while special alerts go out

Three clients of the secretariat draft alerts to all focal points over the API, release them, have some of them
acknowledged, correct and retract them, each call with an `Idempotency-Key` and repeated until it is answered. Meanwhile
`kill -9` strikes the processes that answer and the worker. Then the outbox drains into a real SMTP server, and another
program compares what was asked for with mailbox, recipients, acknowledgements, state and record: whoever reads alerts
has each letter once by its Message-ID. In the controls one safeguard is taken out: the outbox (somebody is
missed), the ids by which a mail delivered again is told (somebody hears twice), the inbox (an alert is doubled).
"""


def write_alerts(outcomes: Sequence[Outcome], page: Path = ALERTS_PAGE) -> None:
    """Write the page on alerts."""
    lines = [ALERTS_HEAD, _machine(), "", *_table(outcomes), ""]
    said = outcomes[0].verdict
    told = (
        f"In the first campaign {said['alerts']} alerts were released, {said['calls repeated']} calls were repeated,"
        f" and {said['mails delivered again']} mails were delivered again under the same Message-ID (which is allowed:"
        " a mailbox shows them once)."
    )
    page.write_text("\n".join([*lines, told, "", *_died(outcomes)]) + "\n")


def _machine() -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"Version {version('penstock')}, {datetime.now(UTC).date()}, {machine}."


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    lines = ["| campaign | kills | acts | mails | lost | doubled or invented | other | verdict | seed | seconds |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: |"]
    return lines + [_row(outcome) for outcome in outcomes]


def _died(outcomes: Sequence[Outcome]) -> list[str]:
    first = outcomes[0]
    lines = ["## Where the processes died", "", "| point | what it leaves undone | times |", "| --- | --- | ---: |"]
    lines += [f"| `{point}` | {about} | {first.struck.get(point, 0)} |" for point, about in POINTS.items()]
    lines += [f"| {kind} | whatever it was doing | {n} |" for kind, n in first.struck.items() if kind not in POINTS]
    lines += ["", "## What the controls lost or doubled", ""]
    return lines + [f"- {one.name}: {_found(one)}" for one in outcomes[1:]]


def write(outcomes: Sequence[Outcome], page: Path = PAGE) -> None:
    """Write the page."""
    lines = [HEAD.format(lines="1,100"), _machine(), "", *_table(outcomes)]
    lines += ["", _rest(outcomes[0]), "", *_died(outcomes)]
    page.write_text("\n".join(lines) + "\n")


def _row(one: Outcome) -> str:
    lost, doubled = one.count("lost", "messages not"), one.count("doubled", "invented")
    other = sum(one.findings.values()) - lost - doubled
    verdict = ("control caught" if one.findings else "CONTROL NOT CAUGHT") if one.planted else "whole"
    if not one.planted and one.findings:
        verdict = "BROKEN"
    acts, mails = one.verdict["acts"], one.verdict["mails"]
    return (
        f"| {one.name} | {one.faults} | {acts} | {mails} | {lost} | {doubled} | {other} | {verdict}"
        f" | `{one.seed}` | {one.seconds:.0f} |"
    )


def _rest(one: Outcome) -> str:
    said = one.verdict
    return (
        f"In the first campaign {said['notices of files']:,} notices came from files, {said['calls repeated']:,} calls"
        f" were repeated, {said['mails delivered again']} mails were delivered again under the same Message-ID (which"
        f" is allowed: a mailbox shows them once), and the outbox was empty {one.drained_after:.1f} s after the last"
        " matter was finished."
    )


def _found(one: Outcome) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(one.findings.items())) or "nothing"
