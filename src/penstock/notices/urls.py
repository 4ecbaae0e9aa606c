"""The addresses of notices, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.notices import views
from penstock.notices.answering.views import sitting
from penstock.notices.arrangements import views as arrangements
from penstock.notices.dossier.views import notice_page
from penstock.notices.drafts import views as drafts
from penstock.notices.movements import views as movements
from penstock.notices.movements.states import MOVEMENTS
from penstock.notices.movements.states import TONES as MOVEMENT_TONES
from penstock.notices.printing import views as printing
from penstock.notices.responsiveness import views as responsiveness
from penstock.notices.shipments import check_views
from penstock.notices.shipments import views as shipments
from penstock.notices.states import NOTICES, TONES

REGIMES[NOTICES.kind] = Regime(route="notice", tones=TONES, unanswered={NOTICES.step("lapse").to})
REGIMES[MOVEMENTS.kind] = Regime(route="movement", tones=MOVEMENT_TONES)

urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/new/", drafts.new, name="notice_new"),
    path("notices/answers/", sitting, name="sitting"),
    path("notices/places/", drafts.places, name="places"),
    path("notices/<str:reference>/", notice_page, name="notice"),
    path("notices/<str:reference>/print/", printing.print_view, name="notice_print"),
    path("notices/<str:reference>/form.pdf", printing.pdf, name="notice_pdf"),
    path("verify/", printing.verify_page, name="verify"),
    path("notices/<str:reference>/edit/", drafts.edit, name="notice_edit"),
    path("notices/<str:reference>/submit/", drafts.submit, name="notice_submit"),
    path("notices/<str:reference>/amend/", drafts.amend, name="notice_amend"),
    path("notices/<str:reference>/signature/", views.signature, name="notice_signature"),
    path("notices/<str:reference>/movements/", movements.plan, name="movement_plan"),
    path("notices/<str:reference>/<slug:verb>/", views.step, name="notice_step"),
    path("movements/", movements.movement_list, name="movements"),
    path("movements/sheet/", movements.sheet, name="movement_sheet"),
    path("movements/<str:reference>/", movements.movement_page, name="movement"),
    path("movements/<str:reference>/<slug:verb>/", movements.step, name="movement_step"),
    path("files/", shipments.batch_list, name="batches"),
    path("files/template/", shipments.template, name="batch_template"),
    path("files/wordings/", shipments.known_headings, name="known_headings"),
    path("files/<uuid:batch_id>/", shipments.batch, name="batch"),
    path("files/<uuid:batch_id>/progress/", shipments.progress, name="batch_progress"),
    path("files/<uuid:batch_id>/headings/", shipments.headings, name="batch_headings"),
    path("files/<uuid:batch_id>/lodge/", shipments.lodge, name="batch_lodge"),
    path("files/<uuid:batch_id>/faulty/", shipments.faulty, name="batch_faulty"),
    path("arrangements/", arrangements.arrangement_list, name="arrangements"),
    path("arrangements/new/", arrangements.arrangement_new, name="arrangement_new"),
    path("arrangements/<uuid:arrangement_id>/end/", arrangements.arrangement_end, name="arrangement_end"),
    path("check/", check_views.check, name="check"),
    path("responsiveness/", responsiveness.governments, name="responsiveness"),
    path("responsiveness/own/", responsiveness.own, name="responsiveness_own"),
    path("responsiveness/<str:code>/", responsiveness.pairs, name="responsiveness_pairs"),
]
