"""A licence from the application to its end: who decides, by when, what the register says, and what anybody learns."""

from datetime import date, timedelta
from typing import Any

import pytest

from penstock.cases.registers import services as registers
from penstock.industry.applications.law import decision_within, demands, last_day
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.checking.answering import check
from penstock.industry.licences import queries
from penstock.industry.licences import services as licences
from penstock.industry.licences.chores import expire_licences
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import at, now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused
from penstock.parties.companies.models import Licence
from penstock.parties.companies.standing import Asked, standings
from tests.cast import Actor, Cast, the_cast
from tests.industry.house import (
    ACETONE,
    ANHYDRIDE,
    EPHEDRINE,
    a_licence,
    a_line,
    a_site,
    applied,
    drafted,
    granted,
    in_days,
    our_licence,
    sign_licences_with,
    stepped,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def word(by: Actor, name: str = "Polder Solvents", substance: str = ANHYDRIDE) -> str:
    """What the register of Exportland says of a name today, as notices and permits ask it."""
    with acting(by.viewer) as viewer:
        (found,) = standings(viewer, [Asked("NL", name, (substance,), in_days(0))])
    return found.word


def faults(by: Actor, raw: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with an application that is handed in: fields and codes."""
    with pytest.raises(Refused) as no:
        applied(by, raw)
    return [(one.field, one.code) for one in no.value.faults]


def test_what_is_granted_stands_in_the_register_that_notices_and_permits_ask(cast: Cast) -> None:
    assert word(cast.exporter_officer) == "cannot say"
    held = our_licence(cast)
    assert held.reference.startswith("NL-LIC-")
    assert word(cast.exporter_officer) == "yes"
    assert word(cast.exporter_officer, substance=ACETONE) == "no"
    stepped(cast.exporter_head, held, "suspend", reason="The store was open.")
    assert word(cast.exporter_officer) == "expired"
    stepped(cast.exporter_head, held, "reinstate", reason="It is locked now.")
    assert word(cast.exporter_officer) == "yes"
    stepped(cast.clerk, held, "surrender", reason="We make no film any more.")
    assert word(cast.exporter_officer) == "expired"


def test_a_granted_licence_is_changed_by_its_steps_alone(cast: Cast) -> None:
    held = our_licence(cast)
    with acting(cast.exporter_officer.viewer) as viewer:
        row = Licence.objects.visible_to(viewer).get(granted_as=held.reference)
        raw = {"kind": "licence", "number": held.reference, "substances": "acetone", "from_on": "2026-01-01"}
        with pytest.raises(Refused) as no:
            registers.keep_licence(viewer=viewer, company_id=row.company_id, raw={**raw, "state": "valid"})
    assert no.value.faults[0].code == "granted_here"


def test_the_law_of_the_union_gives_sixty_working_days_and_thirty_to_renew(cast: Cast) -> None:
    on = date(2026, 3, 2)
    new, again = (decision_within("NL", [EPHEDRINE], renews=renews, on=on) for renews in (False, True))
    assert new
    assert again
    assert (new.days, again.days) == (60, 30)
    assert decision_within("CA", [EPHEDRINE], renews=False, on=on) is None, "what no pack says is not made up"
    application = applied(cast.clerk, a_licence(lines=[a_line(EPHEDRINE)]))
    assert application.counted_days == 60


def test_how_long_one_lasts_is_what_the_law_says(cast: Cast) -> None:
    on = date(2026, 3, 2)
    union, canada = (last_day(code, [EPHEDRINE], on, on=on) for code in ("NL", "CA"))
    assert union
    assert canada
    assert union[0] == canada[0] == date(2029, 3, 1)
    application = applied(cast.clerk, a_licence(lines=[a_line(EPHEDRINE)]))
    with pytest.raises(Refused) as no:
        taken(cast.exporter_head, application, "grant", valid_until=in_days(3 * 366).isoformat())
    assert no.value.faults[0].code == "beyond_the_law"


def test_a_registration_does_not_do_where_the_law_asks_for_a_licence(cast: Cast) -> None:
    asked = {(one.substance, one.activity): one.document for one in _demanded()}
    assert asked == {
        (EPHEDRINE, "use"): "licence",
        (ANHYDRIDE, "use"): "registration",
        (ACETONE, "use"): "",
        (ANHYDRIDE, "broker"): "registration",
    }
    wrong = a_licence(document="registration", lines=[a_line(EPHEDRINE)])
    assert faults(cast.clerk, wrong) == [("document", "licence_needed")]


def _demanded() -> list[Any]:
    lines = [a_line(EPHEDRINE), a_line(ANHYDRIDE), a_line(ACETONE), a_line(ANHYDRIDE, "broker")]
    return demands("NL", lines, date(2026, 3, 2))


def test_the_clock_stands_while_the_authority_asks_and_runs_on_with_what_was_left(cast: Cast) -> None:
    application = applied(cast.clerk, a_licence(lines=[a_line(EPHEDRINE)]))
    with at(now() + timedelta(days=14)):
        asked = taken(cast.exporter_officer, application, "ask", question="Who has the keys?")
        assert asked.due_on is None
        left = asked.days_left
        assert left
        assert left < 60
    with at(now() + timedelta(days=60)):
        answered = taken(cast.clerk, asked, "supply", answer="The officer alone.")
        assert answered.counted_days == left


def test_everything_wrong_is_named_at_once_and_nothing_is_lost(cast: Cast) -> None:
    raw = a_licence(
        officer_name="", officer_phone="none", sites=[a_site()], lines=[a_line(site="2"), a_line(percent="120")]
    )
    application = drafted(cast.clerk, raw)
    with pytest.raises(Refused) as no:
        taken(cast.clerk, application, "apply")
    assert {(one.field, one.code) for one in no.value.faults} == {
        ("officer_name", "missing_officer_name"),
        ("officer_phone", "not_a_number"),
        ("lines-0-site", "unknown_site"),
        ("lines-1-percent", "not_a_share"),
    }
    with acting(cast.clerk.viewer) as clerk:
        kept = LicenceApplication.objects.visible_to(clerk).get(pk=application.pk).content
    assert (kept["officer_phone"], kept["lines"][1]["percent"]) == ("none", "120")


def test_what_is_renewed_amended_or_replaced_is_ones_own_and_in_force(cast: Cast) -> None:
    held = our_licence(cast)
    other = granted(cast.third_head, applied(cast.third_officer, a_licence(name="Savanna Paints")))
    assert faults(cast.clerk, a_licence(asked="renew")) == [("concerns", "missing_concerns")]
    assert faults(cast.clerk, a_licence(asked="new", concerns=held.reference)) == [("concerns", "number_of_new")]
    assert faults(cast.clerk, a_licence(asked="amend", concerns=other.reference)) == [("concerns", "unknown_licence")]
    stepped(cast.exporter_head, held, "suspend", reason="The store was open.")
    renewing = a_licence(asked="renew", concerns=held.reference)
    assert faults(cast.clerk, renewing) == [("concerns", "licence_not_in_force")]


def test_amending_and_renewing_keep_the_number_and_replacing_gives_another(cast: Cast) -> None:
    held = our_licence(cast, lines=[a_line(EPHEDRINE)])
    until = held.valid_until
    more = [a_line(EPHEDRINE), a_line(ANHYDRIDE, "import")]
    amended = granted(
        cast.exporter_head, applied(cast.clerk, a_licence(asked="amend", concerns=held.reference, lines=more))
    )
    assert (amended.reference, amended.edition, amended.valid_until) == (held.reference, 2, until)
    with acting(cast.clerk.viewer) as clerk:
        assert [one.activity for one in queries.allowances_of(clerk, amended)] == ["use", "import"]
    assert word(cast.exporter_officer) == "yes"
    renewed = granted(
        cast.exporter_head, applied(cast.clerk, a_licence(asked="renew", concerns=held.reference, lines=more))
    )
    assert renewed.reference == held.reference
    assert until
    assert renewed.valid_until
    assert renewed.valid_until > until
    raw = a_licence(asked="replace", concerns=held.reference)
    new = granted(cast.exporter_head, applied(cast.clerk, raw))
    assert new.reference != held.reference
    with acting(cast.clerk.viewer) as clerk:
        assert queries.licence_by_reference(clerk, held.reference).state == "replaced"


def test_two_sign_where_the_authority_says_so_and_always_to_revoke(cast: Cast) -> None:
    sign_licences_with(cast.exporter_head, needs_two=True)
    application = applied(cast.clerk, a_licence())
    with pytest.raises(Refused, match="two people sign"):
        taken(cast.exporter_head, application, "grant")
    assert taken(cast.exporter_head, application, "propose").granted_as is None
    sign_licences_with(cast.exporter_head, needs_two=False)
    held = our_licence(cast, company_number="24099999", name="Delta Solvents")
    assert stepped(cast.exporter_head, held, "revoke", reason="Forged papers.").state == "granted"
    with acting(cast.exporter_head.viewer) as same, pytest.raises(Refused, match="another person"):
        licences.confirm_step(viewer=same, licence_id=held.pk)


def test_a_licence_expires_when_its_last_day_is_over_everywhere(cast: Cast) -> None:
    held = our_licence(cast, valid_until=in_days(30).isoformat())
    with at(now() + timedelta(days=30, hours=13)):
        assert expire_licences() == 0
        assert check(asker="192.0.2.1", number=held.reference).verdict == "valid"
    with at(now() + timedelta(days=32)):
        assert expire_licences() == 1
        assert word(cast.exporter_officer) == "expired"


def test_another_company_under_the_same_number_is_not_granted_anything(cast: Cast) -> None:
    our_licence(cast)
    application = applied(cast.exporter_officer, a_licence(name="Kestrel Mining"))
    with pytest.raises(Refused, match="another company under number 24012345"):
        granted(cast.exporter_head, application)


def test_anybody_learns_that_a_number_is_valid_and_nobody_learns_a_name(cast: Cast) -> None:
    held = our_licence(cast)
    told = check(asker="192.0.2.1", number=f" {held.reference.lower()} ")
    assert (told.verdict, told.until, told.is_holder, told.covers) == ("valid", held.valid_until, None, None)
    assert check(asker="192.0.2.1", number=held.reference, substance="108-24-7").covers is None
    right = check(asker="192.0.2.1", number=held.reference, name="polder  solvents", substance="108-24-7")
    assert (right.is_holder, right.covers) == (True, True)
    wrong = check(asker="192.0.2.1", number=held.reference, name="Polder", substance="108-24-7")
    assert (wrong.is_holder, wrong.covers) == (False, None)
    never = check(asker="192.0.2.1", number="NL-LIC-2020-000001", name="Polder Solvents")
    stepped(cast.exporter_head, held, "suspend", reason="The store was open.")
    ended = check(asker="192.0.2.1", number=held.reference, name="Polder Solvents")
    assert ended == never, "whoever tries numbers does not learn which were given out"


def test_whoever_asks_too_often_must_wait(cast: Cast) -> None:
    our_licence(cast)
    for _time in range(20):
        check(asker="192.0.2.9", number="NL-LIC-2020-000001")
    with pytest.raises(Refused) as no:
        check(asker="192.0.2.9", number="NL-LIC-2020-000001")
    assert no.value.code == "too_often"


def test_a_licence_is_between_its_holder_and_its_authority(cast: Cast) -> None:
    our_licence(cast)
    for actor in (cast.clerk, cast.exporter_officer):
        with acting(actor.viewer) as viewer:
            assert OperatorLicence.objects.visible_to(viewer).count() == 1
    for actor in (cast.importer_officer, cast.third_head, cast.secretariat_officer):
        with acting(actor.viewer) as viewer:
            assert not OperatorLicence.objects.visible_to(viewer).exists()
            assert not OperatorLicence.objects.exists()
