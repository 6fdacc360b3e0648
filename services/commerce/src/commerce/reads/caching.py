"""Cached replies of public reads: bytes from memory, ETags, 304.

`CachedRoute` answers a known address before anything of the request is parsed. A reply carries the
tags of all it was made from; every one carries its store's tag and its slug's, so that a store
that is paused, renamed or gone takes all its replies along. Our storefront servers' own reads pass
the cache by and leave nothing in it, so that two caches never pin each other's stale answer.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from starlette.responses import Response

from commerce import tags
from commerce.stores.contexts import ShopContext
from commerce.stores.internal import is_internal, target_of
from ecomm_core.api.auth import kernel_of
from ecomm_core.api.router import Route
from ecomm_core.cache import etag_of

CACHE_CONTROL = "public, max-age=0, must-revalidate"
"""Anyone may keep it, nobody may use it without asking: prices and stock are visible at once."""

MAX_KEY = 512
"""Longer addresses are answered and not kept: made-up ones shall not fill the memory."""


class CachedRoute(Route):
    """A GET route whose replies may be in the cache."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Look into the cache first."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            kernel = kernel_of(request)
            if not is_internal(request, kernel.settings.internal_key.get_secret_value()):
                entry = kernel.cache.get(target_of(request))
                if entry is not None:
                    return respond(request, entry.body, entry.etag)
            return await handle(request)

        return handler


def keep(request: Request, shop: ShopContext, made_from: tuple[str, ...], body: bytes) -> Response:
    """Answer with a body and keep it, unless a tag of it was dropped since the request began."""
    key = target_of(request)
    if shop.internal or len(key) > MAX_KEY:
        return respond(request, body, etag_of(body))
    own = (tags.store(shop.store.id), tags.slug(shop.store.slug), *made_from)
    entry = shop.kernel.cache.put(key, body, own, shop.mark)
    return respond(request, entry.body, entry.etag)


def respond(request: Request, body: bytes, etag: str) -> Response:
    """200 with the body, or 304 where the caller has it."""
    headers = {"cache-control": CACHE_CONTROL, "etag": etag}
    if matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether an If-None-Match header names this ETag (RFC 9110, weak comparison)."""
    if if_none_match is None:
        return False
    if if_none_match == etag:
        return True
    given = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return any(part in {etag, "*"} for part in given)
