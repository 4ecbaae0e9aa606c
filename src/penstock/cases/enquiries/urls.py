"""The addresses of enquiries; none of them names the case, which a company must not learn of."""

from django.urls import path

from penstock.cases.enquiries import views

urlpatterns = [
    path("enquiries/", views.enquiry_list, name="enquiries"),
    path("enquiries/<uuid:enquiry_id>/", views.enquiry_page, name="enquiry"),
    path("enquiries/<uuid:enquiry_id>/files/", views.attach, name="enquiry_attach"),
    path("enquiries/<uuid:enquiry_id>/files/<uuid:paper_id>/", views.paper, name="enquiry_paper"),
    path("enquiries/<uuid:enquiry_id>/<slug:verb>/", views.step, name="enquiry_step"),
    path("cases/<str:reference>/enquiries/new/", views.ask, name="enquiry_new"),
]
