"""The addresses of relief, and how its cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.permits.relief.pages import views
from penstock.permits.relief.states import AGREEMENTS, EMERGENCIES, RELIEF, STANDING_TONES, TONES

REGIMES[EMERGENCIES.kind] = Regime(route="relief_emergency", tones=STANDING_TONES)
REGIMES[AGREEMENTS.kind] = Regime(route="relief_agreement", tones=STANDING_TONES)
REGIMES[RELIEF.kind] = Regime(route="relief_request", tones=TONES)

urlpatterns = [
    path("relief/", views.overview, name="relief"),
    path("relief/emergencies/new/", views.emergency_new, name="relief_emergency_new"),
    path("relief/emergencies/<str:reference>/", views.emergency_page, name="relief_emergency"),
    path("relief/emergencies/<str:reference>/<slug:verb>/", views.emergency_step, name="relief_emergency_step"),
    path("relief/agreements/new/", views.agreement_new, name="relief_agreement_new"),
    path("relief/agreements/<str:reference>/", views.agreement_page, name="relief_agreement"),
    path("relief/agreements/<str:reference>/report/<int:year>/", views.report, name="relief_report"),
    path("relief/agreements/<str:reference>/report/<int:year>.csv", views.report_csv, name="relief_report_csv"),
    path("relief/agreements/<str:reference>/steps/<slug:verb>/", views.agreement_step, name="relief_agreement_step"),
    path("relief/requests/new/", views.request_new, name="relief_request_new"),
    path("relief/requests/<str:reference>/", views.request_page, name="relief_request"),
    path("relief/requests/<str:reference>/<slug:verb>/", views.request_step, name="relief_request_step"),
]
