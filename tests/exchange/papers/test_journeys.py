"""Whatever a form keeps comes back from XML and from JSON as it was, and what cannot be carried is refused by name."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.kinds import DOCUMENTS, KINDS
from penstock.exchange.papers.shapes import NAMESPACE, UNCARRIED, Node
from penstock.kernel.forms.types import Paragraphs
from penstock.kernel.viewer import Refused
from penstock.notices.fields import SHIPMENT
from tests.exchange.papers.making import FORMATS, a_document, carried, entered, filled, texts

WITH_FORM = list({one.form.name: one for one in KINDS.values() if one.form}.values())
"""One kind for each form."""


@pytest.mark.parametrize("notation", FORMATS)
@pytest.mark.parametrize("kind", WITH_FORM, ids=lambda one: one.name)
@given(data=st.data())
def test_every_form_comes_back_without_loss(notation, kind, data):
    kept = kind.form.read(data.draw(entered(kind.form)), strict=False).kept
    there = carried(notation, a_document(kind.name, kept, on="NL-2026-000001"))
    assert not there.faults + there.parts[0].faults
    assert there.parts[0].content == filled(kept)
    assert kind.form.read(there.parts[0].content, strict=False).kept == kept


@given(data=st.data(), marks=st.fixed_dictionaries({"by": texts(300), "on": texts(300)}))
def test_both_notations_say_the_same(data, marks):
    kept = SHIPMENT.read(data.draw(entered(SHIPMENT)), strict=False).kept
    document = a_document("notice.amend", kept, **marks)
    both = [carried(notation, document) for notation in FORMATS]
    assert both[0] == both[1]
    assert both[0].parts[0].marks == {"id": "1", **{name: value for name, value in marks.items() if value}}


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_what_xml_cannot_carry_is_refused_in_json_too_and_named(text):
    assume(UNCARRIED.search(text))
    there = carried("json", a_document("notice", {"end_use": text}))
    (fault,) = there.parts[0].faults
    assert (fault.field, fault.code) == ("end_use", "forbidden_character")
    assert f"U+{ord(UNCARRIED.search(text)[0]):04X}" in fault.message
    assert "end_use" not in there.parts[0].content


@given(text=st.text())
def test_what_any_form_keeps_can_be_carried(text):
    assert not UNCARRIED.search(Paragraphs(10_000).clean(text + "\ud800\ufffe\x00"))


@pytest.mark.parametrize("escape", ["&#0;", "&#8;", "&#xFFFE;", "&#xD800;"])
def test_xml_that_smuggles_such_a_character_in_is_refused(escape):
    content = f'<papers xmlns="{NAMESPACE}"><notice id="1"><end_use>a{escape}</end_use></notice></papers>'
    with pytest.raises(Refused) as no:
        as_xml.read(content.encode(), DOCUMENTS)
    assert no.value.code == "not_xml"


def test_half_a_pair_of_surrogates_is_refused_by_name():
    content = f'{{"format": "{NAMESPACE}", "document": "papers", "papers": [{{"kind": "notice", "id": "1", "content": '
    there = as_json.read((content + '{"end_use": "a\\ud800"}}]}').encode(), DOCUMENTS)
    assert [(one.field, one.code) for one in there.parts[0].faults] == [("end_use", "forbidden_character")]


@pytest.mark.parametrize("digits", ["1250.50", "0.1", "999999999999999999.999999", "1e5", "18000"])
def test_a_json_number_keeps_its_digits(digits):
    content = f'{{"format": "{NAMESPACE}", "document": "papers", "papers": [{{"kind": "notice", "id": "1", "content": '
    there = as_json.read((content + f'{{"quantity": {digits}}}}}]}}').encode(), DOCUMENTS)
    assert there.parts[0].content == {"quantity": digits}


def test_empty_fields_are_left_out_and_read_as_nothing():
    document = Node(
        name="papers", parts=(Node(name="notice", marks={"id": "1"}, content={"remarks": "", "substances": []}),)
    )
    for notation in FORMATS:
        assert carried(notation, document).parts[0].content == {}
