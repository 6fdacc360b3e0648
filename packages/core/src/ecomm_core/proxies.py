"""Who calls: the peer, or the client that our own web apps and load balancers name for it."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

from starlette.types import Scope

Network: TypeAlias = IPv4Network | IPv6Network

UNKNOWN: Final = "unknown"
"""The address of a peer without one (a Unix socket)."""

_HEADER: Final = b"x-forwarded-for"
_LONGEST_ADDRESS: Final = 64
_REMEMBERED: Final = 4_096


class TrustedProxies:
    """The networks whose X-Forwarded-For is believed."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = tuple(networks)
        # Peers are few and clients come back: an address is parsed once.
        self._known = lru_cache(_REMEMBERED)(self._look)

    def client_of(self, scope: Scope) -> str:
        """The client's IP address: the last hop of the request that is no proxy of ours.

        X-Forwarded-For is read from the right, each hop only while the one after it is trusted, so
        that what a client writes there itself is never believed. A hop that is no address ends the
        search: then the proxy that wrote it is the client.
        """
        peer = scope.get("client")
        if peer is None:
            return UNKNOWN
        address = str(peer[0])
        if not self._trusts(address):
            return address
        for hop in self._hops(scope):
            known = self._known(hop) if 0 < len(hop) <= _LONGEST_ADDRESS else None
            if known is None:
                break
            address = hop
            if not known:
                break
        return address

    def _hops(self, scope: Scope) -> list[str]:
        """Addresses of every X-Forwarded-For header, nearest first."""
        found: list[str] = []
        for name, value in scope["headers"]:
            if name == _HEADER:
                found += value.decode("latin-1").split(",")
        return [hop.strip() for hop in reversed(found)]

    def _trusts(self, address: str) -> bool:
        return len(address) <= _LONGEST_ADDRESS and bool(self._known(address))

    def _look(self, text: str) -> bool | None:
        """Whether an address is trusted; None for what is no address."""
        try:
            address = ip_address(text.partition("%")[0])
        except ValueError:
            return None
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)
