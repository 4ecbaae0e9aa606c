"""The addresses of projects."""

from django.urls import path

from penstock.operations.projects import views as projects

urlpatterns = [
    path("projects/", projects.project_list, name="projects"),
    path("projects/new/", projects.project_new, name="project_new"),
    path("projects/<str:reference>/", projects.project_page, name="project"),
    path("projects/<str:reference>/invite/", projects.invite, name="project_invite"),
    path("projects/<str:reference>/seats/<uuid:seat_id>/<slug:verb>/", projects.seat_step, name="seat_step"),
]
