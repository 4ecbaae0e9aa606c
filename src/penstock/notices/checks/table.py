"""The table of checks: name, the question each answers, what it needs; and the answers to all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from penstock.cases.secrecy.sight import sees_all
from penstock.kernel.viewer import Viewer
from penstock.notices.checks import companies, goods, quantities, routes
from penstock.notices.checks.findings import Checked, Finding, worst_first
from penstock.notices.checks.matter import Matter, gather
from penstock.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the question it answers for an officer, what it needs, and the function."""

    name: str
    question: str
    needs: str
    run: Callable[[Matter], Finding | None]


REGISTER = "the register of companies of the party's country"
KINDRED = "notices to the same importer that the viewer sees"
# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("importer", "Is the importer known and licensed?", REGISTER, companies.standing_of("importer")),
    Check("consignee", "Is the consignee known and licensed?", REGISTER, companies.standing_of("consignee")),
    Check("exporter", "Is the exporter known and licensed?", REGISTER, companies.standing_of("exporter")),
    Check("screening", "Does a party stand on a screening list?", "screening lists", companies.screening),
    Check("refused elsewhere", "Was a similar order refused?", "objections of all countries", goods.refused_elsewhere),
    Check("incidents", "Is a party in an open incident?", "incidents that the viewer reads", companies.incidents),
    Check("annual requirement", "Does the country need as much?", "annual requirements and the year's notices",
          quantities.annual_requirement),
    Check("history", "Is the quantity usual for this importer?", KINDRED, quantities.history),
    Check("split", "Are thresholds avoided by parts?", f"{KINDRED}, and thresholds of the law", quantities.split),
    Check("duplicate", "Was this notified before?", KINDRED, goods.duplicate),
    Check("places", "Does it pass a free zone or unclear territory?", "the register of places", routes.places),
    Check("transit", "Which other countries does it pass?", "the route", routes.transit),
    Check("detour", "Is the way a roundabout one?", "points of ports and countries", routes.detour),
    Check("ports", "Do the ports lie where they should?", "UN/LOCODE", routes.ports),
    Check("end use", "Does the end use fit the substance?", "usual uses", goods.end_use),
    Check("kind of company", "Does the company usually need it?", REGISTER, goods.kind_of_company),
    Check("form", "Are form and strength plausible?", "usual forms", goods.form),
)
# fmt: on


def check(viewer: Viewer, notice: Notice) -> list[Checked]:
    """Every finding on a notice as this viewer may see it, worst first; a check with nothing to look at is silent.

    Findings tell goods, quantities and companies, so those from whom anything of it is secret are told none.
    """
    return check_many(viewer, [notice])[notice.pk]


def check_many(viewer: Viewer, notices: Iterable[Notice]) -> dict[UUID, list[Checked]]:
    """The findings on each of some notices, by its id, as if each were checked alone; as many queries as for one."""
    notices = list(notices)
    open_ones = [one for one in notices if sees_all(viewer, one)]
    found = {one.notice.pk: _findings(one) for one in gather(viewer, open_ones)} if open_ones else {}
    return {one.pk: found.get(one.pk, []) for one in notices}


def _findings(matter: Matter) -> list[Checked]:
    found = ((one, one.run(matter)) for one in CHECKS)
    return worst_first(Checked(one.name, one.question, finding) for one, finding in found if finding)
