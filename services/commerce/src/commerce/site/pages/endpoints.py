"""HTTP of pages for merchants. Shoppers read them in `commerce.shop`."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.site.errors import PageKindTaken, PageNotFound, PageSlugTaken, TooManyPages
from commerce.site.models import PageKind, PageStatus
from commerce.site.pages import service
from commerce.site.schemas import PageIn, PageOut, PagePatch, PageRowOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("pages", "/stores/{store_id}/pages")

Sort = Literal["title", "-title", "updated_at", "-updated_at"]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=200)] = None,
    status: PageStatus | None = None,
    kind: PageKind | None = None,
    sort: Sort = "title",
) -> ListReply[PageRowOut]:
    """The store's pages without their text; `search` looks into titles and addresses."""
    rows, total = await service.list_pages(
        context.session,
        context.store_id,
        search=search,
        status=status,
        kind=kind,
        sort=sort,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post("", status_code=201, responses=errors(PageSlugTaken, PageKindTaken, TooManyPages))
async def create(context: StoreStaff, body: PageIn) -> Reply[PageOut]:
    """Make a page. Of every kind but `page` a store has one."""
    made = await service.create(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(service.to_out(made))


@routes.get("/{page_id}", responses=errors(PageNotFound))
async def get(context: StoreViewer, page_id: UUID) -> Reply[PageOut]:
    """A page with its text."""
    return ok(service.to_out(await service.get(context.session, context.store_id, page_id)))


@routes.patch("/{page_id}", responses=errors(PageNotFound, PageSlugTaken))
async def update(context: StoreStaff, page_id: UUID, body: PagePatch) -> Reply[PageOut]:
    """Change, publish or hide a page. A changed address leads from the old one."""
    changed = await service.update(
        context.kernel, context.session, context.store, page_id, body, actor=context.actor
    )
    return ok(service.to_out(changed))


@routes.delete("/{page_id}", responses=errors(PageNotFound))
async def delete(context: StoreStaff, page_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a page; menus that lead to it lose that line."""
    await service.delete(
        context.kernel, context.session, context.store, page_id, actor=context.actor
    )
    return ok({})
