"""What the worker does for TAXII: writes the objects of acts, keeps what everybody may know, and fetches sources."""

from collections.abc import Iterator

from penstock.catalogue.substances import substances
from penstock.exchange.stix.identifiers import Stix
from penstock.exchange.stix.reference import fixed_objects, organisation_object, substance_objects
from penstock.exchange.taxii.inbox.sources import fetch_one
from penstock.exchange.taxii.keeping import AT_ONCE, follow_the_record, keep_common
from penstock.kernel.clock import now
from penstock.kernel.delivery.worker import every, lane
from penstock.parties.models import Organisation


@lane
def write_objects() -> bool:
    """Write the objects of the next acts; answers whether many more wait.

    A few that come meanwhile are taken together a moment later: one by one each would cost a transaction and a COPY.
    """
    return follow_the_record() >= AT_ONCE


@every(60)
def keep_reference() -> int:
    """Keep organisations, substances, markings and the extension; answers how many were added."""
    return keep_common(reference())


def reference() -> Iterator[Stix]:
    """What everybody may know, as it is today."""
    at = now()
    yield from fixed_objects()
    for one in Organisation.objects.select_related("government").order_by("pk"):
        yield organisation_object(one, at)
    yield from substance_objects(substances(), at)


lane(fetch_one)
