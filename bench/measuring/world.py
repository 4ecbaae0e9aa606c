"""A world of many authorities, each with an officer and the officer's token."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.test import override_settings

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.parties.duties import OFFICER
from penstock.parties.models import Government, Organisation
from penstock.parties.queries import viewer_for
from penstock.parties.services import add_person, issue_token

_CODES = "IN CL NL EG KE DE FR BR MX ZA TR TH SG MY ID", "PH AU NZ JP KR US CA AR PE CO MA NG GH IT ES"
COUNTRIES = [code for codes in _CODES for code in codes.split()]
CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Officer:
    """Somebody who may do everything that officers do, and the token of their client."""

    viewer: Viewer
    email: str
    token: str


def make_world(codes: Iterable[str] = COUNTRIES) -> dict[str, Officer]:
    """Some governments, each with an authority and an officer, and the secretariat; the officers by country."""
    with acting(SYSTEM), override_settings(PASSWORD_HASHERS=CHEAP):
        Organisation.objects.create(kind="secretariat", name="Secretariat of the measurement")
        return {code: _officer(code) for code in codes}


def _officer(code: str) -> Officer:
    government = Government.objects.create(code=code, name=f"Government {code}", reply_days=15)
    office = Organisation.objects.create(kind="authority", name=f"Authority of {code}", government=government)
    government.counterpart = office
    government.save()
    email = f"officer.{code.lower()}@bench.example"
    person = add_person(
        viewer=SYSTEM,
        organisation=office,
        name=f"Officer {code}",
        email=email,
        password=code,
        duties=OFFICER,
        on=date(2020, 1, 1),
    )
    return Officer(viewer_for(person), email, issue_token(person=person, label="bench"))
