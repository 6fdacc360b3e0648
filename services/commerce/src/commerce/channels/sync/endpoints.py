"""HTTP of keeping channels in step: merchants switch it and see to what it shows; shops tell of
changes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request

from commerce.channels import service as channels
from commerce.channels.errors import ChannelClosed, ChannelNotFound, ConnectorUnknown
from commerce.channels.sync import inbox, repository, service, showing
from commerce.channels.sync.errors import (
    ChannelHookRefused,
    ChannelOrderNotFound,
    NothingOversold,
    SyncOff,
)
from commerce.channels.sync.schemas import (
    ChannelLogOut,
    ChannelOrderOut,
    ChannelStockOut,
    ChannelSyncIn,
    ChannelSyncOut,
)
from commerce.stores.contexts import StoreAdmin, StoreViewer
from ecomm_core.api.auth import Public
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.rates import Rate

routes = router("channel_sync", "/stores/{store_id}/sales-channels/{channel_id}/sync")
hooks = router("channel_webhooks", "/webhooks/channels")

SIGNED_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@routes.get("", responses=errors(ChannelNotFound))
async def get(context: StoreViewer, channel_id: UUID) -> Reply[ChannelSyncOut]:
    """How a shop is kept in step: the switch, the last time, and what is out of step."""
    row = await service.get(context.session, context.store_id, channel_id)
    channel = await channels.get(context.session, context.store_id, channel_id)
    return ok(await showing.sync_out(context.session, channel, row))


@routes.put("", responses=errors(ChannelNotFound, ChannelClosed))
async def switch(
    context: StoreAdmin, channel_id: UUID, body: ChannelSyncIn
) -> Reply[ChannelSyncOut]:
    """Switch it on or off, and say whose number counts. On: goods are linked by what was taken
    over and by SKU, what can be sold here is set there whenever it changes, and orders placed there
    from now on take their units here. Off: nothing is asked of the shop and nothing is set there;
    what orders took stays taken."""
    row = await service.switch(
        context.kernel, context.session, context.store, channel_id, body, actor=context.actor
    )
    channel = await channels.get(context.session, context.store_id, channel_id)
    return ok(await showing.sync_out(context.session, channel, row))


@routes.post("/run", status_code=202, responses=errors(ChannelNotFound, SyncOff))
async def run(context: StoreAdmin, channel_id: UUID) -> Reply[ChannelSyncOut]:
    """Look at the whole shop now, whatever failed before. A worker does the work."""
    row = await service.run_now(context.kernel, context.session, context.store_id, channel_id)
    channel = await channels.get(context.session, context.store_id, channel_id)
    return ok(await showing.sync_out(context.session, channel, row))


@routes.get("/stock", name="stock", responses=errors(ChannelNotFound))
async def list_stock(
    context: StoreViewer,
    channel_id: UUID,
    page: PageDep,
    out_of_step: Annotated[bool, Query()] = False,
) -> ListReply[ChannelStockOut]:
    """Variants that are sold in both, those out of step first; or those alone."""
    await channels.get(context.session, context.store_id, channel_id)
    rows, total = await showing.stock_out(
        context.session,
        context.store_id,
        channel_id,
        only_out=out_of_step,
        skip=page.offset,
        most=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.get("/orders", name="orders", responses=errors(ChannelNotFound))
async def list_orders(
    context: StoreViewer,
    channel_id: UUID,
    page: PageDep,
    oversold: Annotated[bool, Query()] = False,
) -> ListReply[ChannelOrderOut]:
    """Orders of the shop that took units here, newest first; or those alone whose units were not
    there."""
    await channels.get(context.session, context.store_id, channel_id)
    rows, total = await repository.orders(
        context.session,
        channel_id,
        only_oversold=oversold,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(await showing.orders_out(context.session, rows), page.info(total))


@routes.post(
    "/orders/{order_id}/waive",
    responses=errors(ChannelNotFound, ChannelOrderNotFound, NothingOversold),
)
async def waive(context: StoreAdmin, channel_id: UUID, order_id: UUID) -> Reply[ChannelOrderOut]:
    """Say that what was oversold is seen to: no unit is taken for it any more, though some come."""
    await service.waive(context.session, context.store, channel_id, order_id, actor=context.actor)
    order = await repository.order_of(context.session, channel_id, order_id)
    [shown] = await showing.orders_out(context.session, [order] if order else [])
    return ok(shown)


@routes.get("/log", name="log", responses=errors(ChannelNotFound))
async def list_log(
    context: StoreViewer, channel_id: UUID, page: PageDep
) -> ListReply[ChannelLogOut]:
    """What was done, newest first; entries are kept for 90 days."""
    await channels.get(context.session, context.store_id, channel_id)
    rows, total = await repository.logged(
        context.session, channel_id, offset=page.offset, limit=page.per_page
    )
    shown = [ChannelLogOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(shown, page.info(total))


@hooks.post(
    "/{adapter}/{channel_id}",
    responses=errors(ChannelHookRefused, ChannelNotFound, ConnectorUnknown),
    openapi_extra=SIGNED_BODY,
)
@rated(Rate.WEBHOOKS)
async def receive(
    caller: Public,
    request: Request,
    adapter: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")],
    channel_id: UUID,
) -> Reply[dict[str, Any]]:
    """Take a shop's event: verify, keep it once, answer. `fresh` tells how many were new; what they
    mean is then read from the shop itself."""
    body = await request.body()
    fresh = await inbox.take(caller.kernel, adapter, channel_id, body, request.headers)
    return ok({"received": True, "fresh": fresh})
