"""A policy or a trigger dropped is found by the very search that finds nothing while it is there."""

import psycopg

from penstock.cases.models import Case
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import a_draft, the_cast
from tests.isolation.fences import FENCED, first_fence_off, holes
from tests.isolation.test_seen import OFFICES, kept, turned_round
from tests.isolation.world import the_world

TABLES = (
    "cases_case",
    "catalogue_proposal",
    "cases_assignment",
    "cases_comment",
    "cases_link",
    "kernel_event",
    "kernel_signature",
    "notices_batch",
    "notices_counted",
    "surveillance_surveillancelist",
    "surveillance_edition",
    "surveillance_entry",
    "surveillance_vetting",
    "surveillance_copy",
    "surveillance_opening",
    "parties_entry",
    "parties_specimen",
    "parties_candidacy",
    "parties_company",
    "parties_licence",
    "parties_signingrule",
    "orders_customer",
    "orders_site",
    "orders_customerlicence",
    "orders_declaration",
    "orders_check",
    "orders_earlierorder",
    "orders_watchsetting",
    "orders_round",
    "orders_standout",
    "orders_verdict",
    "orders_lawtask",
    "orders_undertaking",
    "orders_resale",
    "orders_delivery",
    "cases_requirement",
    "cases_place",
    "cases_screeninglist",
    "cases_screenedname",
    "alerts_recipient",
    "alerts_passing",
    "alerts_suggestion",
    "alerts_met",
    "alerts_looked",
    "incidents_finding",
    "incidents_party",
    "incidents_original",
    "incidents_releaserule",
    "incidents_message",
    "incidents_messageline",
    "incidents_messagemeaning",
    "operations_project",
    "operations_operation",
    "operations_dailyreturn",
    "operations_namedincident",
    "operations_closingreport",
    "operations_seat",
    "operations_workinggroup",
    "operations_groupmeeting",
    "operations_groupaction",
    "parties_circle",
    "industry_operatorlicence",
    "industry_allowance",
    "industry_inspection",
    "industry_finding",
    "industry_annualreturn",
    "industry_journalentry",
    "industry_returnday",
    "industry_returnreminder",
    "industry_licenceapplication",
    "industry_licencefee",
    "industry_feeentry",
    "orders_suspiciousreport",
    "orders_owed",
    "orders_judgement",
    "industry_lead",
    "industry_platform",
    "industry_policycheck",
    "industry_platformnotice",
    "industry_industrymapping",
    "industry_sector",
    "industry_review",
    "industry_foundcompany",
    "industry_registerfile",
    "industry_faultyline",
    "industry_survey",
    "industry_summary",
    "industry_association",
    "industry_agreement",
    "industry_partner",
    "industry_assessment",
    "industry_consultation",
    "industry_consulted",
    "industry_reply",
    "industry_consultationsummary",
    "industry_trustedpartner",
    "industry_trustjudgement",
    "industry_guidance",
    "industry_guidancereading",
    "industry_contactpoint",
    "permits_advice",
    "permits_queue",
    "permits_ruleset",
    "permits_placement",
    "permits_agreement",
    "permits_reliefrequest",
    "permits_delivery",
    "permits_application",
    "permits_recommendation",
    "permits_permit",
    "permits_line",
    "permits_account",
    "permits_entry",
    "permits_passage",
    "permits_goods",
    "permits_borderoffice",
    "permits_statement",
    "permits_figure",
    "permits_consumption",
    "permits_population",
    "incidents_mark",
    "incidents_hint",
    "incidents_commonmark",
    "incidents_linkanswer",
    "exchange_known",
    "exchange_kept",
    "exchange_sighting",
)


def test_a_dropped_policy_is_caught_where_the_filters_are_off(committed, monkeypatch):
    world = the_world()
    with first_fence_off(monkeypatch), psycopg.connect(committed.owner, autocommit=True) as owner:
        assert not holes(FENCED, world)
        for table in TABLES:
            owner.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
            # Most are noticed in their own rows, and need no look at all others.
            own = [model for model in FENCED if model._meta.db_table == table]
            assert holes(own, world) or holes(FENCED, world), f"the missing policy of {table} is not noticed"
            owner.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')


def test_a_trigger_dropped_is_noticed(committed):
    cast = the_cast()
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("DROP TRIGGER seen_by_changed ON cases_case")
    case = a_draft(cast.exporter_officer)
    with acting(SYSTEM):
        Case.objects.filter(pk=case.pk).update(audience=OFFICES)
    assert kept([case.pk]) != turned_round([case.pk])
