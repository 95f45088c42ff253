"""Which addresses may be fetched: a page must not lead us to machines that only we can reach."""

import ipaddress
import socket

from graph_schema.errors import BadInput

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Unresolved(Exception):
    """The name of a host leads nowhere, for now."""


def addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, to be connected to as they are: asked again, a name may lead elsewhere.

    Raises BadInput where one of them is of this machine or of a private network and that is not allowed, Unresolved
    where there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unresolved(f"the name {host} cannot be resolved") from error
    listed = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(map(is_public, listed)):
        raise BadInput(
            f"{host} is on this machine or in a private network; allow_private = true in sources.toml lets it be fetched"
        )
    return listed


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, looked at through the ways in which IPv6 wraps IPv4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast
