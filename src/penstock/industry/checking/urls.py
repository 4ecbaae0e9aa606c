"""The address at which anybody checks the number of a licence."""

from django.urls import path

from penstock.industry.checking import views

urlpatterns = [path("verify/licences/", views.check_page, name="licence_check")]
