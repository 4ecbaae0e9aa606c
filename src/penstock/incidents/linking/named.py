"""Tells other regimes which open incidents name a person or company, as far as the one who asks sees the name."""

from collections import defaultdict
from collections.abc import Sequence

from penstock.cases.registers.matters import OPEN_MATTERS
from penstock.engines.matching.identifiers import normalised
from penstock.incidents.linking.models import Mark
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_INCIDENTS

OPEN = ("released", "handed", "published")
MOST = 200


def open_incidents(viewer: Viewer, named: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each list of names, the open incidents that name one of them, the newest first, by reference."""
    keys = [{key for name in names if (key := normalised("name", name))} for names in named]
    wanted = set().union(*keys)
    if not wanted or not viewer.has(READ_INCIDENTS):
        return [[] for _names in named]
    rows = Mark.objects.visible_to(viewer).filter(kind="name", value__in=wanted, incident__state__in=OPEN)
    found: dict[str, list[str]] = defaultdict(list)
    newest = rows.order_by("-incident__happened_on", "-incident__reference")
    for value, reference in newest.values_list("value", "incident__reference")[:MOST]:
        found[value].append(reference)
    return [[reference for key in sorted(each) for reference in found[key]] for each in keys]


OPEN_MATTERS.append(open_incidents)
