"""HTTP of sales channels: merchants connect shops that they have elsewhere and take them over."""

from uuid import UUID

from starlette.responses import Response

from commerce.channels import service, showing
from commerce.channels.errors import (
    ChannelClosed,
    ChannelConnected,
    ChannelCredentialsRefused,
    ChannelDeclined,
    ChannelNotFound,
    ConnectorUnknown,
    CurrencyDiffers,
    MigrationFinished,
    MigrationNotFound,
    MigrationRunning,
    WrongName,
)
from commerce.channels.schemas import (
    ChannelConnectIn,
    ChannelDisconnectIn,
    ChannelOut,
    ConnectorOut,
    MigrationIn,
    MigrationOut,
    MigrationRow,
)
from commerce.stores.contexts import SeatAdmin, StoreAdmin, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Unavailable

routes = router("sales_channels", "/stores/{store_id}")

Connectors = list[ConnectorOut]
Channels = list[ChannelOut]


@routes.get("/sales-channels/kinds", name="kinds")
async def kinds(context: StoreViewer) -> Reply[Connectors]:
    """The kinds of shops that can be connected, with what to type for each."""
    return ok(service.kinds(context.kernel))


@routes.get("/sales-channels", name="list")
async def list_channels(context: StoreViewer) -> Reply[Channels]:
    """The store's sales channels, in the order they were connected."""
    rows = await service.of_store(context.session, context.store_id)
    return ok(await showing.channels_out(context.kernel, context.session, rows))


@routes.post(
    "/sales-channels",
    status_code=201,
    responses=errors(
        ConnectorUnknown,
        ChannelConnected,
        ChannelCredentialsRefused,
        ChannelDeclined,
        Unavailable,
    ),
)
async def connect(seat: SeatAdmin, body: ChannelConnectIn) -> Reply[ChannelOut]:
    """Connect a shop: the credentials are tried there, then kept sealed. A shop is connected once,
    so that a call that was sent again makes no second one."""
    row = await service.connect(seat.kernel, seat.store, body, actor=seat.actor)
    async with seat.kernel.database.transaction(Scope(tenant_id=seat.store.tenant_id)) as session:
        [shown] = await showing.channels_out(seat.kernel, session, [row])
    return ok(shown)


@routes.get("/sales-channels/{channel_id}", responses=errors(ChannelNotFound))
async def get(context: StoreViewer, channel_id: UUID) -> Reply[ChannelOut]:
    """One sales channel with what came from there."""
    row = await service.get(context.session, context.store_id, channel_id)
    [shown] = await showing.channels_out(context.kernel, context.session, [row])
    return ok(shown)


@routes.post(
    "/sales-channels/{channel_id}/disconnect",
    responses=errors(ChannelNotFound, WrongName, MigrationRunning),
)
async def disconnect(
    context: StoreAdmin, channel_id: UUID, body: ChannelDisconnectIn
) -> Reply[ChannelOut]:
    """Forget a shop's credentials, its name typed to confirm. What came from there stays."""
    row = await service.disconnect(
        context.session, context.store_id, channel_id, body, actor=context.actor
    )
    [shown] = await showing.channels_out(context.kernel, context.session, [row])
    return ok(shown)


@routes.post(
    "/migrations",
    status_code=202,
    responses=errors(ChannelNotFound, ChannelClosed, CurrencyDiffers, MigrationRunning),
)
async def migrate(context: StoreAdmin, body: MigrationIn) -> Reply[MigrationOut]:
    """Take a connected shop over: products with variants and pictures, collections, customers,
    orders as history, redirects from where things were. A dry run unless told otherwise. Run again
    it updates what changed there, and makes nothing twice. Poll it for its progress."""
    row = await service.migrate(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await showing.migration_out(context.session, row))


@routes.get("/migrations", name="migrations")
async def list_migrations(context: StoreViewer, page: PageDep) -> ListReply[MigrationRow]:
    """The store's migrations, newest first."""
    rows, total = await service.migrations(
        context.session, context.store_id, offset=page.offset, limit=page.per_page
    )
    return page_of(await showing.rows_out(context.session, rows), page.info(total))


@routes.get("/migrations/{migration_id}", name="migration", responses=errors(MigrationNotFound))
async def get_migration(context: StoreViewer, migration_id: UUID) -> Reply[MigrationOut]:
    """A migration with how far it is, and its first 100 differences and issues."""
    row = await service.migration(context.session, context.store_id, migration_id)
    return ok(await showing.migration_out(context.session, row))


@routes.post(
    "/migrations/{migration_id}/resume",
    status_code=202,
    responses=errors(
        MigrationNotFound, MigrationFinished, MigrationRunning, ChannelNotFound, ChannelClosed
    ),
)
async def resume(context: StoreAdmin, migration_id: UUID) -> Reply[MigrationOut]:
    """Go on with a migration that failed or was paused, where it stopped."""
    row = await service.resume(
        context.kernel, context.session, context.store, migration_id, actor=context.actor
    )
    return ok(await showing.migration_out(context.session, row))


@routes.post(
    "/migrations/{migration_id}/pause",
    responses=errors(MigrationNotFound, MigrationFinished),
)
async def pause(context: StoreAdmin, migration_id: UUID) -> Reply[MigrationOut]:
    """Stop a migration after the record it is at, to go on later; what was taken over stays."""
    row = await service.pause(context.session, context.store, migration_id, actor=context.actor)
    return ok(await showing.migration_out(context.session, row))


@routes.get(
    "/migrations/{migration_id}/issues.csv",
    name="issues_csv",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The report"},
        **errors(MigrationNotFound),
    },
)
async def issues_report(context: StoreViewer, migration_id: UUID) -> Response:
    """Errors and warnings by entity, row, field and reason, as a CSV file that is safe to open in a
    spreadsheet."""
    row = await service.migration(context.session, context.store_id, migration_id)
    name = f'attachment; filename="migration-{migration_id}-issues.csv"'
    return Response(
        await showing.issues_csv(context.session, row),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": name},
    )
