"""The addresses of papers, and the card on the page of a permit."""

from django.urls import path

from penstock.permits.pages.frame import PERMIT_PANELS
from penstock.permits.papers import public, views

PERMIT_PANELS.append(views.papers_of)

urlpatterns = [
    path("verify/permits/", public.verify_page, name="permit_verify"),
    path("verify/permits/keys.json", public.jwks, name="permit_jwks"),
    path("verify/permits/keys/", public.key_page, name="permit_published_keys"),
    path("verify/permits/keys/<slug:kid>.pem", public.certificate, name="permit_certificate"),
    path("verify/permits/status/<int:list_number>", public.status_list, name="permit_status"),
    path("verify/permits/worker.js", public.worker, name="permit_worker"),
    path("permits/keys/", views.keys, name="permit_keys"),
    path("permits/keys/specimen.pdf", views.specimen, name="permit_specimen"),
    path("permits/<str:reference>/paper.pdf", views.pdf, name="permit_pdf"),
    path("permits/<str:reference>/paper.jwt", views.token, name="permit_token"),
]
