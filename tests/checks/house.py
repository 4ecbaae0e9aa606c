"""What the tests of the checks need: rows of registers, and the findings on a notice by name."""

from typing import Any

from penstock.cases.registers import services as registers
from penstock.kernel.rowsecurity import acting
from penstock.notices.checks.findings import Finding
from penstock.notices.checks.table import check
from penstock.notices.models import Notice
from penstock.parties.companies.models import Company
from tests.cast import Actor

LICENSED = {"kind": "licence", "number": "L-1", "substances": "acetone", "from_on": "2020-01-01", "state": "valid"}


def a_company(by: Actor, name: str = "Quimicos del Valle", number: str = "C-1", **changes: Any) -> Company:
    """A company in the register of somebody's country."""
    raw = {"company_number": number, "name": name, "kind": "distributor", "standing": "good", **changes}
    with acting(by.viewer) as viewer:
        return registers.keep_company(viewer=viewer, raw=raw)


def a_licence(by: Actor, company: Company, **changes: Any) -> None:
    """A licence of it."""
    with acting(by.viewer) as viewer:
        registers.keep_licence(viewer=viewer, company_id=company.pk, raw={**LICENSED, **changes})


def a_requirement(by: Actor, country: str = "CL", **changes: Any) -> None:
    """What a country needs."""
    raw = {"country": country, "substance": "acetone", "form": "bulk", "year": "2020", "kilograms": "20000",
           "stated_on": "2026-01-01", "source": "Letter 1", **changes}  # fmt: skip
    with acting(by.viewer) as viewer:
        registers.state_requirement(viewer=viewer, raw=raw)


def a_place(by: Actor, code: str = "CLVAP", kind: str = "free zone") -> None:
    """A place to look at twice."""
    raw = {"kind": kind, "code": code, "name": f"Zone of {code}", "source": "Decree 1", "as_of": "2026-01-01"}
    with acting(by.viewer) as viewer:
        registers.keep_place(viewer=viewer, raw=raw)


def a_screening_list(by: Actor, *names: str, shared: str = "no", title: str = "The list") -> None:
    """Names to screen against."""
    raw = {"title": title, "source": "Gazette 1", "as_of": "2026-01-01", "shared": shared}
    lines = "\n".join(["number,name", *(f'{at},"{name}"' for at, name in enumerate(names))])
    with acting(by.viewer) as viewer:
        registers.load_screening(viewer=viewer, raw=raw, chunks=[lines.encode()])


def findings(by: Actor, notice: Notice) -> dict[str, Finding]:
    """What somebody reads beside a notice, by check."""
    with acting(by.viewer) as viewer:
        seen = Notice.objects.visible_to(viewer).get(pk=notice.pk)
        return {one.name: one.finding for one in check(viewer, seen)}
