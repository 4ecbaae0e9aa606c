"""How the stories of papers are told: a permit with its paper, and what is asked of it."""

from itertools import count
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import HEAD
from penstock.parties.services import add_person
from penstock.permits import queries
from penstock.permits import services as permits
from penstock.permits.models import Permit
from penstock.permits.papers.checking import Answer, verify_code, verify_token
from penstock.permits.papers.printing.sheet import Paper, paper_of
from penstock.permits.papers.signing import lists
from penstock.permits.papers.signing.keys import current_key
from penstock.permits.papers.signing.tokens import signed
from tests.cast import PASSWORD, Actor, Cast
from tests.permits.house import MORPHINE, an_import_permit, need, stepped

_askers = count()


def a_permit(cast: Cast, **changes: Any) -> Permit:
    """An import authorisation of Importland's, for ten kilograms of morphine unless something else is said."""
    need("CL", MORPHINE, "1000")
    return an_import_permit(cast, **changes)


def paper(by: Actor, permit: Permit) -> Paper:
    """The paper of a permit as somebody fetches it."""
    with acting(by.viewer) as viewer:
        return paper_of(viewer, queries.permit_by_reference(viewer, permit.reference))


def asked(token: str) -> Answer:
    """What somebody is told who holds a token; each comes from an address of its own."""
    return verify_token(asker=f"10.0.0.{next(_askers)}", token=token)


def typed(reference: str, code: str) -> Answer:
    """What somebody is told who types number and code."""
    return verify_code(asker=f"10.0.1.{next(_askers)}", reference=reference, code=code)


def status_list(permit: Permit) -> tuple[str, dict[str, Any]]:
    """The signed list on which a permit stands, and its claims."""
    number = lists.place_of(permit).status_list_id
    authority, claims = lists.stand_of(number)
    return signed(current_key(authority), claims, lists.KIND), claims


def revoked(cast: Cast, permit: Permit) -> Permit:
    """Two heads of Importland revoke a permit."""
    stepped(cast.importer_head, permit, "revoke", reason="The licence of the holder was withdrawn.")
    with acting(SYSTEM):
        person = add_person(
            viewer=SYSTEM,
            organisation=cast.importer_head.office,
            name="Another Head",
            email="another_head@cast.example",
            password=PASSWORD,
            duties=HEAD,
            on=today(),
        )
    with acting(Actor("another head", person).viewer) as viewer:
        return permits.confirm_step(viewer=viewer, permit_id=permit.pk)
