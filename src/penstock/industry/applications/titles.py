"""What an application or a licence is called in one line: the document, the substances, and who holds it."""

from collections.abc import Iterable

from penstock.catalogue.substances import substance
from penstock.industry.licences.fields import DOCUMENTS

MOST_NAMED = 3


def title_of(document: str, name: str, substances: Iterable[str]) -> str:
    """The document, the first substances with how many more there are, and the company."""
    ids = list(dict.fromkeys(substances))
    named = ", ".join(substance(one).name for one in ids[:MOST_NAMED])
    goods = f"{named} and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else named
    said = DOCUMENTS.get(document, "Licence")
    said = f"{said} for {goods}" if goods else said
    return f"{said}: {name}" if name else said
