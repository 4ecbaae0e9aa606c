"""Drawings mark the matched atoms, hold nothing but drawing, and carry no style that a strict policy would refuse."""

import re
from xml.etree import ElementTree as ET

import pytest

from penstock.engines.structures.drawing import MOST_DRAWN_ATOMS, draw, plain_svg
from penstock.engines.structures.molecules.reading import Refused
from tests.structures.law import BOOK

DERIVATIVE = "CC(=O)C(C(N)=O)c1ccccc1"
MARKED = re.compile(r"#F9CC6B", re.IGNORECASE)


def test_the_matched_atoms_are_marked():
    answer = BOOK.match(DERIVATIVE)
    assert len(MARKED.findall(draw(answer))) > len(MARKED.findall(draw(answer, atoms=(0, 1)))) > 0
    assert not MARKED.search(draw(answer, atoms=()))
    assert not MARKED.search(draw(BOOK.match("CCCCCCC")))


def test_a_drawing_is_plain():
    root = ET.fromstring(draw(BOOK.match("CN[C@@H](C)[C@H](O)c1ccccc1.Cl")))  # noqa: S314 - our own
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "path", "rect", "text", "ellipse", "polygon", "g", "tspan"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    assert root.get("role") == "img"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "CN[C@@H](C)[C@H](O)c1ccccc1.Cl"


def test_what_a_person_gave_cannot_break_out_of_the_title():
    text = "CCO</title><script>alert(1)</script>"
    assert BOOK.match(text).refused
    drawn = draw(BOOK.match("CCO </title><script>alert(1)</script>"))
    assert "<script" not in drawn


@pytest.mark.parametrize(
    "planted",
    ["<script>1</script>", '<image href="x"/>', "<foreignObject/>", '<a href="x"><path d="M0,0"/></a>'],
)
def test_foreign_elements_are_refused(planted):
    with pytest.raises(ValueError, match="a drawing has no element"):
        plain_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{planted}</svg>', title="planted")


def test_foreign_attributes_are_dropped():
    planted = '<path d="M0,0" onclick="x()" style="fill:#fff;background:url(x);fill-opacity:1" fill="url(#x)"/>'
    plain = plain_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{planted}</svg>', title="planted")
    assert '<path d="M0,0" fill="#fff" fill-opacity="1" />' in plain


def test_what_is_too_large_is_not_drawn():
    with pytest.raises(Refused, match="too large to be drawn"):
        draw(BOOK.match("C" * (MOST_DRAWN_ATOMS + 1)))
