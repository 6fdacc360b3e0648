"""HTTP of the audit log."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from starlette.responses import StreamingResponse

from ecomm_core.activity import repository, service
from ecomm_core.activity.repository import AuditQuery
from ecomm_core.activity.schemas import AuditChoicesOut, AuditEntryOut
from ecomm_core.api.auth import Admin
from ecomm_core.api.pagination import PageDep, decode_cursor, encode_cursor
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Moment, Reply, Text, ok, page_of
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid

routes = router("audit", "/audit")


async def _wanted(
    store_id: UUID | None = None,
    actor: Annotated[Text | None, Query(max_length=100)] = None,
    action: Annotated[Text | None, Query(max_length=100)] = None,
    resource_type: Annotated[Text | None, Query(max_length=100)] = None,
    resource_id: UUID | None = None,
    request_id: Annotated[Text | None, Query(max_length=100)] = None,
    since: Moment | None = None,
    until: Moment | None = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> AuditQuery:
    """Entries that fit all of it. `search` looks for words in the action and in what was recorded,
    of the last 90 days where `since` is not given. `actor` is such as `user:<id>`."""
    words = search.strip() if search else ""
    return service.bounded(
        AuditQuery(
            stores=None,
            store_id=store_id,
            actor=actor,
            action=action,
            resource_type=resource_type,
            resource_id=resource_id,
            request_id=request_id,
            since=since,
            until=until,
            words=words or None,
        )
    )


Wanted = Annotated[AuditQuery, Depends(_wanted)]


@routes.get("")
async def list_entries(
    context: Admin,
    page: PageDep,
    wanted: Wanted,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> ListReply[AuditEntryOut]:
    """What was done in the business, newest first; pages, or `cursor` from the last reply's `next`.
    For admins; who enters some stores only sees what was done in these."""
    query = replace(wanted, stores=context.store_ids)
    found = await service.entries(
        context.session,
        query,
        offset=0 if cursor else page.offset,
        limit=page.per_page,
        after=_after(cursor) if cursor else None,
    )
    total = await repository.count(context.session, query)
    full = len(found) == page.per_page
    following = encode_cursor([found[-1].at.isoformat(), str(found[-1].id)]) if full else None
    return page_of(found, page.info(total, following))


@routes.get("/choices")
async def choices(context: Admin) -> Reply[AuditChoicesOut]:
    """What the log can be narrowed by: types of resources and who acted, of the last 90 days."""
    return ok(await service.choices(context.session, AuditQuery(stores=context.store_ids)))


@routes.get(
    "/export",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The entries"}
    },
)
async def export(context: Admin, wanted: Wanted) -> StreamingResponse:
    """The same entries, all of them, as a CSV file for a spreadsheet."""
    query = replace(wanted, stores=context.store_ids)
    return StreamingResponse(
        service.csv_of_entries(context.kernel, Scope(tenant_id=context.tenant_id), query),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="activity.csv"'},
    )


def _after(cursor: str) -> tuple[datetime, UUID]:
    at, one = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(at), UUID(one)
    except (TypeError, ValueError, AttributeError) as exc:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.") from exc
