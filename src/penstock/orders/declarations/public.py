"""The page on which a customer signs a declaration without an account."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from penstock.kernel.routes import ANYBODY, door
from penstock.orders.declarations.services import PAPERS
from penstock.orders.desk import EITHER
from penstock.orders.signatures.public import signing


@EITHER
@door(ANYBODY)
def declare(request: HttpRequest, secret: str) -> HttpResponse:
    """Read a declaration and sign it; a link that is spent, over or unknown shows the same to everybody."""
    return signing(request, secret, PAPERS, _("Declaration of end use"))
