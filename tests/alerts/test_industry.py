"""Alerts for trusted industry: whom they reach, what is in them, and that nothing leads to the full alert."""

import json

import pytest
from django.test import Client

from penstock.alerts import queries
from penstock.alerts.desks import DESKS
from penstock.alerts.fields import COPIED, INDUSTRY_ALERT
from penstock.alerts.models import Alert
from penstock.alerts.states import FULL, INDUSTRY
from penstock.alerts.trusted.services import end_trust, trust
from penstock.cases.models import Case, Link
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from tests.alerts.house import (
    acknowledged,
    an_industry_alert,
    corrected,
    drafted,
    for_industry,
    letters,
    released,
    rows,
    seen,
    take,
    trusted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]
KEPT_BACK = "Zqinvestigationqz"


def derived(cast, **changes):
    """A full alert with words that are for authorities, and the version that was prepared from it."""
    trusted(cast.exporter_head, cast.clerk)
    full = released(cast.exporter_head, text=KEPT_BACK, action=KEPT_BACK, contact=KEPT_BACK, route=["IN"], **changes)
    full = take(cast.exporter_head, full, "derive")
    with acting(cast.exporter_head.viewer) as viewer:
        return full, queries.alert_by_reference(viewer, DESKS[INDUSTRY], full.industry_as)


def test_it_reaches_the_trusted_company_and_the_focal_points_of_its_country(cast):
    alert = an_industry_alert(cast)
    assert alert.reference == "NL-INDALERT-2026-000001"
    assert seen(cast.clerk) == {alert.reference}
    assert not seen(cast.importer_officer) | seen(cast.third_officer) | seen(cast.secretariat_officer)
    assert set(rows(alert)) == {cast.clerk.office.pk}
    assert [(one[0], one[1], one[2]) for one in letters()] == [
        (str(cast.clerk.office.pk), "read industry alerts", f"Alert for industry: {alert.reference}")
    ]
    assert acknowledged(cast.clerk, alert).acknowledged_by == "Clerk"


def test_a_version_for_industry_begins_with_what_may_go_there_and_its_text_is_written_anew(cast):
    full, safe = derived(cast)
    given = {name for name, value in safe.content.items() if value}
    assert given == {*COPIED, "marking"}
    assert set(safe.content) == {one.name for one in INDUSTRY_ALERT.fields}
    with pytest.raises(Refused) as refused:
        take(cast.exporter_head, safe, "release")
    assert {one.field for one in refused.value.faults} == {"text", "action", "shared_with"}
    with pytest.raises(Refused, match="prepared already"):
        take(cast.exporter_head, full, "derive")


def test_fields_of_the_full_alert_are_never_kept_in_it_by_any_step(cast):
    trusted(cast.exporter_head, cast.clerk)
    extra = {"route": ["IN"], "shared_circle": KEPT_BACK, "summary": KEPT_BACK}
    safe = drafted(cast.exporter_head, INDUSTRY, **extra)
    take(cast.exporter_head, safe, "edit", **for_industry(**extra))
    safe = take(cast.exporter_head, safe, "release")
    safe = corrected(cast.exporter_head, safe, action="Refuse them.", **extra)
    assert not set(extra) & set(safe.content)
    with acting(SYSTEM):
        assert not [one for one in Event.objects.filter(case_id=safe.pk) if KEPT_BACK in json.dumps(one.data)]


def test_nothing_stored_for_the_company_leads_to_the_full_alert(cast):
    full, safe = derived(cast)
    take(cast.exporter_head, safe, "edit", **for_industry())
    take(cast.exporter_head, safe, "release")
    with acting(cast.clerk.viewer) as viewer:
        assert not Link.objects.all()
        told = [*Case.objects.visible_to(viewer).values(), *Event.objects.visible_to(viewer).values()]
        told += Alert.objects.visible_to(viewer).values()
        assert len(told) > 3
        text = json.dumps(told, default=str)
    for word in (KEPT_BACK, full.reference, str(full.pk), "NL-ALERT"):
        assert word not in text, word


def test_by_no_door_does_a_company_find_the_full_alert(cast):
    full, safe = derived(cast)
    take(cast.exporter_head, safe, "edit", **for_industry())
    take(cast.exporter_head, safe, "release")
    browser, token = Client(), {"Authorization": f"Bearer {cast.clerk.token}"}
    browser.force_login(cast.clerk.person)
    own = f"/industry-alerts/{safe.reference}/"
    for path in (own, f"{own}print/", f"{own}cap.xml", "/industry-alerts/"):
        page = browser.get(path)
        assert page.status_code == 200, path
        text = page.content.decode()
        assert KEPT_BACK not in text
        assert full.reference not in text
        assert "NL-ALERT" not in text
    for path in ("/alerts/", *(f"/alerts/{full.reference}/{end}" for end in ("", "print/", "cap.xml", "acknowledge/"))):
        assert browser.get(path).status_code == 404, path
    for path in (f"/cases/{full.reference}/", f"/industry-alerts/{full.reference}/", f"{own}edit/"):
        assert browser.get(path).status_code == 404, path
    for path in (f"industry-alerts/{safe.reference}", f"industry-alerts/{safe.reference}/cap", "industry-alerts"):
        answer = browser.get(f"/api/v1/{path}", headers=token)
        assert answer.status_code == 200, path
        assert KEPT_BACK not in answer.content.decode()
        assert full.reference not in answer.content.decode()
    for path in (f"alerts/{full.reference}", f"alerts/{full.reference}/cap", "alerts"):
        assert browser.get(f"/api/v1/{path}", headers=token).status_code == 403, path
    assert browser.get(f"/api/v1/industry-alerts/{full.reference}", headers=token).status_code == 404


def test_companies_learn_nothing_of_each_other(cast):
    alert = an_industry_alert(cast)
    with acting(SYSTEM):
        other = cast.clerk.office.__class__.objects.create(kind="company", name="Zqotherqz BV", government_id="NL")
    with acting(cast.exporter_head.viewer) as viewer:
        trust(viewer=viewer, raw={"company": str(other.pk), "note": "Checked"})
    alert = corrected(cast.exporter_head, alert, action="Refuse them.")
    assert other.pk in rows(alert)
    browser = Client()
    browser.force_login(cast.clerk.person)
    page = browser.get(f"/industry-alerts/{alert.reference}/").content.decode()
    assert "Zqotherqz" not in page
    answer = browser.get(
        f"/api/v1/industry-alerts/{alert.reference}", headers={"Authorization": f"Bearer {cast.clerk.token}"}
    )
    assert "Zqotherqz" not in answer.content.decode()


def test_a_company_in_whose_audience_the_full_alert_stood_would_still_not_see_it(cast):
    """The duty of its readers is a fence of its own: nothing but a mistake puts a company there."""
    alert = released(cast.exporter_head)
    with acting(SYSTEM):
        Case.objects.filter(pk=alert.pk).update(audience=[*alert.audience, cast.clerk.office.pk])
    assert not seen(cast.clerk)
    assert seen(cast.third_officer)


def test_only_the_secretariat_sends_to_the_companies_of_other_countries(cast):
    trusted(cast.exporter_head, cast.clerk)
    for shared in ({"shared_with": "everybody"}, {"shared_with": "countries", "shared_countries": ["NL"]}):
        with pytest.raises(Refused) as refused:
            released(cast.third_head, INDUSTRY, **shared)
        assert refused.value.faults[0].code == "not_your_companies"
    with pytest.raises(Refused) as refused:
        released(cast.third_head, INDUSTRY)
    assert refused.value.faults[0].code == "no_trusted_company"
    alert = released(cast.secretariat_officer, INDUSTRY, shared_with="everybody")
    assert alert.reference == "SEC-INDALERT-2026-000001"
    assert seen(cast.clerk) == {alert.reference} == seen(cast.exporter_officer)
    assert not seen(cast.importer_officer)
    with pytest.raises(Refused) as refused:
        released(cast.secretariat_officer, INDUSTRY, shared_with="countries", shared_countries=["KE"])
    assert refused.value.faults[0].code == "no_trusted_company"


@pytest.mark.parametrize("marking", ["RED", "AMBER+STRICT"])
def test_what_companies_read_is_not_marked_as_staying_with_authorities(marking, cast):
    trusted(cast.exporter_head, cast.clerk)
    with pytest.raises(Refused) as refused:
        released(cast.exporter_head, INDUSTRY, marking=marking)
    assert refused.value.faults[0].code == "unknown_choice"


def test_a_company_that_is_trusted_no_more_sees_nothing_more(cast):
    alert = an_industry_alert(cast)
    with acting(cast.exporter_head.viewer) as viewer:
        end_trust(viewer=viewer, company_id=cast.clerk.office.pk)
    assert not seen(cast.clerk)
    assert seen(cast.exporter_officer) == {alert.reference}
    with acting(SYSTEM):
        assert Event.objects.filter(name__startswith="industry.trust").count() == 2


def test_another_country_trusts_no_company_of_ours(cast):
    with pytest.raises(Refused):
        trusted(cast.third_head, cast.clerk)
    with pytest.raises(Refused, match="send alerts"):
        trusted(cast.exporter_officer, cast.clerk)


def test_a_draft_of_either_kind_is_its_senders(cast):
    trusted(cast.exporter_head, cast.clerk)
    drafted(cast.exporter_head, FULL)
    drafted(cast.exporter_head, INDUSTRY)
    for who in (cast.clerk, cast.importer_officer, cast.secretariat_officer):
        assert not seen(who)
