"""HTTP of volume prices."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.promotions.discounts.repository import DiscountQuery
from commerce.promotions.discounts.schemas import DiscountState
from commerce.promotions.engine.model import DiscountKind
from commerce.promotions.errors import BadVolume, DiscountStale, TooManyVolume, VolumeNotFound
from commerce.promotions.volume import service
from commerce.promotions.volume.schemas import (
    PricedTierOut,
    UpsellBulkIn,
    UpsellBulkOut,
    VolumeIn,
    VolumeOut,
    VolumePreviewIn,
    VolumeReplace,
)
from commerce.stores.contexts import StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("upsells", "/stores/{store_id}/upsells/volume")

Sort = Literal["-created", "created", "name", "-used", "-priority"]


@routes.get("", responses=errors(StoreNotFound))
async def list_volume(
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=120)] = None,
    state: DiscountState | None = None,
    sort: Sort = "-created",
) -> ListReply[VolumeOut]:
    """The store's volume prices. `search` finds names."""
    query = DiscountQuery(search, state, None, DiscountKind.VOLUME, sort, volume=True)
    rows, total = await service.listed(context, query, offset=page.offset, limit=page.per_page)
    return page_of(rows, page.info(total))


@routes.post("", status_code=201, responses=errors(StoreNotFound, BadVolume, TooManyVolume))
async def create_volume(context: StoreStaff, body: VolumeIn) -> Reply[VolumeOut]:
    """Set quantity breaks of products, collections or everything: a percentage off, or a price per
    unit. They are judged first among the promotions of items, with a trace."""
    return ok(await service.create(context, body))


@routes.post("/bulk", responses=errors(StoreNotFound, TooManyVolume))
async def bulk_volume(context: StoreStaff, body: UpsellBulkIn) -> Reply[UpsellBulkOut]:
    """Enable, disable or archive several."""
    return ok(UpsellBulkOut(changed=await service.bulk(context, body)))


@routes.post("/preview", responses=errors(StoreNotFound, BadVolume))
async def preview_volume(context: StoreStaff, body: VolumePreviewIn) -> Reply[list[PricedTierOut]]:
    """The table of prices that breaks make of a price. Nothing is written."""
    return ok(service.preview(context, body))


@routes.get("/{volume_id}", responses=errors(StoreNotFound, VolumeNotFound))
async def get_volume(context: StoreViewer, volume_id: UUID) -> Reply[VolumeOut]:
    """Volume prices."""
    return ok(await service.get(context, volume_id))


@routes.put(
    "/{volume_id}",
    responses=errors(StoreNotFound, VolumeNotFound, BadVolume, DiscountStale, TooManyVolume),
)
async def replace_volume(
    context: StoreStaff, volume_id: UUID, body: VolumeReplace
) -> Reply[VolumeOut]:
    """Change volume prices. Carts are judged anew; checkouts under way keep what they froze."""
    return ok(await service.replace(context, volume_id, body))


@routes.delete("/{volume_id}", responses=errors(StoreNotFound, VolumeNotFound))
async def archive_volume(context: StoreStaff, volume_id: UUID) -> Reply[dict[str, Any]]:
    """Archive volume prices. Orders keep their trace."""
    await service.delete(context, volume_id)
    return ok({})
