"""The API as one object, and its addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from penstock.alerts.api import router as alerts
from penstock.alerts.onward.api import router as report_onward
from penstock.alerts.onward.leads import router as lead_onward
from penstock.alerts.suggesting.api import router as alert_suggestions
from penstock.alerts.trusted.api import router as trusted_companies
from penstock.api import directory, problems, recognition, reference, structures
from penstock.cases.api import router as cases
from penstock.cases.assignments.api import router as assignments
from penstock.cases.enquiries.api import router as enquiries
from penstock.cases.lists.api import router as lists
from penstock.cases.registers.api import router as registers
from penstock.catalogue.pages.api import router as law
from penstock.exchange.api import router as events
from penstock.exchange.papers.api import router as papers
from penstock.exchange.permits.api import router as permit_papers
from penstock.incidents.api import router as incidents
from penstock.incidents.intake.api import router as incident_messages
from penstock.incidents.involved.api import router as incident_names
from penstock.incidents.linking.api import router as incident_links
from penstock.incidents.requests.api import router as requests
from penstock.industry.api import PARTNERSHIP
from penstock.industry.applications.api import router as licence_applications
from penstock.industry.checking.api import router as licence_checks
from penstock.industry.evidence.api import router as licensing_evidence
from penstock.industry.fees.api import router as licence_fees
from penstock.industry.inspections.api import router as inspections
from penstock.industry.licences.api import router as licences
from penstock.industry.mapping.api import router as industry_mapping
from penstock.industry.platforms.api import router as platforms
from penstock.industry.platforms.asking.api import router as platform_notices
from penstock.industry.platforms.leads.api import router as leads
from penstock.industry.returns.api import router as annual_returns
from penstock.kernel.routes import ANYBODY
from penstock.kernel.viewer import Viewer
from penstock.notices.answering.api import router as answers
from penstock.notices.api import router as notices
from penstock.notices.arrangements.api import router as arrangements
from penstock.notices.checks.api import router as checks
from penstock.notices.movements.api import router as movements
from penstock.notices.printing.api import router as printing
from penstock.notices.responsiveness.api import router as responsiveness
from penstock.notices.shipments.api import router as shipments
from penstock.operations.conduct.api import router as operations
from penstock.operations.groups.api import router as working_groups
from penstock.operations.projects.api import router as projects
from penstock.orders.api import ROUTERS as OF_ORDERS
from penstock.orders.reports.api import router as suspicious_reports
from penstock.parties.queries import viewer_of_token
from penstock.permits.api import router as permits
from penstock.permits.applications.api import router as permit_applications
from penstock.permits.availability.api import router as availability
from penstock.permits.handling.advice.api import router as permit_advice
from penstock.permits.handling.changing.api import router as permit_changes
from penstock.permits.handling.routing.api import router as permit_routing
from penstock.permits.needs.api import router as needs
from penstock.permits.papers.api import router as permit_documents
from penstock.permits.passages.api import router as passages
from penstock.permits.relief.api import router as relief
from penstock.surveillance.api import router as surveillance


class BearerToken(HttpBearer):
    """Makes the viewer from the bearer token of a call."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:  # noqa: ARG002 - ninja passes it
        """The viewer behind the token; None refuses the call."""
        return viewer_of_token(token)


class Contract(NinjaAPI):
    """The operations, described once: that takes seconds, and stays the same as long as the process lives."""

    _drawn: OpenAPISchema | None = None

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description after OpenAPI 3.1."""
        if self._drawn is None:
            self._drawn = super().get_openapi_schema(**asked)
        return self._drawn


api = Contract(
    title="Penstock",
    version="1",
    description="Notices between authorities. Every writing call takes an `Idempotency-Key`.",
    auth=BearerToken(),
    openapi_url="/openapi.json",
    docs_url="/docs",
    urls_namespace="api-v1",
)
problems.register(api)
OF_NOTICES = (notices, answers, arrangements, checks, movements, shipments, printing, responsiveness)
OF_INCIDENTS = (incidents, incident_names, incident_messages, projects, operations, incident_links, requests)
OF_GROUPS = (working_groups,)
OF_PERMITS = (permit_applications, permits, permit_papers, permit_documents, passages, needs, availability)
OF_WORK_ON_PERMITS = (permit_advice, permit_routing, permit_changes, relief)
OF_LICENCES = (
    licence_applications,
    licence_fees,
    licences,
    inspections,
    annual_returns,
    licence_checks,
    licensing_evidence,
)
OF_ALERTS = (alerts, alert_suggestions, trusted_companies)
OF_OTHERS = (cases, assignments, enquiries, lists, registers, surveillance, law, directory.router, events, papers)
FOR_ALL = (reference.router, recognition.router, structures.router)
OF_COUNTRIES = (*OF_PERMITS, *OF_WORK_ON_PERMITS, *OF_GROUPS)
OF_REPORTS = (suspicious_reports, report_onward)
OF_PLATFORMS = (platforms, platform_notices, leads, lead_onward)
OF_COMPANIES = (*OF_LICENCES, industry_mapping, *PARTNERSHIP, *OF_PLATFORMS, *OF_ORDERS, *OF_REPORTS)
for part in (*OF_NOTICES, *OF_INCIDENTS, *OF_COUNTRIES, *OF_COMPANIES, *OF_ALERTS, *OF_OTHERS, *FOR_ALL):
    api.add_router("", part)
urlpatterns = api.urls[0]
# The contract itself is public; each operation declares its own duty.
for page in urlpatterns:
    if isinstance(page, URLPattern) and page.name in {"openapi-json", "openapi-view", "api-root"}:
        vars(page.callback)["duty"] = ANYBODY
