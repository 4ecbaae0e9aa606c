"""The addresses of permits, and how their cases appear on pages that all regimes share."""

from django.urls import include, path

from penstock.cases.pages import REGIMES, Regime
from penstock.permits.pages import views
from penstock.permits.states import PERMITS, TONES

REGIMES[PERMITS.kind] = Regime(route="permit", tones=TONES)

urlpatterns = [
    path("", include("penstock.permits.applications.urls")),
    path("", include("penstock.permits.papers.urls")),
    path("", include("penstock.permits.passages.pages.urls")),
    path("", include("penstock.permits.needs.urls")),
    path("", include("penstock.permits.availability.urls")),
    path("", include("penstock.permits.handling.urls")),
    path("", include("penstock.permits.relief.urls")),
    path("permits/", views.permit_list, name="permits"),
    path("permits/<str:reference>/", views.permit_page, name="permit"),
    path("permits/<str:reference>/signature/", views.signature, name="permit_signature"),
    path("permits/<str:reference>/steps/<slug:verb>/", views.step, name="permit_step"),
]
