"""The addresses of incidents, and how their cases appear on pages that all regimes share."""

from django.urls import include, path

from penstock.cases.pages import REGIMES, Regime
from penstock.incidents import views
from penstock.incidents.evidence.views import original
from penstock.incidents.followed.views import follow_up
from penstock.incidents.intake import views as intake
from penstock.incidents.involved import views as names
from penstock.incidents.linking import views as linking
from penstock.incidents.reporting import views as reporting
from penstock.incidents.reporting.page import incident_page
from penstock.incidents.sharing.views import rule
from penstock.incidents.states import INCIDENTS, TONES

REGIMES[INCIDENTS.kind] = Regime(route="incident", tones=TONES)

urlpatterns = [
    path("", include("penstock.incidents.requests.urls")),
    path("incidents/", views.incident_list, name="incidents"),
    path("incidents/new/", reporting.new, name="incident_new"),
    path("incidents/follow-up/", follow_up, name="incident_follow_up"),
    path("incidents/rule/", rule, name="incident_rule"),
    path("incidents/links/", linking.own_links, name="incident_suggested_links"),
    path("incidents/messages/", intake.message_list, name="incident_messages"),
    path("incidents/messages/<str:reference>/", intake.message, name="incident_message"),
    path("incidents/messages/<str:reference>/progress/", intake.progress, name="incident_message_progress"),
    path("incidents/messages/<str:reference>/headings/", intake.headings, name="incident_message_headings"),
    path("incidents/messages/<str:reference>/release/", intake.release, name="incident_message_release"),
    path("incidents/messages/<str:reference>/lines/<int:number>/", intake.line, name="incident_message_line"),
    path(
        "incidents/messages/<str:reference>/meanings/<uuid:meaning_id>/",
        intake.meaning,
        name="incident_message_meaning",
    ),
    path("incidents/<str:reference>/", incident_page, name="incident"),
    path("incidents/<str:reference>/edit/", reporting.edit, name="incident_edit"),
    path("incidents/<str:reference>/release/", reporting.release, name="incident_release"),
    path("incidents/<str:reference>/amend/", reporting.amend, name="incident_amend"),
    path("incidents/<str:reference>/signature/", views.signature, name="incident_signature"),
    path("incidents/<str:reference>/names/", names.name_new, name="incident_name_new"),
    path("incidents/<str:reference>/names/<uuid:party_id>/", names.name, name="incident_name"),
    path("incidents/<str:reference>/links/", linking.links, name="incident_links"),
    path("incidents/<str:reference>/links/<str:other>/", linking.link, name="incident_link"),
    path("incidents/<str:reference>/originals/<uuid:original_id>/", original, name="incident_original"),
    path("incidents/<str:reference>/<slug:verb>/", views.step, name="incident_step"),
]
