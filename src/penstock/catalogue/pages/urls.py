"""The addresses of the catalogue's pages."""

from django.urls import path

from penstock.catalogue.pages import packs, proposals, simulator, structures, views

urlpatterns = [
    path("law/", views.lists, name="law"),
    path("law/ask/", views.ask, name="law_ask"),
    path("law/structure/", structures.structure, name="law_structure"),
    path("law/changes/", views.changes, name="law_changes"),
    path("law/simulation/", simulator.simulation, name="law_simulation"),
    path("law/lists/<slug:pack_id>/<str:code>/", views.one_list, name="law_list"),
    path("law/substances/<slug:id_>/", views.substance, name="law_substance"),
    path("law/packs/", packs.packs, name="law_packs"),
    path("law/packs/<slug:pack_id>/", packs.one_pack, name="law_pack"),
    path("law/packs/<slug:pack_id>/files/", packs.pack_files, name="law_pack_files"),
    path("law/template/", packs.template_files, name="law_template"),
    path("law/proposals/", proposals.new, name="law_proposals"),
    path("law/proposals/<uuid:proposal_id>/", proposals.one_proposal, name="law_proposal"),
    path("law/proposals/<uuid:proposal_id>/edit/", proposals.edit, name="law_edit"),
    path("law/proposals/<uuid:proposal_id>/adopt/", proposals.adopt, name="law_adopt"),
    path("law/proposals/<uuid:proposal_id>/signature/", proposals.signature, name="law_signature"),
    path("law/proposals/<uuid:proposal_id>/discard/", proposals.discard, name="law_discard"),
]
