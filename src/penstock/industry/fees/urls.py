"""The addresses of fees."""

from django.urls import path

from penstock.industry.fees import views

urlpatterns = [
    path("licence-fees/", views.fee_list, name="licence_fees"),
    path("licence-fees/new/", views.new, name="licence_fee_new"),
    path("licence-fees/<uuid:fee_id>/end/", views.end, name="licence_fee_end"),
    path("licence-applications/<str:reference>/fees/", views.entry, name="licence_application_fees"),
]
