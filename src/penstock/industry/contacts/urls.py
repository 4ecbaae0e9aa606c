"""The addresses of points of contact."""

from django.urls import path

from penstock.industry.contacts import views

urlpatterns = [
    path("industry/partnership/contacts/", views.home, name="contact_points"),
    path("industry/partnership/contacts/own/", views.own, name="contact_point_own"),
    path("industry/partnership/contacts/confirm/", views.confirm, name="contact_point_confirm"),
]
