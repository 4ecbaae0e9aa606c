"""The addresses of alerts, the same for both kinds, each behind the duty of its readers."""

from collections.abc import Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from penstock.alerts.desks import DESKS, Desk
from penstock.alerts.onward.leads import lead_onward
from penstock.alerts.onward.views import onward
from penstock.alerts.pages import views, writing
from penstock.alerts.received import views as received
from penstock.alerts.states import TONES
from penstock.alerts.suggesting.views import suggestion, suggestion_list
from penstock.alerts.trusted.views import trusted
from penstock.cases.pages import REGIMES, Regime
from penstock.kernel.routes import door
from penstock.parties.duties import SEND_ALERTS

for _desk in DESKS.values():
    REGIMES[_desk.kind] = Regime(route=_desk.route, tones=TONES)


def _behind(duty: str, view: Any) -> Any:
    """A view of its own for each kind: the duty stands on the view."""

    @door(duty)
    @wraps(view)
    def opened(request: HttpRequest, **named: Any) -> HttpResponse:
        answer: HttpResponse = view(request, **named)
        return answer

    return opened


def _pages(desk: Desk) -> Iterator[URLPattern]:
    reads, one = desk.reads, f"{desk.path}/<str:reference>/"
    rows = (
        (f"{desk.path}/", reads, views.alert_list, f"{desk.route}s"),
        (f"{desk.path}/new/", SEND_ALERTS, writing.new, f"{desk.route}_new"),
        (one, reads, views.alert_page, desk.route),
        (f"{one}edit/", SEND_ALERTS, writing.edit, f"{desk.route}_edit"),
        (f"{one}release/", SEND_ALERTS, writing.release, f"{desk.route}_release"),
        (f"{one}correct/", SEND_ALERTS, writing.correct, f"{desk.route}_correct"),
        (f"{one}signature/", SEND_ALERTS, views.signature, f"{desk.route}_signature"),
        (f"{one}acknowledge/", reads, received.acknowledgement, f"{desk.route}_acknowledge"),
        (f"{one}pass/", reads, received.passing, f"{desk.route}_pass"),
        (f"{one}print/", reads, views.alert_print, f"{desk.route}_print"),
        (f"{one}cap.xml", reads, views.cap, f"{desk.route}_cap"),
        (f"{one}files/<uuid:file_id>/", reads, views.file, f"{desk.route}_file"),
        (f"{one}<slug:verb>/", SEND_ALERTS, views.step, f"{desk.route}_step"),
    )
    for route, duty, view, name in rows:
        yield path(route, _behind(duty, view), {"kind": desk.kind}, name=name)


urlpatterns = [
    path("alerts/suggestions/", suggestion_list, name="alert_suggestions"),
    path("alerts/suggestions/<uuid:suggestion_id>/", suggestion, name="alert_suggestion"),
    path("alerts/trusted/", trusted, name="alert_trusted"),
    path("platforms/leads/<str:reference>/onward/<slug:way>/", lead_onward, name="lead_onward"),
    path("suspicious-reports/<str:reference>/onward/<slug:way>/", onward, name="suspicious_report_onward"),
    *(page for desk in DESKS.values() for page in _pages(desk)),
]
