"""Draw what was judged as SVG with the matched atoms marked.

The drawing can stand in a page under a strict content policy: RDKit's `style` attributes are turned into presentation
attributes, and only the elements and attributes of plain drawings pass. A link, a script or a foreign element cannot.
"""

import re
from collections.abc import Collection
from xml.etree import ElementTree as ET

from rdkit import Chem, rdBase
from rdkit.Chem.Draw import rdMolDraw2D

from penstock.engines.structures.answers import Answer
from penstock.engines.structures.molecules.reading import Refused, read

MOST_DRAWN_ATOMS = 150
_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({"svg", "g", "path", "rect", "text", "tspan", "ellipse", "polygon", "title"})
_ATTRIBUTES = re.compile(
    r"width|height|viewBox|x|y|cx|cy|rx|ry|d|points|transform|role|version|baseProfile|opacity|fill|fill-opacity"
    r"|fill-rule|stroke|stroke-opacity|stroke-width|stroke-linecap|stroke-linejoin|font-size|font-style|font-weight"
    r"|font-family|text-anchor"
)
_MARK = (0.98, 0.80, 0.42)
_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+)")


def draw(answer: Answer, atoms: Collection[int] | None = None, *, width: int = 480, height: int = 320) -> str:
    """Return the SVG of an answer's structure with `atoms` marked (by default those of the first hit).

    The text of the structure is its title, for those who do not see it. Raises Refused when it cannot be drawn.
    """
    mol = read(answer.text)
    if mol.GetNumHeavyAtoms() > MOST_DRAWN_ATOMS:
        raise Refused(f"too large to be drawn; {mol.GetNumHeavyAtoms()} atoms, at most {MOST_DRAWN_ATOMS} are")
    marked = frozenset(answer.hits[0].atoms if atoms is None and answer.hits else atoms or ())
    bonds = [bond.GetIdx() for bond in mol.GetBonds() if {bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()} <= marked]
    drawer = rdMolDraw2D.MolDraw2DSVG(width, height)
    drawer.drawOptions().setHighlightColour(_MARK)
    drawer.drawOptions().clearBackground = False  # type: ignore[assignment]  # the stub gives a property its class
    with rdBase.BlockLogs():
        prepared = rdMolDraw2D.PrepareMolForDrawing(Chem.Mol(mol), kekulize=False)
        drawer.DrawMolecule(prepared, highlightAtoms=sorted(marked), highlightBonds=bonds)
    drawer.FinishDrawing()
    return plain_svg(drawer.GetDrawingText(), title=answer.text)


def plain_svg(svg: str, *, title: str) -> str:
    """Return an SVG reduced to plain drawing, with its title; raise ValueError when it holds anything else."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - written by our own drawer a moment ago
    for element in root.iter():
        _reduce(element)
    root.set("role", "img")
    named = ET.Element(f"{{{_SVG}}}title")
    named.text = title
    root.insert(0, named)
    return ET.tostring(root, encoding="unicode")


def _reduce(element: ET.Element) -> None:
    if element.tag.removeprefix(f"{{{_SVG}}}") not in _ELEMENTS:
        raise ValueError(f"a drawing has no element {element.tag!r}")
    style = element.attrib.pop("style", "")
    said = {**element.attrib, **dict(_DECLARATION.findall(style))}
    element.attrib.clear()
    element.attrib.update(
        {name: value for name, value in said.items() if _ATTRIBUTES.fullmatch(name) and "url" not in value}
    )
