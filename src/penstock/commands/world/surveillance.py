"""Plays the surveillance lists of the exercise world through the services, each act at its time."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from penstock.commands.world.times import office_day
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Viewer
from penstock.parties.models import Organisation, Person
from penstock.parties.queries import viewer_for
from penstock.surveillance.copies import services as copying
from penstock.surveillance.fields import CONDITIONS, ENTRY
from penstock.surveillance.keeping import services as keeping
from penstock.surveillance.models import Edition, SurveillanceList


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the lists are played: when the exercise starts, and its people and offices by the names of its file."""

    start: datetime
    people: Mapping[str, Person]
    offices: Mapping[str, Organisation]

    @contextmanager
    def days_ago(self, days: int, key: str) -> Iterator[Viewer]:
        """Somebody at work so many days before the start."""
        viewer = viewer_for(self.people[key])
        with clock.at(office_day(self.start, days)), acting(viewer):
            yield viewer


def play_list(stage: Stage, story: Mapping[str, Any]) -> None:
    """Make a list with its editions and vettings, and hand out its copies."""
    begun = max(one["days_ago"] for one in (*story["editions"], *story["vettings"]))
    with stage.days_ago(begun, story["by"]) as viewer:
        made = keeping.make_list(viewer=viewer, raw={**story["list"], "conditions": CONDITIONS})
    for row in story["vettings"]:
        raw = {**row, "organisation": str(stage.offices[row["organisation"]].id), "decision": "grant"}
        with stage.days_ago(row["days_ago"], story["by"]) as viewer:
            keeping.vet(viewer=viewer, raw=raw)
    acts = [(row["days_ago"], _publish, row) for row in story["editions"]]
    acts += [(row["days_ago"], _hand_out, row) for row in story["copies"]]
    for _days, act, row in sorted(acts, key=lambda one: -one[0]):
        act(stage, story, made, row)


def _publish(stage: Stage, story: Mapping[str, Any], the_list: SurveillanceList, row: Mapping[str, Any]) -> None:
    with stage.days_ago(row["days_ago"], story["by"]) as viewer:
        edition = keeping.draft_edition(viewer=viewer, list_id=the_list.id, raw={"note": row["note"]})
        keeping.load(viewer=viewer, edition_id=edition.id, name="entries.csv", content=_file(row["entries"]))
        keeping.take_step(viewer=viewer, edition_id=edition.id, verb="publish")
    with stage.days_ago(row["days_ago"], story["second"]) as viewer:
        keeping.confirm_step(viewer=viewer, edition_id=edition.id)


def _file(entries: Sequence[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, [one.name for one in ENTRY.fields])
    writer.writeheader()
    writer.writerows(entries)
    return out.getvalue().encode()


def _hand_out(stage: Stage, story: Mapping[str, Any], the_list: SurveillanceList, row: Mapping[str, Any]) -> None:
    reader = stage.people[row["to"]]
    raw = {
        "holder": str(reader.organisation_id),
        "people": [str(reader.id)],
        "purpose": row["purpose"],
        "expires_on": (stage.start.date() + timedelta(days=row["days"])).isoformat(),
        "may_hand_on": "no",
    }
    with stage.days_ago(row["days_ago"], story["by"]) as viewer:
        edition = Edition.objects.visible_to(viewer).get(list=the_list, number=row["edition"])
        copy = copying.hand_out(viewer=viewer, edition_id=edition.id, raw=raw)
    if row.get("acknowledged"):
        with stage.days_ago(row["days_ago"] - 1, row["to"]) as viewer:
            copying.take_step(viewer=viewer, copy_id=copy.id, verb="acknowledge", raw={"accepted": "yes"})
