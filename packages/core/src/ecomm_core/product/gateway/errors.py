"""What can come of asking the gateway."""

from ecomm_core.errors import TemporaryFailure


class GatewayError(Exception):
    """Base of what the client raises."""


class GatewayMissing(GatewayError):
    """No gateway is configured: nothing can be generated here."""


class GatewayAway(GatewayError, TemporaryFailure):
    """No answer came, or none that can be used now. Whether a provider billed for it is the
    gateway's affair; asking again costs at most one more answer."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class GatewayRefused(GatewayError):
    """The gateway said no, and will say so again: a budget that is used up, a request no model
    takes."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message


class BadAnswer(GatewayError):
    """A model answered what does not fit the wanted shape. It was paid for: see `usage`."""

    def __init__(self, message: str, answer: str, usage: object) -> None:
        super().__init__(message)
        self.answer = answer
        self.usage = usage
