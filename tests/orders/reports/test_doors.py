"""Pages and operations of suspicious reports: nothing entered is lost, one call sends once, and a file line by line."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.reports.chores import remind_of_what_is_owed
from penstock.orders.reports.models import SuspiciousReport
from penstock.parties.duties import HEAD, REPORTS_DESK
from tests.monday import MONDAY_MORNING
from tests.orders.reports.house import a_company, a_theft, an_office, hired, seen, sent, suspicious, take
from tests.permits.doors import API, call, go, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]


def a_file(*rows):
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows({k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows)
    return SimpleUploadedFile("reports.csv", sheet.getvalue().encode())


def the_only_report():
    with acting(SYSTEM):
        return SuspiciousReport.objects.visible_to(SYSTEM).get()


def test_a_fault_on_the_page_loses_neither_words_nor_files(cast):
    entered = {**suspicious(unit=""), "go": "send", "files": SimpleUploadedFile("mail.txt", b"Dear seller")}
    wrong = go(cast.clerk, "/suspicious-reports/new/", entered)
    assert wrong.status_code == 422
    for kept in ("Say in which unit the quantity is", "Fata Morgana Trading", "mail.txt"):
        assert kept in said(wrong)
    page = f"/suspicious-reports/{the_only_report().reference}/"
    good = go(cast.clerk, f"{page}edit/", {**suspicious(), "go": "send"})
    assert "Sent, not yet acknowledged" in said(good)
    assert "mail.txt" in said(good)
    assert "Tell the customer nothing" in said(good)


def test_a_page_of_the_office_shows_what_the_company_does_not_see(cast):
    page = f"/suspicious-reports/{sent(cast.clerk).reference}/"
    assert "High: act now" in said(go(cast.exporter_officer, f"{page}grade/", {"grade": "high", "note": "Known"}))
    assert "High: act now" not in said(go(cast.clerk, page))
    assert go(cast.clerk, f"{page}grade/").status_code == 404
    assert go(cast.exporter_head, page).status_code == 404
    assert go(cast.exporter_officer, f"{page}goaml/report/").content.startswith(b"<?xml")


def test_one_key_sends_one_report(cast):
    headers = {"Authorization": f"Bearer {cast.clerk.token}", "Idempotency-Key": "order-7"}
    body = {name: value for name, value in suspicious().items() if value}
    answers = [
        Client().post(f"{API}/suspicious-reports", body, content_type="application/json", headers=headers)
        for _each in range(2)
    ]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json()["reference"] == answers[1].json()["reference"]
    assert len(seen(cast.clerk)) == 1
    assert answers[0].json()["owed"][0]["source"] == "Regulation (EC) No 273/2004, article 8(1)"


def test_a_call_with_a_fault_is_refused_whole_with_every_fault(cast):
    answer = call(cast.clerk, "post", "/suspicious-reports", {**suspicious(), "unit": "", "aware_on": "2020-01-01"})
    assert answer.status_code == 422
    assert {one["code"] for one in answer.json()["faults"]} == {"missing_unit", "aware_before"}
    assert seen(cast.clerk) == set()


def test_a_file_is_sent_line_by_line_and_what_is_wrong_becomes_a_draft(cast):
    file = a_file(suspicious(), suspicious(unit=""), a_theft())
    headers = {"Authorization": f"Bearer {cast.clerk.token}", "Idempotency-Key": "file-1"}
    answer = Client().post(f"{API}/suspicious-reports/file", {"file": file}, headers=headers)
    assert [one["state"] for one in answer.json()] == ["sent", "draft", "sent"]
    assert [one["faults"][0]["code"] for one in answer.json() if one["faults"]] == ["missing_unit"]
    assert len(seen(cast.clerk)) == 3
    assert len(seen(cast.exporter_officer)) == 2
    page = go(cast.clerk, "/suspicious-reports/file/", {"file": a_file(suspicious(unit=""))})
    assert "kept as a draft" in said(page)
    assert "Say in which unit the quantity is" in said(page)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"sort,what\nenquiry,x\n", "is no heading of this file"),
        (b"\xff\xfe", "cannot be read as CSV"),
        (b"sort,product\n", "holds no report"),
        (b"sort,product\nenquiry,a,b\n", "more answers than there are headings"),
        (b"", "is no heading of this file"),
    ],
)
def test_what_is_no_such_file_is_refused_with_how_to_mend_it(cast, content, told):
    page = go(cast.clerk, "/suspicious-reports/file/", {"file": SimpleUploadedFile("a.csv", content or b" ")})
    assert page.status_code == 422
    assert told in said(page)
    assert seen(cast.clerk) == set()


def test_the_company_is_reminded_of_the_police_once_a_day_until_they_were_told(cast):
    assert cast
    hired("Officer Ca", an_office("CA", "Mapleland"), HEAD | REPORTS_DESK)
    clerk = hired("Clerk Ca", a_company("Maple Solvents", "CA"))
    report = sent(clerk, a_theft(product="Ephedrine", party_country=""))

    def reminded(hours):
        with clock.at(MONDAY_MORNING + timedelta(hours=hours)):
            return remind_of_what_is_owed()

    assert [reminded(1), reminded(13), reminded(14), reminded(38)] == [0, 1, 0, 1]
    with acting(SYSTEM):
        letters = Outgoing.objects.filter(payload__organisation=str(clerk.office.pk))
        assert letters.count() == 2
        assert "police" not in str([one.payload for one in letters])
    take(clerk, report, "police", on=MONDAY_MORNING.date().isoformat(), told_to="Station 5")
    assert reminded(70) == 0
