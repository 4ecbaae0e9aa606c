"""Goal A1: processes killed while notices are lodged and answered; nothing lost, nothing doubled, nothing invented."""

import re

import pytest

from tests.faults.campaign import Outcome, campaign
from tests.faults.house import ROOT
from tests.faults.points import POINTS
from tests.faults.report import write

LOST, DOUBLED = ("lost mails", "lost notices announced"), ("doubled", "invented notices")
PLANTED = ["after_commit_before_send", "after_draft_before_answer"]


def assert_whole(outcome: Outcome) -> None:
    assert not outcome.findings, str(outcome)
    assert sum(outcome.struck.values()) == outcome.faults


def test_every_point_of_the_code_is_listed():
    sources = "".join(path.read_text() for path in (ROOT / "src" / "penstock").rglob("*.py"))
    assert set(re.findall(r'crash_point\("(\w+)"\)', sources)) == set(POINTS)


def test_nothing_is_lost_or_doubled(databases):
    assert_whole(campaign(databases, name="every change", faults=16, seed="2026-a", points=sorted(POINTS)))


def test_without_the_safeguards_it_is(databases):
    """What a fault meets is chance, so there are several campaigns; both kinds of harm must come in one of them."""
    lost = doubled = 0
    for seed in ("2026-b", "2026-c", "2026-d", "2026-e", "2026-f"):
        outcome = campaign(databases, name="control", faults=10, seed=seed, points=PLANTED, planted="outbox inbox")
        lost, doubled = lost + outcome.count(*LOST), doubled + outcome.count(*DOUBLED)
        if lost and doubled:
            break
    assert lost, str(outcome)
    assert doubled, str(outcome)


@pytest.mark.faults
def test_three_hundred_kills(databases):
    points = sorted(POINTS)
    whole = campaign(databases, name="with outbox and inbox", faults=300, seed="2026-300", points=points)
    no_outbox = campaign(databases, name="without outbox", faults=40, seed="2026-300", points=points, planted="outbox")
    no_inbox = campaign(databases, name="without inbox", faults=40, seed="2026-300", points=points, planted="inbox")
    write([whole, no_outbox, no_inbox])
    assert_whole(whole)
    assert no_outbox.count(*LOST), str(no_outbox)
    assert no_inbox.count(*DOUBLED), str(no_inbox)
