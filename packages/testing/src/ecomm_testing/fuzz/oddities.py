"""Headers that clients send by mistake or on purpose; none of them may become a 5xx."""

from random import Random
from uuid import UUID

ODD_HEADERS: list[dict[str, str | bytes]] = [
    {"Accept": "text/html;q=zero"},
    {"Accept-Encoding": "br;q=2, gzip;q=-1"},
    {"Accept-Language": "x" * 2000},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer a.b.c"},
    {"Authorization": b"Bearer \xff\xfe"},
    {"Authorization": "Bearer " + "a" * 6000},
    {"Authorization": "Basic Zm9vOmJhcg=="},
    {"Cookie": "=; a; ;;; =b; cart=" + "x" * 2000},
    {"Cookie": b"cart=\xff\xfe"},
    {"If-Modified-Since": "yesterday"},
    {"If-None-Match": "*"},
    {"If-None-Match": 'W/"x", "' + "y" * 500 + '"'},
    {"Range": "bytes=9-1"},
    {"User-Agent": b"\xff\xfe\x80"},
    {"User-Agent": "x" * 4000},
    {"X-Cart-Token": b"\xff\xfe"},
    {"X-Cart-Token": "x" * 5000},
    {"X-Order-Token": b"\x80"},
    {"X-Forwarded-For": "not an address, , ::::, 1.2.3"},
    {"X-Forwarded-For": b"\xff" * 100},
    {"X-Request-Id": b"\xe9\x80"},
    {"X-Ecomm-Internal": "sha256=", "X-Ecomm-Internal-Minute": "99999999999"},
    {"X-Ecomm-Internal": b"\xff", "X-Ecomm-Internal-Minute": b"\xb2\xb2"},
]

ODD_KEYS: list[str | bytes] = ["", "x", "x" * 201, b"\xff" * 30, "a b\tc" * 8, "'" * 40]
"""Idempotency-Keys that are none."""


def odd_headers(chance: Random, method: str) -> dict[str, str | bytes]:
    """A few odd headers; for writes sometimes an Idempotency-Key, good or bad."""
    if method == "POST" and chance.random() < 0.5:
        good = str(UUID(int=chance.getrandbits(128), version=4))
        return {"Idempotency-Key": good if chance.random() < 0.5 else chance.choice(ODD_KEYS)}
    return dict(chance.choice(ODD_HEADERS))
