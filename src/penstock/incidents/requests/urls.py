"""The addresses of requests, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.incidents.requests.desk import page, views
from penstock.incidents.requests.states import FLOWS, TONES

for _kind in FLOWS:
    REGIMES[_kind] = Regime(route="request", tones=TONES)

urlpatterns = [
    path("requests/", views.request_list, name="requests"),
    path("requests/new/", views.new, name="request_new"),
    path("requests/<str:reference>/", page.request_page, name="request"),
    path("requests/<str:reference>/edit/", views.edit, name="request_edit"),
    path("requests/<str:reference>/send/", views.send, name="request_send"),
    path("requests/<str:reference>/signature/", page.signature, name="request_signature"),
    path("requests/<str:reference>/<slug:verb>/", page.step, name="request_step"),
]
