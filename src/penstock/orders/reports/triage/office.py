"""Which office of a country receives suspicious reports: an authority in which somebody works on them today."""

from penstock.parties.duties import HANDLE_REPORTS
from penstock.parties.models import Organisation
from penstock.parties.queries import office_of_country, offices_holding


def receiving_office(opener: Organisation) -> Organisation | None:
    """The office itself if it is one; else that of its country, first the one that answers notices of precursors."""
    code = opener.government_id or ""
    if opener.kind == "authority":
        return offices_holding(code, HANDLE_REPORTS).filter(pk=opener.pk).first()
    return office_of_country(code, HANDLE_REPORTS)
