"""The addresses of applications, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.permits.applications.pages import views
from penstock.permits.applications.states import APPLICATIONS, TONES

REGIMES[APPLICATIONS.kind] = Regime(route="application", tones=TONES)

urlpatterns = [
    path("applications/", views.application_list, name="applications"),
    path("applications/new/", views.new, name="application_new"),
    path("applications/rule/", views.rule, name="application_rule"),
    path("applications/<str:reference>/", views.application_page, name="application"),
    path("applications/<str:reference>/edit/", views.edit, name="application_edit"),
    path("applications/<str:reference>/recommend/", views.recommend, name="application_recommend"),
    path("applications/<str:reference>/signature/", views.signature, name="application_signature"),
    path("applications/<str:reference>/steps/<slug:verb>/", views.step, name="application_step"),
]
