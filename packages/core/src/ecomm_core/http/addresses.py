"""Which IP addresses belong to the public Internet, and to nobody's own network.

`ipaddress.is_global` alone lets NAT64, 6to4, fec0::/10 and multicast pass, through which private
machines can be reached. Here IPv6 is an allow list (2000::/3, minus what is special in it) and
IPv4 a refusal list, after the IANA special-purpose address registries of 2026
(iana.org/assignments/iana-ipv4-special-registry and -ipv6-).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

_REFUSED_4: Final = [
    (IPv4Network(network), why)
    for network, why in [
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),  # Azure's wire server, on a public address
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "multicast tunnelling"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    ]
]
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_REFUSED_6: Final = [
    (IPv6Network(network), why)
    for network, why in [
        # Outside 2000::/3; named for the reason's sake, refused in any case.
        ("::/96", "IPv4-compatible or unspecified"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("100::/64", "discard-only"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
        # Inside it.
        ("2001::/32", "Teredo"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3ffe::/16", "6bone"),
        ("3fff::/20", "documentation"),
    ]
]


def refusal(address: IPv4Address | IPv6Address) -> str | None:
    """Why nothing may connect to this address, or None when it is an ordinary public one."""
    if isinstance(address, IPv4Address):
        named = next((why for network, why in _REFUSED_4 if address in network), None)
    elif address.scope_id is not None:
        named = "scoped"
    else:
        named = next((why for network, why in _REFUSED_6 if address in network), None)
        if named is None and address not in _GLOBAL_UNICAST:
            named = "not global unicast"
    # The library's own table is asked as well: it may know of a registry change before this file.
    return named or (None if address.is_global else "not global")
