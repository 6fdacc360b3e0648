"""Signatures of messages: Standard Webhooks (standardwebhooks.com, symmetric `v1`), and the
platform's own pair of headers for receivers of ours.

Both use the bytes that follow `whsec_` in base64. Two secrets are live during a rotation: the
first signature is the new secret's, the second the old one's, and a receiver takes either.
"""

import base64
import binascii
import secrets as random
from collections.abc import Mapping, Sequence
from typing import Final

from ecomm_core.crypto import equal, sign_hmac

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
SHORTEST, LONGEST = 24, 64
"""Bytes of a secret that the standard allows."""
TOLERANCE: Final = 300
"""Seconds a message may be old or ahead when it is verified."""
_SIGNATURE: Final = "x-platform-signature"


class BadSignature(Exception):
    """A message is not what its sender signed, is too old, or was signed with another secret."""


def new_secret() -> str:
    """A fresh secret: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode("ascii")


def key_of(secret: str) -> bytes:
    """The signing key of a secret. Raises ValueError for what is none."""
    if not secret.startswith(PREFIX):
        raise ValueError("a secret begins with whsec_")
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("a secret is base64 after whsec_") from None
    if not SHORTEST <= len(key) <= LONGEST:
        raise ValueError(f"a secret has {SHORTEST} to {LONGEST} bytes")
    return key


def standard_headers(
    message_id: str, timestamp: int, body: bytes, secrets: Sequence[str]
) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` and `webhook-signature` of a body; `timestamp` is Unix
    seconds. One signature per secret, separated by spaces."""
    signed = f"{message_id}.{timestamp}.".encode("ascii") + body
    signatures = [
        "v1," + base64.b64encode(sign_hmac(key_of(secret), signed)).decode("ascii")
        for secret in secrets
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def platform_headers(
    message_id: str, kind: str, timestamp: int, body: bytes, secret: str
) -> dict[str, str]:
    """The platform's pair for products (events.md §3): `sha256=<hex HMAC of "timestamp.body">`, and
    what the message is. Signed with the newest secret."""
    signature = sign_hmac(key_of(secret), f"{timestamp}.".encode("ascii") + body).hex()
    return {
        "x-platform-signature": f"sha256={signature}",
        "x-platform-timestamp": str(timestamp),
        "x-platform-event": kind,
        "x-platform-delivery": message_id,
    }


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: float) -> str:
    """The `webhook-id` of a message that one of the secrets signed, on its raw bytes, in time that
    tells nothing. `headers` have lower-case names; `now` is Unix seconds.

    Raises BadSignature for everything else, whatever its form.
    """
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    _check_time(message_id, stamp, now)
    wanted = standard_headers(message_id, int(stamp), body, secrets)["webhook-signature"].split()
    given = headers.get("webhook-signature", "").split()[:20]
    if not any(equal(one, other) for one in given for other in wanted):
        raise BadSignature("no signature of the message is ours")
    return message_id


def verify_platform(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: float
) -> str:
    """The same for the platform's own pair: the `x-platform-delivery` of a message. That header is
    not signed: compare it with what the body says.

    Raises BadSignature.
    """
    message_id = headers.get("x-platform-delivery", "")
    stamp = headers.get("x-platform-timestamp", "")
    _check_time(message_id, stamp, now)
    given = headers.get("x-platform-signature", "")
    kind = headers.get("x-platform-event", "")
    found = [
        equal(given, platform_headers(message_id, kind, int(stamp), body, secret)[_SIGNATURE])
        for secret in secrets
    ]
    if not any(found):
        raise BadSignature("no signature of the message is ours")
    return message_id


def _check_time(message_id: str, stamp: str, now: float) -> None:
    if not message_id.isascii() or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        raise BadSignature("the message's headers are malformed")
    if abs(now - int(stamp)) > TOLERANCE:
        raise BadSignature("the message is too old, or from the future")
