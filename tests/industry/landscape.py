"""What the tests of industry enter: a mapping, a review, companies, a file, an answer; every name is invented."""

from datetime import timedelta
from typing import Any

from penstock.industry.mapping import services
from penstock.industry.mapping.finding import loading
from penstock.industry.mapping.finding import services as finding
from penstock.industry.mapping.models import FoundCompany, IndustryMapping, RegisterFile, Sector, Survey
from penstock.industry.mapping.surveys import services as surveys
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor


def in_days(days: int) -> str:
    """A day from today, as it is entered."""
    return (today() + timedelta(days=days)).isoformat()


def a_mapping(**changes: Any) -> dict[str, Any]:
    """What a mapping is for."""
    known = {"aim": "To know whom to ask.", "basis": "Chemicals Act, section 12", "contact": "desk@exercise.example"}
    return {**known, "next_on": in_days(365), **changes}


def a_review(**changes: Any) -> dict[str, Any]:
    """A review of a sector."""
    known = {"exists": "yes", "companies": "10", "law": "part", "channel": "none", "risk": "high"}
    return {**known, "risk_reasons": ["public", "no channel"], "next_on": in_days(180), **changes}


def a_company(**changes: Any) -> dict[str, Any]:
    """A company that was found."""
    known = {"name": "Tulip Reagents BV", "number": "NL-881", "sectors": ["distributors"], "how": "web"}
    return {**known, "source": "tulip.example", "found_on": in_days(-1), **changes}


def an_answer(**changes: Any) -> dict[str, Any]:
    """What a company answers."""
    known = {"name": "Tulip Reagents BV", "number": "NL-881", "sectors": ["distributors"], "roles": ["sell"]}
    more = {"practices": ["customers"], "knows_channel": "no", "contact_name": "Sales desk"}
    return {**known, **more, "chemicals": ["acetone"], "contact_email": "desk@tulip.example", **changes}


def where(**changes: Any) -> dict[str, Any]:
    """How the companies of a file were found."""
    return {"how": "register", "source": "Register of companies", "found_on": in_days(0), **changes}


def started(officer: Actor, **changes: Any) -> IndustryMapping:
    """The mapping of an officer's country."""
    with acting(officer.viewer) as viewer:
        return services.start(viewer=viewer, raw=a_mapping(**changes))


def reviewed(officer: Actor, code: str, **changes: Any) -> Sector:
    """A sector, reviewed."""
    with acting(officer.viewer) as viewer:
        return services.review_sector(viewer=viewer, code=code, raw=a_review(**changes))


def found(officer: Actor, **changes: Any) -> FoundCompany:
    """A company, found."""
    with acting(officer.viewer) as viewer:
        return finding.enter(viewer=viewer, raw=a_company(**changes))


def loaded(officer: Actor, *lines: str, **changes: Any) -> RegisterFile:
    """A file of companies; the headings are name, number, activity and chemicals."""
    content = "\n".join(("name,number,activity,chemicals", *lines)).encode()
    with acting(officer.viewer) as viewer:
        return loading.load(viewer=viewer, raw=where(**changes), name="register.csv", chunks=[content])


def asked(officer: Actor, company: FoundCompany, days: int = 30) -> tuple[Survey, str]:
    """A survey link and its secret."""
    with acting(officer.viewer) as viewer:
        return surveys.invite(viewer=viewer, found_id=company.pk, raw={"days": str(days)})
