"""Rate limits of routes: counted first of all, before a body is read or a connection is taken.

A route's class follows from the access it declares, so that none can be forgotten; `@rated` says
another. The count is in this process: no request waits for Redis or PostgreSQL to be refused.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from starlette.types import Scope

from ecomm_core import metrics
from ecomm_core.api.internal import is_internal
from ecomm_core.errors import TooManyRequests
from ecomm_core.kernel import Kernel
from ecomm_core.rates import Rate

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

DECISION: Final = "ecomm.rate"
"""Where a request's decision lies in its scope; the middleware writes its headers."""

_SAFE: Final = frozenset({"GET", "HEAD"})


def rated(rate: Rate) -> Callable[[Endpoint], Endpoint]:
    """Say which requests an endpoint's are counted with. Below the route's own decorator."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.rate = rate  # type: ignore[attr-defined]  # read back by rate_of
        return endpoint

    return mark


def rate_of(endpoint: Callable[..., Any], kind: str | None, methods: set[str] | None) -> Rate:
    """The class of a route: its endpoint's own, or that of its access `kind`."""
    own = getattr(endpoint, "rate", None)
    if isinstance(own, Rate):
        return own
    if kind in {"merchant", "operator", "service"}:
        return Rate.MERCHANT
    return Rate.PUBLIC_READS if (methods or set()) <= _SAFE else Rate.PUBLIC_WRITES


def count(kernel: Kernel, scope: Scope, rate: Rate) -> None:
    """Count a request of a route, before its endpoint. Raises as `charge`.

    Pages of our own storefront servers are made for nobody in particular: their signed reads are
    not counted.
    """
    if rate is Rate.PUBLIC_READS and is_internal(
        scope, kernel.settings.internal_key.get_secret_value()
    ):
        return
    charge(kernel, scope, rate)


def charge(kernel: Kernel, scope: Scope, rate: Rate) -> None:
    """Count one request of whoever sent it. Raises TooManyRequests (429) with Retry-After."""
    decision = scope[DECISION] = kernel.rates.hit(rate, kernel.proxies.client_of(scope))
    if not decision.allowed:
        metrics.rate_limited(rate.value)
        raise TooManyRequests(
            f"Too many requests from your address. Try again in {decision.reset} seconds."
        )
