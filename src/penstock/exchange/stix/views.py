"""The schemas of the extension, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from penstock.exchange.stix.extension import EXTENSIONS, schema_text
from penstock.kernel.routes import ANYBODY, door


@require_safe
@door(ANYBODY)
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """One schema."""
    if name not in EXTENSIONS:
        raise Http404
    return HttpResponse(schema_text(name), content_type="application/schema+json")
