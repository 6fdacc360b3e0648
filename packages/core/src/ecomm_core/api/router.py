"""Routes: every one declares its access by the context it takes, or the application won't start.

Access classes: public | capability | shopper | merchant | service | operator. A context
dependency carries `access`; `declared_access` finds it in the route's dependencies.
"""

from collections.abc import Callable, Collection, Coroutine, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.responses import Response

from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Areas
from ecomm_core.api import rating, scopes, unpaid
from ecomm_core.api.idempotency import Pending, Replayed
from ecomm_core.rates import Rate

ACCESS = ("public", "capability", "shopper", "merchant", "service", "operator")

SECRET_REPLY = {"x-secret-reply": True}
"""`openapi_extra` of routes whose replies carry secrets: stored for 10 minutes only."""


class Route(APIRoute):
    """A route that counts its requests before all else, and stores idempotent replies in the
    request's own transaction."""

    @property
    def rate(self) -> Rate:
        """What its requests are counted with."""
        return rating.rate_of(self.endpoint, _access_of(self.dependant), self.methods)

    def api_scope(self, resources: scopes.Resources) -> str | None:
        """What an API key needs to call it; None is for people alone. KeyError: unknown tag."""
        tag = str(self.tags[0]) if self.tags else ""
        return scopes.scope_of(self.endpoint, tag, self.methods or (), resources)

    def area(self, areas: Areas) -> str | None:
        """The area that people's permissions for it are in; None is one's own. One nobody knows,
        `""`, is in no permission."""
        return areas.get(str(self.tags[0]) if self.tags else "", "")

    def open_while_unpaid(self, tags: Collection[str]) -> bool:
        """Whether it answers a business that is read-only."""
        tag = str(self.tags[0]) if self.tags else ""
        return unpaid.is_open(self.endpoint, tag, self.methods or (), tags)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler: the session is still open when it returns."""
        handle = super().get_route_handler()
        secret = bool((self.openapi_extra or {}).get("x-secret-reply"))
        rate = self.rate

        async def handler(request: Request) -> Response:
            request.scope["ecomm.route"] = self
            rating.count(request.app.state.kernel, request.scope, rate)
            try:
                response = await handle(request)
            except Replayed as replay:
                return replay.response
            pending = request.scope.get("ecomm.idempotency")
            if isinstance(pending, Pending):
                await pending.store(response, secret=secret)
            return response

        return handler


def router(tag: str, prefix: str = "") -> APIRouter:
    """A router of one domain: `tag` names it in OpenAPI and in operation ids."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Route)


def minimum(role: Role) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a dependency as asking for at least a role."""

    def mark(dependency: Callable[..., Any]) -> Callable[..., Any]:
        dependency.minimum = role  # type: ignore[attr-defined]  # read back by declared_minimum
        return dependency

    return mark


def access(kind: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a dependency as granting `kind` of access."""
    if kind not in ACCESS:
        raise ValueError(f"unknown access {kind}")

    def mark(dependency: Callable[..., Any]) -> Callable[..., Any]:
        dependency.access = kind  # type: ignore[attr-defined]  # read back by declared_access
        return dependency

    return mark


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for sub in dependant.dependencies:
        if sub.call is not None:
            yield sub.call
        yield from _calls(sub)


def api_routes(app: FastAPI) -> Iterator[RouteContext]:
    """Every API route of an application, those of included routers too (`app.routes` alone holds
    the routers, not what is in them)."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            yield context


def route_calls(route: RouteContext) -> Iterator[Callable[..., Any]]:
    """The endpoint of a route and all its dependencies."""
    if route.dependant.call is not None:
        yield route.dependant.call
    yield from _calls(route.dependant)


def declared_access(route: RouteContext) -> str | None:
    """The access a route declares, or None."""
    return _access_of(route.dependant)


def declared_minimum(route: RouteContext) -> Role | None:
    """The role that a merchant route asks for at least; None: any signed-in person's own."""
    for call in _calls(route.dependant):
        role = getattr(call, "minimum", None)
        if isinstance(role, Role):
            return role
    return None


def _access_of(dependant: Dependant) -> str | None:
    for call in _calls(dependant):
        kind = getattr(call, "access", None)
        if isinstance(kind, str):
            return kind
    return None
