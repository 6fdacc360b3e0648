"""Webhook signatures: `t=<unix seconds>,v1=<hex>`, HMAC-SHA256 over `{t}.{raw body}`.

This is Stripe's documented scheme (https://docs.stripe.com/webhooks#verify-manually); the mock
provider signs alike under a header of its own. Everything is done on bytes: the body is never
decoded before it is trusted, and timestamps from the future are refused as well as old ones
(Stripe's own library only refuses old ones).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from ecomm_connectors.payments.errors import InvalidSignature

TOLERANCE_SECONDS: Final = 300
MAX_HEADER_CHARS: Final = 4096
"""Stripe sends well under 300; more is an attempt to make us compare for long."""

_TIMESTAMP: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
_V1: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def find_header(headers: Mapping[str, str], name: str) -> str | None:
    """The header's value whatever the case of its name, None when absent."""
    wanted = name.lower()
    for key, value in headers.items():
        if key.lower() == wanted:
            return value
    return None


def sign(secret: str, raw_body: bytes, timestamp: int) -> str:
    """The signature header's value for a body sent at `timestamp` (unix seconds)."""
    return f"t={timestamp},v1={_digest(secret, raw_body, str(timestamp))}"


def verify(
    raw_body: bytes,
    header: str | None,
    secrets: Sequence[str],
    now: datetime,
    *,
    tolerance: int = TOLERANCE_SECONDS,
) -> None:
    """Accept when one `v1` matches under one of `secrets` (several while one is being rotated)
    and `t` lies within `tolerance` seconds of `now`, either way; else raise `InvalidSignature`."""
    if header is None:
        raise InvalidSignature("no signature header")
    timestamp, candidates = _parse(header)
    # Every pair is compared, without stopping at the first match: time tells nothing.
    matched = False
    for secret in secrets:
        expected = _digest(secret, raw_body, timestamp)
        for candidate in candidates:
            matched |= bool(secret) and hmac.compare_digest(expected, candidate)
    if not matched:
        raise InvalidSignature("no signature matches")
    if abs(now.timestamp() - int(timestamp)) > tolerance:
        raise InvalidSignature("timestamp outside the tolerance")


def _parse(header: str) -> tuple[str, list[str]]:
    if len(header) > MAX_HEADER_CHARS:
        raise InvalidSignature("signature header too long")
    pairs = [part.partition("=") for part in header.split(",")]
    timestamps = [value for key, _, value in pairs if key == "t"]
    if len(timestamps) != 1 or not _TIMESTAMP.fullmatch(timestamps[0]):
        raise InvalidSignature("no single timestamp in the signature header")
    candidates = [value for key, _, value in pairs if key == "v1" and _V1.fullmatch(value)]
    if not candidates:
        raise InvalidSignature("no v1 signature in the header")
    return timestamps[0], candidates


def _digest(secret: str, raw_body: bytes, timestamp: str) -> str:
    mac = hmac.new(secret.encode(), f"{timestamp}.".encode(), hashlib.sha256)
    mac.update(raw_body)
    return mac.hexdigest()
