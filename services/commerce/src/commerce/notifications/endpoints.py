"""HTTP of notifications: each person sees their own, and nobody else's."""

import hashlib
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from commerce.notifications import service
from commerce.notifications.errors import ChosenTwice
from commerce.notifications.kinds import NotificationKind
from commerce.notifications.schemas import (
    MarkedOut,
    MarkIn,
    NotificationOut,
    PreferencesIn,
    PreferencesOut,
    UnreadOut,
)
from commerce.reads.notified import Place, Wanted
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.auth import TenantContext, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep, decode_cursor, encode_cursor
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import Invalid

routes = router("notifications", "/notifications")


@routes.get("")
async def list_told(
    context: Viewer,
    page: PageDep,
    unread: Annotated[bool | None, Query()] = None,
    kind: Annotated[list[NotificationKind] | None, Query(max_length=len(NotificationKind))] = None,
    store_id: Annotated[UUID | None, Query()] = None,
    order: Literal["newest", "unread_first"] = "newest",
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ListReply[NotificationOut]:
    """What you were told in the last 90 days, of stores you enter; pages, or `cursor` from the
    last reply's `next`. Words are yours to make: of the kind and its facts."""
    wanted = Wanted(
        unread=unread,
        kinds=tuple(one.value for one in kind or []),
        store_id=store_id,
        first=order == "unread_first",
    )
    after = _after(cursor) if cursor else None
    offset = 0 if cursor else page.offset
    rows, total, place = await service.listed(
        context, wanted, after=after, offset=offset, limit=page.per_page
    )
    following = None
    if place is not None:
        following = encode_cursor([place[0], place[1].isoformat(), str(place[2])])
    return page_of(rows, page.info(total, following))


@routes.get(
    "/unread",
    response_model=Reply[UnreadOut],
    responses={304: {"description": "As many as If-None-Match knows."}},
)
async def unread(request: Request, context: Viewer) -> Response:
    """How many you have not read. Made to be asked often: send the ETag back."""
    count = await service.unread(context)
    etag = _etag(context, count)
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    body = ok(UnreadOut(unread=count)).model_dump_json()
    return Response(body, media_type="application/json", headers=headers)


@routes.post("/mark")
async def mark(context: Viewer, body: MarkIn) -> Reply[MarkedOut]:
    """Mark some or all of yours as read, or as unread again."""
    return ok(await service.mark(context, body))


@routes.get("/preferences")
async def preferences(context: Viewer) -> Reply[PreferencesOut]:
    """What you are told, and how: everywhere, and where a store has a choice of its own."""
    return ok(await service.preferences(context))


@routes.put("/preferences", responses=errors(StoreNotFound, ChosenTwice))
async def set_preferences(context: Viewer, body: PreferencesIn) -> Reply[PreferencesOut]:
    """Choose what you are told, and how. The daily summary of a store leaves at eight in the
    morning there; mails go to your proven address alone."""
    return ok(await service.set_preferences(context, body))


def _etag(context: TenantContext, count: int) -> str:
    """Another person's count is never taken for one's own."""
    whose = hashlib.sha256(f"{context.tenant_id}:{context.claims.subject}".encode()).hexdigest()
    return f'"{whose[:16]}-{count}"'


def _after(cursor: str) -> Place:
    was_unread, at, one = decode_cursor(cursor, 3)
    try:
        place = (bool(was_unread), datetime.fromisoformat(at), UUID(one))
    except (TypeError, ValueError, AttributeError) as exc:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.") from exc
    if place[1].tzinfo is None:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.")
    return place
