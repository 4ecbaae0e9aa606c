"""Keys, tokens, lists and answers: what is genuine is told to whoever holds it, and what is not is refused."""

import base64
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.printing.asking import QUESTIONS_A_MINUTE
from penstock.kernel import clock
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.permits.papers import checking
from penstock.permits.papers.checking import Answer, verify_token
from penstock.permits.papers.models import Check, Key
from penstock.permits.papers.queries import checks_of, keys_of
from penstock.permits.papers.signing import keys, lists, tokens
from penstock.permits.papers.signing.keys import current_key, key_set, opened, rotate
from tests.cast import Cast, the_cast
from tests.permits.house import a_line, stepped
from tests.permits.papers.house import a_permit, asked, paper, revoked, status_list, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return found


def changed(token: str, **other: Any) -> str:
    """A token that says something else, under the signature of the first."""
    head, _said, signature = token.split(".")
    said = json.dumps({**claims(token), **other}, separators=(",", ":")).encode()
    return f"{head}.{base64.urlsafe_b64encode(said).rstrip(b'=').decode()}.{signature}"


def test_whoever_holds_a_paper_is_told_what_it_should_say(cast: Cast):
    permit = a_permit(cast, substances=[a_line(quantity="12.5", form="hydrochloride")])
    held = paper(cast.importer_officer, permit)
    for answer in (asked(held.token()), asked(held.token(whole=True)), typed(permit.reference.lower(), held.code)):
        assert (answer.verdict, answer.edition, answer.newest) == ("valid", 1, 1)
        assert answer.says is not None
        assert answer.says["goods"] == [
            {"substance": "Morphine", "form": "hydrochloride", "quantity": "12.5", "unit": "kg"}
        ]
        assert answer.says["holder"] == "Quimicos del Valle"


def test_a_changed_digit_an_unknown_key_and_nonsense_are_refused(cast: Cast):
    token = paper(cast.importer_officer, a_permit(cast)).token()
    goods = [["Morphine", "", "90", "kg"]]
    assert asked(changed(token, goods=goods)) == Answer("unknown", "changed")
    head, said, signature = token.split(".")
    other = base64.urlsafe_b64encode(b'{"alg":"ES256","kid":"nobody","typ":"permit+jwt"}').rstrip(b"=").decode()
    assert asked(f"{other}.{said}.{signature}") == Answer("unknown", "unknown key")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"permit+jwt"}').rstrip(b"=").decode()
    assert asked(f"{unsigned}.{said}.").verdict == "unknown"
    for nonsense in ("", "a", "a.b.c", f"{head}.{said}", f"{head}..{signature}", "é.é.é", f"{head}.W10.{signature}"):
        assert asked(nonsense).verdict == "unknown", nonsense


def test_the_key_of_one_authority_signs_nothing_for_another(cast: Cast):
    permit = a_permit(cast)
    said = claims(paper(cast.importer_officer, permit).token())
    foreign = current_key(cast.exporter_head.office)
    assert asked(tokens.signed(foreign, said)) == Answer("unknown", "another house")
    own = current_key(cast.importer_head.office)
    assert asked(tokens.signed(own, said)).verdict == "valid", "the control: with its own key the same is genuine"
    assert asked(tokens.signed(own, said, lists.KIND)) == Answer("unknown", "changed"), "a list is no paper"


def test_a_number_alone_a_wrong_code_and_an_absent_permit_are_answered_alike(cast: Cast):
    permit = a_permit(cast)
    code = paper(cast.importer_officer, permit).code
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    for reference, entered in ((permit.reference, ""), (permit.reference, wrong), ("CL-IA-2026-999999", code)):
        assert typed(reference, entered) == Answer("unknown")


def test_the_answer_follows_the_permit(cast: Cast):
    permit = a_permit(cast)
    held = paper(cast.importer_officer, permit)
    stepped(cast.importer_head, permit, "suspend", reason="An inspection is under way.")
    assert asked(held.token()).verdict == "suspended"
    stepped(cast.importer_head, permit, "reinstate", reason="Nothing was found.")
    assert asked(held.token()).verdict == "valid"
    revoked(cast, permit)
    assert asked(held.token()).verdict == typed(permit.reference, held.code).verdict == "revoked"


def test_a_paper_that_was_extended_since_is_told_apart_and_its_code_still_stands(cast: Cast):
    permit = a_permit(cast)
    old = paper(cast.importer_officer, permit)
    later = permit.valid_until + timedelta(days=20)
    stepped(cast.importer_head, permit, "extend", valid_until=later.isoformat(), reason="The ship is late.")
    new = paper(cast.importer_officer, permit)
    assert old.code != new.code
    assert [(one.edition, one.newest) for one in (asked(old.token()), asked(new.token()))] == [(1, 2), (2, 2)]
    answer = typed(permit.reference, old.code)
    assert (answer.verdict, answer.edition) == ("valid", 1)
    assert answer.says is not None
    assert answer.says["valid_until"] == later.isoformat()


def test_days_judge_where_nobody_has_noticed_yet(cast: Cast):
    soon = clock.today() + timedelta(days=10)
    permit = a_permit(cast, valid_from=soon.isoformat())
    token = paper(cast.importer_officer, permit).token()
    assert asked(token).verdict == "not yet valid"
    with clock.at(clock.now() + timedelta(days=11)):
        assert asked(token).verdict == "valid"
    with clock.at(clock.now() + timedelta(days=400)):
        assert asked(token).verdict == "expired"


def test_older_keys_stay_published_and_what_they_signed_stays_valid(cast: Cast):
    permit = a_permit(cast)
    before = paper(cast.importer_officer, permit)
    with clock.at(clock.now() + timedelta(hours=1)):
        with acting(cast.importer_head.viewer) as head:
            rotate(viewer=head, is_distrusted=False)
        after = paper(cast.importer_officer, permit)
        assert before.key.kid != after.key.kid
        assert asked(before.token()).verdict == asked(after.token()).verdict == "valid"
        told = {one["kid"]: one for one in key_set()["keys"]}
        assert told[before.key.kid]["exp"] <= told[after.key.kid]["nbf"]
        assert "exp" not in told[after.key.kid]
        assert not any("d" in one or "private" in one for one in told.values()), "no private part is published"
    with clock.at(clock.now() + timedelta(hours=2)):
        late = tokens.signed(before.key, claims(after.token()) | {"iat": int(clock.now().timestamp())})
        assert asked(late) == Answer("unknown", "changed"), "a retired key signs nothing new"


def test_what_a_stolen_key_signed_is_refused_and_its_key_not_published(cast: Cast):
    permit = a_permit(cast)
    before = paper(cast.importer_officer, permit).token()
    with acting(cast.importer_head.viewer) as head:
        rotate(viewer=head, is_distrusted=True)
        assert [one.is_distrusted for one in keys_of(head)] == [False, True]
    assert asked(before) == Answer("unknown", "distrusted key")
    assert len(key_set()["keys"]) == 1
    assert asked(paper(cast.importer_officer, permit).token()).verdict == "valid"
    with acting(SYSTEM):
        acts = Event.objects.visible_to(SYSTEM).filter(name__startswith="permit.key_").order_by("seq")
        assert [one.name for one in acts] == ["permit.key_made", "permit.key_changed"]
        assert set(acts[1].audience) == {cast.importer_head.office.pk}


def test_heads_of_authorities_alone_change_keys(cast: Cast):
    a_permit(cast)
    for actor in (cast.importer_officer, cast.clerk, cast.secretariat_officer):
        with pytest.raises(Refused), acting(actor.viewer) as viewer:
            rotate(viewer=viewer, is_distrusted=False)


def test_private_keys_lie_sealed_and_open_with_the_instance_alone(cast: Cast, settings: Any):
    key = current_key(cast.importer_head.office)
    assert opened(key).startswith(b"-----BEGIN PRIVATE KEY-----")
    assert "PRIVATE" not in key.private
    settings.FORM_KEY = "another key"
    with pytest.raises(Refused, match="cannot be opened"):
        opened(key)


def test_an_authority_has_one_key_at_a_time(cast: Cast):
    made = {current_key(cast.importer_head.office).kid for _ in range(3)}
    assert len(made) == 1
    with acting(SYSTEM):
        assert Key.objects.visible_to(SYSTEM).count() == 1


def test_a_list_says_how_each_permit_stands_and_nothing_of_whose_it_is(cast: Cast):
    standing, hanging, ended = (a_permit(cast) for _ in range(3))
    places = {one.pk: lists.place_of(one) for one in (standing, hanging, ended)}
    stepped(cast.importer_head, hanging, "suspend", reason="An inspection is under way.")
    before = status_list(ended)[1]["status_list"]["lst"]
    revoked(cast, ended)
    signed, said = status_list(ended)
    assert said["status_list"]["lst"] != before, "the list is as new as the record"
    stands = _unpacked(said)
    assert [stands(places[one.pk].index) for one in (standing, hanging, ended)] == [0, 2, 1]
    assert said["exp"] > said["iat"]
    assert claims(signed) == said
    assert ended.reference not in json.dumps(said)
    assert lists.place_of(ended).index == places[ended.pk].index, "a permit keeps its place"


def _unpacked(said: dict[str, Any]) -> Any:
    packed = said["status_list"]["lst"]
    raw = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return lambda index: raw[index // 2] >> (index % 2 * 4) & 15


@given(st.dictionaries(st.integers(0, lists.LENGTH - 1), st.sampled_from(sorted(lists.NUMBERS)), max_size=40))
def test_every_place_of_a_list_is_read_as_it_was_written(places: dict[int, str]):
    stands = _unpacked({"status_list": {"lst": lists.packed(places.items())}})
    wanted = {index: lists.NUMBERS[state] for index, state in places.items()}
    assert {index: stands(index) for index in {*places, 0, 7, lists.LENGTH - 1}} == {
        index: wanted.get(index, 0) for index in {*places, 0, 7, lists.LENGTH - 1}
    }


def test_no_two_permits_share_a_place_and_a_full_list_is_left(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lists, "MOST_TAKEN", 2)
    places = [lists.place_of(a_permit(cast)) for _ in range(5)]
    assert len({(one.status_list_id, one.index) for one in places}) == 5
    assert len({one.status_list_id for one in places}) == 3


def test_who_issued_reads_how_often_a_paper_was_checked_and_not_by_whom(cast: Cast):
    permit = a_permit(cast)
    token = paper(cast.importer_officer, permit).token()
    for asker in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        verify_token(asker=asker, token=token)
    asked(changed(token, ed=2))
    with acting(cast.importer_officer.viewer) as viewer:
        assert [(one.answer, one.times, one.askers) for one in checks_of(viewer, permit)] == [
            ("valid", 3, 2),
            ("unknown", 1, 1),
        ]
        assert not any("192.0.2" in str(vars(one)) for one in Check.objects.visible_to(viewer))
    for other in (cast.exporter_head, cast.secretariat_officer, cast.third_officer):
        with acting(other.viewer) as viewer:
            assert not Check.objects.visible_to(viewer).exists()
            with pytest.raises(NotVisible):
                checks_of(viewer, permit)
    tomorrow = clock.now() + timedelta(days=1)
    today = checking.hashed("192.0.2.1")
    with clock.at(tomorrow):
        assert checking.hashed("192.0.2.1") != today, "who comes again another day is not known again"


def test_who_asks_too_often_is_told_to_wait(cast: Cast):
    token = paper(cast.importer_officer, a_permit(cast)).token()
    with clock.at(clock.now()):
        for _ in range(QUESTIONS_A_MINUTE):
            verify_token(asker="198.51.100.1", token="nonsense")  # noqa: S106  it is none
        with pytest.raises(Refused, match="Wait a minute"):
            verify_token(asker="198.51.100.1", token=token)
        assert verify_token(asker="198.51.100.2", token=token).verdict == "valid"


def test_many_lines_and_long_names_are_cut_for_the_symbol_alone(cast: Cast):
    lines = [a_line(quantity=str(number)) for number in range(1, 13)]
    permit = a_permit(cast, substances=lines, own_name="N" * 200)
    held = paper(cast.importer_officer, permit)
    short, whole = claims(held.token()), claims(held.token(whole=True))
    assert "goods" not in short
    assert (short["lines"], short["goods_hash"]) == (12, tokens.hash_of(whole["goods"]))
    assert (len(short["to"]), len(whole["to"])) == (60, 200)
    assert len(held.token()) < 900
    assert asked(held.token()).verdict == asked(held.token(whole=True)).verdict == "valid"


def test_without_its_checks_a_forged_token_would_pass(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The control: what refuses is the signature, and nothing beside it."""
    token = changed(paper(cast.importer_officer, a_permit(cast)).token(), goods=[["Morphine", "", "90", "kg"]])
    assert asked(token).verdict == "unknown"
    monkeypatch.setattr(checking, "read", lambda token, key: tokens.Read(key, claims(token)))
    assert asked(token).verdict == "valid"


def test_keys_that_were_never_made_are_nobodys(cast: Cast):
    with acting(SYSTEM):
        assert keys.key_by_kid("nothing") is None
    assert cast.importer_head.office.pk
    assert key_set() == {"keys": []}
