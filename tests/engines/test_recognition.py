"""What is recognised, what is not, and that nothing breaks it."""

# ruff: noqa: RUF001 - lookalike letters are what is tested

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.catalogue.naming.recognisers import entry, listed_recogniser
from penstock.catalogue.substances import Substance, tabled
from penstock.engines.recognition.cas import check_digit, find_cas, is_cas
from penstock.engines.recognition.entries import Entry, KnownName, Recognition
from penstock.engines.recognition.lines.text import fold, key
from penstock.engines.recognition.recogniser import Recogniser
from penstock.engines.recognition.spelling.speller import same_locants


def _hits(text: str, cas: str | None = None) -> dict[str, Recognition]:
    return {hit.id: hit for hit in listed_recogniser().recognise(text, cas) if hit.is_listed}


@pytest.mark.parametrize(
    ("text", "id_", "kind"),
    [
        ("Acetone", "acetone", "name"),
        ("Drums of sulphuric acid", "sulphuric-acid", "name"),
        ("sulfuric acid, technical grade", "sulphuric-acid", "name"),
        ("propan-2-one AR 500 ml", "acetone", "synonym"),
        ("acetone, methyl-", "methyl-ethyl-ketone", "synonym"),
        ("acetoacetonitrile, 2-phenyl-", "apaan", "synonym"),
        ("EINECS 203-564-8", "acetic-anhydride", "ec"),
        ("UN 1715", "acetic-anhydride", "synonym"),
        ("4-ANPP (IBC 1000 L)", "anpp", "synonym"),
        ("tert-butyl 4-oxopiperidine-1-carboxylate", "1-boc-4-piperidone", "synonym"),
        ("2-methylpropyl 2-methyl-3-phenyloxirane-2-carboxylate", "bmk-glycidic-acid-isobutyl-ester", "synonym"),
        ("PMK ethyl glycidate", "pmk-glycidic-acid-ethyl-ester", "synonym"),
        ("goods 103-79-7 99%", "p2p", "cas"),
        ("goods １０３－７９－７", "p2p", "cas"),
        ("éphédrine base", "ephedrine", "name"),
        ("уксусный ангидрид 99%", "acetic-anhydride", "synonym"),
        ("乙酸酐", "acetic-anhydride", "synonym"),
        ("工业丙酮", "acetone", "synonym"),
        ("盐酸麻黄碱", "ephedrine", "synonym"),
        ("chlorhydrate d'éphédrine", "ephedrine", "name"),
        ("برمنغنات البوتاسيوم", "potassium-permanganate", "synonym"),
        ("Schwefelsäure 96%", "sulphuric-acid", "synonym"),
        ("α-phenylacetoacetonitrile", "apaan", "synonym"),
    ],
)
def test_a_name_or_number_is_found(text: str, id_: str, kind: str) -> None:
    hits = _hits(text)
    assert hits.keys() == {id_}
    assert hits[id_].kind == kind


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("acetic anhydrde", "acetic-anhydride"),
        ("acetic ahnydride", "acetic-anhydride"),
        ("Potasium permanganate", "potassium-permanganate"),
        ("acet0ne", "acetone"),
        ("pottasium permangante", "potassium-permanganate"),
        ("aсetоne", "acetone"),  # Cyrillic letters that look Latin
        ("ace\u200btone", "acetone"),
        ("ａｃｅｔｏｎｅ", "acetone"),
        ("a-cetic anhy dride", "acetic-anhydride"),
        ("PSEUDO EPHEDRNE", "pseudoephedrine"),
        ("1-pheny1-2-propanone", "p2p"),
        ("phenilacetic acid for research", "phenylacetic-acid"),
        ("drums of pseudoephedirne for export", "pseudoephedrine"),
    ],
)
def test_a_name_written_badly_is_found(text: str, id_: str) -> None:
    assert id_ in _hits(text)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("ephedrine hydrochloride", "ephedrine"),
        ("pseudoephedrine HCl 25 kg drums", "pseudoephedrine"),
        ("sodium phenylacetate", "phenylacetic-acid"),
        ("phenylacetic acid, potassium salt", "phenylacetic-acid"),
        ("ergotamine tartrate", "ergotamine"),
        ("4AP hydrochloride", "4-ap"),
        ("4-piperidone monohydrate hydrochloride", "4-piperidone"),
    ],
)
def test_a_salt_is_found_where_the_list_covers_it(text: str, id_: str) -> None:
    assert _hits(text).keys() == {id_}


@pytest.mark.parametrize(
    "text",
    [
        "sodium sulphate",
        "barium sulfate",
        "quinine hydrochloride",
        "sulfuric acid, barium salt",
        "hydrochloric acid sodium salt",
        "ammonium chloride",
        "lidocaine hydrochloride",
    ],
)
def test_salts_of_the_mineral_acids_are_not_hit(text: str) -> None:
    assert not _hits(text)


NEIGHBOURS = [
    "4-methyl piperidine",
    "methyl piperidine",
    "acetone oxime",
    "toluene diisocyanate",
    "ethyl acetate",
    "ethyl phenylacetate",
    "phenylacetic acid ethyl ester",
    "phenylacetic acid, ethyl ester",
    "acetone cyanohydrin",
    "toluene sulfonic acid",
    "2-chlorotoluene",
    "o-toluidine",
    "piperazine",
    "dimethyl ether",
    "isopropyl ether",
    "acetonitrile",
    "acetophenone",
    "propiophenone",
    "phenoxyacetic acid",
    "3-aminobenzoic acid",
    "4-aminobenzoic acid",
    "PABA",
    "methyl anthranilate",
    "succinic anhydride",
    "acetic acid",
    "piperonyl butoxide",
    "piperonyl alcohol",
    "dihydroergotamine",
    "3-piperidone",
    "n-methyl-4-piperidone",
    "2-propanol",
    "2-butanol",
    "butanoic acid",
    "permanganic",
    "vitamin E",
    "hydrogen peroxide",
    "acetone-free nail polish remover",
    "chlorosulfonic acid",
    "petroleum ether",
    "polyethylene glycol ether",
    "AA batteries",
    "BMK bicycle parts",
    "toluene-2,4-diisocyanate",
    "piperidine-4-carboxylic acid",
    "acetylsalicylic acid",
    "丙酮肟",
    "硫酸钠",
    "acetanilide",
    "eugenol",
    "isoeugenol",
    "anethole",
    "phenylalanine",
    "",
    " ",
    "---",
    "382499",
]


@pytest.mark.parametrize("text", NEIGHBOURS)
def test_an_ordinary_neighbour_is_not_hit(text: str) -> None:
    assert not _hits(text)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("lysergic acid diethylamide", {"lysergide"}),
        ("fentanyl citrate", {"fentanyl"}),
        ("sodium permanganate", {"sodium-permanganate"}),
        ("benzaldehyde", {"benzaldehyde"}),
    ],
)
def test_a_neighbour_that_another_law_lists_is_itself(text: str, ids: set[str]) -> None:
    assert set(_hits(text)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("acetone 8% / toluene 33% solution", {"acetone", "toluene"}),
        ("blend of acetone and methyl ethyl ketone", {"acetone", "methyl-ethyl-ketone"}),
        ("acetone, toluene, xylene", {"acetone", "toluene"}),
        ("paint thinner: toluene 40%, acetone 30%, ethyl acetate 30%", {"toluene", "acetone"}),
        ("safrole 10 % + acetc anhydride 5 %", {"safrole", "acetic-anhydride"}),
    ],
)
def test_every_part_of_a_mixture_is_found(text: str, ids: set[str]) -> None:
    hits = _hits(text)
    assert hits.keys() == ids
    assert all(hit.parts > 1 for hit in hits.values()) or "," in text


def test_a_reason_quotes_the_line_and_names_the_substance() -> None:
    text = "25 drums of ACETC  ANHYDRIDE, tech."
    hit = _hits(text)["acetic-anhydride"]
    assert hit.span is not None
    assert text[slice(*hit.span)] == hit.matched == "ACETC  ANHYDRIDE"
    assert hit.matched in hit.reason
    assert "Acetic anhydride" in hit.reason
    assert hit.confidence < 1


@pytest.mark.parametrize("word", ["acetone / xylene / ", "sodium phenylacetate and ", "hydrochloride; ", "a-", "x"])
def test_a_monstrous_line_takes_time_in_proportion(word: str) -> None:
    text = word * (60_000 // len(word)) + " acetic anhydride"
    started = time.process_time()
    hits = _hits(text)
    assert time.process_time() - started < 5
    assert word in {"x", "a-"} or "acetic-anhydride" in hits


def test_the_column_counts_and_a_wrong_check_digit_does_not() -> None:
    assert _hits("white powder", "299-42-3")["ephedrine"].span is None
    assert not _hits("white powder", "299-42-4")
    assert _hits("white powder", "345-78-8")["pseudoephedrine"].kind == "cas"


def test_a_locant_decides_between_chemicals() -> None:
    assert same_locants("2aminobenzoicacid", "2aminobenzoicacid")
    assert not same_locants("3aminobenzoicacid", "2aminobenzoicacid")


def test_without_the_public_record_own_names_must_do() -> None:
    alone = Recogniser(map(entry, tabled()))
    assert [hit.id for hit in alone.recognise("Drums of acetic anhydrde")] == ["acetic-anhydride"]
    assert not alone.recognise("ethyl phenylacetate")


def test_the_engine_works_for_any_list() -> None:
    own = Recogniser([Entry("sugar", "Sucrose", "57-50-1", (KnownName("cane sugar"),))])
    assert [(hit.id, hit.kind) for hit in own.recognise("50 bags of cane sugar")] == [("sugar", "synonym")]
    assert [hit.kind for hit in own.recognise("sucrsoe")] == ["spelling"]
    assert not own.recognise("glucose")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=200), st.none() | st.text(max_size=20))
def test_no_text_breaks_it(text: str, cas: str | None) -> None:
    for hit in listed_recogniser().recognise(text, cas):
        assert hit.reason
        if hit.span is not None:
            assert text[slice(*hit.span)] == hit.matched


@settings(deadline=None)
@given(
    st.sampled_from(tabled()),
    st.sampled_from(["{}", "Drums of {}", "{}, technical grade", "{} 99%", "{} (IBC 1000 L)"]),
    st.booleans(),
)
def test_every_listed_name_is_found_in_its_packing(listed: Substance, packing: str, loud: bool) -> None:  # noqa: FBT001
    text = packing.format(listed.name)
    assert listed.id in _hits(text.upper() if loud else text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
    assert key(once) == key(fold(once).text)


@given(st.text())
def test_every_folded_character_has_its_origin(text: str) -> None:
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(st.integers(10, 9_999_999), st.integers(0, 99))
def test_one_check_digit_of_ten_is_right(first: int, second: int) -> None:
    right = [digit for digit in range(10) if is_cas(f"{first}-{second:02d}-{digit}")]
    assert right == [check_digit(f"{first}{second:02d}")]


@given(st.integers(10, 9_999_999), st.integers(0, 99), st.sampled_from("-\u2010\u2013\u2212\uff0d"), st.booleans())
def test_a_number_is_found_with_any_dash(first: int, second: int, dash: str, spaced: bool) -> None:  # noqa: FBT001
    number = f"{first}-{second:02d}-{check_digit(f'{first}{second:02d}')}"
    written = number.replace("-", f" {dash} " if spaced else dash)
    assert [found.number for found in find_cas(f"goods ({written}) 5 kg")] == [number]


@pytest.mark.parametrize(
    ("text", "id_", "written"),
    [
        ("硫酸 25公斤", "sulphuric-acid", "25公斤"),
        ("丙酮 200桶", "acetone", ""),
        ("ацетон 200кг", "acetone", "200кг"),
        ("أسيتون 200 لتر", "acetone", "200 لتر"),
        ("盐酸麻黄碱 5千克", "ephedrine", "5千克"),
    ],
)
def test_goods_and_their_quantity_in_other_scripts(text: str, id_: str, written: str) -> None:
    hit = _hits(text)[id_]
    assert (hit.quantity.written if hit.quantity else "") == written


def test_a_structure_and_numbers_of_other_registers_mean_the_substance() -> None:
    assert _hits("InChI=1S/C9H10O/c1-8(10)7-9-5-3-2-4-6-9/h2-6H,7H2,1H3, 10 kg").keys() == {"p2p"}
    assert _hits("QCCDLTOVEPVEJK-UHFFFAOYSA-N").keys() == {"p2p"}
    assert _hits("drums, EC 203-564-8").keys() == {"acetic-anhydride"}
