"""What there is in the world of the matrix: who sees each thing, whose it is, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address can name: who sees it, whose it is, and how far it is."""

    sees: frozenset[str] = frozenset()
    opener: str = ""
    counterpart: str = ""
    state: str = ""
    proposer: str = ""


OURS, THEIRS = frozenset({"NL", "CL", "S"}), frozenset({"KE", "EG", "S"})
CASES = {
    "draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "sent": Thing(OURS, "NL", "CL", "sent"),
    "proposed": Thing(OURS, "NL", "CL", "sent", proposer="importer_officer"),
    "objected": Thing(OURS, "NL", "CL", "objected"),
    "foreign": Thing(THEIRS, "KE", "EG", "sent", proposer="fourth_officer"),
    "absent": Thing(),
}
FILES = {
    "batch": Thing(frozenset({"NL"}), "NL"),
    "foreign batch": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
LISTS = {"list": Thing(frozenset({"KE"}), "KE"), "absent": Thing()}
VETTINGS = {"vetting": Thing(frozenset({"KE"}), "KE"), "absent": Thing()}
EDITIONS = {
    "edition": Thing(frozenset({"KE"}), "KE", "", "published"),
    "proposed edition": Thing(frozenset({"KE"}), "KE", "", "draft", proposer="third_officer"),
    "absent": Thing(),
}
LAWS = {
    "law draft": Thing(frozenset({"NL"}), "NL"),
    "foreign law": Thing(frozenset({"KE"}), "KE", proposer="third_officer"),
    "absent": Thing(),
}
COPIES = {
    "copy": Thing(frozenset({"KE", "EG"}), "KE", "EG", "acknowledged"),
    "unopened copy": Thing(frozenset({"KE", "company"}), "KE", "company", "given"),
    "absent": Thing(),
}
OFFICES, CHECKERS = frozenset({"NL", "CL", "KE", "EG", "S"}), frozenset({"S"})
# The directory's things go by the names of cases: those of Exportland by "sent", those of Thirdland by "foreign".
PARTS = {"sent": Thing(frozenset({"NL", "S"})), "foreign": Thing(frozenset({"KE", "S"})), "absent": Thing()}
READABLE = {"sent": Thing(OFFICES), "foreign": Thing(OFFICES), "absent": Thing()}
LEFT = {"sent": Thing(frozenset({"NL"})), "foreign": Thing(frozenset({"KE"})), "absent": Thing()}
CANDIDACIES = {
    "sent": Thing(CHECKERS, proposer="secretariat_officer"),
    "foreign": Thing(CHECKERS),
    "absent": Thing(),
}
HOOKS = {
    "webhook": Thing(frozenset({"NL"}), "NL"),
    "foreign webhook": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
# Who answers for a territory is no secret of anybody inside.
ARRANGED = {"arrangement": Thing(OFFICES | {"company"}), "absent": Thing()}
MOVEMENTS = {
    "movement": Thing(OURS, "NL", "CL", "dispatched"),
    "foreign movement": Thing(THEIRS, "KE", "EG", "planned"),
    "absent": Thing(),
}
# Registers: what one country keeps is nobody else's; the secretariat keeps no companies.
COMPANIES = {"sent": Thing(frozenset({"NL"})), "foreign": Thing(frozenset({"KE"})), "absent": Thing()}
ENQUIRIES = {
    "enquiry": Thing(frozenset({"NL", "CL"}), "NL", "CL", "open"),
    "company enquiry": Thing(frozenset({"NL", "company"}), "NL", "company", "open"),
    "foreign enquiry": Thing(frozenset({"KE", "EG"}), "KE", "EG", "open"),
    "absent": Thing(),
}
# Saved searches and exports are one person's own; the visitor who owns them is named, where it is not a whole office.
SEARCHES = {
    "saved": Thing(frozenset({"NL"}), "NL", proposer="exporter_officer"),
    "foreign saved": Thing(frozenset({"KE"}), "KE", proposer="third_officer"),
    "absent": Thing(),
}
INCIDENTS = {
    "incident": Thing(OURS, "NL", "", "released"),
    "incident draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "handed incident": Thing(frozenset({"NL", "S"}), "NL", "S", "handed"),
    "foreign incident": Thing(THEIRS, "KE", "", "released"),
    "absent": Thing(),
}
# A name is for those it is given to, and an original for the organisation that gave it, whoever sees the incident.
NAMES_GIVEN = {
    "incident": Thing(frozenset({"NL", "CL"}), "NL"),
    "foreign incident": Thing(frozenset({"KE", "EG"}), "KE"),
    "absent": Thing(),
}
ORIGINALS = {
    "incident": Thing(frozenset({"NL"}), "NL"),
    "foreign incident": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
# Who sees a message; and whose its file, lines and meanings are.
MESSAGES = {
    "message": Thing(OURS, "NL", "", "released"),
    "open message": Thing(frozenset({"NL"}), "NL", "", "read"),
    "foreign message": Thing(THEIRS, "KE", "", "released"),
    "absent": Thing(),
}
OWN_MESSAGES = {
    "message": Thing(frozenset({"NL"}), "NL", "", "released"),
    "open message": Thing(frozenset({"NL"}), "NL", "", "read"),
    "foreign message": Thing(frozenset({"KE"}), "KE", "", "released"),
    "absent": Thing(),
}
PROJECTS_KEPT = {
    "project": Thing(frozenset({"NL", "S"}), "S"),
    "invited project": Thing(frozenset({"NL", "S"}), "S"),
    "foreign project": Thing(frozenset({"KE", "EG", "S"}), "S"),
    "absent": Thing(),
}
# Fourthland, only invited, does not see Thirdland's seat.
SEATS = {
    "project": Thing(frozenset({"NL", "S"}), "S", "NL", "seated"),
    "invited project": Thing(frozenset({"NL", "S"}), "S", "NL", "invited"),
    "foreign project": Thing(frozenset({"KE", "S"}), "S", "KE", "seated"),
    "absent": Thing(),
}
OPERATIONS = {
    "operation": Thing(frozenset({"NL", "S"}), "S", "", "running"),
    "planned operation": Thing(frozenset({"S"}), "S", "", "planned"),
    "foreign operation": Thing(frozenset({"KE", "S"}), "S", "", "closing"),
    "absent": Thing(),
}
# A working group is its members' alone: not the secretariat's, nor that of other companies of the country.
GROUPS = {
    "group": Thing(frozenset({"NL", "company"}), "NL", "", "standing"),
    "foreign group": Thing(frozenset({"KE"}), "KE", "", "standing"),
    "absent": Thing(),
}
GROUP_MEETINGS = {
    "group meeting": Thing(frozenset({"NL", "company"}), "NL", "", "draft"),
    "foreign group meeting": Thing(frozenset({"KE"}), "KE", "", "called"),
    "absent": Thing(),
}
GROUP_ACTIONS = {
    "group action": Thing(frozenset({"NL", "company"}), "NL", "company", "open"),
    "foreign group action": Thing(frozenset({"KE"}), "KE", "KE", "open"),
    "absent": Thing(),
}
# What a company asks for is between it and its authority; what is issued is told the other government.
APPLICATIONS = {
    "application": Thing(frozenset({"NL", "company"}), "company", "NL", "applied"),
    "application draft": Thing(frozenset({"company"}), "company", "NL", "draft"),
    "foreign application": Thing(frozenset({"KE"}), "KE", "KE", "applied"),
    "absent": Thing(),
}
PERMITS = {
    "permit": Thing(OURS, "CL", "NL", "issued"),
    "foreign permit": Thing(THEIRS, "KE", "EG", "issued"),
    "absent": Thing(),
}
# What a company keeps of its customers is its own; no authority sees any of it.
OF_CUSTOMERS = ("customer", "declaration", "check", "held order", "standout")
OF_SUPPLY = ("undertaking", "law task", "delivery", "sample")
OF_DESKS = {
    one: {one: Thing(frozenset({"company"}), "company"), f"foreign {one}": Thing(), "absent": Thing()}
    for one in (*OF_CUSTOMERS, *OF_SUPPLY)
}
LINKS = {
    "link": Thing(OURS, "NL", "", "suggested"),
    "foreign link": Thing(THEIRS, "KE", "", "suggested"),
    "absent": Thing(),
}
ALERTS = {
    "alert": Thing(OURS, "NL", "", "released"),
    "alert draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "foreign alert": Thing(THEIRS, "KE", "", "released"),
    "absent": Thing(),
}
# Those of the country and its company; Thirdland trusts no company, so its draft cannot be released.
INDUSTRY_ALERTS = {
    "industry alert": Thing(frozenset({"NL", "company"}), "NL", "", "released"),
    "industry draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "foreign industry alert": Thing(frozenset({"KE"}), "KE", "no company", "draft"),
    "absent": Thing(),
}
SUGGESTIONS = {"suggestion": Thing(frozenset({"S"})), "absent": Thing()}
# What an organisation's systems put into its inbox is that organisation's own, and so are the sources fetched for it.
POSTINGS = {
    "posting": Thing(frozenset({"NL"}), "NL"),
    "foreign posting": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
# A request is seen by its two sides alone, and what was asked of others in the same act by neither of those.
REQUESTS = {
    "request": Thing(frozenset({"NL", "CL"}), "NL", "CL", "sent"),
    "request draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "foreign request": Thing(frozenset({"KE", "EG"}), "KE", "EG", "sent"),
    "absent": Thing(),
}
# Goods under export permits; each authority records at its border by itself.
PASSAGES = {
    "passage": Thing(OURS, "NL", "CL", "left"),
    "announced passage": Thing(OURS, "NL", "CL", "announced"),
    "foreign passage": Thing(THEIRS, "KE", "EG", "left"),
    "absent": Thing(),
}

# A balance is its country's and the secretariat's; others are told yes or no.
BALANCES = {
    "balance": Thing(frozenset({"NL", "S"}), "NL"),
    "foreign balance": Thing(frozenset({"KE", "S"}), "KE"),
    "absent": Thing(),
}

# Advice, queues and rules: an applicant, who sees the application, sees none of it.
ADVICE = {
    "advice": Thing(frozenset({"NL"}), "NL", "", "asked"),
    "foreign advice": Thing(frozenset({"KE"}), "KE", "", "asked"),
    "absent": Thing(),
}
QUEUES = {"queue": Thing(frozenset({"NL"}), "NL"), "foreign queue": Thing(frozenset({"KE"}), "KE"), "absent": Thing()}
ROUTING = {"rules": Thing(frozenset({"NL"}), "NL"), "foreign rules": Thing(frozenset({"KE"}), "KE"), "absent": Thing()}
# That there is an emergency is no secret of anybody inside.
EMERGENCIES = {"emergency": Thing(OFFICES | {"company"}, "KE"), "absent": Thing()}
AGREEMENTS = {
    "agreement": Thing(frozenset({"NL", "company", "S"}), "NL"),
    "foreign agreement": Thing(frozenset({"KE", "S"}), "KE"),
    "absent": Thing(),
}
RELIEF = {
    "relief": Thing(frozenset({"NL", "company", "S"}), "company", "company", "asked"),
    "foreign relief": Thing(frozenset({"KE", "S"}), "KE", "", "asked"),
    "absent": Thing(),
}
# A licence is between its holder and the authority; Thirdland keyed its own in from paper.
LICENSING_CASES = {
    "licensing": Thing(frozenset({"NL", "company"}), "company", "NL", "applied"),
    "licensing draft": Thing(frozenset({"company"}), "company", "NL", "draft"),
    "foreign licensing": Thing(frozenset({"KE"}), "KE", "KE", "applied"),
    "absent": Thing(),
}
LICENCES = {
    "licence": Thing(frozenset({"NL", "company"}), "NL", "company", "granted"),
    "foreign licence": Thing(frozenset({"KE"}), "KE", "", "granted"),
    "absent": Thing(),
}
INSPECTIONS = {
    "inspection": Thing(frozenset({"NL", "company"}), "NL", "company", "open"),
    "hidden inspection": Thing(frozenset({"NL"}), "NL", "company", "planned"),
    "foreign inspection": Thing(frozenset({"KE"}), "KE", "", "planned"),
    "absent": Thing(),
}
RETURNS = {
    "return": Thing(frozenset({"NL", "company"}), "company", "NL", "filed"),
    "return draft": Thing(frozenset({"company"}), "company", "NL", "draft"),
    "foreign return": Thing(frozenset({"KE"}), "KE", "KE", "filed"),
    "absent": Thing(),
}
LICENSING_FILES = {**LICENSING_CASES, **LICENCES}
# A suspicious report is its company's and the receiving office's; which of their people, their duty says.
REPORTS = {
    "report": Thing(frozenset({"NL", "company"}), "company", "NL", "sent"),
    "report draft": Thing(frozenset({"company"}), "company", "NL", "draft"),
    "foreign report": Thing(frozenset({"KE"}), "KE", "KE", "sent"),
    "absent": Thing(),
}
# What an office maps is its own country's alone; not even the secretariat sees it.
MAPPINGS = {
    "mapping": Thing(frozenset({"NL"}), "NL"),
    "foreign mapping": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
PLATFORMS = {
    "platform": Thing(frozenset({"NL"}), "NL"),
    "foreign platform": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
LEADS = {
    "lead": Thing(frozenset({"NL"}), "NL", "", "new"),
    "foreign lead": Thing(frozenset({"KE"}), "KE", "", "closed"),
    "absent": Thing(),
}
PLATFORM_NOTICES = {
    "platform notice": Thing(frozenset({"NL"}), "NL", "", "sent"),
    "platform draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "foreign platform notice": Thing(frozenset({"KE"}), "KE", "", "closed"),
    "absent": Thing(),
}
OF_INDUSTRY = {
    "agreement of industry": Thing(frozenset({"NL", "company"}), "NL"),
    "foreign agreement of industry": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
CONSULTATIONS = {
    "consultation": Thing(frozenset({"NL", "company"}), "NL", "", "open"),
    "consultation draft": Thing(frozenset({"NL"}), "NL", "", "draft"),
    "closed consultation": Thing(frozenset({"NL", "company"}), "NL", "", "closed"),
    "foreign consultation": Thing(frozenset({"KE"}), "KE", "", "open"),
    "absent": Thing(),
}
VETTED = {
    "trust": Thing(frozenset({"NL", "company"}), "NL", "company", "asked", proposer="exporter_officer"),
    "granted trust": Thing(frozenset({"NL"}), "NL", "", "granted"),
    "foreign trust": Thing(frozenset({"KE"}), "KE", "", "asked"),
    "absent": Thing(),
}
# Guidance is for a country and its companies, or for everybody inside; one bears a file.
GUIDANCE = {
    "guidance": Thing(frozenset({"NL", "company"}), "NL", "", "file"),
    "guidance of all": Thing(OFFICES | {"company"}, "S"),
    "foreign guidance": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
FEES = {
    "fee": Thing(frozenset({"NL", "company"}), "NL"),
    "foreign fee": Thing(frozenset({"KE"}), "KE"),
    "absent": Thing(),
}
THINGS: Mapping[str, Mapping[str, Thing]] = {
    "consultation": CONSULTATIONS,
    "trust": VETTED,
    "guidance": GUIDANCE,
    "fee": FEES,
    "licensing": LICENSING_CASES,
    "licence": LICENCES,
    "return": RETURNS,
    "inspection": INSPECTIONS,
    "licensing file": LICENSING_FILES,
    "report": REPORTS,
    "advice": ADVICE,
    "queue": QUEUES,
    "rules": ROUTING,
    "emergency": EMERGENCIES,
    "agreement": AGREEMENTS,
    "relief": RELIEF,
    "mapping": MAPPINGS,
    "agreement of industry": OF_INDUSTRY,
    "platform": PLATFORMS,
    "lead": LEADS,
    "platform notice": PLATFORM_NOTICES,
    "operation": OPERATIONS,
    "group": GROUPS,
    **OF_DESKS,
    "application": APPLICATIONS,
    "passage": PASSAGES,
    "permit": PERMITS,
    "balance": BALANCES,
    "group meeting": GROUP_MEETINGS,
    "group action": GROUP_ACTIONS,
    "project": PROJECTS_KEPT,
    "seat": SEATS,
    "link": LINKS,
    "posting": POSTINGS,
    "request": REQUESTS,
    "saved": SEARCHES,
    "message": MESSAGES,
    "own message": OWN_MESSAGES,
    "alert": ALERTS,
    "industry alert": INDUSTRY_ALERTS,
    "suggestion": SUGGESTIONS,
    "incident": INCIDENTS,
    "name": NAMES_GIVEN,
    "original": ORIGINALS,
    "enquiry": ENQUIRIES,
    "": {"nothing": Thing()},
    "case": CASES,
    "movement": MOVEMENTS,
    "batch": FILES,
    "webhook": HOOKS,
    "list": LISTS,
    "vetting": VETTINGS,
    "edition": EDITIONS,
    "copy": COPIES,
    "proposal": LAWS,
    "part": PARTS,
    "entry": READABLE,
    "delegation": LEFT,
    "candidacy": CANDIDACIES,
    "arrangement": ARRANGED,
    "company": COMPANIES,
}
