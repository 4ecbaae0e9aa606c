"""What the answers must say together; each fault names both fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.viewer import Fault
from penstock.notices.particulars.kinds import WHOLE, share_of


def days_in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The goods arrive after they leave, under permits that still hold, and the reply is wanted before."""
    dispatch = values["dispatch_on"]
    if dispatch is None:
        return
    arrival, wanted = values["arrival_on"], values["reply_wanted_on"]
    if arrival and arrival < dispatch:
        text = "The expected date of arrival, {given}, lies before the expected date of dispatch, {dispatch}."
        yield Fault("arrival_on", "arrival_before_dispatch", text, {"given": arrival, "dispatch": dispatch})
    for side, text in (
        ("export", "The export permit ends on {given}, before the expected date of dispatch, {dispatch}."),
        ("import", "The import permit ends on {given}, before the expected date of dispatch, {dispatch}."),
    ):
        until = values[f"{side}_permit_until"]
        if until and until < dispatch:
            found = {"given": until, "dispatch": dispatch}
            yield Fault(f"{side}_permit_until", "permit_ends_before_dispatch", text, found)
    if wanted and wanted >= dispatch:
        text = "The reply is wanted by {given}; that is not before the expected date of dispatch, {dispatch}."
        yield Fault("reply_wanted_on", "reply_after_dispatch", text, {"given": wanted, "dispatch": dispatch})


def permits_have_numbers(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A permit that ends on a day has a number."""
    for side, text in (
        ("export", "The export permit ends on {until}, but its number is missing."),
        ("import", "The import permit ends on {until}, but its number is missing."),
    ):
        until = values[f"{side}_permit_until"]
        if until and not values[f"{side}_permit"]:
            yield Fault(f"{side}_permit", "permit_without_number", text, {"until": until})


def gross_holds_net(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nothing weighs less packed than bare."""
    gross, net = values["gross_quantity"], values["quantity"]
    if gross is not None and net is not None and gross < net:
        text = "The gross quantity, {given}, is less than the net quantity, {net}."
        yield Fault("gross_quantity", "gross_below_net", text, {"given": f"{gross:f}", "net": f"{net:f}"})


def parts_of_a_whole(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The parts of a mixture make no more than the whole of it, and only what is mixed has parts."""
    parts = values["mixture_parts"] or ()
    total = sum(map(share_of, parts), start=WHOLE - WHOLE)
    if total > WHOLE:
        text = "The parts of the mixture make {given} per cent together; a whole has 100."
        yield Fault("mixture_parts", "more_than_a_whole", text, {"given": f"{total:f}"})
    if parts and values["goods_form"] in {"raw", "salt"}:
        text = "Parts of a mixture are named, but the form of the goods is '{form}'; correct one of the two."
        yield Fault("goods_form", "parts_without_mixture", text, {"form": values["goods_form"]})


def nothing_denied(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A statement that is denied keeps the notice from being sent."""
    for name in ("lawful_there", "consents_to_disclosure"):
        if values[name] == "no":
            text = "The exporter denies this statement, so the notice cannot be sent. Empty it if it was not made."
            yield Fault(name, "statement_denied", text)


RULES = (days_in_order, permits_have_numbers, gross_holds_net, parts_of_a_whole, nothing_denied)
