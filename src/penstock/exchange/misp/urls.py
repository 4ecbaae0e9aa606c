"""The addresses of MISP under a path of their own: a client is given `/misp/` as its server."""

from django.urls import path

from penstock.exchange.misp import views

urlpatterns = [
    path("misp/servers/getVersion", views.server_version, name="misp_version"),
    path("misp/servers/getVersion.json", views.server_version),
    path("misp/servers/getPyMISPVersion.json", views.client_version, name="misp_client_version"),
    path("misp/users/view/me", views.own_user, name="misp_user"),
    path("misp/attributes/describeTypes.json", views.attribute_types, name="misp_types"),
    path("misp/events/view/<str:event>", views.view_event, name="misp_event"),
    path("misp/events/add", views.add_event, name="misp_add"),
    path("misp/events/add/metadata:1", views.add_event_briefly, name="misp_add_briefly"),
    path("misp/events/publish/<str:event>", views.publish_event, name="misp_publish"),
    path("misp/events/alert/<str:event>", views.publish_event, name="misp_alert"),
    path("misp/events/restSearch", views.search_events, name="misp_search"),
    path("misp/attributes/restSearch", views.search_attributes, name="misp_search_attributes"),
    path("misp/sightings/add", views.add_sighting, name="misp_sighting"),
    path("misp/sightings/add/<str:attribute>", views.add_sighting_of, name="misp_sighting_of"),
    path("misp/sightings/index", views.all_sightings, name="misp_sightings"),
    path("misp/sightings/listSightings", views.sightings_of, name="misp_sightings_of"),
    path("misp/tags/attachTagToObject", views.attach_tag, name="misp_attach"),
    path("misp/tags/removeTagFromObject", views.remove_tag, name="misp_remove"),
]
