"""The addresses of inspections, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.inspections.pages import views
from penstock.industry.inspections.states import INSPECTIONS, TONES

REGIMES[INSPECTIONS.kind] = Regime(route="inspection", tones=TONES)

urlpatterns = [
    path("inspections/", views.inspection_list, name="inspections"),
    path("licences/<str:reference>/inspections/new/", views.new, name="inspection_new"),
    path("inspections/<str:reference>/", views.inspection_page, name="inspection"),
    path("inspections/<str:reference>/steps/<slug:verb>/", views.step, name="inspection_step"),
]
