"""Lists of invented substances and how they get into the hands of the cast.

Thirdland (KE) owns the list, Fourthland (EG) receives it as an authority, Polder Solvents as a vetted company. The
others hold no copy: Exportland's head even keeps lists, and the secretariat reads some, but nobody handed them this.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.parties.models import Organisation
from penstock.surveillance import queries
from penstock.surveillance.copies import services as copying
from penstock.surveillance.fields import CLASSES, CONDITIONS
from penstock.surveillance.keeping import services as keeping
from penstock.surveillance.models import Copy, Edition, SurveillanceList, Vetting
from tests.cast import Actor, Cast

CANARY, CANARY_OTHER, CANARY_CAS = "Zqcanarin-7", "zqcanarol forte", "9000000-01-2"
TITLE = "Zqlisttitle of exercise substances"
COLUMNS = ("name", "other_names", "cas_number", "formula", "definition", "note", "from_on", "until_on")


def invented(count: int = 24) -> list[dict[str, str]]:
    """So many substances that do not exist, the canary among them; names and numbers follow no chemistry."""
    rows = [
        {"name": f"Exemplin-{n}", "other_names": f"exemplol {n}; sample salt {n}; trial base {n}", "note": f"Note {n}"}
        for n in range(1, count)
    ]
    canary = {"name": CANARY, "other_names": CANARY_OTHER, "cas_number": CANARY_CAS, "note": "zqcanarynote"}
    return [*rows[: count // 2], canary, *rows[count // 2 :]]


def as_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """A file of entries."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def a_list(by: Actor, **changes: Any) -> SurveillanceList:
    """An empty list that everybody who is vetted may receive."""
    raw = {
        "title": TITLE,
        "reach": "regional",
        "marking": "AMBER+STRICT",
        "basis": "Exercise decision 1",
        "open_to": list(CLASSES),
        "conditions": CONDITIONS,
        **changes,
    }
    with acting(by.viewer) as viewer:
        return keeping.make_list(viewer=viewer, raw=raw)


def a_draft(by: Actor, the_list: SurveillanceList, rows: Iterable[Mapping[str, str]], **about: Any) -> Edition:
    """An edition that was loaded and not published."""
    with acting(by.viewer) as viewer:
        edition = keeping.draft_edition(viewer=viewer, list_id=the_list.pk, raw=about)
        return keeping.load(viewer=viewer, edition_id=edition.pk, name="entries.csv", content=as_csv(rows))


def published(by: Actor, second: Actor, edition: Edition) -> Edition:
    """Two people sign."""
    with acting(by.viewer) as viewer:
        keeping.take_step(viewer=viewer, edition_id=edition.pk, verb="publish")
    with acting(second.viewer) as viewer:
        keeping.confirm_step(viewer=viewer, edition_id=edition.pk)
        return queries.own_edition(viewer, edition.pk)


def an_edition(cast: Cast, the_list: SurveillanceList | None = None, **about: Any) -> Edition:
    """A published edition of Thirdland's."""
    owner = cast.third_officer
    the_list = the_list or a_list(owner)
    return published(owner, cast.third_head, a_draft(owner, the_list, invented(), **about))


def vetted(by: Actor, organisation: Organisation, /, **changes: Any) -> Vetting:
    """An organisation that is trusted from today on."""
    raw = {
        "organisation": str(organisation.pk),
        "access_class": "company",
        "decision": "grant",
        "reasons": "Its register and its people were checked.",
        **changes,
    }
    with acting(by.viewer) as viewer:
        return keeping.vet(viewer=viewer, raw=raw)


def handing(to: Actor, *others: Actor, **changes: Any) -> dict[str, Any]:
    """What is entered to hand a copy to a person, and to others of the same organisation."""
    return {
        "holder": str(to.office.pk),
        "people": [str(one.person.pk) for one in (to, *others) if one.person],
        "purpose": "To know what to look for",
        "expires_on": (today() + timedelta(days=90)).isoformat(),
        "may_hand_on": "no",
        **changes,
    }


def handed(by: Actor, edition: Edition, to: Actor, *others: Actor, **changes: Any) -> Copy:
    """A copy that nobody has acknowledged."""
    with acting(by.viewer) as viewer:
        return copying.hand_out(viewer=viewer, edition_id=edition.pk, raw=handing(to, *others, **changes))


def passed_on(by: Actor, copy: Copy, to: Actor, **changes: Any) -> Copy:
    """A copy made from a copy."""
    with acting(by.viewer) as viewer:
        return copying.pass_on(viewer=viewer, copy_id=copy.pk, raw=handing(to, **changes))


def take(by: Actor, copy: Copy, verb: str, **entered: Any) -> Copy:
    """One person takes a step of a copy."""
    with acting(by.viewer) as viewer:
        copying.take_step(viewer=viewer, copy_id=copy.pk, verb=verb, raw=entered)
        return queries.copy_of(viewer, copy.pk)


def acknowledged(by: Actor, copy: Copy) -> Copy:
    """A copy that opens."""
    return take(by, copy, "acknowledge", accepted="yes")


def spread(cast: Cast) -> dict[str, Any]:
    """Thirdland's list in the hands of Fourthland and of Polder Solvents, acknowledged by both."""
    edition = an_edition(cast)
    vetting = vetted(cast.third_officer, cast.clerk.office)
    fourth = acknowledged(cast.fourth_officer, handed(cast.third_officer, edition, cast.fourth_officer))
    clerk = acknowledged(cast.clerk, handed(cast.third_officer, edition, cast.clerk))
    return {"list": edition.list, "edition": edition, "vetting": vetting, "fourth": fourth, "clerk": clerk}
