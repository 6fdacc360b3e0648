"""`GET /media/…`: pictures from disk. A key names its content, so a reply is good for ever.

With a bucket this route is never named in a reply: addresses point to the bucket itself.
"""

import re
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.routing import APIRoute
from starlette.responses import Response, StreamingResponse

from commerce.catalog.errors import MediaNotFound
from commerce.catalog.media.renditions import found_or_made
from commerce.catalog.media.storage import PUBLIC
from ecomm_core.api.auth import Public
from ecomm_core.storage import IMMUTABLE, ObjectMissing

routes = APIRouter(tags=["media"], route_class=APIRoute)

_KEY = re.compile(r"[0-9a-f-]{36}/[0-9a-f]{64}/[0-9]{1,4}\.webp")

HEADERS = {
    "cache-control": IMMUTABLE,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
}


@routes.api_route("/media/{key:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def serve(
    request: Request,
    caller: Public,
    key: str,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A stored picture, or a size of one that is made now. Only keys that we make are looked for;
    anything else is 404."""
    if not _KEY.fullmatch(key):
        raise MediaNotFound
    etag = f'"{key.rsplit("/", 2)[1][:32]}-{key.rsplit("/", 1)[1].removesuffix(".webp")}"'
    try:
        found = await found_or_made(caller.kernel, f"{PUBLIC}/{key}")
    except ObjectMissing as error:
        raise MediaNotFound from error
    headers = {**HEADERS, "etag": etag}
    if if_none_match is not None and etag in (part.strip() for part in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    headers["content-length"] = str(found.info.size)
    if request.method == "HEAD":
        return Response(headers=headers, media_type="image/webp")
    return StreamingResponse(found.stream(), headers=headers, media_type="image/webp")
