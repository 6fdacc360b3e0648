"""What can come of a request to the platform."""

from typing import Any

from ecomm_core.errors import TemporaryFailure


class PlatformError(Exception):
    """Base of what the client raises."""


class PlatformRefused(PlatformError):
    """The platform said no, and will say so again: `status`, its stable `code`, its sentence."""

    def __init__(
        self, status: int, code: str, message: str, details: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details or []


class PlatformConflict(PlatformRefused):
    """409: the resource is not as it was when it was read. `version`: the one it has now."""

    @property
    def version(self) -> int | None:
        """The version that is there now, where the platform says so."""
        found = [one["version"] for one in self.details if isinstance(one.get("version"), int)]
        return found[0] if found else None


class PlatformLimited(PlatformError, TemporaryFailure):
    """429: too much at once. Nothing was done; `retry_after` says for how long to wait."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the platform asks for {retry_after:g} seconds of patience")
        self.retry_after = retry_after


class PlatformAway(PlatformError, TemporaryFailure):
    """Surely nothing was done: no connection could be made, or the platform says it is away."""


class OutcomeUnknown(PlatformError, TemporaryFailure):
    """The request went out and no clear answer came: it may have been done. Ask before it is said
    again, or say it again with the same key."""


class NotConnected(PlatformError):
    """The product has no key to this store any more."""
