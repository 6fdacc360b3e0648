"""The ports in memory: fixed routes and providers. What a process without a database has."""

from collections.abc import Iterable, Mapping, Sequence

from llm_gateway.ports import Principal
from llm_gateway.providers.base import Provider
from llm_gateway.targets import Route


class FixedRoutes:
    """The same routes for everybody."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = {route.name: route for route in routes}

    def route(self, principal: Principal, name: str) -> Route | None:
        """The route of that name."""
        del principal
        return self._routes.get(name)

    def routes(self, principal: Principal) -> Sequence[Route]:
        """All."""
        del principal
        return list(self._routes.values())


class FixedProviders:
    """Adapters by name."""

    def __init__(self, providers: Mapping[str, Provider]) -> None:
        self._providers = dict(providers)

    def get(self, name: str) -> Provider | None:
        """The adapter of that name."""
        return self._providers.get(name)

    async def aclose(self) -> None:
        """Close them all."""
        for provider in self._providers.values():
            await provider.aclose()
