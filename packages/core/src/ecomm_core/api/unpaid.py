"""What a business whose bill stayed unpaid may still do: read everything, and what its service
says is always open. Shoppers never notice.

Open are the routers whose tag the service names, and endpoints marked `@always_open`. Every other
write of a merchant is refused with 402 while the business is read-only.
"""

from collections.abc import Callable, Collection
from typing import Any, Final, TypeVar

from fastapi import Request

from ecomm_core.errors import AppError

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

SAFE: Final = frozenset({"GET", "HEAD"})


class ReadOnly(AppError):
    """The business's bill is not paid; what is open all the same is said in the message."""

    status, code = 402, "read_only"
    message = (
        "Your plan has ended, so this account is read-only. You can fulfil and refund orders, "
        "export your data and pay your bill. Choose a plan to change anything else."
    )


def always_open(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint that a read-only business may call. Below the route's own decorator."""
    endpoint.always_open = True  # type: ignore[attr-defined]  # read back by is_open
    return endpoint


def is_open(
    endpoint: Callable[..., Any], tag: str, methods: Collection[str], tags: Collection[str]
) -> bool:
    """Whether a route answers a read-only business."""
    return set(methods) <= SAFE or tag in tags or getattr(endpoint, "always_open", False)


def enforce(request: Request, *, read_only: bool) -> None:
    """Raise ReadOnly (402) where a read-only business may not call this route."""
    if read_only and not request.scope["ecomm.route"].open_while_unpaid(
        request.app.state.api_always_open
    ):
        raise ReadOnly
