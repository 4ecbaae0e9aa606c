"""The addresses of projects and operations."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.operations.conduct import handing
from penstock.operations.conduct import views as operations
from penstock.operations.conduct.states import OPERATIONS, TONES
from penstock.operations.projects import views as projects

REGIMES[OPERATIONS.kind] = Regime(route="operation", tones=TONES)

urlpatterns = [
    path("projects/", projects.project_list, name="projects"),
    path("projects/new/", projects.project_new, name="project_new"),
    path("projects/<str:reference>/", projects.project_page, name="project"),
    path("projects/<str:reference>/invite/", projects.invite, name="project_invite"),
    path("projects/<str:reference>/seats/<uuid:seat_id>/<slug:verb>/", projects.seat_step, name="seat_step"),
    path("operations/", operations.operation_list, name="operations"),
    path("operations/new/", operations.operation_new, name="operation_new"),
    path("operations/<str:reference>/", operations.operation_page, name="operation"),
    path("operations/<str:reference>/board/", operations.board, name="operation_board"),
    path("operations/<str:reference>/return/", handing.hand_in, name="operation_return"),
    path("operations/<str:reference>/leave/", operations.operation_leave, name="operation_leave"),
    path("operations/<str:reference>/signature/", operations.signature, name="operation_signature"),
    path("operations/<str:reference>/<slug:verb>/", operations.operation_step, name="operation_step"),
]
