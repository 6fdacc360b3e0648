"""What an API key may do: every merchant operation has a scope, `products:read` or `orders:write`.

The resource follows from the route's tag by the service's own table, the verb from its method;
`@scoped` says another. A tag the table maps to None is for people alone (accounts, the team, keys
themselves): no key reaches it, whatever its scopes. A tag the table does not know refuses to start.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeVar

from fastapi import Request

from ecomm_core.errors import Forbidden

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

Resources = Mapping[str, str | None]
"""Tag of a router -> resource of its scopes; None is for people alone."""

VERBS: Final = ("read", "write")

_SAFE: Final = frozenset({"GET", "HEAD"})


class ScopeMissing(Forbidden):
    """The API key may not do this."""

    code = "scope_missing"
    message = "This API key does not have the scope for this."


class PeopleOnly(Forbidden):
    """API keys cannot do this at all."""

    code = "people_only"
    message = "API keys cannot do this. Sign in as a person."


def scoped(scope: str | None) -> Callable[[Endpoint], Endpoint]:
    """Say an endpoint's scope where its tag and method say too little; None is for people alone.
    Below the route's own decorator."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.api_scope = scope  # type: ignore[attr-defined]  # read back by scope_of
        return endpoint

    return mark


def scope_of(
    endpoint: Callable[..., Any], tag: str, methods: Collection[str], resources: Resources
) -> str | None:
    """The scope of a merchant route; None is for people alone. Raises KeyError for a tag that
    `resources` does not know."""
    if hasattr(endpoint, "api_scope"):
        own: str | None = endpoint.api_scope
        return own
    resource = resources[tag]
    if resource is None:
        return None
    return f"{resource}:{VERBS[0] if set(methods) <= _SAFE else VERBS[1]}"


def every_scope(resources: Resources) -> list[str]:
    """All scopes a key may have."""
    named = sorted({resource for resource in resources.values() if resource is not None})
    return [f"{resource}:{verb}" for resource in named for verb in VERBS]


def enforce(request: Request, scopes: Collection[str]) -> None:
    """Raise PeopleOnly or ScopeMissing (403) unless a key with `scopes` may call this route."""
    needed = request.scope["ecomm.route"].api_scope(request.app.state.api_resources)
    if needed is None:
        raise PeopleOnly
    if needed not in scopes:
        raise ScopeMissing(f"This API key does not have the scope {needed}.")
