"""The card of papers on a permit's page: both forms for whoever reads it, the checks for whoever issued it."""

import asyncio
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from penstock.cases.printing.sealing import seal_of, sealed
from penstock.permits.models import Permit
from penstock.permits.papers.printing.sheet import typeset
from tests.cast import Actor, Cast, the_cast
from tests.permits.papers.house import a_permit, asked, paper

# Tests serve no files from a directory of their own.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def page(by: Actor, permit: Permit, more: str = "") -> Any:
    client = Client()
    assert by.person is not None
    client.force_login(by.person, settings.AUTHENTICATION_BACKENDS[0])
    return client.get(f"/permits/{permit.reference}/{more}")


def test_whoever_issued_it_reads_the_checks_and_others_the_papers_alone(cast: Cast):
    permit = a_permit(cast)
    held = paper(cast.importer_officer, permit)
    asked(held.token())
    own = page(cast.importer_head, permit).content.decode()
    assert held.code in own
    assert "once, by one asker" in own
    assert "/permits/keys/" in own
    theirs = page(cast.exporter_officer, permit).content.decode()
    assert held.code in theirs
    assert "asker" not in theirs
    assert "/permits/keys/" not in theirs


def test_both_forms_are_fetched_from_it(cast: Cast):
    permit = a_permit(cast)
    pdf, token = page(cast.exporter_officer, permit, "paper.pdf"), page(cast.exporter_officer, permit, "paper.jwt")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="{permit.reference}.pdf"'
    assert asked(token.content.decode()).verdict == "valid"
    assert page(cast.third_officer, permit, "paper.pdf").status_code == 404


def test_a_paper_is_signed_also_while_an_event_loop_runs_in_the_same_thread(cast: Cast):
    permit = a_permit(cast)
    held = paper(cast.importer_officer, permit)
    pdf, seal = typeset(held), seal_of(permit.opener)

    async def within() -> bytes:
        return sealed(pdf, seal, name="Somebody", country="CL", reference=permit.reference)

    assert len(asyncio.run(within())) > len(pdf)
