"""What a set of rules would have made of applications, against the set in use; nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from penstock.kernel.viewer import Viewer
from penstock.permits.applications.models import Application
from penstock.permits.handling.routing.judging import Matter, Outcome, judge, matter_of, rules_in
from penstock.permits.handling.routing.models import RuleSet
from penstock.permits.handling.routing.queries import lodged, queues, used_set

QUEUE, OFFICER, AGENCIES, FLAGS = "queue", "officer", "agencies", "flags"


@dataclass(frozen=True, slots=True)
class Trial:
    """One application: where the set in use puts it, where the tried one does, and in what they differ."""

    application: Application
    now: Outcome
    then: Outcome
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The trials, and how many applications each queue gets by either set; queues by id, the default one included."""

    trials: Sequence[Trial]
    now: Mapping[str, int]
    then: Mapping[str, int]

    @property
    def different(self) -> int:
        """How many applications would go another way."""
        return sum(bool(one.differs) for one in self.trials)


def simulate(viewer: Viewer, tried: RuleSet, *, last: int = 50, reference: str = "") -> Simulation:
    """Try a set on the applications that were lodged last, or on a chosen one; each as it is judged when it is lodged.

    An application is taken as it stands in its newest edition, and the applicant as it was known that day.
    """
    standing = used_set(viewer)
    before = rules_in(standing.content) if standing else ()
    after = rules_in(tried.content)
    default = next((str(one.pk) for one in queues(viewer) if one.is_default), "")
    trials = []
    for application in lodged(viewer, last=last, reference=reference):
        matter: Matter = matter_of(viewer, application, "apply")
        now, then = judge(before, matter), judge(after, matter)
        trials.append(Trial(application, now, then, _differences(now, then, default)))
    return Simulation(
        trials,
        Counter(one.now.queue or default for one in trials),
        Counter(one.then.queue or default for one in trials),
    )


def _differences(now: Outcome, then: Outcome, default: str) -> tuple[str, ...]:
    pairs = {
        QUEUE: ((now.queue or default), (then.queue or default)),
        OFFICER: (now.person, then.person),
        AGENCIES: ({one.agency for one in now.asked}, {one.agency for one in then.asked}),
        FLAGS: (set(now.flags), set(then.flags)),
    }
    return tuple(name for name, (one, other) in pairs.items() if one != other)
