"""The columns of a list of notices: what the house knows of each, and every field of the specification."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from penstock.cases.lists.register import Column
from penstock.cases.secrecy.sight import content_for, title_for
from penstock.kernel.forms.specification import Field
from penstock.kernel.forms.types import Invalid
from penstock.kernel.viewer import Viewer
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.states import STATES

Told = Callable[[Viewer, Notice], Any]


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat(timespec="seconds") if hasattr(value, "hour") else str(value)


def _own(name: str, label: str, told: Told, shown: Told | None = None) -> Column:
    """A column of what the house knows; nothing of it is a field."""
    drawn = shown or told
    return Column(
        name=name,
        label=label,
        shown=lambda viewer, notice: _text(drawn(viewer, notice)),
        written=lambda viewer, notice: _text(told(viewer, notice)),
    )


OWN = (
    _own("case_reference", "Reference", lambda _viewer, notice: notice.reference),
    _own("time_left", "Time left", lambda _viewer, notice: notice.due_on),
    _own("goods", "Goods", title_for),
    _own("lane", "From and to", lambda _viewer, notice: f"{notice.exporting} {notice.importing}".strip()),
    _own("state", "State", lambda _viewer, notice: notice.state, lambda _viewer, notice: _(STATES[notice.state])),
    _own("updated_on", "Updated", lambda _viewer, notice: notice.updated_at.date()),
    _own("due_on", "Answer due", lambda _viewer, notice: notice.due_on),
    _own("sent_on", "Sent", lambda _viewer, notice: notice.sent_at and notice.sent_at.date()),
    _own("opener", "Exporting authority", lambda _viewer, notice: notice.opener.name),
    _own("counterpart", "Importing authority", lambda _v, notice: notice.counterpart and notice.counterpart.name),
    _own("waits_for", "Waits for", lambda _viewer, notice: notice.waits_for and notice.waits_for.name),
    _own("edition", "Edition", lambda _viewer, notice: notice.edition),
    _own("sharing", "Sharing", lambda _viewer, notice: f"TLP:{notice.marking}"),
)
USUAL = tuple(one.name for one in OWN[:6])


def _asked(one: Field) -> Column:
    """A column of a field: what was answered, as the viewer may read it."""

    def kept(viewer: Viewer, notice: Notice) -> Any:
        return content_for(viewer, notice).get(one.name)

    def shown(viewer: Viewer, notice: Notice) -> str:
        try:
            return one.type.show(one.type.parse(kept(viewer, notice)))
        except Invalid:
            return one.type.line(kept(viewer, notice))

    def written(viewer: Viewer, notice: Notice) -> str:
        return one.type.line(kept(viewer, notice))

    return Column(name=one.name, label=one.label, shown=shown, written=written, field=one.name)


def _all() -> Iterator[Column]:
    yield from OWN
    yield from (_asked(one) for one in SHIPMENT.fields)


COLUMNS = {one.name: one for one in _all()}
"""Every column of a notice by its name."""
assert len(COLUMNS) == len(OWN) + sum(1 for _field in SHIPMENT.fields), "a column and a field have one name"  # noqa: S101
