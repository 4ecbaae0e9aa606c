"""The addresses of the files of cases of licensing."""

from django.urls import path

from penstock.industry.evidence import views

urlpatterns = [
    path("licensing/<str:reference>/files/", views.evidence, name="evidence"),
    path("licensing/<str:reference>/files/<uuid:file_id>/", views.evidence_file, name="evidence_file"),
]
