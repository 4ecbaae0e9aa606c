"""Which addresses may be called: https on the public Internet only, so that no webhook reaches into our own network.

The name is resolved here and the connection goes to exactly the address that was judged, so that a name that changes
its mind between the two (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST_URL = 500
MOST_TRIED = 3
PORTS = {"https": 443, "http": 80}
# They carry an IPv4 address through a gateway that may stand in our own network.
_TUNNELS = [ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class Unfit(ValueError):  # noqa: N818 - it is an answer, not an error
    """An address that is not called, and why."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names: whom to call, and what to ask there."""

    is_secure: bool
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Take an address apart; Unfit unless it is https to a host that could be public."""
    if len(url) > LONGEST_URL or not url.isascii() or any(c.isspace() or not c.isprintable() for c in url):
        raise Unfit(f"Give an address of at most {LONGEST_URL} plain characters.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unfit("This is not an address; write it like https://host/path.") from None
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise Unfit("Write the address like https://host/path, without a name, a password or a '#'.")
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_TO_LOOPBACK):
        raise Unfit("The address must begin with https://.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme == "https", parts.hostname, port or PORTS[parts.scheme], path)
    literal = _literal(target.host)
    if literal:
        _refuse(literal, target)
    return target


def resolved(target: Target) -> list[str]:
    """The addresses to connect to, best first; Unfit when one of them is not public, or there is none."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unfit("The host name cannot be resolved.") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for one in addresses:
        _refuse(ipaddress.ip_address(one), target)
    return addresses[:MOST_TRIED]


def is_public(address: IPAddress) -> bool:
    """Whether an address lies on the public Internet, also the one that an IPv6 address may wrap."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refuse(address: IPAddress, target: Target) -> None:
    """Loopback is for exercises on one machine; plain http goes nowhere else."""
    if address.is_loopback and settings.WEBHOOKS_TO_LOOPBACK:
        return
    if not is_public(address) or not target.is_secure:
        raise Unfit("The address does not lie on the public Internet.")


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
