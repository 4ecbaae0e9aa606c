"""Free text is read by the law in force: what two people adopted is recognised, and what was put aside no longer is."""

import pickle
from datetime import date
from threading import Barrier, Thread

import pytest

from penstock.catalogue.adoption import drafting, queries
from penstock.catalogue.adoption.drafting import pack_of
from penstock.catalogue.fields import substances_by_name
from penstock.catalogue.law import force
from penstock.catalogue.law.book import bind, shipped_book
from penstock.catalogue.law.reading import PackError
from penstock.catalogue.naming import recognisers
from penstock.catalogue.naming.recognisers import listed_recogniser, recognise, recognised
from penstock.catalogue.pages import answers
from penstock.catalogue.substances import tabled
from penstock.engines.recognition.recogniser import Recogniser
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices.fields import SHIPMENT
from penstock.notices.shipments.checks import ShipmentChecker
from tests.cast import Cast, the_cast
from tests.catalogue.packs_of_law import (
    ENTRIES,
    SUBSTANCES,
    a_pack,
    a_proposal,
    about,
    adopted,
    entry,
    own_substance,
    proposed,
)
from tests.workflow.test_races import Race

DAY = date(2026, 6, 1)
NAMES = "substance,name,language,kind\n"
OWN, OWN_RULE, OLD_RULE = "glarbenzol", "ke-schedule:glarbenzol", "ke-schedule:acetone"
# An ordinary chemical of the public record (CAS 109-99-9) that no pack that ships knows.
KNOWN = "tetrahydrofuran"


@pytest.fixture
def cast(db) -> Cast:  # noqa: ARG001
    return the_cast()


def a_named_pack(**changes: str) -> dict[str, str]:
    """A pack with a substance of its own, one that the public record knows, a rule and a name for an old one."""
    return a_pack(
        substances=SUBSTANCES + own_substance(OWN) + own_substance(KNOWN, "109-99-9"),
        entries=ENTRIES + entry(OWN) + entry(KNOWN) + entry("acetone"),
        names=NAMES + f"{OWN},Phenylglarbinate,en,trade\nacetone,Kiondoaji,sw,common\n",
        thresholds="",
        **changes,
    )


def found(text: str, cas: str | None = None) -> dict[str, tuple[str, ...]]:
    """What a transaction of its own recognises in a text, with the rules of Kenya and of the Convention."""
    with acting(SYSTEM):
        hits = recognise(text, cas=cas, on=DAY, jurisdictions=["KE", "UN"])
    return {hit.id: hit.rules for hit in hits if hit.is_listed}


def put_aside(cast: Cast, version: str = "2") -> None:
    """An edition that lists nothing: how a pack is withdrawn."""
    empty = a_pack(pack=about("KE", version), substances="", entries=ENTRIES, thresholds="")
    adopted(cast.third_officer, cast.third_head, empty)


def test_an_adopted_substance_and_an_adopted_rule_are_recognised_in_free_text(cast):
    text = f"25 kg {OWN} in drums; acetone 99 %"
    assert found(text) == {"acetone": ("un-1988:acetone",)}
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    assert {id_: set(rules) for id_, rules in found(text).items()} == {
        OWN: {OWN_RULE},
        "acetone": {OLD_RULE, "un-1988:acetone"},
    }
    assert found("Phenylglarbinat, 2 x 5 kg").keys() == {OWN}
    assert found("Kiondoaji 200 l").keys() == {"acetone"}


def test_what_the_public_record_knows_of_an_adopted_substance_is_known_too(cast):
    assert not found("Tetramethylene oxide, 5 drums")
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    assert found("Tetramethylene oxide, 5 drums").keys() == {KNOWN}
    assert found("Tetrahydrofurann 99%").keys() == {KNOWN}
    assert found("solvent", "109-99-9").keys() == {KNOWN}


def test_a_proposal_is_not_recognised_before_it_is_law(cast):
    proposed(cast.third_officer, a_proposal(cast.third_officer, a_named_pack()))
    assert not found(OWN)


def test_a_pack_that_was_put_aside_is_not_recognised_any_more(cast):
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    assert found(OWN)
    put_aside(cast)
    assert not found(f"{OWN}, Phenylglarbinate, Kiondoaji, Tetramethylene oxide")
    assert found("acetone") == {"acetone": ("un-1988:acetone",)}


def test_a_broken_pack_is_set_aside_for_recognition_as_for_the_book(cast, monkeypatch):
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    queries._as_of.cache_clear()

    def broken(pack_id, files):
        raise PackError(drafting.Path("ke-schedule/entries.csv"), 2, f"{pack_id} with {len(files)} files is broken")

    monkeypatch.setattr(queries, "pack_of", broken)
    assert not found(OWN)
    assert found("acetone") == {"acetone": ("un-1988:acetone",)}
    queries._as_of.cache_clear()


def test_the_ask_page_finds_an_adopted_substance_among_other_goods(cast):
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    with acting(SYSTEM):
        told = answers.ask(force.current_book(), f"two drums of {OWN} with Kiondoaji", DAY, {"KE"})
    assert {one.id: [each.rule.key for each in one.rules] for one in told} == {
        OWN: [OWN_RULE],
        "acetone": [OLD_RULE],
    }


def checked(goods: str, importing: str = "NL"):
    raw = {"goods_description": goods, "exporter_country": "KE", "importer_country": importing}
    with acting(SYSTEM):
        return ShipmentChecker(on=DAY).check(1, raw)


def test_a_shipment_is_checked_by_the_adopted_law_of_its_countries(cast):
    goods = f"Kiondoaji 99 %, {OWN}"
    assert not checked(goods).hits
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    line = checked(goods)
    (substance,) = line.substances(DAY)
    assert substance["id"] == "acetone"
    assert {OLD_RULE, "un-1988:acetone"} <= set(substance["rules"])
    (warning,) = line.warnings
    assert "Glarbenzol is on no Table of the 1988 Convention" in warning
    assert f"Schedule A ({OWN_RULE})" in warning
    abroad = {"goods_description": goods, "exporter_country": "CL", "importer_country": "EG"}
    with acting(SYSTEM):
        elsewhere = ShipmentChecker(on=DAY).check(1, abroad)
    assert not elsewhere.warnings
    assert OLD_RULE not in elsewhere.substances(DAY)[0]["rules"]


def test_a_substance_field_understands_a_name_that_a_pack_adds(cast):
    with acting(SYSTEM):
        assert SHIPMENT.read({"substances": "Kiondoaji"}, strict=False).faults
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    with acting(SYSTEM):
        assert SHIPMENT.read({"substances": "Kiondoaji"}, strict=False).values["substances"] == ("acetone",)
        assert substances_by_name()["kiondoaji"] in tabled()
    assert "kiondoaji" not in substances_by_name()


def test_outside_a_transaction_the_shipped_law_is_asked_as_before(cast):
    before = listed_recogniser()
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    assert not [hit for hit in recognise(OWN) if hit.is_listed]
    assert listed_recogniser() is before


def test_the_control_a_recogniser_built_once_for_what_ships_misses_it(cast, monkeypatch):
    """The old way: one recogniser of the shipped packs for the whole process, and rules of the shipped book."""
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    assert found(OWN)
    monkeypatch.setattr(recognisers, "current_book", shipped_book)
    assert not found(OWN)
    assert found("acetone") == {"acetone": ("un-1988:acetone",)}


def test_an_edition_that_changes_rules_alone_shares_the_recogniser(cast):
    shipped = listed_recogniser()
    rules_only = a_pack(substances="", entries=ENTRIES + entry("acetone"), thresholds="")
    adopted(cast.third_officer, cast.third_head, rules_only)
    with acting(SYSTEM):
        assert listed_recogniser() is shipped
    assert OLD_RULE in found("acetone")["acetone"]


@pytest.fixture
def building(monkeypatch) -> list[int]:
    """How many recognisers were held when each was built, in a keeper of the test's own."""
    keeper, held, build = recognisers._Kept(most=2), [], recognisers._built

    def counted(book):
        held.append(len(keeper._built))
        return build(book)

    monkeypatch.setattr(recognisers, "_kept", keeper)
    monkeypatch.setattr(recognisers, "_built", counted)
    return held


def editions(count: int) -> list:
    """Books of so many editions of a pack, each with another substance."""
    ids = [f"glarbenzol{'abcdefgh'[at]}" for at in range(count)]
    packs = (
        pack_of("ke-schedule", {"pack": about("KE"), "substances": SUBSTANCES + own_substance(id_),
                                "entries": ENTRIES + entry(id_)})
        for id_ in ids
    )  # fmt: skip
    return [bind([*shipped_book().packs.values(), pack]) for pack in packs]


def in_force(book, monkeypatch) -> Recogniser:
    monkeypatch.setattr(force, "_source", [lambda: book])
    with force.moment():
        return listed_recogniser()


def test_never_more_than_two_recognisers_are_kept(building, monkeypatch):
    for book in editions(4):
        in_force(book, monkeypatch)
    assert building == [0, 1, 1, 1]
    assert len(recognisers._kept._built) == 2


def test_askers_at_once_build_one_recogniser(building, monkeypatch):
    (book,) = editions(1)
    monkeypatch.setattr(force, "_source", [lambda: book])
    together, given = Barrier(4), []

    def ask():
        with force.moment():
            together.wait()
            given.append(listed_recogniser())

    threads = [Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert building == [0]
    assert len(set(map(id, given))) == 1


def test_recognisers_share_what_was_read_of_the_public_record(monkeypatch):
    one, other = (in_force(book, monkeypatch) for book in editions(2))
    assert one is not other
    assert one._naming._ordinary.hashes is other._naming._ordinary.hashes


def test_the_recogniser_of_adopted_law_can_be_pickled(monkeypatch):
    (book,) = editions(1)
    copy = pickle.loads(pickle.dumps(in_force(book, monkeypatch)))  # noqa: S301 - our own
    assert [hit.id for hit in copy.recognise("5 kg glarbenzola")] == ["glarbenzola"]
    assert [hit.rules for hit in copy.recognise("5 kg glarbenzola")] == [()]


def test_a_chemical_that_a_law_only_excepts_is_none_of_the_recognised():
    assert {one.id for one in recognised(shipped_book())} == {one.id for one in recognised()}
    assert len(recognised()) < len(shipped_book().substances)


def test_another_connection_recognises_it_from_its_next_transaction_on(committed):  # noqa: ARG001  commits are real
    with acting(SYSTEM):
        cast = the_cast()
    assert not found(OWN)

    def adopt() -> None:
        adopted(cast.third_officer, cast.third_head, a_named_pack())

    assert Race(1).run([adopt]) == ["done"]
    assert found(OWN) == {OWN: (OWN_RULE,)}


def test_the_same_pack_cannot_be_adopted_twice_so_nothing_is_built_twice(cast):
    adopted(cast.third_officer, cast.third_head, a_named_pack())
    with pytest.raises(Refused):
        adopted(cast.third_officer, cast.third_head, a_named_pack())
