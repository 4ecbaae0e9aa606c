"""The page on which a distributor signs an undertaking without an account."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from penstock.kernel.routes import ANYBODY, door
from penstock.orders.desk import EITHER
from penstock.orders.distribution.services import PAPERS
from penstock.orders.signatures.public import signing


@EITHER
@door(ANYBODY)
def undertake(request: HttpRequest, secret: str) -> HttpResponse:
    """Read an undertaking and sign it; a link that is spent, over or unknown shows the same to everybody."""
    return signing(request, secret, PAPERS, _("Undertaking of a distributor"))
