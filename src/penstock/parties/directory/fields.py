"""The forms of the directory, one for each kind of entry, and those by which people and days are kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.models import Specimen
from penstock.parties.directory.types import Email, Language, Phone, Zone
from penstock.parties.duties import DELEGABLE, DUTIES

COMPETENCES = {
    "1988 notifications": "Pre-export notifications of precursors (1988, article 12)",
    "1988 licensing": "Licensing and registration of operators (1988, article 12)",
    "1988 authorisations": "Import and export authorisations of precursors (1988, article 12)",
    "1988 seizures": "Seizures and suspicious orders of precursors (1988, article 12)",
    "1988 returns": "Annual information on precursors, Form D (1988, article 12)",
    "1988 controlled delivery": "Controlled delivery (1988, article 11)",
    "1988 extradition": "Extradition (1988, article 6)",
    "1988 legal assistance": "Mutual legal assistance (1988, article 7)",
    "1988 traffic by sea": "Illicit traffic by sea (1988, article 17)",
    "1961 authorisations": "Import and export authorisations of narcotic drugs (1961, article 31)",
    "1961 estimates": "Estimates and statistics of narcotic drugs (1961, articles 19 and 20)",
    "1971 authorisations": "Import and export authorisations of psychotropic substances (1971, article 12)",
    "1971 assessments": "Assessments and statistics of psychotropic substances (1971, article 16)",
}
FOCAL = {
    "national contact": "Single national contact",
    "pen online": "Pre-export notifications",
    "pics": "Precursor incidents",
    "ionics": "Incidents of new psychoactive substances",
    "prism": "Project Prism",
    "cohesion": "Project Cohesion",
    "prism task force": "Task force of Project Prism",
    "cohesion task force": "Task force of Project Cohesion",
    "ion": "Project ION",
    "opioids": "OPIOIDS Project",
    "grids": "GRIDS Programme",
    "learning": "Training and e-learning",
}
FORMATS = {
    "system": "This system",
    "email": "E-mail",
    "paper": "Paper",
    "fax": "Fax",
    "xml": "XML",
}
YES_NO = {"yes": "Yes", "no": "No"}

_CONTACT = (
    Field(name="email", label="E-mail", type=Email()),
    Field(name="phone", label="Telephone", type=Phone(), help="With the country code: +56 2 2345 6789."),
    Field(name="languages", label="Languages", type=Listed(Language()), help="Names or codes: en fr es."),
    Field(name="hours", label="Office hours", type=Text(), help="Such as Mon-Fri 08:30-17:00."),
)
_NAMES = (
    ("ar", "Arabic"),
    ("zh", "Chinese"),
    ("en", "English"),
    ("fr", "French"),
    ("ru", "Russian"),
    ("es", "Spanish"),
)

AUTHORITY = Form(
    name="authority",
    sections=(
        Section(
            title="Name",
            fields=(
                Field(name="name", label="Name", type=Text(), required=True),
                *(Field(name=f"name_{code}", label=f"Name in {name}", type=Text()) for code, name in _NAMES),
            ),
        ),
        Section(
            title="Competence",
            fields=(
                Field(name="competences", label="Competent for", type=Several(Choice(COMPETENCES)), required=True),
                Field(name="formats", label="Takes requests as", type=Several(Choice(FORMATS))),
            ),
        ),
        Section(
            title="Contact",
            fields=(
                Field(name="address", label="Address", type=Paragraphs(600), required=True),
                *_CONTACT,
                Field(name="fax", label="Fax", type=Phone()),
                Field(name="website", label="Website", type=Text()),
                Field(name="zone", label="Time zone", type=Zone(), help="Such as America/Santiago."),
                Field(
                    name="public",
                    label="Show this contact to companies of this country",
                    type=Choice(YES_NO),
                    required=True,
                ),
            ),
        ),
    ),
)
UNIT = Form(
    name="unit",
    sections=(
        Section(
            title="Unit",
            fields=(
                Field(name="name", label="Name", type=Text(), required=True),
                Field(name="tasks", label="Tasks", type=Paragraphs(1000), required=True),
                *_CONTACT,
            ),
        ),
    ),
)
PERSON = Form(
    name="person and post",
    sections=(
        Section(
            title="Person",
            fields=(
                Field(name="name", label="Name", type=Text(), required=True),
                Field(name="post", label="Post", type=Text(), required=True),
                Field(name="unit", label="Unit", type=Text()),
                *_CONTACT,
            ),
        ),
    ),
)
FOCAL_POINT = Form(
    name="focal point",
    sections=(
        Section(
            title="Focal point",
            fields=(
                Field(name="role", label="Focal point for", type=Choice(FOCAL), required=True),
                Field(name="name", label="Name", type=Text(), required=True),
                Field(name="post", label="Post", type=Text()),
                Field(name="agency", label="Agency", type=Text(), required=True),
                *_CONTACT,
                Field(name="always", label="Reached round the clock", type=Choice(YES_NO)),
            ),
        ),
    ),
)
WORKING_GROUP = Form(
    name="working group",
    sections=(
        Section(
            title="National working group",
            fields=(
                Field(name="name", label="Name", type=Text(), required=True),
                Field(name="chair", label="Chair", type=Text(), required=True),
                Field(name="members", label="Members", type=Paragraphs(2000), help="One agency or person a line."),
                Field(name="meets", label="Meets", type=Text(), help="Such as quarterly."),
                *_CONTACT,
            ),
        ),
    ),
)
FORMS: Mapping[str, Form] = {
    "authority": AUTHORITY,
    "unit": UNIT,
    "person": PERSON,
    "focal point": FOCAL_POINT,
    "working group": WORKING_GROUP,
}
"""The form of each kind of entry."""


def with_office(form: Form, offices: Mapping[str, str], *, required: bool) -> Form:
    """The form with the office an entry belongs to asked first, to be chosen from `offices` by id."""
    about = "" if required else "Empty for none, or for a new one."
    asked = Field(name="office", label="Authority", type=Choice(offices), required=required, help=about)
    return Form(name=form.name, sections=(Section(title="Belongs to", fields=(asked,)), *form.sections))


def _not_ahead(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["on"] and values["on"] > today():
        yield Fault("on", "in_the_future", "This day is still to come.")


def _in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    first, last = values["from_on"], values["until_on"]
    if first and last and last < first:
        yield Fault("until_on", "ends_before_it_starts", "The last day lies before the first.")
    if first and last and (last - first).days > LONGEST_DELEGATION:
        yield Fault("until_on", "too_long", "Give at most {days} days.", {"days": LONGEST_DELEGATION})
    if last and last < today():
        yield Fault("until_on", "in_the_past", "This day is over.")


LONGEST_DELEGATION = 92
"""Days; who is away for longer has a successor, not a delegate."""


def _form(name: str, title: str, *fields: Field, rules: tuple[Any, ...] = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


SPECIMEN = _form(
    "specimen",
    "Specimen",
    Field(name="kind", label="Kind", type=Choice(Specimen.KINDS), required=True),
    Field(name="holder", label="Whose it is", type=Text(), required=True, help="The signatory, or the office."),
    Field(name="from_on", label="Valid from", type=Day(), required=True),
)
CORRECTION = _form(
    "correction of a day",
    "Correction",
    Field(name="day", label="Day", type=Day(), required=True),
    Field(
        name="offices",
        label="On this day offices are",
        type=Choice({"closed": "Closed", "open": "Open"}),
        required=True,
    ),
    Field(name="name", label="What day it is", type=Text(120), required=True),
    Field(name="source", label="Source", type=Text(), required=True, help="The decree or gazette that says so."),
)
WITHDRAWAL = _form("withdrawal", "Withdrawal", Field(name="reason", label="Why", type=Text(), required=True))
REQUEST = _form(
    "candidacy",
    "Request",
    Field(name="authority", label="Authority", type=Text(), required=True),
    Field(name="name", label="Your name", type=Text(), required=True),
    Field(name="post", label="Your post", type=Text(), required=True),
    Field(name="email", label="Your e-mail at the authority", type=Email(), required=True),
    Field(name="phone", label="Your telephone at the authority", type=Phone(), required=True),
    Field(
        name="named_by",
        label="Who named you",
        type=Text(),
        required=True,
        help="The official who named you, and the number and day of the letter.",
    ),
)
CHECK = _form(
    "check of a candidacy",
    "Check outside this system",
    Field(
        name="way",
        label="How it was checked",
        type=Choice(
            {
                "call": "Telephone call to a number from an independent source",
                "note": "Note verbale through the permanent mission",
                "person": "In person",
            }
        ),
        required=True,
    ),
    Field(name="source", label="Where that contact was taken from", type=Text(), required=True),
    Field(name="spoke_to", label="Whom you spoke to", type=Text(), required=True),
    Field(name="on", label="Day", type=Day(), required=True),
    Field(name="note", label="Remarks", type=Paragraphs(1000)),
    rules=(_not_ahead,),
)
TURNING_DOWN = _form("turning down", "Reason", Field(name="reason", label="Why", type=Paragraphs(1000), required=True))


def invitation(duties: Iterable[str]) -> Form:
    """Who is invited and what they may do, of the duties that may be given."""
    return _form(
        "invitation",
        "Invitation",
        Field(name="name", label="Name", type=Text(), required=True),
        Field(name="email", label="E-mail", type=Email(), required=True),
        _duties(duties),
    )


def holding(duties: Iterable[str]) -> Form:
    """What somebody may do, of the duties that may be given."""
    return _form("duties", "Duties", _duties(duties, required=False))


def _duties(duties: Iterable[str], *, required: bool = True) -> Field:
    offered = {duty: about for duty, about in DUTIES.items() if duty in set(duties)}
    return Field(name="duties", label="Duties", type=Several(Choice(offered)), required=required)


def delegation(colleagues: Mapping[str, str] | None = None, duties: Iterable[str] = DELEGABLE) -> Form:
    """To whom duties are left and how long; `colleagues` by e-mail and `duties` are offered to choose from."""
    taker = Choice(colleagues) if colleagues is not None else Email()
    return _form(
        "delegation",
        "While I am away",
        Field(name="taker", label="Who stands in for me", type=taker, required=True),
        Field(name="from_on", label="First day", type=Day(), required=True),
        Field(name="until_on", label="Last day", type=Day(), required=True),
        _duties(duties),
        rules=(_in_order,),
    )


DELEGATION = delegation()
INVITATION = invitation(DUTIES)
