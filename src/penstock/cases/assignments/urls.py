"""The address at which it is said who holds a case."""

from django.urls import path

from penstock.cases.assignments import views

urlpatterns = [path("cases/<str:reference>/holder/", views.holder, name="case_holder")]
