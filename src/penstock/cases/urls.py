"""The addresses that every regime's cases share."""

from django.urls import include, path

from penstock.cases import views
from penstock.cases.registers.urls import urlpatterns as registers

urlpatterns = [
    path("", include("penstock.cases.enquiries.urls")),
    path("", include("penstock.cases.assignments.urls")),
    path("", include("penstock.cases.lists.urls")),
    path("cases/<str:reference>/", views.case_page, name="case"),
    path("cases/<str:reference>/comments/", views.comment, name="case_comment"),
    path("cases/<str:reference>/files/", views.attach, name="case_attach"),
    path("cases/<str:reference>/files/<uuid:file_id>/", views.file, name="case_file"),
    *registers,
]
