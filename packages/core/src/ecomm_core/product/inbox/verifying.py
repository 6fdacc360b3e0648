"""Whether a message is what a store sent: on its raw bytes, in time that tells nothing.

Two families of headers carry the same secret's signature: the Standard Webhooks trio, and the
platform's own pair. Where both are there, both must be right.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from pydantic import ValidationError

from ecomm_core.contracts.payloads import Envelope
from ecomm_core.delivery import signing
from ecomm_core.delivery.signing import BadSignature
from ecomm_core.product.inbox.errors import UnknownSender

STANDARD: Final = "webhook-signature"
OWN: Final = "x-platform-signature"


def claimed_store(body: bytes) -> UUID:
    """Whose store a message says it is of, before anything is verified: where to look for the
    secret. Raises UnknownSender (401)."""
    try:
        said = json.loads(body)
        return UUID(said["store_id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnknownSender from error


def verified(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: float
) -> Envelope:
    """The message. Raises UnknownSender (401)."""
    try:
        told = [
            check(headers, body, secrets, now=now)
            for name, check in ((STANDARD, signing.verify), (OWN, signing.verify_platform))
            if name in headers
        ]
        if not told:
            raise UnknownSender
        message = Envelope.model_validate_json(body)
    except (BadSignature, ValidationError) as error:
        raise UnknownSender from error
    # The header is what a sender is asked about, the body is what was signed.
    if any(one != str(message.id) for one in told):
        raise UnknownSender
    return message
