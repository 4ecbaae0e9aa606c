"""Advice: who is asked, who reads what is answered, and that nobody decides against it without a reason."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction

from penstock.kernel.clock import at, today
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.permits.applications import queries as application_queries
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice import queries
from penstock.permits.handling.advice.chores import remind_of_advice
from penstock.permits.handling.advice.models import Advice
from tests.cast import Actor, Cast, the_cast
from tests.permits.house import (
    MORPHINE,
    an_export,
    an_import_permit,
    applied,
    need,
    recommended,
    sign_permits_with,
    taken,
)
from tests.permits.office import advised, an_agency, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def police(cast: Cast) -> Actor:  # noqa: ARG001 - its country must be there first
    return an_agency("NL", "Exportland Police")


@pytest.fixture
def customs(cast: Cast) -> Actor:  # noqa: ARG001
    return an_agency("NL", "Exportland Customs")


@pytest.fixture
def application(cast: Cast) -> Application:
    need("CL", MORPHINE, "100")
    return applied(cast.clerk, an_export(an_import_permit(cast).reference))


def read_by(who: Actor, application: Application) -> list[str]:
    with acting(who.viewer) as viewer:
        return [one.agency.name for one in queries.advice_on(viewer, application)]


def mails_about(word: str) -> list[dict[str, str]]:
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement").order_by("created_at")
        return [one.payload for one in rows if word in one.payload["subject"]]


def test_an_agency_sees_the_application_from_the_day_it_is_asked(
    cast: Cast, police: Actor, application: Application
) -> None:
    with acting(police.viewer) as viewer, pytest.raises(NotVisible):
        application_queries.application_by_reference(viewer, application.reference)
    asked(cast.exporter_officer, application, police)
    with acting(police.viewer) as viewer:
        assert application_queries.application_by_reference(viewer, application.reference)
        assert queries.desk(viewer).to_give[0].question == "Is anything known against it?"


def test_advice_is_read_by_the_authority_and_that_agency_alone(
    cast: Cast, police: Actor, customs: Actor, application: Application
) -> None:
    first, _second = asked(cast.exporter_officer, application, police, customs)
    advised(police, first, verdict="against", reasons="The premises stand empty.")
    assert read_by(cast.exporter_head, application) == ["Exportland Police", "Exportland Customs"]
    assert read_by(police, application) == ["Exportland Police"]
    assert read_by(customs, application) == ["Exportland Customs"]
    for outsider in (cast.clerk, cast.importer_head, cast.secretariat_officer):
        assert read_by(outsider, application) == []
    for reader in (cast.clerk, customs):
        with acting(reader.viewer) as viewer:
            told = Event.objects.visible_to(viewer).filter(case_id=first.pk)
            assert not told.exists(), "nor does the record tell them"


def test_the_policy_alone_hides_advice_from_the_applicant(
    cast: Cast, police: Actor, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with the first fence off the second holds, and with both off it is read."""
    (advice,) = asked(cast.exporter_officer, application, police)
    advised(police, advice, verdict="against")
    monkeypatch.setattr(type(Advice.objects.all()), "visible_to", lambda rows, _viewer: rows.all())
    assert read_by(cast.clerk, application) == []
    monkeypatch.setattr("penstock.kernel.rowsecurity._set_viewer", _see_everything)
    assert read_by(cast.clerk, application) == ["Exportland Police"]


def _see_everything(*_settings: str) -> tuple[str, ...]:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT set_config('penstock.scope', 'all', true)")
    return "", "", ""


def test_the_authority_may_show_an_advice_to_the_other_agencies(
    cast: Cast, police: Actor, customs: Actor, application: Application
) -> None:
    first, _second = asked(cast.exporter_officer, application, police, customs)
    with pytest.raises(Refused, match="cannot be done while"):
        advised(cast.exporter_officer, first, "share")
    advised(police, first)
    advised(cast.exporter_officer, first, "share")
    assert read_by(customs, application) == ["Exportland Police", "Exportland Customs"]
    assert read_by(police, application) == ["Exportland Police"]
    assert read_by(cast.clerk, application) == []
    with pytest.raises(Refused, match="Only the"):
        advised(customs, first, "change")


def test_nothing_is_issued_against_an_advice_without_a_reason(
    cast: Cast, police: Actor, application: Application
) -> None:
    (advice,) = asked(cast.exporter_officer, application, police)
    recommended(cast.exporter_officer, application)
    with pytest.raises(Refused, match="has time to advise until"):
        taken(cast.exporter_head, application, "issue")
    advised(police, advice, verdict="against", reasons="The premises stand empty.")
    with pytest.raises(Refused, match="Exportland Police advises against it"):
        taken(cast.exporter_head, application, "issue")
    with pytest.raises(Refused) as no:
        advised(cast.exporter_head, advice, "overrule", note="")
    assert no.value.faults[0].field == "note"
    with pytest.raises(Refused, match="sign permits"):
        advised(cast.exporter_officer, advice, "overrule", note="They moved.")
    advised(cast.exporter_head, advice, "overrule", note="They moved; the new premises were inspected.")
    assert taken(cast.exporter_head, application, "issue").issued_as
    assert mails_about("Your advice on")


def test_conditions_that_an_agency_wants_are_written_or_gone_against(
    cast: Cast, police: Actor, application: Application
) -> None:
    (advice,) = asked(cast.exporter_officer, application, police)
    with pytest.raises(Refused) as no:
        advised(police, advice, verdict="conditions")
    assert no.value.faults[0].field == "conditions"
    advised(police, advice, verdict="conditions", conditions="Only under escort.")
    recommended(cast.exporter_officer, application)
    with pytest.raises(Refused) as no:
        taken(cast.exporter_head, application, "issue")
    assert (no.value.faults[0].field, no.value.faults[0].code) == ("conditions", "conditions_wanted")
    issued = taken(cast.exporter_head, application, "issue", conditions="Only under escort.").issued_as
    assert issued
    assert issued.content["conditions"] == "Only under escort."


def test_the_first_of_two_signers_is_told_of_the_conditions_too(
    cast: Cast, police: Actor, application: Application
) -> None:
    sign_permits_with(cast.exporter_head, needs_two=True)
    (advice,) = asked(cast.exporter_officer, application, police)
    advised(police, advice, verdict="conditions", conditions="Only under escort.")
    recommended(cast.exporter_officer, application)
    with pytest.raises(Refused) as no:
        taken(cast.exporter_head, application, "propose")
    assert no.value.faults[0].field == "conditions"
    taken(cast.exporter_head, application, "propose", conditions="Only under escort.")


def test_a_question_that_is_withdrawn_takes_the_application_away_again(
    cast: Cast, police: Actor, customs: Actor, application: Application
) -> None:
    first, second = asked(cast.exporter_officer, application, police, customs)
    advised(cast.exporter_officer, first, "withdraw", note="It was asked by mistake.")
    with acting(police.viewer) as viewer, pytest.raises(NotVisible):
        application_queries.application_by_reference(viewer, application.reference)
    with acting(customs.viewer) as viewer:
        assert application_queries.application_by_reference(viewer, application.reference)
    again = asked(cast.exporter_officer, application, police)[0]
    assert again.reference == f"{application.reference}-A3"
    advised(police, again)
    with pytest.raises(Refused):
        advised(cast.exporter_officer, again, "withdraw", note="Too late.")
    assert second.state == "asked"


def test_who_is_asked_already_or_is_no_agency_is_named_and_nothing_is_kept(
    cast: Cast, police: Actor, application: Application
) -> None:
    asked(cast.exporter_officer, application, police)
    with pytest.raises(Refused) as no:
        asked(cast.exporter_officer, application, police, cast.importer_head, question="", days=-1)
    assert {(one.field, one.code) for one in no.value.faults} == {
        ("agencies", "no_agency"),
        ("agencies", "asked_already"),
        ("question", "missing_question"),
        ("due_on", "past_day"),
    }
    with acting(SYSTEM):
        assert Advice.objects.visible_to(SYSTEM).count() == 1
    for stranger in (cast.importer_officer, cast.third_officer):
        with pytest.raises(NotVisible):
            asked(stranger, application, police)
    with acting(police.viewer), pytest.raises(NotVisible):
        asked(police, application, cast.exporter_officer)


def test_the_clock_reminds_the_agency_before_and_both_after_its_day(
    cast: Cast, police: Actor, application: Application
) -> None:
    (advice,) = asked(cast.exporter_officer, application, police, days=14)
    begun = datetime.combine(today(), time(9), UTC)
    assert remind_of_advice() == 0
    with at(begun + timedelta(days=13)):
        assert remind_of_advice() == 1
        assert remind_of_advice() == 0
    assert [one["organisation"] for one in mails_about("Advice due")] == [str(police.office.pk)]
    with at(begun + timedelta(days=15)):
        assert remind_of_advice() == 1
        assert remind_of_advice() == 0
        told = {one["organisation"] for one in mails_about("Advice overdue")}
        assert told == {str(police.office.pk), str(cast.exporter_head.office.pk)}
        recommended(cast.exporter_officer, application)
        assert taken(cast.exporter_head, application, "issue").issued_as, "an agency that is late holds nothing up"
    with acting(police.viewer) as viewer:
        assert queries.advice_by_reference(viewer, advice.reference).state == "withdrawn", "it lapsed with the decision"


def test_advice_is_marked_with_the_edition_it_was_given_on_and_may_be_changed_until_the_decision(
    cast: Cast, police: Actor, application: Application
) -> None:
    (advice,) = asked(cast.exporter_officer, application, police)
    given = advised(police, advice)
    assert given.edition == 1
    taken(cast.exporter_officer, application, "ask", question="Which carrier?")
    taken(cast.clerk, application, "mend", **{**application.content, "remarks": "By Example Carriers."})
    changed = advised(police, given, "change", verdict="against", reasons="That carrier lost goods before.")
    assert changed.edition == 2
    taken(cast.clerk, application, "withdraw", note="We sell elsewhere.")
    with pytest.raises(Refused, match="not with the authority any more"):
        advised(police, changed, "change")
