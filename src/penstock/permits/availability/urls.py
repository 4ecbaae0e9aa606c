"""The addresses of availability."""

from django.urls import path

from penstock.permits.availability import views

urlpatterns = [
    path("availability/", views.availability, name="availability"),
    path("availability/doses/", views.dose_list, name="doses"),
    path("availability/enter/<slug:kind>/", views.enter, name="availability_enter"),
    path("availability/load/<slug:kind>/", views.load, name="availability_load"),
    path("availability/template/<slug:kind>/", views.template, name="availability_template"),
    path("availability/<str:country>/", views.availability_country, name="availability_country"),
]
