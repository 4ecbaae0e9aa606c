"""Changes of permits that stand: a variation filled in from one, and many that are extended at once."""

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.permits.handling.changing import services
from tests.cast import Cast, the_cast
from tests.permits.doors import call, go, said
from tests.permits.house import (
    MORPHINE,
    a_line,
    an_export_permit,
    an_import_permit,
    decided,
    fresh,
    in_days,
    need,
    stepped,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_a_change_is_filled_in_from_the_permit_and_takes_its_place(cast: Cast) -> None:
    account = need("CL", MORPHINE, "25")
    permit = an_import_permit(cast)
    with acting(cast.importer_officer.viewer) as viewer:
        draft = services.begin_change(viewer=viewer, reference=permit.reference)
        assert draft.content["replaces"] == permit.reference
        found = services.changes(viewer, draft)
    assert found == (permit, []), "nothing differs yet"
    edited = taken(cast.importer_officer, draft, "edit", **{**draft.content, "substances": [a_line(quantity="20")]})
    applied = taken(cast.importer_officer, edited, "apply")
    with acting(cast.importer_head.viewer) as viewer:
        found = services.changes(viewer, applied)
    assert found
    assert [(one.old, one.new) for one in found[1]] == [("10", "20")]
    assert "What it would change" in said(go(cast.importer_head, f"/applications/{applied.reference}/"))
    issued = decided(cast.importer_second, cast.importer_head, applied)
    assert issued.replaces_id == permit.pk
    assert fresh(account).reserved == 20, "what the old one held went back before the new one was reserved"


def test_the_holder_alone_applies_for_a_change_of_what_it_holds(cast: Cast) -> None:
    need("CL", MORPHINE, "25")
    permit = an_export_permit(cast, an_import_permit(cast), substances=[a_line(quantity="4")])
    page = f"/permits/{permit.reference}/"
    assert "Apply for a change" in said(go(cast.clerk, page))
    assert "Apply for a change" not in said(go(cast.exporter_officer, page))
    for other in (cast.exporter_officer, cast.importer_officer, cast.third_officer):
        with acting(other.viewer) as viewer, pytest.raises(NotVisible):
            services.begin_change(viewer=viewer, reference=permit.reference)
    form = said(go(cast.clerk, f"/handling/permits/{permit.reference}/change/", {}))
    assert f'value="{permit.reference}"' in form
    stepped(cast.exporter_head, permit, "suspend", reason="To be looked at.")
    stepped(cast.clerk, permit, "surrender", reason="We do not sell it.")
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused, match="does not stand any more"):
        services.begin_change(viewer=viewer, reference=permit.reference)


def test_many_are_extended_at_once_and_what_was_not_says_why(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    changes = {"substances": [a_line(quantity="1")], "valid_until": in_days(30).isoformat()}
    first, second = (an_import_permit(cast, **changes) for _number in "12")
    later = an_import_permit(cast, **{**changes, "valid_until": in_days(100).isoformat()})
    head = cast.importer_head
    with acting(head.viewer) as viewer:
        assert services.extensible(viewer, 60) == [first, second]
    stepped(head, second, "suspend", reason="To be looked at.")
    until = in_days(80).isoformat()
    with acting(head.viewer) as viewer:
        wanted = [first.reference, second.reference, later.reference, "CL-IA-2020-000001"]
        raw = {"valid_until": until, "reason": "The port is closed."}
        done = services.extend_many(viewer=viewer, references=wanted, raw=raw)
        assert [bool(one.reason) for one in done] == [False, True, True, True]
        assert "until" in done[2].reason
        with pytest.raises(Refused) as no:
            services.extend_many(viewer=viewer, references=[], raw={"valid_until": "soon"})
    assert {one.field for one in no.value.faults} == {"valid_until", "reason", "permits"}
    with acting(cast.importer_officer.viewer) as officer, pytest.raises(Refused, match="sign permits"):
        services.extend_many(viewer=officer, references=wanted, raw=raw)
    with acting(cast.exporter_head.viewer) as other:
        assert all(one.reason for one in services.extend_many(viewer=other, references=wanted, raw=raw))
    wrong = go(head, "/handling/extension/?within=90", {"permits": [first.reference], "valid_until": "", "reason": "x"})
    assert wrong.status_code == 422
    assert f'value="{first.reference}" checked' in said(wrong)
    sent = {"permits": [first.reference], "valid_until": in_days(90).isoformat(), "reason": "Still closed."}
    assert "Extended: 1" in said(go(head, "/handling/extension/", sent))
    again = call(head, "post", "/permit-extensions", sent).json()
    assert again[0]["reason"], "it is not extended twice to the same day"
