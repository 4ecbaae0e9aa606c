"""Sign-in is by invitation: the directory makes accounts, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps the sign-up closed."""

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 - the signature is allauth's
        """Nobody signs up by themselves."""
        return False
