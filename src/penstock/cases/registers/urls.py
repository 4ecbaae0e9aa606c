"""The addresses of the registers."""

from django.urls import path

from penstock.cases.registers import views

_COMPANY = "registers/companies/<uuid:company_id>"

urlpatterns = [
    path("registers/", views.home, name="registers"),
    path("registers/companies/", views.companies, name="register_companies"),
    path("registers/companies/new/", views.new_company, name="register_company_new"),
    path(f"{_COMPANY}/", views.company, name="register_company"),
    path(f"{_COMPANY}/correct/", views.correct_company, name="register_company_correct"),
    path(f"{_COMPANY}/licence/", views.licence, name="register_licence"),
    path("registers/requirements/", views.requirements, name="register_requirements"),
    path("registers/requirements/new/", views.new_requirement, name="register_requirement_new"),
    path("registers/places/", views.places, name="register_places"),
    path("registers/places/new/", views.new_place, name="register_place_new"),
    path("registers/places/<uuid:place_id>/end/", views.end_place, name="register_place_end"),
    path("registers/screening/", views.screening, name="register_screening"),
    path("registers/screening/new/", views.new_screening, name="register_screening_new"),
    path("registers/screening/<uuid:screening_id>/end/", views.end_screening, name="register_screening_end"),
    path("registers/import/<slug:kind>/", views.import_file, name="register_import"),
    path("registers/template/<slug:kind>/", views.template, name="register_template"),
]
