"""The mapping: sectors as the office has them, companies matched by people, surveys that work once, numbers shared."""

from datetime import timedelta

import pytest

from penstock.cases.registers.services import keep_company
from penstock.industry.mapping import queries, services
from penstock.industry.mapping.finding import loading
from penstock.industry.mapping.finding import services as finding
from penstock.industry.mapping.finding.matching import proposals
from penstock.industry.mapping.models import FoundCompany, Survey
from penstock.industry.mapping.reporting import sharing
from penstock.industry.mapping.reporting.measures import stand_of
from penstock.industry.mapping.shipped import by_activity, shipped_sectors
from penstock.industry.mapping.surveys import services as surveys
from penstock.kernel import clock
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.parties.companies.models import Company
from tests.cast import Cast, the_cast
from tests.catalogue.packs_of_law import a_pack, adopted
from tests.industry.landscape import a_review, an_answer, asked, found, loaded, reviewed, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast, with the mapping of Exportland started."""
    made = the_cast()
    started(made.exporter_officer)
    return made


def codes(no: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in no.value.faults}


def test_it_begins_with_nineteen_sectors_of_the_country_alone(cast: Cast):
    with acting(cast.exporter_officer.viewer) as viewer:
        assert len(queries.sectors(viewer)) == 19 == len(shipped_sectors())
    with acting(cast.importer_officer.viewer) as viewer:
        assert queries.mapping_of(viewer) is None
        assert queries.sectors(viewer) == []
        with pytest.raises(NotVisible):
            services.review_sector(viewer=viewer, code="brokers", raw=a_review())


def test_a_sector_is_added_retired_and_taken_back_with_reasons(cast: Cast):
    with acting(cast.exporter_officer.viewer) as viewer:
        raw = {"name": "Cut flowers", "about": "Growers", "reason": "They use solvents."}
        added = services.add_sector(viewer=viewer, raw=raw)
        assert (added.code, added.origin) == ("cut-flowers", "office")
        with pytest.raises(Refused) as no:
            services.add_sector(viewer=viewer, raw=raw)
        assert codes(no) == {("name", "sector_known")}
        services.retire_sector(viewer=viewer, code=added.code, raw={"reason": "None is left."})
        assert added.code not in queries.sector_names(viewer)
        with pytest.raises(Refused, match="retired"):
            services.review_sector(viewer=viewer, code=added.code, raw=a_review())
        back = services.retire_sector(viewer=viewer, code=added.code, raw={"reason": "They came again."})
        assert (back.retired_on, back.reason) == (None, "They came again.")


def test_reviews_are_kept_and_their_risk_has_reasons(cast: Cast):
    bad = a_review(risk_reasons=[], exists="no", next_on=clock.today().isoformat(), coverage="101")
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused) as no:
        services.review_sector(viewer=viewer, code="brokers", raw=bad)
    assert codes(no) == {
        ("risk_reasons", "missing_reasons"),
        ("companies", "companies_of_nothing"),
        ("next_on", "not_ahead"),
        ("coverage", "not_percent"),
    }
    reviewed(cast.exporter_officer, "brokers")
    row = reviewed(cast.exporter_officer, "brokers", law="full")
    with acting(cast.exporter_officer.viewer) as viewer:
        assert [one.content["law"] for one in queries.reviews(viewer, row)] == ["full", "part"]


def test_a_file_keeps_what_it_can_and_loses_nothing(cast: Cast):
    officer = cast.exporter_officer
    found(officer, name="Orchid Trading BV", number="NL-1")
    row = loaded(
        officer,
        "Orchid Trading BV,NL-1,,",
        "Another Name BV,NL-1,,",
        "Lotus Chemie BV,NL-2,2011,acetone; toluene",
        "Iris BV,NL-3,20,no such chemical",
        ",NL-4,,",
    )
    assert (row.lines, row.kept, row.known) == (5, 1, 1)
    with acting(officer.viewer) as viewer:
        lines = queries.faulty_lines(viewer, row)
        assert [(one.number, {f["code"] for f in one.faults}) for one in lines] == [
            (3, {"number_taken"}),
            (5, {"not_isic", "unknown_substance"}),
            (6, {"missing_name"}),
        ]
        lotus = FoundCompany.objects.visible_to(viewer).get(number="NL-2")
        assert lotus.sectors == [by_activity()["2011"]]
        with pytest.raises(Refused) as no:
            loading.mend(viewer=viewer, line_id=lines[1].pk, raw={**lines[1].raw, "chemicals": ""})
        assert codes(no) == {("activity", "not_isic")}
        mended = loading.mend(viewer=viewer, line_id=lines[1].pk, raw={"name": "Iris BV", "number": "NL-3"})
        assert mended.source == "Register of companies"
        loading.drop(viewer=viewer, line_id=lines[2].pk, raw={"reason": "It is empty."})
        with pytest.raises(Refused, match="settled"):
            loading.mend(viewer=viewer, line_id=lines[2].pk, raw={"name": "X"})
        assert stand_of(viewer).faulty == 1


def test_likeness_proposes_and_a_person_decides(cast: Cast):
    officer = cast.exporter_officer
    with acting(officer.viewer) as viewer:
        kept = keep_company(
            viewer=viewer,
            raw={"company_number": "NL-77", "name": "Orchid Trading B.V.", "kind": "distributor", "standing": "good"},
        )
    row = found(officer, name="Orchid Tradng BV", number="")
    twin = found(officer, name="Orchid Trading", number="")
    found(officer, name="Windmill Paints BV", number="NL-9")
    with acting(officer.viewer) as viewer:
        offered = {(one.verdict, one.id) for one in proposals(viewer, row)}
        assert offered == {("known", kept.pk), ("same", twin.pk)}
        assert {one.verdict for one in queries.companies(viewer)} == {"open"}
        known = finding.judge(viewer=viewer, found_id=row.pk, raw={"verdict": "known", "which": str(kept.pk)})
        assert known.company == kept
        with pytest.raises(Refused) as no:
            finding.judge(viewer=viewer, found_id=twin.pk, raw={"verdict": "dismissed"})
        assert codes(no) == {("note", "missing_note")}


def test_what_is_new_enters_the_register_by_its_number(cast: Cast):
    officer = cast.exporter_officer
    nameless, numbered = found(officer, number=""), found(officer, number="NL-5")
    raw = {"verdict": "new", "kind": "distributor"}
    with acting(officer.viewer) as viewer:
        with pytest.raises(Refused) as no:
            finding.judge(viewer=viewer, found_id=nameless.pk, raw=raw)
        assert codes(no) == {("verdict", "number_missing")}
        finding.judge(viewer=viewer, found_id=numbered.pk, raw=raw)
        assert Company.objects.visible_to(viewer).get(number="NL-5").name == "Tulip Reagents BV"


def test_a_foreign_company_is_no_choice(cast: Cast):
    started(cast.third_officer)
    theirs, own = found(cast.third_officer), found(cast.exporter_officer)
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused) as no:
        finding.judge(viewer=viewer, found_id=own.pk, raw={"verdict": "same", "which": str(theirs.pk)})
    assert codes(no) == {("which", "no_such_company")}


def test_a_link_is_answered_once_and_taken_over_by_hand(cast: Cast):
    officer = cast.exporter_officer
    company = found(officer, chemicals=[])
    row, secret = asked(officer, company)
    with pytest.raises(Refused) as no:
        surveys.answer(secret=secret, raw=an_answer(contact_email="nobody", chemicals=["no such thing"]))
    assert codes(no) == {("contact_email", "not_an_email"), ("chemicals", "unknown_substance")}
    surveys.answer(secret=secret, raw=an_answer())
    with pytest.raises(Refused, match="cannot be used"):
        surveys.answer(secret=secret, raw=an_answer(name="Somebody else"))
    with acting(officer.viewer) as viewer:
        assert "chemicals" not in queries.company(viewer, company.pk).content
        answered = queries.survey(viewer, row.pk)
        proposed = surveys.proposed(answered.found, answered)
        assert surveys.take_over(viewer=viewer, survey_id=row.pk, raw=proposed).taken_by == viewer.name
        after = queries.company(viewer, company.pk)
        assert (after.content["chemicals"], after.how) == (["acetone"], "survey")
        with pytest.raises(Refused, match="already"):
            surveys.take_over(viewer=viewer, survey_id=row.pk, raw=proposed)
        stand = stand_of(viewer)
        assert (stand.sent, stand.answered, stand.taken) == (1, 1, 1)


def test_companies_are_counted_by_region_and_sector(cast: Cast):
    officer = cast.exporter_officer
    first = found(officer, name="Iris BV", number="NL-1", region="Zeeland", sectors=["distributors"])
    found(officer, name="Lotus BV", number="NL-2", region="Zeeland", sectors=["distributors", "brokers"])
    found(officer, name="Reed BV", number="NL-3", region="Drenthe", sectors=["brokers"])
    found(officer, name="Rush BV", number="NL-4", region="", sectors=[])
    twice = found(officer, name="Iris B.V.", number="", region="Drenthe", sectors=["brokers"])
    with acting(officer.viewer) as viewer:
        finding.judge(viewer=viewer, found_id=twice.pk, raw={"verdict": "same", "which": str(first.pk)})
        regions = stand_of(viewer).regions
    assert [(one.name, one.found, dict(one.sectors)) for one in regions] == [
        ("Zeeland", 2, {"distributors": 2, "brokers": 1}),
        ("Drenthe", 1, {"brokers": 1}),
        ("", 1, {}),
    ], "what was found twice counts once"


def test_the_secret_is_kept_nowhere(cast: Cast):
    row, secret = asked(cast.exporter_officer, found(cast.exporter_officer))
    with acting(SYSTEM):
        kept = str(Survey.objects.values().get(pk=row.pk)) + str(list(Event.objects.values()))
    assert row.digest in kept
    assert secret not in kept


@pytest.mark.parametrize("how", ["wrong", "expired", "withdrawn"])
def test_a_link_that_does_not_stand_takes_no_answer(cast: Cast, how: str):
    officer = cast.exporter_officer
    row, secret = asked(officer, found(officer), days=2)
    if how == "withdrawn":
        with acting(officer.viewer) as viewer:
            surveys.withdraw(viewer=viewer, survey_id=row.pk)
    at = clock.now() + timedelta(days=3 if how == "expired" else 0)
    with clock.at(at), pytest.raises(NotVisible if how == "wrong" else Refused):
        surveys.answer(secret=secret + "x" if how == "wrong" else secret, raw=an_answer())
    with clock.at(clock.now() + timedelta(days=2)):
        stands = surveys.asked_by(secret)
        assert stands is not None
        assert stands.stands == ("withdrawn" if how == "withdrawn" else "open")


def test_days_of_a_link_are_bounded(cast: Cast):
    company = found(cast.exporter_officer)
    for days in (0, 91):
        with pytest.raises(Refused) as no:
            asked(cast.exporter_officer, company, days=days)
        assert codes(no) == {("days", "days")}


def test_the_secretariat_sees_a_summary_without_names_while_it_is_shared(cast: Cast):
    officer, secretariat = cast.exporter_officer, cast.secretariat_officer
    for number in range(6):
        found(officer, number=f"NL-{number}", sectors=["brokers"])
    found(officer, number="NL-x")
    with acting(secretariat.viewer) as viewer:
        assert queries.summaries(viewer) == []
        assert not FoundCompany.objects.visible_to(viewer).exists()
    with acting(officer.viewer) as viewer:
        sharing.share(viewer=viewer, raw={"note": "As of now."})
        sharing.share(viewer=viewer, raw={"note": "Corrected."})
    with acting(secretariat.viewer) as viewer:
        (shared,) = queries.summaries(viewer)
        numbers = {one["sector"]: one["found"] for one in shared.content["sectors"]}
        assert (numbers["Brokers and trading houses"], shared.note) == ("6", "Corrected.")
        assert numbers["Distributors, importers and repackers"] == "< 5"
        assert "Tulip" not in str(shared.content)
    with acting(cast.importer_officer.viewer) as viewer:
        assert queries.summaries(viewer) == []
    with acting(officer.viewer) as viewer:
        sharing.unshare(viewer=viewer)
    with acting(secretariat.viewer) as viewer:
        assert queries.summaries(viewer) == []


def test_a_pack_of_the_country_renames_and_adds_sectors():
    """What two people adopted for a country is followed when its mapping is started or changed; others keep theirs."""
    made = the_cast()
    started(made.third_officer)
    rows = (
        "code,name,about,isic,source\nbrokers,Commission agents,,,An invented act\n"
        "perfumers,Perfumers,Makers of perfume,2023,An invented act\n"
    )
    adopted(made.third_officer, made.third_head, a_pack("KE", sectors=rows))
    lotus = found(made.third_officer, sectors=[], activity="2023", number="")
    assert lotus.sectors != ["perfumers"], "it is not in use before the mapping follows"
    started(made.third_officer)
    with acting(made.third_officer.viewer) as viewer:
        renamed = queries.sector(viewer, "brokers")
        assert (renamed.name, renamed.origin, renamed.about != "") == ("Commission agents", "pack", True)
        assert queries.sector(viewer, "perfumers").name == "Perfumers"
    perfume = found(made.third_officer, name="Kisumu Scents", sectors=[], activity="2023", number="")
    assert perfume.sectors == ["perfumers"]
    started(made.exporter_officer)
    with acting(made.exporter_officer.viewer) as viewer:
        assert len(queries.sectors(viewer)) == len(shipped_sectors())
        assert queries.sector(viewer, "brokers").origin == "shipped"


def test_a_sector_stands_once_in_a_pack():
    """A pack that names one sector twice is refused at the line."""
    made = the_cast()
    twice = "code,name,about,isic,source\n" + "perfumers,Perfumers,,,An invented act\n" * 2
    with pytest.raises(Refused, match=r"field|twice"):
        adopted(made.third_officer, made.third_head, a_pack("KE", sectors=twice))
