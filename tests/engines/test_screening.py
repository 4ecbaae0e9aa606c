"""Parties against entries of lists: who is found, who is not, in what order, and why."""

# ruff: noqa: RUF001 - letters of other scripts are the subject of this file

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.engines.matching.screening.parties import Entry, Identifier, Kind, Party
from penstock.engines.matching.screening.screen import LEAST, Screen, new_entries, rescreen

OTHERS = ("Example Harbour Line", "VOLKOV, Testimir Arkadevich", "Nile Sample Coatings SAE", "Ficticio Andino SA")


def entry(name, *, id="1", kind=Kind.PERSON, **more):  # noqa: A002 - as the field is called
    return Entry(id=id, names=(name,), kind=kind, list_id="XX-TEST", **more)


def alerts(listed, party, *, least=LEAST):
    others = [entry(name, id=f"other {name}", kind=Kind.UNKNOWN) for name in OTHERS]
    [(_party, found)] = Screen([*others, *listed]).screen([party], least=least)
    return [alert for alert in found if not alert.entry.id.startswith("other")]


def person(*names, **more):
    return Party("p", names, Kind.PERSON, **more)


def company(*names, **more):
    return Party("c", names, Kind.COMPANY, **more)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Testimir Volkov", "VOLKOV, Testimir"),
        ("Тестимир Волков", "VOLKOV, Testimir"),
        ("Testimir Volkof", "VOLKOV, Testimir"),
        ("TestimirVolkov", "VOLKOV, Testimir"),
        ("محمد مثالي", "Mohamed Mithali"),
        ("Jon-Paul Examplesson", "Jonpaul Examplesson"),
    ],
)
def test_a_person_is_found_under_another_spelling(asked, listed):
    assert alerts([entry(listed)], person(asked))


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Polder Solvents B.V.", "POLDER SOLVENTS BV"),
        ("Solvents Polder", "POLDER SOLVENTS BV"),
        ("Quimicos del Valle Ficticio SA", "Químicos del Valle Ficticio, S.A."),
        ("OOO Vesna Khimprom", 'ООО "Весна Химпром"'),
        ("First Example Works Limited", "1st Example Works Ltd"),
    ],
)
def test_a_company_is_found_under_another_spelling(asked, listed):
    assert alerts([entry(listed, kind=Kind.COMPANY)], company(asked))


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Arkadi Volkov", "VOLKOV, Testimir"),
        ("Testimir", "VOLKOV, Testimir Arkadevich"),
        ("Lagoon Solvents BV", "POLDER SOLVENTS BV"),
        ("Example Works 23", "Example Works 24"),
        ("National Real Estate Bank", "National Bank"),
    ],
)
def test_another_party_is_not(asked, listed):
    assert not alerts([entry(listed, kind=Kind.UNKNOWN)], Party("p", (asked,)))


def test_every_alias_and_every_name_of_the_party_counts():
    [alert] = alerts([entry("Quite Another", aliases=("Testimir Volkov",))], person("Somebody Else", "Volkov Testimir"))
    assert (alert.name, alert.listed) == ("Volkov Testimir", "Testimir Volkov")


def test_an_equal_number_finds_a_party_under_any_name():
    number = Identifier("passport", "X 123-4567")
    [alert] = alerts(
        [entry("Quite Another", identifiers=(number,))],
        person("Somebody Else", identifiers=(Identifier("passport", "x1234567"),)),
    )
    assert [reason.feature for reason in alert.reasons if reason.points > 3] == ["identifier"]
    # A placeholder is no number.
    assert not alerts(
        [entry("Quite Another", identifiers=(Identifier("passport", "unknown"),))],
        person("Somebody Else", identifiers=(Identifier("passport", "unknown"),)),
    )


@pytest.mark.parametrize(
    ("speaks_for", "speaks_against"),
    [
        ({"birth_dates": ("1960-02-03",)}, {"birth_dates": ("1990-07-08",)}),
        ({"birth_dates": ("1960",)}, {"birth_dates": ("1975",)}),
        ({"countries": ("Russian Federation",)}, {"countries": ("Peru",)}),
        ({"addresses": ("3 Sample Street, Vzorov",)}, {"addresses": ("5 Sample Street, Vzorov",)}),
    ],
)
def test_what_stands_beside_the_name_counts_for_or_against(speaks_for, speaks_against):
    listed = entry(
        "VOLKOV, Testimir",
        birth_dates=("1960-02-03",),
        countries=("Russia",),
        addresses=("Vzorov, Sample Street 3",),
    )
    [with_it] = alerts([listed], person("Testimir Volkov", **speaks_for), least=0)
    [without] = alerts([listed], person("Testimir Volkov"), least=0)
    [against] = alerts([listed], person("Testimir Volkov", **speaks_against), least=0)
    assert with_it.score > without.score >= against.score
    assert with_it.score > against.score + 0.01


def test_another_birth_date_clears_a_namesake():
    listed = entry("VOLKOV, Testimir", birth_dates=("1960-02-03",))
    assert alerts([listed], person("Testimir Volkov"))
    assert not alerts([listed], person("Testimir Volkov", birth_dates=("1990-07-08",)))


def test_day_and_month_turned_are_nearly_the_same_date():
    listed = entry("VOLKOV, Testimir", birth_dates=("1960-02-03",))
    [turned] = alerts([listed], person("Testimir Volkov", birth_dates=("1960-03-02",)), least=0)
    [year] = alerts([listed], person("Testimir Volkov", birth_dates=("1960-05-09",)), least=0)
    assert turned.score > year.score


def test_a_ship_is_no_person():
    ship = entry("Testimir Volkov", kind=Kind.VESSEL)
    [asked] = alerts([ship], person("Testimir Volkov"), least=0)
    [unknown] = alerts([ship], Party("p", ("Testimir Volkov",)), least=0)
    assert asked.score < unknown.score - 0.1


def test_the_reasons_add_up_to_the_score():
    listed = entry("VOLKOV, Testimir Arkadevich", countries=("RU",), birth_dates=("1960",))
    [alert] = alerts([listed], person("Testimir Volkof", countries=("RU",), birth_dates=("1960",)), least=0)
    points = sum(reason.points for reason in alert.reasons)
    assert alert.score == pytest.approx(1 / (1 + 2.718281828**-points), abs=0.001)
    assert {"country", "birth date"} < {reason.feature for reason in alert.reasons}
    assert any("volkof ~ volkov" in reason.seen for reason in alert.reasons)


def test_of_equal_names_the_one_as_written_and_with_more_evidence_comes_first():
    namesakes = [
        entry("Volkov Testimir", id="turned"),
        entry("Testimir Volkov", id="as written"),
        entry("Testimir Volkov", id="with evidence", countries=("RU",)),
    ]
    found = alerts(namesakes, person("Testimir Volkov", countries=("RU",)), least=0)
    assert [alert.entry.id for alert in found] == ["with evidence", "as written", "turned"]


def test_a_true_entry_is_not_hidden_behind_many_that_are_alike():
    crowd = [entry(f"Mohamed Ali {'abcdefghij'[n % 10] * 3}{n}", id=f"crowd {n}") for n in range(300)]
    found = alerts([*crowd, entry("Mohamed Ali", id="true")], person("Mohamed Ali"))
    assert found[0].entry.id == "true"


@pytest.mark.parametrize("party", [Party("p", ()), Party("p", ("",)), Party("p", ("...",)), Party("p", ("株",))])
def test_a_party_without_a_name_to_compare_is_nobody(party):
    assert Screen([entry("Testimir Volkov")]).screen([party]).__next__() == (party, [])
    assert list(Screen([]).screen([party])) == [(party, [])]


WORDS = st.sampled_from(["Testimir", "Volkov", "Volkof", "Arkadi", "Polder", "Solvents", "محمد", "Весна", "BV", "3"])
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PARTIES = st.lists(NAMES, min_size=1, max_size=4).map(
    lambda names: [Party(str(at), (name,)) for at, name in enumerate(names)]
)


def entries(names, start):
    return [entry(name, id=str(at), kind=Kind.UNKNOWN) for at, name in enumerate(names, start)]


def seen(told):
    return {(party.id, alert.entry.id, round(alert.score, 9)) for party, found in told for alert in found}


@settings(deadline=None)
@given(PARTIES, st.lists(NAMES, min_size=1, max_size=4), st.lists(NAMES, min_size=1, max_size=4))
def test_new_entries_alone_give_what_the_whole_list_would(parties, before, after):
    old, new = entries(before, 0), entries(after, len(before))
    whole = seen(Screen([*old, *new]).screen(parties))
    assert seen(Screen(old).screen(parties)) | seen(rescreen(new, parties)) == whole


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_a_score_is_a_share_whatever_is_written(asked, listed):
    [(_party, found)] = Screen([entry(listed)]).screen([person(asked)], least=0)
    assert all(0 < alert.score < 1 for alert in found)


@settings(deadline=None)
@given(NAMES)
def test_who_bears_the_very_name_comes_first(name):
    [(_party, found)] = Screen([*entries(OTHERS, 10), entry(name, kind=Kind.UNKNOWN)]).screen(
        [Party("p", (name,))], least=0
    )
    assert found[0].listed == name


def test_only_what_is_new_or_changed_is_new():
    before = [entry("One Example", id="1"), entry("Two Example", id="2"), entry("Gone Example", id="9")]
    now = [
        entry("One Example", id="1"),
        entry("Two Example", id="2", aliases=("Deux Exemple",)),
        entry("Three Example", id="3"),
    ]
    assert [each.id for each in new_entries(before, now)] == ["2", "3"]
    assert new_entries(now, now) == []


def test_a_longer_list_takes_more_memory():
    assert Screen(entries(OTHERS, 0)).bytes_held > Screen(entries(OTHERS[:1], 0)).bytes_held > 0
