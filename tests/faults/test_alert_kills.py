"""Processes killed while special alerts go out, with a real mail server: nobody missed, nobody told twice."""

import pytest

from tests.faults.alerting import ALERT_POINTS, alerts
from tests.faults.campaign import Outcome, campaign
from tests.faults.points import POINTS
from tests.faults.report import write_alerts

MISSED, TWICE = "lost mails", "doubled mails"
JUDGED = {"casting": alerts, "checker": "tests.faults.alert_checker"}
PLANTED = {"outbox": ["after_commit_before_send"], "ids": ["after_alert_before_mark"]}


def assert_whole(outcome: Outcome) -> None:
    assert not outcome.findings, str(outcome)
    assert sum(outcome.struck.values()) == outcome.faults
    assert outcome.verdict["alerts"]
    assert outcome.verdict["mails"]


def test_the_points_are_among_those_of_the_house():
    assert set(ALERT_POINTS) <= set(POINTS)


def test_nobody_is_missed_and_nobody_told_twice(databases):
    assert_whole(campaign(databases, name="alerts", faults=16, seed="2026-a", points=ALERT_POINTS, **JUDGED))


def test_without_the_outbox_somebody_is_missed(databases):
    """What a fault meets is chance, so there are several campaigns; the harm must come in one of them."""
    missed = 0
    for seed in ("2026-b", "2026-c", "2026-d", "2026-e"):
        points = PLANTED["outbox"]
        outcome = campaign(
            databases, name="without outbox", faults=8, seed=seed, points=points, planted="outbox", **JUDGED
        )
        missed = outcome.count(MISSED)
        if missed:
            break
    assert missed, str(outcome)


@pytest.mark.faults
def test_three_hundred_kills_while_alerts_go_out(databases):
    points = ALERT_POINTS
    whole = campaign(databases, name="alerts", faults=300, seed="2026-300", points=points, **JUDGED)
    controls = {
        planted: campaign(
            databases,
            name=f"alerts without {planted}",
            faults=40,
            seed="2026-300",
            points=[*points, *PLANTED.get(planted, ["after_draft_before_answer"])],
            planted=planted,
            **JUDGED,
        )
        for planted in ("outbox", "ids", "inbox")
    }
    write_alerts([whole, *controls.values()])
    assert_whole(whole)
    assert controls["outbox"].count(MISSED), str(controls["outbox"])
    assert controls["ids"].count(TWICE), str(controls["ids"])
    assert controls["inbox"].count("doubled alerts"), str(controls["inbox"])
