"""Refusals around quotas."""

from ecomm_core.errors import TooManyRequests


class QuotaReached(TooManyRequests):
    """The tenant's quota of calls or tokens is used up for now; Retry-After says for how long."""

    code = "quota_reached"
    message = "The quota of model calls is used up for now. Try again later."

    def __init__(self, message: str | None = None, *, seconds: int = 1, **details: object) -> None:
        super().__init__(
            message,
            details=[{"code": self.code, "retry_after": seconds, **details}] if details else [],
            headers={"Retry-After": str(seconds)},
        )
        self.seconds = seconds
        """When it may be tried again; work that may wait is due then."""
