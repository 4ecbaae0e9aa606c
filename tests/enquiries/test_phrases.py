"""The stock phrases: whole in six languages, each in its own script, and shown in the reader's beside the original."""

import unicodedata

import pytest

from penstock.cases.enquiries.phrases import ANSWER, LANGUAGES, QUESTION, Phrases, phrases
from penstock.kernel.forms.types import Invalid
from tests.cast import a_sent_notice, the_cast
from tests.enquiries.asking import ask

SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK", "en": "LATIN", "fr": "LATIN", "es": "LATIN"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_there_once_and_in_its_own_script(language):
    sentences = [one.said[language] for one in phrases().values()]
    assert len(set(sentences)) == len(sentences) >= 25
    for sentence in sentences:
        letters = [unicodedata.name(one) for one in sentence if one.isalpha()]
        assert letters
        assert all(name.startswith(SCRIPTS[language]) for name in letters), sentence
    assert not {one.said[language] for one in phrases().values()} & {
        one.said[other] for other in LANGUAGES if other != language for one in phrases().values()
    }


def test_none_claims_a_review_that_nobody_made():
    assert not [one.id for one in phrases().values() if one.is_reviewed]


def test_questions_are_no_answers():
    assert Phrases(QUESTION).parse(["company_known"]) == ("company_known",)
    with pytest.raises(Invalid):
        Phrases(ANSWER).parse(["company_known"])


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_a_reader_sees_the_phrase_translated_beside_the_original_and_the_words_untouched(client, language):
    cast = the_cast()
    enquiry = ask(cast.exporter_officer, a_sent_notice(cast.exporter_officer), "Own words.", phrases=["company_known"])
    client.force_login(cast.importer_officer.person)
    page = client.get(f"/enquiries/{enquiry.pk}/?language={language}").content.decode()
    phrase = phrases()["company_known"]
    assert phrase.said[language].replace("'", "&#x27;") in page
    assert phrase.said["en"] in page
    assert "has not been reviewed" in page
    assert page.count("Own words.") == 1
