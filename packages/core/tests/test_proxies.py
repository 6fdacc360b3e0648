"""X-Forwarded-For is believed as far as it was written by proxies of ours, and no further."""

from ipaddress import ip_network

import pytest

from ecomm_core.proxies import UNKNOWN, TrustedProxies

PROXIES = TrustedProxies([ip_network(n) for n in ("127.0.0.0/8", "10.0.0.0/8", "fd00::/8")])


def client(peer: str | None, *forwarded: str) -> str:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return PROXIES.client_of(
        {"type": "http", "client": (peer, 1) if peer else None, "headers": headers}
    )


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        # nobody of ours in between: the header is the client's own invention
        ("203.0.113.1", ["198.51.100.9"], "203.0.113.1"),
        ("203.0.113.1", [], "203.0.113.1"),
        # one of ours names the client
        ("127.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("127.3.2.1", ["198.51.100.9"], "198.51.100.9"),
        ("fd00::7", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:127.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        # what the client wrote itself stands further left
        ("127.0.0.1", ["6.6.6.6, 198.51.100.9"], "198.51.100.9"),
        ("127.0.0.1", ["6.6.6.6", "198.51.100.9"], "198.51.100.9"),
        # a chain of ours
        ("127.0.0.1", ["198.51.100.9, 10.0.0.4"], "198.51.100.9"),
        ("127.0.0.1", ["6.6.6.6, 198.51.100.9,10.0.0.4 , 10.0.0.5"], "198.51.100.9"),
        # only ours, or nothing that is an address
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", ["10.0.0.4"], "10.0.0.4"),
        ("127.0.0.1", ["198.51.100.9, nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.9, , 10.0.0.4"], "10.0.0.4"),
        ("127.0.0.1", ["1" * 70_000], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.9:443"], "127.0.0.1"),
        (None, ["198.51.100.9"], UNKNOWN),
    ],
)
def test_the_client_is_the_last_hop_that_is_not_ours(
    peer: str | None, forwarded: list[str], expected: str
) -> None:
    assert client(peer, *forwarded) == expected


def test_made_up_addresses_are_remembered_in_bounds() -> None:
    for number in range(6_000):
        client("127.0.0.1", f"198.51.{number // 250}.{number % 250}")
    assert PROXIES._known.cache_info().currsize <= 4_096
