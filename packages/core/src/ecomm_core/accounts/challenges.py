"""Between password and code: a token that says whose password was right, for five minutes.

It holds nothing secret and is stored nowhere. The password's hash is part of what is signed, so a
changed password ends it; who has it still needs a code that was never used.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from ecomm_core import clock
from ecomm_core.crypto import b64decode, b64encode, derive, equal, sign_parts
from ecomm_core.errors import Unauthenticated

LIFETIME: Final = timedelta(minutes=5)

_ID: Final = 16
_TIME: Final = 8
_MAC: Final = 32


class ChallengeOver(Unauthenticated):
    """The first step is too long ago, or was never taken."""

    code = "challenge_over"
    message = "That took too long. Enter your password again."


class Challenges:
    """Makes and checks the tokens."""

    def __init__(self, secret_key: bytes) -> None:
        self._key = derive(secret_key, "second-step")

    def issue(self, user_id: UUID, password_hash: str) -> str:
        """A token for the user whose password was just right."""
        until = int((clock.now() + LIFETIME).timestamp()).to_bytes(_TIME, "big")
        body = user_id.bytes + until
        return b64encode(body + self._mac(body, password_hash))

    def user_of(self, token: str) -> UUID:
        """Whose it claims to be, before it is checked. Raises ChallengeOver (401)."""
        return UUID(bytes=_raw(token)[:_ID])

    def check(self, token: str, password_hash: str | None) -> None:
        """Raise ChallengeOver (401) unless it is ours, of this password, and young enough."""
        raw = _raw(token)
        body, mac = raw[: _ID + _TIME], raw[_ID + _TIME :]
        until = int.from_bytes(body[_ID:], "big")
        ours = equal(mac, self._mac(body, password_hash or ""))
        if not ours or password_hash is None or until <= clock.timestamp():
            raise ChallengeOver

    def _mac(self, body: bytes, password_hash: str) -> bytes:
        return sign_parts(self._key, body, password_hash.encode())


def _raw(token: str) -> bytes:
    try:
        raw = b64decode(token)
    except ValueError as error:
        raise ChallengeOver from error
    if len(raw) != _ID + _TIME + _MAC:
        raise ChallengeOver
    return raw
