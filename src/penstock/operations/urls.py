"""The addresses of projects, operations and working groups."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.operations.conduct import handing
from penstock.operations.conduct import views as operations
from penstock.operations.conduct.states import OPERATIONS, TONES
from penstock.operations.groups import states, views
from penstock.operations.groups.actions import views as actions
from penstock.operations.groups.meetings import views as meetings
from penstock.operations.groups.models import ACTION, GROUP, MEETING
from penstock.operations.projects import views as projects

REGIMES[OPERATIONS.kind] = Regime(route="operation", tones=TONES)
REGIMES[GROUP] = Regime(route="group", tones=states.TONES[GROUP])
REGIMES[MEETING] = Regime(route="group_meeting", tones=states.TONES[MEETING])
REGIMES[ACTION] = Regime(route="group_action", tones=states.TONES[ACTION])

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
    path("groups/", views.group_list, name="groups"),
    path("groups/new/", views.group_new, name="group_new"),
    path("groups/<str:reference>/", views.group_page, name="group"),
    path("groups/<str:reference>/leave/", views.group_leave, name="group_leave"),
    path("groups/<str:reference>/meetings/", meetings.meeting_new, name="group_meeting_new"),
    path("groups/<str:reference>/actions/", actions.action_new, name="group_action_new"),
    path("groups/<str:reference>/<slug:verb>/", views.group_step, name="group_step"),
    path("group-meetings/<str:reference>/", meetings.meeting_page, name="group_meeting"),
    path("group-meetings/<str:reference>/signature/", meetings.signature, name="group_meeting_signature"),
    path("group-meetings/<str:reference>/files/<uuid:file_id>/", meetings.group_file, name="group_file"),
    path("group-meetings/<str:reference>/<slug:verb>/", meetings.meeting_step, name="group_meeting_step"),
    path("group-actions/", actions.action_list, name="group_actions"),
    path("group-actions/sheet.csv", actions.action_sheet, name="group_action_sheet"),
    path("group-actions/<str:reference>/", actions.action_page, name="group_action"),
    path("group-actions/<str:reference>/<slug:verb>/", actions.action_step, name="group_action_step"),
]
