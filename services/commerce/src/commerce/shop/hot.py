"""The most asked reads, without the framework's way from a request to an endpoint's arguments:
finding the route, opening its exit stacks and solving its dependencies cost more than all else that
Python does for them (bench/README.md has figures). Here a page of the product list and a product;
rooms above bring theirs (`search/hot.py`).

The endpoints stay what they are, and answer. What is unusual in a request is left to the framework,
whose refusals are the documented ones.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import QueryParams, URLPath
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from commerce.shop import endpoints
from commerce.shop.caching import PREFIX
from commerce.shop.schemas import ProductListIn
from commerce.stores.contexts import shop
from commerce.stores.slugs import is_slug
from ecomm_core.api import rating
from ecomm_core.kernel import Kernel
from ecomm_core.rates import Rate

Endpoint = Callable[[Request, Any, Any], Awaitable[Response]]
"""Called with the request, the shop and what is asked; its rate is that of public reads."""
Reader = Callable[[str, bytes], tuple[Endpoint, Any] | None]
"""Of what follows its own segment of the path, and the query string: the endpoint and what is asked
of it; None for what is left to the framework."""
Asked = TypeVar("Asked", bound=BaseModel)


class HotReads(BaseRoute):
    """Stands before all routes but `KnownReplies`."""

    def __init__(
        self, kernel: Kernel, readers: Mapping[str, Reader], routers: Iterable[APIRouter]
    ) -> None:
        """readers: by the segment that follows the shop's slug. routers: theirs."""
        self._kernel = kernel
        self._readers = readers
        # By these the metrics know a request, whichever way it was answered.
        self._routes = {
            route.endpoint: route  # type: ignore[attr-defined]  # all of a router's are API routes
            for router in routers
            for route in router.routes
        }

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Full for a GET that one of the readers takes."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return Match.NONE, {}
        path: str = scope["path"]
        if not path.startswith(PREFIX):
            return Match.NONE, {}
        slug, _, rest = path[len(PREFIX) :].partition("/")
        segment = rest.partition("/")[0]
        reader = self._readers.get(segment)
        if reader is None or not is_slug(slug):
            return Match.NONE, {}
        found = reader(rest[len(segment) :], scope["query_string"])
        if found is None:
            return Match.NONE, {}
        endpoint, asked = found
        return Match.FULL, {
            "route": self._routes[endpoint],
            "ecomm.hot_read": (endpoint, slug, asked),
        }

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the endpoint does, with its refusals. Raises TooManyRequests (429)."""
        rating.count(self._kernel, scope, Rate.PUBLIC_READS)
        endpoint, slug, asked = scope["ecomm.hot_read"]
        request = Request(scope, receive)
        response = await endpoint(request, await shop(request, slug), asked)
        await response(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """It has no address of its own."""
        raise NoMatchFound(name, path_params)


def query_asked(model: type[Asked], query_string: bytes) -> Asked | None:
    """The model of a query, as the framework reads it: `option` may be given several times. None
    for what the framework would refuse, or read in its own way."""
    asked: dict[str, Any] = {}
    for name, value in QueryParams(query_string).multi_items():
        if name == "option":
            asked.setdefault(name, []).append(value)
        elif name in asked:
            return None
        else:
            asked[name] = value
    try:
        return model.model_validate(asked)
    except ValidationError:
        return None


def product_asked(tail: str) -> str | None:
    """The slug in what follows `products` in a path; None for every other path."""
    head, _, slug = tail.partition("/")
    usual = not head and slug.isascii() and slug.isprintable() and "/" not in slug
    return slug if usual and 0 < len(slug) <= endpoints.LONGEST_SLUG else None


def read_products(tail: str, query_string: bytes) -> tuple[Endpoint, Any] | None:
    """A page of the list; a product without a query."""
    if not tail:
        query = query_asked(ProductListIn, query_string)
        return None if query is None else (endpoints.products, query)
    slug = None if query_string else product_asked(tail)
    return None if slug is None else (endpoints.product, slug)
