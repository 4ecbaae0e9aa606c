"""What is said of secrecy on pages: who does not see what, before a case is sent and after."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from penstock.kernel.forms.specification import Form


def without_said(
    form: Form, hidden: Collection[str], reasons: Mapping[UUID, str], let_in: Collection[UUID]
) -> dict[UUID, str]:
    """The reasons of those who are not let in, each with what they do not see."""
    if not hidden:
        return {}
    fields = _labels(form, hidden)
    said = _("%(reason)s, without: %(fields)s")
    return {one: said % {"reason": why, "fields": fields} for one, why in reasons.items() if one not in let_in}


def within_said(form: Form, hidden: Iterable[str]) -> str:
    """The sentence on colleagues who only look on."""
    fields = _labels(form, hidden)
    return _("People who neither send nor answer notices do not see, on either side: %(fields)s.") % {"fields": fields}


def _labels(form: Form, hidden: Iterable[str]) -> str:
    names = set(hidden)
    return ", ".join(_(one.label) for one in form.fields if one.name in names)
