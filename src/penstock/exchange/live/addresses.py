"""Where a page is told of changes."""

from django.conf import settings

from penstock.kernel.models import ChainHead


def live_url() -> str:
    """The address a page listens at for what happens after this moment; empty where there are no live updates."""
    if not settings.LIVE_URL:
        return ""
    return f"{settings.LIVE_URL}?after={ChainHead.objects.get(id=1).seq}"
