"""The addresses of surveillance lists."""

from django.urls import path

from penstock.surveillance.copies import views as copies
from penstock.surveillance.keeping import vetting_views
from penstock.surveillance.keeping import views as keeping

_EDITION, _COPY = "surveillance/editions/<uuid:edition_id>", "surveillance/copies/<uuid:copy_id>"

urlpatterns = [
    path("surveillance/", keeping.home, name="surveillance"),
    path("surveillance/new/", keeping.new_list, name="surveillance_new"),
    path("surveillance/template/", keeping.template, name="surveillance_template"),
    path("surveillance/trace/", vetting_views.tracing, name="surveillance_trace"),
    path("surveillance/vettings/", vetting_views.vettings, name="surveillance_vettings"),
    path("surveillance/vettings/<uuid:vetting_id>/revoke/", vetting_views.revoke, name="surveillance_revoke"),
    path("surveillance/lists/<uuid:list_id>/", keeping.list_page, name="surveillance_list"),
    path("surveillance/lists/<uuid:list_id>/edition/", keeping.new_edition, name="surveillance_edition_new"),
    path(f"{_EDITION}/", keeping.edition_page, name="surveillance_edition"),
    path(f"{_EDITION}/load/", keeping.load, name="surveillance_load"),
    path(f"{_EDITION}/faulty/", keeping.faulty, name="surveillance_faulty"),
    path(f"{_EDITION}/signature/", keeping.signature, name="surveillance_signature"),
    path(f"{_EDITION}/hand/", copies.hand_out, name="surveillance_hand"),
    path(f"{_EDITION}/steps/<slug:verb>/", keeping.step, name="surveillance_edition_step"),
    path(f"{_COPY}/", copies.copy_page, name="surveillance_copy"),
    path(f"{_COPY}/content/", copies.content, name="surveillance_content"),
    path(f"{_COPY}/files/<slug:form>/", copies.file, name="surveillance_file"),
    path(f"{_COPY}/hand/", copies.pass_on, name="surveillance_pass_on"),
    path(f"{_COPY}/steps/<slug:verb>/", copies.step, name="surveillance_copy_step"),
]
