"""What an application owes: the fees of the day on which it was handed in, against what was paid or waived of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from penstock.cases.secrecy.sight import content_for
from penstock.industry.applications.fields import APPLICATION
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.fees.models import FeeEntry, LicenceFee
from penstock.industry.fees.money import written
from penstock.kernel.viewer import Viewer

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed in one currency; `first` is what of it must be settled before the decision."""

    currency: str
    due: Decimal
    first: Decimal
    paid: Decimal
    waived: Decimal

    @property
    def open(self) -> Decimal:
        """What is still owed."""
        return max(self.due - self.paid - self.waived, NOTHING)

    @property
    def open_first(self) -> Decimal:
        """What is still owed before the decision."""
        return max(self.first - self.paid - self.waived, NOTHING)

    @property
    def over(self) -> Decimal:
        """What was paid beyond what is owed."""
        return min(max(self.paid + self.waived - self.due, NOTHING), self.paid)

    @property
    def standing(self) -> str:
        """In one word: over, settled, part or open."""
        if self.over:
            return "over"
        if not self.open:
            return "settled"
        return "part" if self.paid or self.waived else "open"


@dataclass(frozen=True, slots=True)
class Owed:
    """The fees of an application, what was entered on them, and what follows for each currency."""

    fees: Sequence[LicenceFee]
    entries: Sequence[FeeEntry]
    balances: Sequence[Balance]


def owed(viewer: Viewer, application: LicenceApplication) -> Owed:
    """What an application owes; nothing before it is handed in, and nothing where its authority keeps no fees."""
    fees = _fees_of(viewer, application)
    entries = list(FeeEntry.objects.visible_to(viewer).filter(case=application.pk))
    currencies = dict.fromkeys([*(one.currency for one in fees), *(one.currency for one in entries)])
    return Owed(fees, entries, [_balance(one, fees, entries) for one in currencies])


def _fees_of(viewer: Viewer, application: LicenceApplication) -> list[LicenceFee]:
    """The rows that held, and were kept already, when it was handed in; a row that fits several lines is asked once."""
    if application.sent_at is None:
        return []
    values = APPLICATION.read(content_for(viewer, application), strict=False).values
    on = application.sent_at.date()
    return list(
        LicenceFee.objects.visible_to(viewer)
        .filter(
            Q(until_on__isnull=True) | Q(until_on__gte=on),
            organisation=application.counterpart_id,
            asked=application.asked,
            document__in=["", application.document],
            activity__in=["", *{one["activity"] for one in values["lines"] if one["activity"]}],
            from_on__lte=on,
            kept_at__lte=application.sent_at,
        )
        .order_by("kept_at")
    )


def _balance(currency: str, fees: Iterable[LicenceFee], entries: Iterable[FeeEntry]) -> Balance:
    asked = [one for one in fees if one.currency == currency]
    sums = dict.fromkeys(("paid", "waived", "returned"), NOTHING)
    for one in entries:
        if one.currency == currency:
            sums[one.happened] += one.amount
    return Balance(
        currency=currency,
        due=sum((one.amount for one in asked), NOTHING),
        first=sum((one.amount for one in asked if one.before_decision), NOTHING),
        paid=sums["paid"] - sums["returned"],
        waived=sums["waived"],
    )


def against_granting(viewer: Viewer, application: LicenceApplication) -> str | None:
    """Why a grant must wait: the fees that are to be settled before it, and how much of them is open."""
    found = owed(viewer, application)
    waiting = [one for one in found.balances if one.open_first]
    if not waiting:
        return None
    kept_by = {one.currency for one in waiting}
    names = [
        f"{one.title} ({written(one.amount, one.currency)})"
        for one in found.fees
        if one.before_decision and one.currency in kept_by
    ]
    said = {"fees": "; ".join(names), "open": "; ".join(written(one.open_first, one.currency) for one in waiting)}
    text = _("Before the decision this must be settled: %(fees)s. Open: %(open)s. Enter what was paid, or waive it.")
    return text % said
