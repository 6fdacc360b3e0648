"""HTTP of stock."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from commerce.inventory import rebuilding, together
from commerce.inventory.adjusting import (
    Level,
    StockSort,
    adjust,
    list_movements,
    list_stock,
)
from commerce.inventory.errors import StockBelowCommitted, VariantNotFound
from commerce.inventory.schemas import (
    BulkIn,
    BulkOut,
    InventoryOut,
    InventoryPatch,
    MovementOut,
    RebuildOut,
)
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("inventory", "/stores/{store_id}/inventory")

CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "A CSV file."}
}


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text, Query(max_length=200)] | None = None,
    stock: Level | None = None,
    sort: StockSort = StockSort.TITLE,
) -> ListReply[InventoryOut]:
    """Stock of every variant; `stock=low` is the list to reorder from."""
    rows, total = await list_stock(
        context.kernel,
        context.session,
        context.store,
        search=search,
        level=stock,
        sort=sort,
        offset=page.offset,
        limit=page.per_page,
        now=clock.now(),
    )
    return page_of(rows, page.info(total))


@routes.get("/export", response_class=Response, responses=CSV)
async def export_stock(context: StoreViewer) -> Response:
    """The stock of every variant as a CSV file that the import takes back."""
    body = await together.export(context.session, context.store, clock.now())
    headers = {"content-disposition": 'attachment; filename="stock.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@routes.post("/import", responses=errors(StoreNotFound))
async def import_stock(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Set stock from a CSV file, all or nothing; a dry run unless told otherwise."""
    return ok(
        await together.take(
            context.kernel,
            context.session,
            context.store,
            body,
            actor=context.actor,
            now=clock.now(),
        )
    )


@routes.post("/bulk", responses=errors(VariantNotFound, StockBelowCommitted))
async def bulk(context: StoreStaff, body: BulkIn) -> Reply[BulkOut]:
    """Adjust several variants together, all or nothing, for one reason."""
    changed = await together.adjust_together(
        context.kernel,
        context.session,
        context.store,
        body,
        actor=context.actor,
        now=clock.now(),
    )
    return ok(BulkOut(changed=changed))


@routes.post("/rebuild", responses=errors(StoreNotFound))
async def rebuild(context: StoreAdmin) -> Reply[RebuildOut]:
    """Make every counter the sum of its movements again, and say which differed: expected none."""
    found = await rebuilding.rebuild(
        context.session, context.store, actor=context.actor, now=clock.now()
    )
    return ok(RebuildOut(rebuilt=found))


@routes.patch("/{variant_id}", responses=errors(VariantNotFound, StockBelowCommitted))
async def update(
    context: StoreStaff, variant_id: UUID, body: InventoryPatch
) -> Reply[InventoryOut]:
    """Set or change stock; never below what is sold or held in checkouts."""
    return ok(
        await adjust(
            context.kernel,
            context.session,
            context.store,
            variant_id,
            body,
            actor=context.actor,
            now=clock.now(),
        )
    )


@routes.get("/{variant_id}/movements", responses=errors(VariantNotFound))
async def movements(
    context: StoreViewer, variant_id: UUID, page: PageDep
) -> ListReply[MovementOut]:
    """Every change of a variant's counters, newest first."""
    rows, total = await list_movements(
        context.session, context.store, variant_id, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))
