"""The addresses of changes, and their cards on permits and applications."""

from django.urls import path

from penstock.permits.handling.changing import views
from penstock.permits.pages.frame import APPLICATION_PANELS, PERMIT_PANELS

PERMIT_PANELS.append(views.permit_panel)
APPLICATION_PANELS.append(views.application_panel)

urlpatterns = [
    path("handling/permits/<str:reference>/change/", views.change, name="permit_change"),
    path("handling/extension/", views.extension, name="extension"),
]
