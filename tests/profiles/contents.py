"""Contents of notices as people could have entered them, for every field by its type, for properties that must hold."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from penstock.catalogue.fields import CasNumber, Country, HsCode, ListedSubstance, Place, Quantity, Unit
from penstock.kernel.forms.specification import Field
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Number
from penstock.notices.fields import SHIPMENT
from penstock.notices.particulars.kinds import Container, MixturePart, Percent
from penstock.notices.profiles.profile import profiles

COUNTRIES = st.sampled_from(["NL", "CL", "CA", "US", "AU", "DE", "IN", "EG"])
SUBSTANCES = st.sampled_from(["acetone", "toluene", "acetic anhydride", "ephedrine", "potassium permanganate"])
AMOUNTS = st.decimals(min_value="0.000001", max_value="999999999999", places=6, allow_nan=False).map(str)
# Everything that may stand in a line, with what spreadsheets and separators stumble over drawn more often.
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("=+-@'\";,|\t\r\n \u00a0aé中\u0627%#", max_size=20),
    st.sampled_from(["=1+1", "'=x", "''", "-5", "+49 30 1", "@home", "TRUE", "1E5", "007", "_x0041_", "#N/A", "1/2"]),
)
OF_TYPE: dict[type[FieldType], st.SearchStrategy[Any]] = {
    Country: COUNTRIES,
    Place: st.sampled_from(["NLRTM", "CLVAP", "INNSA"]),
    CasNumber: st.sampled_from(["67-64-1", "108-24-7", "7722-64-7"]),
    HsCode: st.sampled_from(["291411", "2914110000", "280610"]),
    ListedSubstance: SUBSTANCES,
    MixturePart: st.tuples(SUBSTANCES, st.integers(0, 40)).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    Container: st.sampled_from(["CSQU3054383", "MSCU6639871"]),
    Percent: st.decimals(min_value=0, max_value=100, places=3).map(str),
    Quantity: AMOUNTS,
    Number: st.integers(1, 10**9).map(str),
    Unit: st.sampled_from(["kg", "l", "g"]),
    Day: st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(str),
}


def answer(kind: FieldType) -> st.SearchStrategy[Any]:
    """What may be entered in a field of a type."""
    if isinstance(kind, Listed):
        return st.lists(answer(kind.each), max_size=3)
    if isinstance(kind, Choice):
        return st.sampled_from(sorted(kind.options))
    return OF_TYPE.get(type(kind), TEXTS)


def _kept(one: Field, raw: Any) -> Any:
    try:
        return one.type.keep(one.type.parse(raw))
    except Invalid:  # such as a text that is too long once it is put right
        return one.type.keep(None)


@st.composite
def contents(draw: st.DrawFn, profile: str) -> dict[str, Any]:
    """A content as it is kept: what a profile demands is answered, the rest as chance will have it."""
    demanded = profiles()[profile].demanded()
    return {
        one.name: _kept(one, draw(answer(one.type) if one.name in demanded else st.none() | answer(one.type)))
        for one in SHIPMENT.fields
    }
