"""The JavaScript library of the Standard Webhooks specification accepts what is sent, and nothing that was altered."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from penstock.exchange.webhooks import services
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from tests.cast import a_sent_notice
from tests.exchange.conftest import deliver_all, register

CLIENTS = Path(__file__).parents[1] / "clients"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node on this machine"),
    pytest.mark.skipif(
        not (CLIENTS / "node_modules" / "standardwebhooks").exists(),
        reason="standardwebhooks (JavaScript) is not there: `scripts/clients` fetches it",
    ),
]


def verdicts(*asked):
    """What the library says of each: the message, or None where it refuses."""
    told = [{"secret": secret, "body": body.decode(), "headers": headers} for secret, body, headers in asked]
    said = subprocess.run(
        ["node", "verify.mjs"],  # noqa: S607  the Node that the machine has
        cwd=CLIENTS,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def test_what_is_sent_is_verified_and_what_was_altered_is_not(cast, receiver):
    there = receiver()
    endpoint = register(cast.importer_head, there.url, body="full")
    with acting(cast.importer_head.viewer) as viewer:
        old = services.secret(viewer=viewer, endpoint_id=endpoint.pk)
    notice = a_sent_notice(cast.exporter_officer, importer_name="Químicos «del» Valle 化学品")
    deliver_all()
    with acting(cast.importer_head.viewer) as viewer:
        services.rotate(viewer=viewer, endpoint_id=endpoint.pk)
        new = services.secret(viewer=viewer, endpoint_id=endpoint.pk)
        services.ask_test(viewer=viewer, endpoint_id=endpoint.pk)
    deliver_all()
    first, test = there.deliveries
    assert verdicts((old, first.body, first.headers))[0]["data"]["reference"] == notice.reference
    accepted = verdicts((old, test.body, test.headers), (new, test.body, test.headers))
    assert [one["type"] for one in accepted] == ["penstock.test"] * 2, "both secrets count after a rotation"
    altered = first.body.replace(b"notice.sent", b"notice.clear")
    assert altered != first.body
    assert (
        verdicts(
            (new, first.body, first.headers),
            (old, altered, first.headers),
            (old, first.body, {**first.headers, "webhook-id": "evt_1_0000000000000000"}),
            (old, first.body, {**first.headers, "webhook-timestamp": str(int(first.headers["webhook-timestamp"]) + 1)}),
        )
        == [None] * 4
    )


def test_a_delivery_of_long_ago_is_refused_and_one_made_again_carries_its_own_time(cast, receiver):
    there = receiver(statuses=[500])
    with clock.at(clock.now() - timedelta(hours=1)):
        endpoint = register(cast.exporter_head, there.url)
        a_sent_notice(cast.exporter_officer)
        deliver_all()
    with acting(cast.exporter_head.viewer) as viewer:
        secret = services.secret(viewer=viewer, endpoint_id=endpoint.pk)
    deliver_all()
    former, again = there.deliveries[:2]
    assert former.id == again.id
    assert verdicts((secret, former.body, former.headers)) == [None]
    assert verdicts((secret, again.body, again.headers)) == [again.message]
