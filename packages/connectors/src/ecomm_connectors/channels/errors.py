"""What can go wrong between us and a sales channel: three errors, no others leave an adapter."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from ecomm_core.errors import TemporaryFailure


class Refusal(StrEnum):
    """Why a channel said no, in our words."""

    NOT_FOUND = "not_found"
    CREDENTIALS = "credentials"
    PERMISSION = "permission"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"


class ChannelError(Exception):
    """Base of the three errors of the channel port; `code` is stable and safe to log."""

    code: ClassVar[str] = "channel_error"


class ChannelUnavailable(ChannelError, TemporaryFailure):
    """No usable answer: time-out, connection lost, limit reached, 5xx, a body cut short.

    After a write **the outcome is unknown** unless `untouched` is true: read what is there before
    anything is written again. retry_after: the channel's advice in seconds, None without one.
    """

    code: ClassVar[str] = "channel_unavailable"

    def __init__(
        self, message: str, *, retry_after: float | None = None, untouched: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.untouched = untouched


class ChannelRefused(ChannelError):
    """The channel understood and said no: nothing happened, and the same call fails again.
    `message` may be shown to the merchant (it is shortened and holds no secrets)."""

    code: ClassVar[str] = "channel_refused"

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message


class InvalidSignature(ChannelError):
    """A webhook that cannot be trusted or read: answer 401, record nothing. `detail`: for logs."""

    code: ClassVar[str] = "invalid_signature"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
