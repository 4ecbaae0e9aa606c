"""How much of the substance itself is in what moves: its base content, where the goods say which salt they are."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from penstock.catalogue.amounts import EXACT, Amount, plain
from penstock.kernel.clock import today
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.shipments.checks import hits_in


@dataclass(frozen=True, slots=True)
class BaseContent:
    """The mass of the substance in one unit of mass of the salt that the goods are; `salt` as the goods name it."""

    factor: Decimal
    name: str
    salt: str

    def of(self, quantity: Decimal) -> Decimal:
        """The base in a mass of the salt, in the same unit."""
        with localcontext() as context:
            context.prec = EXACT
            return plain(quantity * self.factor)


def base_content(notice: Notice) -> BaseContent | None:
    """The base content of a notice's goods; None for a volume, for several substances, and where no salt is named."""
    if notice.quantity is None or len(notice.substances) != 1:
        return None
    if Amount(notice.quantity, notice.unit).kind.dimension != "mass":
        return None
    hits = hits_in(SHIPMENT.read(notice.content, strict=False), today())
    for hit in hits:
        if hit.id == notice.substances[0] and hit.base_factor is not None and hit.salt:
            return BaseContent(hit.base_factor, hit.name, hit.salt)
    return None
