"""The addresses of declarations, and the one at which a customer signs."""

from django.urls import path

from penstock.orders.declarations import public, views

urlpatterns = [
    path("declare/<str:secret>/", public.declare, name="declare"),
    path("customers/<str:number>/declarations/", views.new, name="declaration_new"),
    path("declarations/", views.declaration_list, name="declarations"),
    path("declarations/<uuid:declaration_id>/", views.declaration_page, name="declaration"),
    path("declarations/<uuid:declaration_id>/link/", views.link, name="declaration_link"),
    path("declarations/<uuid:declaration_id>/paper/", views.paper, name="declaration_paper"),
    path("declarations/<uuid:declaration_id>/verify/", views.verify, name="declaration_verify"),
    path("declarations/<uuid:declaration_id>/end/", views.end, name="declaration_end"),
    path("declarations/<uuid:declaration_id>/file/", views.file, name="declaration_file"),
]
