"""HTTP of snapshots."""

from typing import Any
from uuid import UUID

from commerce.catalog.media.storage import storage_of
from commerce.snapshots import service
from commerce.snapshots.errors import (
    RestoreNotFound,
    RestoreRunning,
    SnapshotNotFound,
    SnapshotNotReady,
    TooManySnapshots,
)
from commerce.snapshots.models import SnapshotKind
from commerce.snapshots.schemas import RestoreIn, RestoreOut, SnapshotIn, SnapshotOut
from commerce.stores.contexts import StoreAdmin, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("snapshots", "/stores/{store_id}/snapshots")


@routes.get("")
async def list(context: StoreViewer, page: PageDep) -> ListReply[SnapshotOut]:  # noqa: A001 - operation id
    """The store's snapshots, the latest first."""
    rows, total = await service.page(
        context.session, context.store_id, offset=page.offset, limit=page.per_page
    )
    return page_of([service.to_out(row) for row in rows], page.info(total))


@routes.post("", status_code=202, responses=errors(TooManySnapshots))
async def create(context: StoreAdmin, body: SnapshotIn) -> Reply[SnapshotOut]:
    """Have a snapshot of configuration and catalogue taken. Orders, customers and stock counters
    are no part of it."""
    made = await service.begin(
        context.kernel,
        context.session,
        context.store,
        SnapshotKind.MANUAL,
        actor=context.actor,
        label=body.label,
    )
    return ok(service.to_out(made))


@routes.get("/restores/{restore_id}", responses=errors(RestoreNotFound))
async def get_restore(context: StoreViewer, restore_id: UUID) -> Reply[RestoreOut]:
    """A comparison or restore: how far it is, and what it changes."""
    found = await service.get_restore(context.session, context.store_id, restore_id)
    return ok(service.restore_out(found))


@routes.get("/{snapshot_id}", responses=errors(SnapshotNotFound))
async def get(context: StoreViewer, snapshot_id: UUID) -> Reply[SnapshotOut]:
    """One snapshot."""
    return ok(service.to_out(await service.get(context.session, context.store_id, snapshot_id)))


@routes.delete("/{snapshot_id}", responses=errors(SnapshotNotFound))
async def delete(context: StoreAdmin, snapshot_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a snapshot."""
    key = await service.delete(context.session, context.store, snapshot_id, actor=context.actor)
    if key is not None:
        await storage_of(context.kernel).delete(key)
    return ok({})


@routes.post(
    "/{snapshot_id}/restores",
    status_code=202,
    responses=errors(SnapshotNotFound, SnapshotNotReady, RestoreRunning),
)
async def restore(context: StoreAdmin, snapshot_id: UUID, body: RestoreIn) -> Reply[RestoreOut]:
    """Compare a snapshot with what is now (`dry_run`), or put it back. Before anything changes,
    what is now is kept in a snapshot of its own."""
    made = await service.restore(
        context.kernel,
        context.session,
        context.store,
        snapshot_id,
        dry_run=body.dry_run,
        actor=context.actor,
    )
    return ok(service.restore_out(made))
