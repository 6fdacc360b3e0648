"""What every adapter refuses before it calls out: requests that break the port's own limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from ecomm_connectors.payments.disputes import (
    MAX_EVIDENCE,
    MAX_EVIDENCE_TOGETHER,
    DisputeEvidence,
)
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.payments.port import RefundRequest, SessionRequest

MAX_KEY: Final = 255
MAX_REFERENCE: Final = 200
MAX_METADATA: Final = 20
MAX_METADATA_KEY: Final = 40
MAX_METADATA_VALUE: Final = 500
MAX_URL: Final = 2048


def check_session(request: SessionRequest) -> None:
    """Raises ProviderRefused (`invalid_request`) naming the first field at fault."""
    _check_common(request.idempotency_key, request.reference, request.amount, request.metadata)
    for field, url in (("success_url", request.success_url), ("cancel_url", request.cancel_url)):
        if not is_web_address(url):
            raise _refused(field, "must be an absolute http(s) address")
    for field, time in (("requested_at", request.requested_at), ("expires_at", request.expires_at)):
        if time.tzinfo is None:
            raise _refused(field, "must carry a time zone")


def check_refund(request: RefundRequest) -> None:
    """Raises ProviderRefused (`invalid_request`) naming the first field at fault."""
    _check_common(request.idempotency_key, request.reference, request.amount, request.metadata)


def check_evidence(evidence: DisputeEvidence, key: str) -> None:
    """Raises ProviderRefused (`invalid_request`) naming the first field at fault."""
    _check_key(key)
    said = evidence.said()
    if not said:
        raise _refused("evidence", "must say something")
    for name, text in said.items():
        if len(text) > MAX_EVIDENCE:
            raise _refused(name, f"has at most {MAX_EVIDENCE} characters")
    if sum(map(len, said.values())) > MAX_EVIDENCE_TOGETHER:
        raise _refused("evidence", f"has at most {MAX_EVIDENCE_TOGETHER} characters together")


def is_web_address(url: str) -> bool:
    """Absolute http(s) with a host, printable, at most 2,048 characters."""
    if len(url) > MAX_URL or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        # Reading the port checks it.
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _check_common(key: str, reference: str, amount: int, metadata: Mapping[str, str]) -> None:
    _check_key(key)
    if not 0 < len(reference) <= MAX_REFERENCE:
        raise _refused("reference", "must have 1 to 200 characters")
    if amount <= 0:
        raise _refused("amount", "must be positive")
    if len(metadata) > MAX_METADATA or any(
        len(name) > MAX_METADATA_KEY or len(value) > MAX_METADATA_VALUE
        for name, value in metadata.items()
    ):
        raise _refused("metadata", "at most 20 entries of 40 and 500 characters")


def _check_key(key: str) -> None:
    if not 0 < len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise _refused("idempotency_key", "must be 1 to 255 printable ASCII characters")


def _refused(field: str, why: str) -> ProviderRefused:
    return ProviderRefused("invalid_request", f"{field} {why}", field=field)
