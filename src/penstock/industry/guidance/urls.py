"""The addresses of the library."""

from django.urls import path

from penstock.industry.guidance import views

urlpatterns = [
    path("guidance/", views.home, name="guidance"),
    path("guidance/new/", views.new, name="guidance_new"),
    path("guidance/<uuid:guidance_id>/", views.document, name="guidance_document"),
    path("guidance/<uuid:guidance_id>/file/", views.document_file, name="guidance_file"),
    path("guidance/<uuid:guidance_id>/edition/", views.edition, name="guidance_edition"),
    path("guidance/<uuid:guidance_id>/withdraw/", views.withdraw, name="guidance_withdraw"),
    path("guidance/<uuid:guidance_id>/confirm/", views.confirm, name="guidance_confirm"),
]
