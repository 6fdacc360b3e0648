"""AliExpress' two ways to sign a request, and how its pushes are signed.

HMAC-SHA256: the parameters sorted by name, name and value joined without anything between, the
API's path in front where it has one (system interfaces such as `/auth/token/create`; business
methods have none), keyed with the app's secret, upper-case hex. MD5 is the older platform's: the
secret before and after the same pairs.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping


def sign_sha256(secret: str, params: Mapping[str, str], path: str = "") -> str:
    """The `sign` of a request with `sign_method=sha256`."""
    return (
        hmac.new(secret.encode(), (path + _pairs(params)).encode(), hashlib.sha256)
        .hexdigest()
        .upper()
    )


def sign_md5(secret: str, params: Mapping[str, str]) -> str:
    """The `sign` of a request with `sign_method=md5`."""
    text = f"{secret}{_pairs(params)}{secret}"
    # The platform's scheme, no choice of ours; HMAC-SHA256 is what the adapter uses.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def sign_push(app_key: str, secret: str, raw_body: bytes) -> str:
    """The `Authorization` header of a push message: HMAC-SHA256 over the app's key and the raw
    body, hex. So the platform's sister documentation (message push of the same gateway); AliExpress
    says "HMAC-SHA256 based on the AppKey" without the formula."""
    return hmac.new(secret.encode(), app_key.encode() + raw_body, hashlib.sha256).hexdigest()


def _pairs(params: Mapping[str, str]) -> str:
    return "".join(name + params[name] for name in sorted(params))
