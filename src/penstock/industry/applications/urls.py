"""The addresses of applications for licences, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.applications.pages import views
from penstock.industry.applications.states import APPLICATIONS, TONES

REGIMES[APPLICATIONS.kind] = Regime(route="licence_application", tones=TONES)

urlpatterns = [
    path("licence-applications/", views.application_list, name="licence_applications"),
    path("licence-applications/new/", views.new, name="licence_application_new"),
    path("licence-applications/rule/", views.rule, name="licence_rule"),
    path("licence-applications/<str:reference>/", views.application_page, name="licence_application"),
    path("licence-applications/<str:reference>/edit/", views.edit, name="licence_application_edit"),
    path("licence-applications/<str:reference>/signature/", views.signature, name="licence_application_signature"),
    path("licence-applications/<str:reference>/steps/<slug:verb>/", views.step, name="licence_application_step"),
]
