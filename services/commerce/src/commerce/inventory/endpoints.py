"""HTTP of stock."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from commerce.inventory.adjusting import (
    Level,
    StockSort,
    adjust,
    list_movements,
    list_stock,
)
from commerce.inventory.errors import StockBelowCommitted, VariantNotFound
from commerce.inventory.schemas import InventoryOut, InventoryPatch, MovementOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("inventory", "/stores/{store_id}/inventory")


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
