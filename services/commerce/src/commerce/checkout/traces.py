"""What a checkout remembers of where it was made: enough to tell two apart, too little to find
anybody.

The network address is kept as a keyed hash, of an IPv6 address the subscriber's /64. The key is of
this installation and the store: hashes of two stores say nothing about each other. Addresses that
are not of the internet (a proxy, a test) name nobody and are not kept at all.
"""

import ipaddress
from datetime import timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from ecomm_core.crypto import derive, sign_parts
from ecomm_core.kernel import Kernel

TRACES_KEPT: Final = timedelta(days=90)
"""How long the key, and what the payment provider said of the payer, are kept: a bank takes a
payment back within weeks, and what is older proves nothing about an order of today."""


def client_key(kernel: Kernel, store_id: UUID, ip: str | None) -> bytes | None:
    """32 bytes that stand for an address in one store; None where it names nobody."""
    if ip is None:
        return None
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if not address.is_global:
        return None
    named = address.packed[:8] if address.version == 6 else address.packed
    key = _key(kernel.settings.secret_key.get_secret_value())
    return sign_parts(key, store_id.bytes, named)


@lru_cache(maxsize=4)
def _key(secret: bytes) -> bytes:
    return derive(secret, "checkout traces")
