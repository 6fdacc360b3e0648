"""Reads of our own storefront servers: signed, so that they may pass by the reply cache.

`X-Ecomm-Internal: sha256=<hex HMAC-SHA256(key, "{minute}:{path and query}")>` with
`X-Ecomm-Internal-Minute`, minutes since the epoch on the sender's clock.
"""

import hmac
import time

from fastapi import Request

HEADER = "x-ecomm-internal"
MINUTE_HEADER = "x-ecomm-internal-minute"
MAX_SKEW_MINUTES = 5
"""The servers' real clocks are compared, never the shiftable one."""


def signature(key: bytes, minute: str, target: str) -> str:
    """Value of the header for a path with its query, both as sent."""
    return f"sha256={hmac.digest(key, f'{minute}:{target}'.encode(), 'sha256').hex()}"


def is_internal(request: Request, key: bytes) -> bool:
    """Whether a storefront server signed this very request. A wrong signature is no refusal: the
    request is then answered like anybody's."""
    given = request.headers.get(HEADER)
    minute = request.headers.get(MINUTE_HEADER, "")
    if given is None or len(minute) > 12 or not (minute.isascii() and minute.isdigit()):
        return False
    if abs(int(minute) - time.time() / 60) > MAX_SKEW_MINUTES:
        return False
    return hmac.compare_digest(
        signature(key, minute, target_of(request)).encode(), given.encode("latin-1", "replace")
    )


def target_of(request: Request) -> str:
    """Path and query exactly as they were sent."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    target = raw + b"?" + query if query else raw
    return str(target.decode("latin-1"))
