"""Who calls, with what they may ask for: read once for a request, nearly always from memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from llm_gateway import ports
from llm_gateway.failures import Kind
from llm_gateway.joint.adapters import Adapters
from llm_gateway.joint.refusals import refused
from llm_gateway.keys.authenticate import Keys, Principal
from llm_gateway.keys.errors import KeyRefused
from llm_gateway.local.answer import MODEL as LOCAL
from llm_gateway.prices.book import PriceBook, Prices
from llm_gateway.provider_keys.service import Providers
from llm_gateway.routes.models_known import takes_sampling
from llm_gateway.routes.schemas import Fallback
from llm_gateway.routes.service import Route as Named
from llm_gateway.routes.service import RouteBook
from llm_gateway.routes.service import Target as NamedTarget
from llm_gateway.targets import Deadlines, Route, Target

LOCAL_EMBEDDINGS: Final = "local-embeddings"
_REASONS: Final = {
    Fallback.RATE_LIMITED: (Kind.RATE_LIMITED,),
    Fallback.OVERLOADED: (Kind.OVERLOADED,),
    Fallback.SERVER_ERROR: (
        Kind.SERVER_ERROR,
        Kind.UNREACHABLE,
        Kind.TRUNCATED,
        Kind.ERROR_BODY,
        Kind.MALFORMED,
    ),
    Fallback.TIMEOUT: (Kind.TIMEOUT_FIRST, Kind.TIMEOUT_BETWEEN, Kind.TIMEOUT_TOTAL),
    Fallback.CONTEXT_LENGTH: (Kind.CONTEXT_TOO_LONG,),
    Fallback.NO_KEY: (Kind.NOT_SET_UP, Kind.ACCOUNT_REFUSED, Kind.MODEL_UNKNOWN),
}
_EMBEDDING: Final = "embedding"
"""Stands in the name of every model that makes vectors, at all providers we know."""


@dataclass(frozen=True, slots=True)
class Caller(ports.Principal):
    """A virtual key's holder as the data path sees them, with the routes of this moment."""

    held: Principal = field(kw_only=True)
    routes: Mapping[str, Route] = field(kw_only=True)
    prices: Prices = field(kw_only=True)

    def route(self, name: str) -> Route | None:
        """A named route; else the model of that name wherever it is sold; else nothing."""
        found = self.routes.get(name)
        if found is not None:
            return found
        sold = self.prices.providers_of(name)
        if not sold:
            return None
        return Route(
            name,
            tuple(Target(provider, name, sampling=takes_sampling(name)) for provider in sold),
            embeds=_EMBEDDING in name,
        )


class Callers:
    """The `Keys` of the data path."""

    def __init__(
        self,
        keys: Keys,
        routes: RouteBook,
        prices: PriceBook,
        providers: Providers,
        adapters: Adapters,
    ) -> None:
        self._keys = keys
        self._routes = routes
        self._prices = prices
        self._providers = providers
        self._adapters = adapters
        self._named: Mapping[str, Named] = {}
        self._all: Mapping[str, Route] = {}

    async def principal(self, presented: str | None) -> Caller:
        """Whose key this is. Raises Refused (401)."""
        try:
            held = await self._keys.authenticate(presented or "")
        except KeyRefused as error:
            raise refused(error) from error
        return await self.caller(held)

    async def caller(self, held: Principal) -> Caller:
        """The holder of a key that was looked at before."""
        self._adapters.follow(await self._providers.all())
        named = await self._routes.all()
        if named is not self._named:  # the book gives the same mapping until a route changes
            self._named, self._all = named, _all(named)
        return Caller(
            str(held.tenant_id),
            held.service,
            str(held.key_id),
            held.redaction,
            held=held,
            routes=self._all,
            prices=await self._prices.prices(),
        )


class Catalogue:
    """The `Catalogue` of the data path: what the caller brought along."""

    def route(self, principal: ports.Principal, name: str) -> Route | None:
        """What a name leads to."""
        return caller_of(principal).route(name)

    def routes(self, principal: ports.Principal) -> Sequence[Route]:
        """The routes that this key may ask for."""
        caller = caller_of(principal)
        allowed = caller.held.routes
        return [route for name, route in caller.routes.items() if not allowed or name in allowed]


def caller_of(principal: ports.Principal) -> Caller:
    """The principal as `Callers` made it."""
    if not isinstance(principal, Caller):
        raise TypeError("the gateway's callers come from `Callers`")
    return principal


def _all(named: Mapping[str, Named]) -> dict[str, Route]:
    """The routes in force, as the data path knows them, and the built-in ones."""
    made = {name: _route(route) for name, route in named.items()}
    made.setdefault(LOCAL, Route(LOCAL, (Target(LOCAL, LOCAL),)))
    made.setdefault(
        LOCAL_EMBEDDINGS,
        Route(LOCAL_EMBEDDINGS, (Target(LOCAL, LOCAL_EMBEDDINGS),), embeds=True),
    )
    return made


def _route(route: Named) -> Route:
    slowest = max(target.timeout_ms for target in route.targets) / 1000
    usual = Deadlines()
    return Route(
        route.name,
        tuple(_target(target) for target in route.targets),
        Deadlines(
            attempt=slowest,
            first=min(slowest, usual.first),
            between=min(slowest, usual.between),
            total=route.deadline_ms / 1000,
        ),
        falls_back=falls_back(route.fallback_on),
    )


def _target(target: NamedTarget) -> Target:
    known = takes_sampling(target.model) if target.sampling is None else target.sampling
    return Target(target.provider, target.model, sampling=known)


def falls_back(reasons: Iterable[Fallback]) -> frozenset[Kind]:
    """The failures that an operator's reasons stand for, and those that no reason is needed for:
    the next target is asked where this one has no words for the call."""
    named = frozenset(reasons)
    kinds = {kind for reason in named for kind in _REASONS[reason]}
    # A target that rests does so because it was overloaded, failed or told us to wait.
    if named & {Fallback.RATE_LIMITED, Fallback.OVERLOADED, Fallback.SERVER_ERROR}:
        kinds.add(Kind.RESTING)
    return frozenset({*kinds, Kind.UNSUPPORTED})
