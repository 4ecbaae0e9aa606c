"""The addresses of lists."""

from django.urls import path

from penstock.cases.lists import export_views, views

urlpatterns = [
    path("lists/searches/", views.searches, name="searches"),
    path("lists/searches/<uuid:search_id>/", views.search, name="saved_search"),
    path("lists/exports/", export_views.exports, name="exports"),
    path("lists/exports/<uuid:export_id>/", export_views.export, name="export"),
    path("lists/exports/<uuid:export_id>/progress/", export_views.progress, name="export_progress"),
    path("lists/exports/<uuid:export_id>/file/", export_views.file, name="export_file"),
    path("lists/<slug:name>/searches/", views.search_new, name="search_new"),
    path("lists/<slug:name>/columns/", views.columns, name="columns"),
    path("lists/<slug:name>/exports/", export_views.export_new, name="export_new"),
]
