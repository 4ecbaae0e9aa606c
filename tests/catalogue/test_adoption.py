"""A national pack is written by one person and confirmed by another, and is law from then on."""

import io
import zipfile
from datetime import date

import pytest

from penstock.catalogue.adoption import drafting, queries, services
from penstock.catalogue.adoption.drafting import faults_in, pack_of
from penstock.catalogue.adoption.fields import PACK
from penstock.catalogue.adoption.models import Edition, Proposal
from penstock.catalogue.adoption.states import PROPOSALS
from penstock.catalogue.adoption.template import example_files, handbook, headings, zipped
from penstock.catalogue.law import force
from penstock.catalogue.law.book import bind, shipped_book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.packs import FILES
from penstock.catalogue.law.records import columns_of
from penstock.catalogue.structures.rulebook import structure_rulebook
from penstock.engines.structures.rules import RuleError
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.kernel.workflow import WORKFLOWS
from penstock.parties.duties import DUTIES
from tests.cast import Cast, a_sent_notice, the_cast
from tests.catalogue.packs_of_law import (
    ENTRIES,
    SUBSTANCES,
    a_pack,
    a_proposal,
    about,
    adopted,
    confirmed,
    edited,
    entry,
    own_substance,
    proposed,
)

DAY = date(2026, 6, 1)


@pytest.fixture
def cast(db) -> Cast:  # noqa: ARG001
    return the_cast()


def law():
    """The book in force, as a transaction of its own would find it."""
    with acting(SYSTEM):
        return current_book()


def codes(draft: Proposal) -> list[tuple[str, str]]:
    with acting(SYSTEM):
        return [(one.field, one.code) for one in queries.faults_against(draft, current_book())]


def test_a_pack_is_law_once_two_people_adopted_it(cast):
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    assert "ke-schedule" not in law().packs
    assert draft.state == "draft"
    assert confirmed(cast.third_head, draft).state == "adopted"
    rules = law().rules_of("acetone", DAY, law().jurisdictions_of("KE", DAY))
    assert {rule.jurisdiction for rule in rules} == {"UN", "KE"}
    own = next(rule for rule in rules if rule.jurisdiction == "KE")
    assert [one.amount for one in law().thresholds_of(own, DAY)] == [100]
    assert "ethanol-of-tests" not in shipped_book().substances
    with acting(SYSTEM):
        edition = Edition.objects.get()
        assert (edition.proposed_by, edition.confirmed_by) == ("Third Officer", "Third Head")
        assert edition.digest == services.digest_of(draft.content)
        told = Event.objects.get(name="law.adoption")
    assert (told.data["pack"], told.data["digest"]) == ("ke-schedule", edition.digest)


def test_outside_a_moment_the_law_is_what_ships(cast):
    adopted(cast.third_officer, cast.third_head)
    assert current_book() is shipped_book()


def test_a_moment_asks_its_source_once_and_only_when_a_question_comes(monkeypatch):
    asked = []

    def source():
        asked.append("asked")
        return shipped_book()

    monkeypatch.setattr(force, "_source", [source])
    with force.moment():
        assert not asked
        assert [current_book(), current_book()] == [shipped_book()] * 2
        with force.moment():
            current_book()
        assert len(asked) == 2
    assert current_book() is shipped_book()
    assert len(asked) == 2


def test_a_transaction_goes_by_one_book_from_its_first_question_to_its_end(cast):
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    with acting(cast.third_head.viewer) as viewer:
        before = current_book()
        services.confirm_adoption(viewer=viewer, proposal_id=draft.pk)
        assert current_book() is before
    assert "ke-schedule" in law().packs


def test_the_same_person_cannot_confirm(cast):
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    with pytest.raises(Refused) as no:
        confirmed(cast.third_officer, draft)
    assert no.value.code == "same_person"
    assert "ke-schedule" not in law().packs


def test_an_edit_voids_the_first_signature(cast):
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    edited(cast.third_officer, draft, entries=ENTRIES + entry("acetone"))
    with pytest.raises(Refused) as no:
        confirmed(cast.third_head, draft)
    assert no.value.code == "changed_since"


def test_others_neither_see_nor_confirm_it(cast):
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    for other in (cast.exporter_head, cast.secretariat_officer):
        with acting(other.viewer) as viewer, pytest.raises(NotVisible):
            queries.proposal(viewer, draft.pk)
        with pytest.raises(NotVisible):
            confirmed(other, draft)


def test_a_clerk_writes_no_law(cast):
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused) as no:
        services.draft_pack(viewer=viewer, raw=a_pack())
    assert no.value.code == "missing_duty"


def test_a_declined_pack_is_no_law_and_can_be_proposed_again(cast):
    draft = proposed(cast.third_officer, a_proposal(cast.third_officer))
    with acting(cast.third_head.viewer) as viewer:
        services.decline_adoption(viewer=viewer, proposal_id=draft.pk)
    assert "ke-schedule" not in law().packs
    adopted_now = confirmed(cast.third_officer, proposed(cast.third_head, draft))
    assert adopted_now.state == "adopted"


SPOILT = [
    ({"entries": ENTRIES + entry("acetone", "2026-13-01")}, ("entries", "pack_row"), "entries.csv, line 2: from"),
    ({"entries": ENTRIES + entry("acetone") + entry("acetonee")}, ("entries", "pack_row"), "not known in any pack"),
    ({"entries": ENTRIES + entry("acetone") + entry("acetone")}, ("entries", "pack_row"), "overlap"),
    ({"entries": "entry,list\n"}, ("entries", "pack_row"), "the heading must be"),
    ({"substances": SUBSTANCES + own_substance("acetone")}, ("substances", "pack_row"), "known already"),
    ({"substances": SUBSTANCES + own_substance("other", "67-64-1")}, ("substances", "pack_row"), "that of acetone"),
    ({"pack": ""}, ("pack", "missing_pack"), "missing"),
    ({"pack": "title: [\n"}, ("pack", "pack_row"), "cannot be read"),
    ({"pack": "a: &b [1]\nc: *b\n"}, ("pack", "pack_file"), "an alias"),
    ({"pack": "a: " + "[" * 3000}, ("pack", "pack_file"), "too deep"),
    ({"pack": about("NL")}, ("pack", "not_your_law"), "the law of KE only"),
    ({"pack": "title: x\n"}, ("pack", "pack_row"), "editions"),
    ({"id": "../../etc"}, ("id", "pack_id"), "is no id"),
    ({"id": "eu"}, ("id", "id_taken"), "choose one of your own"),
    ({"id": "un-1988"}, ("id", "id_taken"), "choose one of your own"),
    ({"id": "register"}, ("id", "id_taken"), "choose one of your own"),
    ({"members": "country,from,to\nNL,2020-01-01,\n"}, ("members", "no_union"), "leave the file out"),
    (example_files() | {"pack": about("KE")}, ("entries", "example_row"), "line 2: an example row"),
]


@pytest.mark.parametrize(
    ("changes", "fault", "told"), SPOILT, ids=[f"{at}-{f[1]}" for at, (_c, f, _t) in enumerate(SPOILT)]
)
def test_a_faulty_pack_names_file_line_and_remedy_keeps_what_was_entered_and_is_not_adopted(cast, changes, fault, told):
    raw = a_pack() | changes
    draft = a_proposal(cast.third_officer, raw)
    with acting(SYSTEM):
        faults = queries.faults_against(draft, current_book())
    assert fault in [(one.field, one.code) for one in faults]
    assert told in next(one.message for one in faults if (one.field, one.code) == fault)
    kept = {name: text for name, text in raw.items() if text}
    assert {name: queries.kept(draft).get(name) for name in kept} == kept
    with pytest.raises(Refused) as no:
        proposed(cast.third_officer, draft)
    assert no.value.code == "not_now"


def test_every_faulty_file_is_told_at_once(cast):
    spoilt = a_pack(entries=ENTRIES + entry("acetone", "soon"), thresholds="list\n")
    draft = a_proposal(cast.third_officer, spoilt)
    assert codes(draft) == [("entries", "pack_row"), ("thresholds", "pack_row")]


GENERIC = "x,A,generic,,,,,class-x,,,Anilides,,2026-01-01,,day,An invented act,no\n"
DEFINITION = "class-x:\n  core: {core}\n  reading: {reading}\n  positions: {positions}\n"
EXAMPLES = "  {kind}: [{{name: {name}, smiles: '{smiles}'}}]\n"
GOOD = {"core": "'[NH:1]C(=O)c1ccccc1'", "reading": "ours", "positions": "{1: {name: nitrogen, may: [alkyl]}}"}


def _with_definition(**said: str) -> dict[str, str]:
    text = DEFINITION.format(**{**GOOD, **said})
    return a_pack(entries=ENTRIES + GENERIC, substances="", thresholds="", definitions=text)


def _structured(smiles: str, formula: str = "", key: str = "") -> dict[str, str]:
    row = f"ethanol-of-tests,Ethanol of tests,,,{formula},{smiles},{key},,An invented act,no\n"
    return a_pack(substances=SUBSTANCES + row)


def _with_example(kind: str, name: str, smiles: str) -> dict[str, str]:
    raw = _with_definition()
    return raw | {"definitions": raw["definitions"] + EXAMPLES.format(kind=kind, name=name, smiles=smiles)}


@pytest.mark.parametrize(
    ("raw", "field", "told"),
    [
        (_with_example("positives", "benzene", "c1ccccc1"), "entries", "'benzene' is a positive example, and the"),
        (_with_example("negatives", "an anilide", "CNC(=O)c1ccccc1"), "entries", "'an anilide' is a negative example"),
        (_with_example("positives", "torn", "C(("), "entries", "line 2: definitions.yaml, 'class-x': 'torn' of posi"),
        (_with_example("positives", "5", "C"), "entries", "positives: write name and smiles"),
        (_with_example("negatives", "long", "C" * 1001), "entries", "negatives: write name and smiles"),
        (_structured("CCO", "C2H7O"), "substances", "line 2: formula C2H7O is not that of the structure (C2H6O)"),
        (_structured("CCO", "", "X" * 14), "substances", "line 2: inchikey XXXXXXXXXXXXXX is not that"),
        (_structured("C(" * 200), "substances", "line 2: smiles"),
        (_with_definition(core="'[NH:1'"), "entries", "line 2: definitions.yaml, 'class-x': "),
        (_with_definition(core="5"), "entries", "core is 5; write text"),
        (_with_definition(core="'" + "C" * 1001 + "'"), "entries", "at most 1000 characters"),
        (_with_definition(reading="mine"), "entries", "write one of law, ours"),
        (_with_definition(positions="[]"), "entries", "positions must be map numbers"),
        (_with_definition(positions="{1: {name: n, may: [nonsense]}}"), "entries", "nonsense"),
        (_with_definition(positions="{2: {name: n}}"), "entries", "map numbers of the core and the labels"),
    ],
)
def test_a_structure_that_cannot_be_right_is_refused_with_its_row(raw, field, told):
    (fault,) = faults_in(raw, jurisdiction="KE", book=shipped_book(), taken={})
    assert fault.field == field
    assert told in fault.message


@pytest.mark.parametrize(
    "raw",
    [
        _structured("CCO", "C2H6O", "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"),
        _with_definition(),
        _with_example("positives", "an anilide", "CNC(=O)c1ccccc1"),
        _with_example("negatives", "benzene", "c1ccccc1"),
    ],
)
def test_a_structure_that_is_right_is_taken(raw):
    assert faults_in(raw, jurisdiction="KE", book=shipped_book(), taken={}) == ()


def test_structures_are_asked_by_the_law_in_force(cast):
    raw = _with_definition()
    assert "ke-schedule:x" not in {one.id for one in structure_rulebook(DAY).rules}
    adopted(cast.third_officer, cast.third_head, raw)
    with acting(SYSTEM):
        assert "ke-schedule:x" in {hit.rule for hit in structure_rulebook(DAY).match("CNC(=O)c1ccccc1").hits}
        assert structure_rulebook(DAY, frozenset({"UN"})).match("CNC(=O)c1ccccc1").hits == ()
    assert "ke-schedule:x" not in {one.id for one in structure_rulebook(DAY).rules}


def test_a_second_edition_needs_a_new_version_and_takes_the_place_of_the_first(cast):
    adopted(cast.third_officer, cast.third_head)
    same = a_proposal(cast.third_officer, a_pack(entries=ENTRIES + entry("toluene"), thresholds=""))
    assert codes(same) == [("pack", "version_taken")]
    newer = edited(cast.third_officer, same, pack=about("KE", "2"))
    assert codes(newer) == []
    confirmed(cast.third_head, proposed(cast.third_officer, newer))
    assert [one.entry for one in law().packs["ke-schedule"].entries] == ["toluene"]
    with acting(SYSTEM):
        assert [one.version for one in queries.editions("ke-schedule")] == ["2", "1"]


def test_the_pack_of_another_country_cannot_be_taken(cast):
    adopted(cast.third_officer, cast.third_head)
    raw = a_pack("EG", id="ke-schedule", substances="", entries=ENTRIES, thresholds="")
    other = a_proposal(cast.fourth_officer, raw)
    assert ("id", "id_taken") in codes(other)


@pytest.mark.django_db
def test_a_country_may_write_its_own_edition_of_a_pack_that_ships_for_it(monkeypatch):
    ours = pack_of("nl", {name: text for name, text in a_pack("NL").items() if name != "id"})
    book = shipped_book()
    monkeypatch.setattr(
        queries, "shipped_book", lambda: type(book)(**{**vars(book), "packs": {**book.packs, "nl": ours}})
    )
    taken = queries.jurisdictions_taken()
    assert (taken["nl"], taken["un-1988"], taken["register"], taken["eu"]) == ("NL", "", "", "")
    raw = a_pack("NL", id="nl")
    assert not faults_in(raw, jurisdiction="NL", book=shipped_book(), taken=taken)
    assert faults_in(raw | {"pack": about("KE")}, jurisdiction="KE", book=shipped_book(), taken=taken)


def test_every_shipped_pack_of_a_country_may_be_copied_by_it_and_adopted(cast):  # noqa: ARG001 - its tables are asked
    copied = [
        pack for pack in shipped_book().packs.values() if pack.jurisdiction and pack.jurisdiction not in {"UN", "EU"}
    ]
    assert len(copied) > 4
    for pack in copied:
        raw = {"id": pack.id, **queries.files_of(pack.id)}
        taken = queries.jurisdictions_taken()
        assert faults_in(raw, jurisdiction=pack.jurisdiction, book=shipped_book(), taken=taken) == (), pack.id


def test_an_adopted_pack_that_no_longer_agrees_with_what_ships_is_set_aside_and_said_so(cast, monkeypatch, caplog):
    adopted(cast.third_officer, cast.third_head)
    other = a_pack("NL", substances="", entries=ENTRIES + entry("toluene"), thresholds="")
    adopted(cast.exporter_officer, cast.exporter_head, other)
    assert {"ke-schedule", "nl-schedule"} <= law().packs.keys()
    released = pack_of("new", {"pack": about("UN"), "substances": SUBSTANCES + own_substance("ethanol-of-tests")})
    book = shipped_book()
    with_new = bind([*book.packs.values(), released])
    monkeypatch.setattr(queries, "shipped_book", lambda: with_new)
    queries._as_of.cache_clear()
    with acting(SYSTEM):
        found = queries.law_in_force()
    assert found.set_aside.keys() == {"ke-schedule"}
    assert "known already" in found.set_aside["ke-schedule"]
    assert "nl-schedule" in found.book.packs
    assert "set aside" in caplog.text
    queries._as_of.cache_clear()


def test_an_adopted_pack_with_a_definition_that_cannot_be_asked_is_set_aside(cast, monkeypatch):
    bad = _with_definition(reading="mine")
    with monkeypatch.context() as without:
        for check in ("check_rules", "check_examples"):
            without.setattr(drafting, check, lambda _book, _pack: None)
        adopted(cast.third_officer, cast.third_head, bad)
        with acting(SYSTEM):
            queries._as_of.cache_clear()
            assert "ke-schedule" in current_book().packs
            with pytest.raises(RuleError):
                structure_rulebook(DAY)
    queries._as_of.cache_clear()
    with acting(SYSTEM):
        assert "write one of law, ours" in queries.law_in_force().set_aside["ke-schedule"]
        assert structure_rulebook(DAY).match("CC(C)=O").hits
    queries._as_of.cache_clear()


def test_the_book_is_made_once_for_each_edition(cast):
    adopted(cast.third_officer, cast.third_head)
    assert law() is law()


def test_a_notice_keeps_the_law_it_was_judged_under(cast):
    before = a_sent_notice(cast.exporter_officer, reference="EX-1")
    adopted(cast.third_officer, cast.third_head)
    after = a_sent_notice(cast.exporter_officer, reference="EX-2")
    assert "ke-schedule" not in before.judged_under["packs"]
    assert after.judged_under["packs"]["ke-schedule"] == "1"
    assert after.judged_under["packs"]["un-1988"] == shipped_book().packs["un-1988"].version
    with acting(SYSTEM):
        told = Event.objects.get(name="notice.sent", case_id=after.pk)
    assert told.data["judged_under"] == after.judged_under


def test_every_duty_of_a_workflow_is_one_that_people_can_hold():
    wanted = {step.duty for flow in WORKFLOWS.values() for step in flow.steps} - {"system"}
    assert wanted <= DUTIES.keys()
    assert PROPOSALS in WORKFLOWS.values()


def test_the_template_is_a_whole_pack_that_nobody_can_adopt_as_it_is():
    files = example_files()
    assert pack_of("xx-example", files).entries
    for name in FILES.keys() & files.keys():
        assert files[name].startswith(headings(name)), f"the template's {name}.csv has other columns"
    assert files.keys() | {"members", "definitions"} >= FILES.keys()
    faults = faults_in({**files, "id": "xx-example"}, jurisdiction="XX", book=shipped_book(), taken={})
    assert {one.code for one in faults} == {"example_row"}


def test_the_handbook_explains_every_column():
    text = handbook()
    for name, record in FILES.items():
        chapter = text.split(f"## `{name}.csv`")[1].split("\n## ")[0]
        for one in columns_of(record):
            assert f"| `{one.name}`" in chapter
            assert one.help in chapter


def test_a_zip_gives_back_the_files_and_the_folder_is_the_id():
    files = {name: text for name, text in a_pack().items() if name != "id"}
    packed = zipped("ke-schedule", files, with_handbook=True)
    assert services.unpacked([("any.zip", packed)]) == {**files, "id": "ke-schedule"}
    assert services.unpacked([("entries.csv", ENTRIES.encode())]) == {"entries": ENTRIES}


def _a_zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name in names:
            out.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", b"PK\x03\x04 and no more", "unreadable"),
        ("a.zip", _a_zip("a/entries.csv", "b/entries.csv"), "file_twice"),
        ("a.zip", _a_zip("a/notes.txt"), "strange_file"),
        ("a.zip", _a_zip("README.md"), "no_pack"),
        ("entries.csv", "Stoff\xfc".encode("latin-1"), "encoding"),
        ("run.exe", b"MZ", "strange_file"),
    ],
)
def test_what_is_no_pack_is_refused_in_words(name, content, code):
    with pytest.raises(Refused) as no:
        services.unpacked([(name, content)])
    assert no.value.code == code


def test_the_form_has_a_field_for_every_file():
    assert [one.name for one in PACK.fields] == ["id", "pack", "definitions", *FILES]
