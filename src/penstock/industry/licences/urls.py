"""The addresses of licences, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.licences.pages import views
from penstock.industry.licences.printing import views as printing
from penstock.industry.licences.states import LICENCES, TONES

REGIMES[LICENCES.kind] = Regime(route="licence", tones=TONES)

urlpatterns = [
    path("licences/", views.licence_list, name="licences"),
    path("licences/<str:reference>/", views.licence_page, name="licence"),
    path("licences/<str:reference>/pdf/", printing.pdf, name="licence_pdf"),
    path("licences/<str:reference>/signature/", views.signature, name="licence_signature"),
    path("licences/<str:reference>/steps/<slug:verb>/", views.step, name="licence_step"),
]
