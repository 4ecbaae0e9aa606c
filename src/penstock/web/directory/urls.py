"""The addresses of the directory."""

from django.urls import path

from penstock.web.directory import candidacies, keeping, people, views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/print/", views.paper, name="directory_print"),
    path("directory/sheet/", views.sheet, name="directory_sheet"),
    path("directory/cards/", views.cards, name="directory_cards"),
    path("directory/away/", people.delegations, name="directory_delegations"),
    path("directory/away/<uuid:delegation_id>/end/", people.end_delegation, name="directory_end_delegation"),
    path("directory/request/", candidacies.request_administration, name="directory_request"),
    path("directory/candidacies/", candidacies.candidacy_list, name="directory_candidacies"),
    path("directory/candidacies/<uuid:candidacy_id>/", candidacies.candidacy, name="directory_candidacy"),
    path(
        "directory/candidacies/<uuid:candidacy_id>/appoint/",
        candidacies.step,
        {"verb": "appoint"},
        name="directory_appoint",
    ),
    path(
        "directory/candidacies/<uuid:candidacy_id>/refuse/",
        candidacies.step,
        {"verb": "refuse"},
        name="directory_refuse",
    ),
    path("directory/entries/<uuid:entry_id>/", views.entry, name="directory_entry"),
    path("directory/entries/<uuid:entry_id>/correct/", keeping.correct, name="directory_correct"),
    path("directory/entries/<uuid:entry_id>/end/", keeping.end, name="directory_end"),
    path("directory/entries/<uuid:entry_id>/specimens/", keeping.add_specimen, name="directory_add_specimen"),
    path("directory/specimens/<uuid:specimen_id>/", views.specimen, name="directory_specimen"),
    path("directory/specimens/<uuid:specimen_id>/end/", keeping.end_specimen, name="directory_end_specimen"),
    path("directory/people/<uuid:person_id>/", people.duties, name="directory_duties"),
    path("directory/people/<uuid:person_id>/shut/", people.shut_out, name="directory_shut_out"),
    path("directory/days/<uuid:correction_id>/", keeping.withdraw_day, name="directory_withdraw_day"),
    path("directory/<str:code>/", views.country, name="directory_country"),
    path("directory/<str:code>/verify/", keeping.verify, name="directory_verify"),
    path("directory/<str:code>/add/", keeping.add, name="directory_add"),
    path("directory/<str:code>/calendar/", keeping.calendar, name="directory_calendar"),
    path("directory/<str:code>/calendar/correct/", keeping.correct_day, name="directory_correct_day"),
    path("directory/<str:code>/people/", people.people_list, name="directory_people"),
    path("directory/<str:code>/people/invite/", people.invite, name="directory_invite"),
]
