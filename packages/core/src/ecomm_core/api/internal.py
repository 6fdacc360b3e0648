"""Reads of our own storefront servers: signed, so that they may pass by the reply cache and are not
counted by rate limits.

`X-Ecomm-Internal: sha256=<hex HMAC-SHA256(key, "{minute}:{path and query}")>` with
`X-Ecomm-Internal-Minute`, minutes since the epoch on the sender's clock.
"""

import hmac
import time

from starlette.types import Scope

HEADER = b"x-ecomm-internal"
MINUTE_HEADER = b"x-ecomm-internal-minute"
MAX_SKEW_MINUTES = 5
"""The servers' real clocks are compared, never the shiftable one."""


def signature(key: bytes, minute: str, target: str) -> str:
    """Value of the header for a path with its query, both as sent."""
    return f"sha256={hmac.digest(key, f'{minute}:{target}'.encode(), 'sha256').hex()}"


def is_internal(scope: Scope, key: bytes) -> bool:
    """Whether a storefront server signed this very request. A wrong signature is no refusal: the
    request is then answered like anybody's."""
    given = minute = b""
    for name, value in scope["headers"]:
        if name == HEADER:
            given = value
        elif name == MINUTE_HEADER:
            minute = value
    if not given or len(minute) > 12 or not minute.isdigit():
        return False
    if abs(int(minute) - time.time() / 60) > MAX_SKEW_MINUTES:
        return False
    expected = signature(key, minute.decode(), target_of(scope))
    return hmac.compare_digest(expected.encode(), given)


def target_of(scope: Scope) -> str:
    """Path and query exactly as they were sent."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return (raw + b"?" + query if query else raw).decode("latin-1")
