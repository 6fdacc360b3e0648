"""Cached replies of public reads: bytes from memory, ETags, 304.

A reply carries the tags of all it was made from; every one carries its store's tag and its slug's,
so that a store that is paused, renamed or gone takes all its replies along. Our storefront servers'
own reads pass the cache by and leave nothing in it, so that two caches never pin each other's stale
answer.
"""

from fastapi import Request
from starlette.datastructures import URLPath
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from commerce import tags
from commerce.stores.contexts import ShopContext
from ecomm_core.api import rating
from ecomm_core.api.internal import is_internal, target_of
from ecomm_core.cache import Entry, etag_of
from ecomm_core.kernel import Kernel
from ecomm_core.rates import Rate

CACHE_CONTROL = "public, max-age=0, must-revalidate"
"""Anyone may keep it, nobody may use it without asking: prices and stock are visible at once."""

PREFIX = "/api/v1/public/stores/"

MAX_KEY = 512
"""Longer addresses are answered and not kept: made-up ones shall not fill the memory."""


class KnownReplies(BaseRoute):
    """The first route of all: answers an address whose reply is in the cache, before anything of
    the request is parsed. Finding the right one of many routes costs more than the answer."""

    path = "known reply"
    """Label of its requests in the metrics."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._cache = kernel.cache
        self._key = kernel.settings.internal_key.get_secret_value()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Full for a GET of something known, asked by anyone but our own servers."""
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not scope["path"].startswith(PREFIX)
        ):
            return Match.NONE, {}
        entry = self._cache.get(target_of(scope))
        if entry is None or is_internal(scope, self._key):
            return Match.NONE, {}
        return Match.FULL, {"ecomm.known_reply": entry, "route": self}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the bytes, or 304. Raises TooManyRequests (429)."""
        rating.charge(self._kernel, scope, Rate.PUBLIC_READS)
        entry: Entry = scope["ecomm.known_reply"]
        await respond(scope, entry.body, entry.etag)(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """It has no address of its own."""
        raise NoMatchFound(name, path_params)


def keep(request: Request, shop: ShopContext, made_from: tuple[str, ...], body: bytes) -> Response:
    """Answer with a body and keep it, unless a tag of it was dropped since the request began."""
    key = target_of(request.scope)
    if shop.internal or len(key) > MAX_KEY:
        return respond(request.scope, body, etag_of(body))
    own = (tags.store(shop.store.id), tags.slug(shop.store.slug), *made_from)
    entry = shop.kernel.cache.put(key, body, own, shop.mark)
    return respond(request.scope, entry.body, entry.etag)


def respond(scope: Scope, body: bytes, etag: str) -> Response:
    """200 with the body, or 304 where the caller has it."""
    headers = {"cache-control": CACHE_CONTROL, "etag": etag}
    for name, value in scope["headers"]:
        if name == b"if-none-match" and matches(value.decode("latin-1"), etag):
            return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def matches(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names this ETag (RFC 9110, weak comparison)."""
    if if_none_match == etag:
        return True
    given = (part.strip().removeprefix("W/") for part in if_none_match.split(","))
    return any(part in {etag, "*"} for part in given)
