"""Link tokens: HMAC over a row, so that what a mail carries is stored nowhere (quality.md §2).

A token is the row's id and an HMAC-SHA256 of purpose, row id, nonce and expiry under a key of its
own. The mail task makes it again from the row; whoever reads the database alone cannot.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from ecomm_core.crypto import b64decode, b64encode, derive, equal, sign_parts
from ecomm_core.errors import AppError

NONCE_BYTES: Final = 16
MAX_TOKEN: Final = 200
"""Characters of a link token, generously."""

_ID_BYTES: Final = 16


class Purpose(StrEnum):
    """What a link is good for; a token of one purpose is nothing to another."""

    VERIFY = "verify"
    RESET = "reset"
    INVITE = "invite"
    RECOVER = "recover"
    """A cart that was left behind."""
    UNSUBSCRIBE = "unsubscribe"
    CONFIRM = "confirm"
    """A wish to be written to."""


LIFETIME: Final = {
    Purpose.VERIFY: timedelta(days=3),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=7),
    Purpose.RECOVER: timedelta(days=30),
    Purpose.UNSUBSCRIBE: timedelta(days=3650),
    Purpose.CONFIRM: timedelta(days=7),
}


class LinkOver(AppError):
    """The link is unknown, used, replaced, or too old; which of them is not said."""

    status, code = 410, "link_over"
    message = "This link is no longer valid. Ask for a new one."


def fresh_nonce() -> bytes:
    """Random bytes that make a row's token unlike that of any other time."""
    return secrets.token_bytes(NONCE_BYTES)


class LinkSigner:
    """Makes and checks link tokens."""

    def __init__(self, secret_key: bytes) -> None:
        self._key = derive(secret_key, "link-token")

    def token(self, purpose: Purpose, row_id: UUID, nonce: bytes, expires_at: datetime) -> str:
        """The token of a row, the same however often it is asked for."""
        mac = sign_parts(
            self._key,
            purpose.value.encode(),
            row_id.bytes,
            nonce,
            str(int(expires_at.timestamp())).encode(),
        )
        return b64encode(row_id.bytes + mac)

    def row_of(self, token: str) -> UUID:
        """The row a token names, before it is checked. Raises LinkOver (410)."""
        try:
            raw = b64decode(token)
        except ValueError as error:
            raise LinkOver from error
        if len(raw) != _ID_BYTES + 32:
            raise LinkOver
        return UUID(bytes=raw[:_ID_BYTES])

    def check(
        self, token: str, purpose: Purpose, row_id: UUID, nonce: bytes, expires_at: datetime
    ) -> None:
        """Raise LinkOver (410) unless the token is that of the row."""
        if not equal(token, self.token(purpose, row_id, nonce, expires_at)):
            raise LinkOver
