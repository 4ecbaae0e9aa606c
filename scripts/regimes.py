"""Pages about the regimes: states, permissions, events, fields, settings, and the API's contract."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from penstock.alerts import fields as alert_fields
from penstock.alerts.events import EVENTS as ALERT_EVENTS
from penstock.api.urls import api
from penstock.cases.enquiries import fields as enquiry_fields
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.lists.events import EVENTS as LIST_EVENTS
from penstock.cases.registers import fields as register_fields
from penstock.cases.registers.events import EVENTS as REGISTER_EVENTS
from penstock.cases.sheets.sheet import Sheet
from penstock.catalogue.adoption import fields as law_fields
from penstock.catalogue.adoption.events import EVENTS as LAW_EVENTS
from penstock.exchange.agenda import services as agenda
from penstock.exchange.events import EVENTS as EXCHANGE_EVENTS
from penstock.exchange.webhooks import services as webhooks
from penstock.incidents import fields as incident_fields
from penstock.incidents.events import EVENTS as INCIDENT_EVENTS
from penstock.incidents.requests import fields as request_fields
from penstock.industry.applications import fields as licence_application_fields
from penstock.industry.consultations import fields as consultation_fields
from penstock.industry.consultations.events import EVENTS as CONSULTATION_EVENTS
from penstock.industry.contacts import fields as contact_fields
from penstock.industry.contacts.events import EVENTS as CONTACT_EVENTS
from penstock.industry.events import EVENTS as LICENSING_EVENTS
from penstock.industry.fees import fields as fee_fields
from penstock.industry.guidance import fields as guidance_fields
from penstock.industry.guidance.events import EVENTS as GUIDANCE_EVENTS
from penstock.industry.inspections import fields as inspection_fields
from penstock.industry.licences import fields as licence_fields
from penstock.industry.mapping import fields as mapping_fields
from penstock.industry.mapping.events import EVENTS as MAPPING_EVENTS
from penstock.industry.partnership import fields as partnership_fields
from penstock.industry.partnership.events import EVENTS as PARTNERSHIP_EVENTS
from penstock.industry.platforms import fields as platform_fields
from penstock.industry.platforms.asking import fields as platform_notice_fields
from penstock.industry.platforms.events import EVENTS as PLATFORM_EVENTS
from penstock.industry.platforms.leads import fields as lead_fields
from penstock.industry.returns import fields as return_fields
from penstock.industry.trust import fields as trust_fields
from penstock.industry.trust.events import EVENTS as TRUST_EVENTS
from penstock.kernel.forms.specification import Form
from penstock.kernel.workflow import WORKFLOWS, Workflow
from penstock.notices import fields
from penstock.notices.arrangements import fields as arrangement_fields
from penstock.notices.events import EVENTS as NOTICE_EVENTS
from penstock.notices.movements import fields as movement_fields
from penstock.notices.movements.events import EVENTS as MOVEMENT_EVENTS
from penstock.operations.conduct import fields as operation_fields
from penstock.operations.events import EVENTS as OPERATION_EVENTS
from penstock.operations.groups import fields as group_fields
from penstock.operations.projects import fields as project_fields
from penstock.orders.checking import fields as order_fields
from penstock.orders.customers import fields as customer_fields
from penstock.orders.declarations import fields as declaration_fields
from penstock.orders.events import EVENTS as ORDER_EVENTS
from penstock.orders.holds import fields as hold_fields
from penstock.orders.reports import fields as report_fields
from penstock.orders.reports.events import EVENTS as REPORT_EVENTS
from penstock.orders.watch import fields as watch_fields
from penstock.parties.circles.events import EVENTS as CIRCLE_EVENTS
from penstock.parties.directory import fields as directory_fields
from penstock.parties.directory.events import EVENTS as DIRECTORY_EVENTS
from penstock.parties.duties import DUTIES
from penstock.permits import fields as permit_fields
from penstock.permits.applications import fields as permit_application_fields
from penstock.permits.availability import fields as availability_fields
from penstock.permits.events import EVENTS as PERMIT_EVENTS
from penstock.permits.handling.advice import fields as advice_fields
from penstock.permits.handling.routing import fields as routing_fields
from penstock.permits.needs import fields as need_fields
from penstock.permits.passages import fields as passage_fields
from penstock.permits.relief import fields as relief_fields
from penstock.surveillance import fields as surveillance_fields
from penstock.surveillance.events import EVENTS as SURVEILLANCE_EVENTS

SOURCE = Path(__file__).parents[1] / "src"

SETTINGS = {
    "DATABASE_URL": "the database as the application role uses it; without it the embedded PostgreSQL runs",
    "DATABASE_OWNER_URL": "the database as the owner of the tables uses it; only `penstock migrate` needs it",
    "PENSTOCK_APPLICATION_ROLE": "the role of DATABASE_URL (`penstock_app`)",
    "PENSTOCK_BASE_URL": "the address people use, for links in mails; https makes cookies secure",
    "PENSTOCK_CRASH_AT": "a crash point at which to die; for fault tests only",
    "PENSTOCK_EXERCISE": "marks every page as an exercise",
    "PENSTOCK_FILE_LIMIT_BYTES": "the largest file that is taken (20 MiB)",
    "PENSTOCK_HOSTS": "the host names that are answered, parted by commas",
    "PENSTOCK_LIVE_URL": "where browsers reach `penstock live`, as https://host/live/; without it pages do not update",
    "PENSTOCK_LIVE_SECONDS": "how often a live connection looks whether its session still stands (20)",
    "PENSTOCK_LOG": "how much is logged: ERROR, WARNING (default), INFO or DEBUG",
    "PENSTOCK_MAIL_FROM": "the sender of mails",
    "PENSTOCK_FORM_KEY": "keys the codes of printed forms (default: the secret key; a change makes old papers unknown)",
    "PENSTOCK_SECRET_KEY": "signs sessions; 50 random characters or more, kept secret",
    "PENSTOCK_SMTP_HOST": "the mail server; the demo without one writes its mail to `var/mail`",
    "PENSTOCK_SMTP_PASSWORD": "the password for the mail server",
    "PENSTOCK_SMTP_PORT": "the port of the mail server (1025)",
    "PENSTOCK_SMTP_TLS": "whether the mail server is spoken to with STARTTLS",
    "PENSTOCK_SMTP_USER": "the name for the mail server",
    "PENSTOCK_VAR": "the directory of everything an instance keeps on disk (`var`)",
    "PENSTOCK_WEBHOOKS_TO_LOOPBACK": "lets an exercise send webhooks to its own machine, by http too; for trials only",
    "PORT": "the port that `penstock demo` and `penstock serve` listen on (8000)",
}
_NAMED = re.compile(r"[\"'](PENSTOCK_[A-Z_]+|DATABASE(?:_OWNER)?_URL|PORT)[\"']")


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    def line(cells: Sequence[object]) -> str:
        return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(heads), line(["---"] * len(heads)), *map(line, rows)])


def names_read() -> set[str]:
    """The names of the environment that the source reads."""
    return {name for file in SOURCE.rglob("*.py") for name in _NAMED.findall(file.read_text("utf-8"))}


def environment() -> str:
    """Every setting, read from the environment."""
    missing = names_read() - SETTINGS.keys()
    if missing:
        raise LookupError(f"say in scripts/regimes.py what these settings mean: {', '.join(sorted(missing))}")
    return "# Settings\n\nAll are read from the environment.\n\n" + _table(
        ["name", "meaning"], ([f"`{name}`", SETTINGS[name]] for name in sorted(names_read()))
    )


def states() -> str:
    """Each workflow as a diagram and a table of steps."""
    return "# Workflows\n\n" + "\n\n".join(map(_workflow, WORKFLOWS.values()))


def _workflow(flow: Workflow) -> str:
    ids = {state: state.replace(" ", "_") for state in flow.states}
    arrows = [f"    [*] --> {ids[flow.initial]}"]
    arrows += [f"    {ids[a]} --> {ids[s.to]}: {s.verb}" for s in flow.steps for a in s.from_ if a != s.to]
    arrows += [f"    {ids[state]} --> [*]" for state in sorted(flow.final)]
    steps = (
        [
            f"`{one.verb}`",
            ", ".join(one.from_),
            one.to + (" (or as it was)" if one.may_stay else ""),
            one.side,
            one.duty,
            "yes" if one.second else "",
            f"`{one.event}`",
        ]
        for one in flow.steps
    )
    heads = ["verb", "from", "to", "side", "duty", "second signature", "event"]
    return f"## {flow.kind}\n\n```mermaid\nstateDiagram-v2\n" + "\n".join(arrows) + f"\n```\n\n{_table(heads, steps)}"


def permissions() -> str:
    """Every duty, and the steps it opens on each side."""
    text = ["# Duties and what they open", _table(["duty", "meaning"], DUTIES.items())]
    for flow in WORKFLOWS.values():
        rows = ([s.label, s.side, s.duty, ", ".join(s.from_)] for s in flow.steps)
        text += [f"## Steps of a {flow.kind}", _table(["step", "side", "duty", "from"], rows)]
    return "\n\n".join(text)


def events() -> str:
    """Every event of the record, in words, and who sees it."""
    regimes = LAW_EVENTS | REGISTER_EVENTS | NOTICE_EVENTS | MOVEMENT_EVENTS | DIRECTORY_EVENTS | SURVEILLANCE_EVENTS
    together = INCIDENT_EVENTS | ALERT_EVENTS | OPERATION_EVENTS | CIRCLE_EVENTS | PERMIT_EVENTS
    of_industry = LICENSING_EVENTS | MAPPING_EVENTS | PARTNERSHIP_EVENTS | PLATFORM_EVENTS
    of_partners = CONSULTATION_EVENTS | TRUST_EVENTS | GUIDANCE_EVENTS | CONTACT_EVENTS
    of_companies = of_industry | of_partners | ORDER_EVENTS | REPORT_EVENTS
    told = {**CASE_EVENTS, **LIST_EVENTS, **regimes, **together, **of_companies, **EXCHANGE_EVENTS}
    rows = ([f"`{name}`", *each] for name, each in told.items())
    return "# Events\n\n" + _table(["event", "what the person did", "seen by"], rows)


def forms() -> str:
    """Every field of every form, with its type, help and legal basis."""
    fields_of = (law_fields, enquiry_fields, fields, arrangement_fields, movement_fields, register_fields)
    of_incidents = (incident_fields, request_fields, alert_fields, project_fields, operation_fields)
    of_groups = (group_fields,)
    of_orders = (customer_fields, declaration_fields, order_fields, hold_fields, watch_fields, report_fields)
    of_permits = (permit_fields, permit_application_fields, passage_fields, need_fields, availability_fields)
    of_offices = (advice_fields, routing_fields, relief_fields)
    of_industry = (
        licence_application_fields,
        fee_fields,
        licence_fields,
        inspection_fields,
        return_fields,
        mapping_fields,
    )
    of_partners = (partnership_fields, consultation_fields, trust_fields, guidance_fields, contact_fields)
    of_exchange = (webhooks, agenda)
    modules = (
        *(*fields_of, directory_fields, surveillance_fields, *of_exchange, *of_incidents, *of_groups),
        *(platform_fields, platform_notice_fields, lead_fields),
        *(*of_permits, *of_offices, *of_industry, *of_partners, *of_orders),
    )
    named = (one for of in modules for one in vars(of).values())
    found = sorted((one for one in named if isinstance(one, Form)), key=lambda one: one.name)
    return "# Forms and fields\n\n" + "\n\n".join(f"## {one.name}\n\n{_fields(one)}" for one in found)


def _fields(form: Form) -> str:
    form = form.spread(dict.fromkeys(form.lines, 1)) if isinstance(form, Sheet) else form
    rows = (
        [f"`{one.name}`", one.label, type(one.type).__name__, "yes" if one.required else "", one.help, one.basis]
        for one in form.fields
    )
    return _table(["name", "label", "type", "required", "help", "basis"], rows)


def contract() -> str:
    """The API's contract, OpenAPI 3.1, as the instance serves it."""
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, ensure_ascii=False, default=str)
