"""The addresses of distribution, and the one at which a distributor signs."""

from django.urls import path

from penstock.orders.distribution import public, views

ONE = "undertakings/<uuid:undertaking_id>"

urlpatterns = [
    path("undertake/<str:secret>/", public.undertake, name="undertake"),
    path("customers/<str:number>/undertakings/", views.new, name="undertaking_new"),
    path("customers/<str:number>/resales/", views.resale, name="resale"),
    path("undertakings/", views.distributors, name="distributors"),
    path(f"{ONE}/", views.undertaking_page, name="undertaking"),
    path(f"{ONE}/link/", views.link, name="undertaking_link"),
    path(f"{ONE}/paper/", views.paper, name="undertaking_paper"),
    path(f"{ONE}/verify/", views.verify, name="undertaking_verify"),
    path(f"{ONE}/confirm/", views.confirm, name="undertaking_confirm"),
    path(f"{ONE}/end/", views.end, name="undertaking_end"),
    path(f"{ONE}/file/", views.file, name="undertaking_file"),
]
