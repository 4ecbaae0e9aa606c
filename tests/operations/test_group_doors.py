"""Working groups through the doors: pages and the API, for members, keepers, companies, and whoever is outside."""

import json
import re

import pytest
from django.test import Client

from penstock.exchange.agenda.queries import deadlines
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.operations.groups.models import GroupAction, GroupMeeting
from penstock.parties.circles.models import Membership
from tests.operations.table import NAME, acts, called, leaves, seated, set_for, step, written

PURPOSE, WHAT, SAID, PLACE = "Purpose zqpurposeqz", "Task zqtaskqz", "Minutes zqminutesqz", "Room zqroomqz"
WORDS = (NAME, PURPOSE, WHAT, SAID, PLACE)


def browser(actor):
    found = Client()
    found.force_login(actor.person)
    return found


def api(actor, path, method="get", **sent):
    headers = {"Authorization": f"Bearer {actor.token}"}
    body = {"data": json.dumps(sent), "content_type": "application/json"} if method != "get" else {}
    return getattr(Client(), method)(f"/api/v1/{path}", headers=headers, **body)


@pytest.fixture
def table(cast, static):  # noqa: ARG001  pages want the folder of static files
    """Exportland's group with a company, a meeting with minutes, and an action of the company."""
    group = seated(cast.exporter_head, cast.clerk, purpose=PURPOSE, others="The laboratory")
    meeting = written(cast.exporter_head, called(cast.exporter_head, group, place=PLACE), SAID)
    return group, meeting, set_for(cast.exporter_head, group, cast.clerk, what=WHAT, meeting=meeting.reference)


PLACES = ("/", "/groups/", "/group-actions/", "/group-actions/?state=all", "/group-actions/sheet.csv?state=all",
          "/projects/", "/operations/", "/incidents/", "/incidents/new/", "/alerts/", "/directory/", "/directory/NL/",
          "/lists/searches/", "/agenda/", "/notices/", "/enquiries/", "/search/?q=zqtaskqz", "/check/")  # fmt: skip
CALLS = ("groups", "group-actions", "group-actions?state=all", "group-actions?text=zqtaskqz", "events", "inbox",
         "events?full=true", "projects", "operations", "incidents", "notices", "searches", "papers")  # fmt: skip


def learned(actor, table):
    """What somebody learns of a group, a meeting and an action by any door, as the places where it stands."""
    found, references = [], [one.reference for one in table]
    own = browser(actor)
    for path in PLACES:
        answer = own.get(path, follow=True)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found += [(path, one) for one in (*WORDS, *references) if one in text.decode()]
    for path in CALLS:
        text = api(actor, path).content.decode()
        found += [(path, one) for one in (*WORDS, *references) if one in text]
    for kind, reference in zip(("groups", "group-meetings", "group-actions"), references, strict=True):
        for path in (f"/{kind}/{reference}/", f"/cases/{reference}/", f"/{kind}/{reference}/nonsense/"):
            if own.get(path).status_code != 404:
                found.append((path, reference))
        for call in (f"{kind}/{reference}", f"cases/{reference}/timeline", f"cases/{reference}/files"):
            if api(actor, call).status_code not in {403, 404}:
                found.append((call, reference))
        absent = own.get(f"/{kind}/NL-NWG-XXXXXX/")
        same = own.get(f"/{kind}/{reference}/")
        if _plain(absent.content, "NL-NWG-XXXXXX") != _plain(same.content, reference):
            found.append((kind, "foreign is not answered like absent"))
    with acting(actor.viewer) as viewer:
        found += [("agenda", one.uid) for one in deadlines(viewer) if "NWG" in one.uid]
    with acting(SYSTEM):
        told = Outgoing.objects.filter(payload__organisation=str(actor.office.pk)).values_list("payload", flat=True)
        found += [("mail", one) for one in references if one in json.dumps(list(told))]
    return found


def _plain(content, echo):
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", content.decode()).replace(echo, "...")


@pytest.mark.parametrize("who", ["third_head", "importer_head", "secretariat_officer", "secretariat_second"])
def test_other_countries_and_the_secretariat_learn_nothing(cast, table, who):
    assert not learned(cast.everybody[who], table)


def test_a_company_outside_learns_nothing_and_inside_it_learns_all(cast, table):
    with acting(SYSTEM):
        held = Membership.objects.filter(circle=table[0].circle_id, organisation=cast.clerk.office)
        Outgoing.objects.filter(payload__organisation=str(cast.clerk.office.pk)).delete()
        rows = list(held)
        held.delete()
    assert not learned(cast.clerk, table), "not a member"
    with acting(SYSTEM):
        Membership.objects.bulk_create(rows)
    # The control: the same company as a member finds every word of it by the same doors.
    assert {one for _place, one in learned(cast.clerk, table)} >= {NAME, WHAT, table[0].reference}


def test_a_leaver_learns_nothing_from_the_day_on(cast, table):
    assert learned(cast.clerk, table)
    leaves(cast.clerk, table[0])
    with acting(SYSTEM):
        Outgoing.objects.all().delete()  # what they were told while they were in it
    written(cast.exporter_head, table[1], f"{SAID} again")
    acts(cast.exporter_officer, table[2], "finish", note="By others.")
    assert not learned(cast.clerk, table)


def test_the_keeper_does_it_all_on_pages(cast, static):  # noqa: ARG001
    own = browser(cast.exporter_head)
    wrong = own.post("/groups/new/", {"name": "", "purpose": "To meet."})
    assert wrong.status_code == 422
    assert "To meet." in wrong.content.decode(), "nothing entered is lost"
    answer = own.post("/groups/new/", {"name": NAME, "purpose": "To meet.", "others": "The laboratory"})
    home = answer.headers["Location"]
    assert own.get(home).status_code == 200
    company = str(cast.clerk.office.pk)
    assert company in own.get(f"{home}admit/").content.decode()
    own.post(f"{home}admit/", {"office": company})
    made = own.post(f"{home}meetings/", {"held_on": "2026-03-04", "place": PLACE, "agenda": "All."}).headers["Location"]
    ticked = {"present": ["Exportland Authority", "Polder Solvents"], "minutes": SAID}
    assert own.post(f"{made}write/", {**ticked, "present": []}).status_code == 422
    for text in (SAID, f"{SAID}, corrected"):
        assert own.post(f"{made}write/", {**ticked, "minutes": text}).status_code == 302
    late = own.post(f"{home}actions/", {"what": WHAT, "owner": company, "due_on": "2026-03-07", "days": ""})
    assert late.status_code == 422
    assert "offices are closed" in late.content.decode()
    with acting(SYSTEM):
        meeting = GroupMeeting.objects.get()
    sent = {"what": WHAT, "owner": company, "days": "5", "meeting": meeting.reference}
    assert own.post(f"{home}actions/", sent).status_code == 302
    shown = own.get(made).content.decode()
    assert f"{SAID}, corrected" in shown
    assert WHAT in shown
    assert f"{SAID}, corrected" not in own.get(f"{made}?edition=1").content.decode()
    assert own.post(f"{made}close/").status_code == 302
    assert own.get(f"{made}write/").status_code == 409
    with acting(SYSTEM):
        action = GroupAction.objects.get()
    of_company = browser(cast.clerk)
    assert WHAT in of_company.get("/group-actions/?whose=own").content.decode()
    done = f"/group-actions/{action.reference}/finish/"
    assert of_company.post(done, {"note": ""}).status_code == 422
    assert of_company.post(done, {"note": "All were visited."}).status_code == 302
    assert "All were visited." in own.get(f"/group-actions/{action.reference}/").content.decode()
    assert of_company.post(f"{home}leave/", {"note": "We close down."}).headers["Location"] == "/groups/"
    assert own.post(f"{home}dissolve/", {"note": "Its work is done."}).status_code == 302
    assert "Dissolved" in own.get(home).content.decode()


def test_two_officers_close_minutes_on_the_page_and_the_inbox_says_so(cast, table):
    from_rule = api(cast.exporter_head, "incident-rule", "post", two=True)
    assert from_rule.status_code == 200
    own, page = browser(cast.exporter_head), f"/group-meetings/{table[1].reference}/"
    assert own.post(f"{page}propose/").status_code == 302
    assert f"{page}signature/" in own.get("/").content.decode()
    assert "Take it back" in own.get(f"{page}signature/").content.decode()
    assert own.post(f"{page}signature/", {"act": "confirm"}).status_code == 409
    assert own.post(f"{page}signature/", {"act": "decline"}).status_code == 302
    assert f"{page}signature/" not in own.get("/").content.decode()


def test_the_api_says_the_same(cast, table):
    group, meeting, action = table
    told = api(cast.clerk, f"groups/{group.reference}").json()
    assert (told["name"], told["members"], told["others"]) == (
        NAME, ["Exportland Authority", "Polder Solvents"], ["The laboratory"],
    )  # fmt: skip
    assert told["open_actions"] == [action.reference]
    assert told["steps"] == []
    assert api(cast.clerk, f"group-meetings/{meeting.reference}").json()["editions"][0]["minutes"] == SAID
    found = api(cast.clerk, f"group-actions/{action.reference}").json()
    assert (found["owner"], found["due_on"], found["steps"]) == ("Polder Solvents", "2026-03-09", ["finish", "return"])
    after = api(cast.clerk, f"group-actions/{action.reference}/finish", "post", note="Done.")
    assert (after.status_code, after.json()["state"]) == (200, "done")
    assert api(cast.exporter_head, f"groups/{group.reference}/admit", "post", office="Nobody").status_code == 422
    called_too = api(
        cast.exporter_head, f"groups/{group.reference}/meetings", "post", held_on="2026-03-09", place="x", agenda="y"
    )
    assert called_too.json()["reference"] == f"{group.reference}-M02"
    assert api(cast.clerk, f"groups/{group.reference}/leave", "post", note="We close down.").status_code == 200
    assert api(cast.clerk, f"groups/{group.reference}").status_code == 404


def test_an_own_action_is_in_the_inbox_and_in_the_calendar(cast, table):
    own = set_for(cast.exporter_head, table[0], cast.exporter_officer, what="Our own")
    assert own.reference in browser(cast.exporter_officer).get("/").content.decode()
    with acting(cast.exporter_officer.viewer) as viewer:
        assert own.reference in {one.uid.split("@")[0] for one in deadlines(viewer)}
    step(cast.exporter_head, table[0], "dismiss", office="Polder Solvents", note="It is over.")
    assert table[2].reference in browser(cast.exporter_officer).get("/").content.decode(), "it fell to the keeper"
