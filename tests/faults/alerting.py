"""People who send, correct, retract and acknowledge special alerts over the API while processes are killed."""

import threading
from datetime import UTC, datetime, timedelta

from tests.faults.callers import Body, Caller, Ledger
from tests.faults.house import FragileHouse
from tests.harness.instance import Person

SENDERS = 3
ALERT_POINTS = (
    "after_state_before_outbox",
    "after_outbox_before_record",
    "after_outbox_before_commit",
    "after_answer_kept",
    "before_commit_of_act",
    "after_act_before_answer",
    "before_delivery",
    "after_mail_before_mark",
    "after_delivery_before_mark",
    "after_mark_before_commit",
)
"""The points that sending an alert and telling of it comes by."""


class AlertSender(Caller):
    """Plays the secretariat, which sends alerts to all focal points, and some of those who receive them."""

    def work_on(self, matter: str) -> None:
        """Draft, release, acknowledge by some, and now and then correct or retract."""
        self.matter = matter
        sender = self.house.person(name="Nadia")
        receivers = [self.house.person(name=name) for name in ("Lotte", "Matias", "Amina")]
        words = self.words(matter)
        drafted = self.act(sender, "draft alert", matter, path="/alerts", body=Body.of(**words))
        self.reference = drafted["reference"]
        self.step(sender, "release")
        for one in receivers:
            if self.random.random() < 0.5:
                self.step(one, "acknowledge")
        way = self.random.choice(["", "correct", "retract", "both"])
        if way in {"correct", "both"}:
            self.step(sender, "correct", **{**words, "action": "Stop what is declared as paint."})
            self.step(self.random.choice(receivers), "acknowledge")
        if way in {"retract", "both"}:
            self.step(sender, "retract", note="It was another substance.")

    def words(self, matter: str) -> dict[str, object]:
        """An alert that nothing speaks against."""
        return {
            "headline": matter,
            "indicators": ["chemical"],
            "substances": ["acetone"],
            "urgency": self.random.choice(["now", "soon", "aware"]),
            "certainty": "observed",
            "text": "Drums of it were declared as paint.",
            "action": "Look at what is declared as paint.",
            "expires_on": (datetime.now(UTC).date() + timedelta(days=self.random.randint(20, 200))).isoformat(),
            "shared_with": "everybody",
            "marking": "AMBER",
        }

    def step(self, by: Person, verb: str, **values: object) -> None:
        """Do something to the alert in hand."""
        path = f"/alerts/{self.reference}/{verb}"
        self.act(by, f"{verb} alert", self.matter, path=path, body=Body.of(**values), known=self.reference)


def alerts(house: FragileHouse, ledger: Ledger, stop: threading.Event, seed: str) -> list[Caller]:
    """Those who send alerts."""
    return [AlertSender(house, ledger, stop, f"{seed}-a{n}") for n in range(SENDERS)]
