"""Calls between services of one platform: each is signed for what it does.

`X-Ecomm-Internal: sha256=<hex HMAC-SHA256(key, "{minute}:{METHOD} {path and query} {hex SHA-256 of
the body}")>` with `X-Ecomm-Internal-Minute`, as the kernel's internal reads are (`api.internal`). A
signature for one request opens no other, and one that is sent again must have no second effect.
"""

import hashlib
import hmac
import time
from typing import Final

from starlette.requests import Request

from ecomm_core.api.internal import HEADER, MAX_SKEW_MINUTES, MINUTE_HEADER, signature, target_of
from ecomm_core.errors import Unauthenticated

_LONGEST_MINUTE: Final = 12


def sign(key: bytes, minute: str, method: str, target: str, body: bytes) -> str:
    """The value of `X-Ecomm-Internal` for one request; `target` is path and query as sent."""
    return signature(key, minute, f"{method} {target} {hashlib.sha256(body).hexdigest()}")


def signed_headers(key: bytes, method: str, target: str, body: bytes = b"") -> dict[str, str]:
    """Both headers of a request that goes out now."""
    minute = str(int(time.time() // 60))
    return {
        HEADER.decode(): sign(key, minute, method, target, body),
        MINUTE_HEADER.decode(): minute,
    }


async def check_signed(request: Request, key: bytes) -> None:
    """Raise Unauthenticated (401) unless a holder of the key signed this very request."""
    given = request.headers.get(HEADER.decode(), "")
    minute = request.headers.get(MINUTE_HEADER.decode(), "")
    if not given or not given.isascii() or len(minute) > _LONGEST_MINUTE:
        raise Unauthenticated
    if not (minute.isascii() and minute.isdigit()):
        raise Unauthenticated
    if abs(int(minute) - time.time() / 60) > MAX_SKEW_MINUTES:
        raise Unauthenticated
    target = target_of(request.scope)
    expected = sign(key, minute, request.method, target, await request.body())
    if not hmac.compare_digest(expected, given):
        raise Unauthenticated
