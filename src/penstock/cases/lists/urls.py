"""The addresses of lists."""

from django.urls import path

from penstock.cases.lists import views
from penstock.cases.lists.exporting import views as exporting

urlpatterns = [
    path("lists/searches/", views.searches, name="searches"),
    path("lists/searches/<uuid:search_id>/", views.search, name="saved_search"),
    path("lists/exports/", exporting.exports, name="exports"),
    path("lists/exports/<uuid:export_id>/", exporting.export, name="export"),
    path("lists/exports/<uuid:export_id>/progress/", exporting.progress, name="export_progress"),
    path("lists/exports/<uuid:export_id>/file/", exporting.file, name="export_file"),
    path("lists/<slug:name>/searches/", views.search_new, name="search_new"),
    path("lists/<slug:name>/columns/", views.columns, name="columns"),
    path("lists/<slug:name>/exports/", exporting.export_new, name="export_new"),
]
