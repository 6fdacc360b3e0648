"""HTTP of mappings."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.sourcing.mappings import service
from commerce.sourcing.mappings.errors import MappingNotFound, VariantNotFound, WayTaken
from commerce.sourcing.mappings.schemas import (
    MappingIn,
    MappingPatch,
    OrderIn,
    SuggestionOut,
    WantingOut,
    WayOut,
)
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CountryCode, ListReply, Reply, Text, ok, page_of

routes = router("mappings", "/stores/{store_id}/mappings")

Ways = list[WayOut]
VariantIds = Annotated[list[UUID], Query(min_length=1, max_length=100)]
Suggestions = list[SuggestionOut]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    variant_id: VariantIds,
    destination: Annotated[CountryCode | None, Query()] = None,
) -> Reply[Ways]:
    """The ways to get these variants, as they stand now, in the order in which they are tried; to
    the store's own country unless told."""
    return ok(await service.listed(context.session, context.store, variant_id, destination))


@routes.get("/wanting")
async def wanting(
    context: StoreViewer,
    page: PageDep,
    kind: Literal["unmapped", "broken", "mapped", "all"] = "unmapped",
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[WantingOut]:
    """Sold variants that no supplier serves (`unmapped`), that have a broken way, that have a way,
    or all of them; `search` looks into titles and for a whole SKU."""
    rows, total = await service.wanting(
        context.session,
        context.store,
        kind=kind,
        search=search or None,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.get("/suggestions", responses=errors(VariantNotFound))
async def suggestions(
    context: StoreViewer, variant_id: Annotated[UUID, Query()]
) -> Reply[Suggestions]:
    """Suppliers' variants that may be this one, by SKU, barcode or options. Nothing is mapped until
    you say so."""
    return ok(await service.suggestions(context.session, context.store, variant_id))


@routes.post("", status_code=201, responses=errors(VariantNotFound, WayTaken))
async def create(context: StoreStaff, body: MappingIn) -> Reply[Ways]:
    """Add a way to get a variant; all the ways of it."""
    await service.create(context.session, context.store, body, actor=context.actor)
    return ok(await service.listed(context.session, context.store, [body.variant_id], None))


@routes.put("/order", responses=errors(VariantNotFound))
async def reorder(context: StoreStaff, body: OrderIn) -> Reply[Ways]:
    """Say in which order the ways of a variant are tried: their priorities become 1, 2, 3 …"""
    await service.reorder(context.session, context.store, body, actor=context.actor)
    return ok(await service.listed(context.session, context.store, [body.variant_id], None))


@routes.patch("/{mapping_id}", responses=errors(MappingNotFound, WayTaken))
async def update(context: StoreStaff, mapping_id: UUID, body: MappingPatch) -> Reply[Ways]:
    """Change a way; new parts mend a broken one. All the ways of its variant."""
    row = await service.update(
        context.session, context.store, mapping_id, body, actor=context.actor
    )
    return ok(await service.listed(context.session, context.store, [row.variant_id], None))


@routes.delete("/{mapping_id}", responses=errors(MappingNotFound))
async def delete(context: StoreStaff, mapping_id: UUID) -> Reply[dict[str, Any]]:
    """Take a way off. What was ordered by it stays."""
    await service.delete(context.session, context.store, mapping_id, actor=context.actor)
    return ok({})
