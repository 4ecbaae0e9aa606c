"""The addresses of TAXII, under the path that clients try first."""

from django.urls import path

from penstock.exchange.taxii import views
from penstock.exchange.taxii.inbox import pages

COLLECTION = "taxii2/penstock/collections/<str:name>/"

urlpatterns = [
    path("taxii2/", views.discovery, name="taxii_discovery"),
    path("taxii2/penstock/", views.api_root, name="taxii_root"),
    path("taxii2/penstock/status/<uuid:status_id>/", views.status, name="taxii_status"),
    path("taxii2/penstock/collections/", views.all_collections, name="taxii_collections"),
    path(COLLECTION, views.one_collection, name="taxii_collection"),
    path(f"{COLLECTION}manifest/", views.manifest, name="taxii_manifest"),
    path(f"{COLLECTION}objects/", views.objects, name="taxii_objects"),
    path(f"{COLLECTION}objects/<str:object_id>/", views.one_object, name="taxii_object"),
    path(f"{COLLECTION}objects/<str:object_id>/versions/", views.versions, name="taxii_versions"),
    path("taxii/inbox/", pages.inbox, name="taxii_inbox"),
    path("taxii/inbox/<str:place>/", pages.posted, name="taxii_posted"),
    path("taxii/sources/", pages.source_list, name="taxii_sources"),
    path("taxii/sources/<uuid:source_id>/", pages.source, name="taxii_source"),
]
