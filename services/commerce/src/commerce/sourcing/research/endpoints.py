"""HTTP of research and of the watchlist."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.sourcing.research import repository, running, service
from commerce.sourcing.research.errors import (
    NoBestSellers,
    ResearchItemNotFound,
    ResearchRunning,
    WatchNotFound,
)
from commerce.sourcing.research.models import ItemState
from commerce.sourcing.research.schemas import (
    ResearchItemOut,
    ResearchRunOut,
    ResearchSettingsIn,
    ResearchSettingsOut,
    ResearchStatusOut,
    Sort,
    WatchOut,
)
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import LimitReached, TooManyRequests

routes = router("research", "/stores/{store_id}/research")
watchlist = router("watchlist", "/stores/{store_id}/watchlist")


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    state: Annotated[ItemState | None, Query()] = None,
    min_score: Annotated[int | None, Query(ge=0, le=100)] = None,
    supplier_id: Annotated[UUID | None, Query()] = None,
    sort: Annotated[Sort, Query()] = "score",
) -> ListReply[ResearchItemOut]:
    """What research found, each with its score and the twelve signals behind it. Dismissed finds
    are left out unless `state` asks for them."""
    rows, total = await service.page(
        context.session,
        context.store,
        state=state,
        min_score=min_score,
        supplier_id=supplier_id,
        sort=sort,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.get("/settings")
async def settings(context: StoreViewer) -> Reply[ResearchSettingsOut]:
    """How the store wants research."""
    return ok(await service.settings(context.session, context.store))


@routes.put("/settings")
async def set_settings(context: StoreAdmin, body: ResearchSettingsIn) -> Reply[ResearchSettingsOut]:
    """Switch research on or off, and say what it may look at."""
    return ok(await service.set_settings(context.session, context.store, body, actor=context.actor))


@routes.get("/runs/latest")
async def latest(context: StoreViewer) -> Reply[ResearchStatusOut]:
    """The last run and how far it is."""
    row = await repository.latest_run(context.session, context.store_id)
    return ok(ResearchStatusOut(latest=None if row is None else service.run_out(row)))


@routes.post(
    "/runs",
    status_code=202,
    responses=errors(NoBestSellers, ResearchRunning, LimitReached, TooManyRequests),
)
async def run(context: StoreStaff) -> Reply[ResearchRunOut]:
    """Look at the suppliers' best sellers now. As often as the plan includes, and at most every
    quarter of an hour."""
    row = await running.begin_now(
        context.kernel, context.session, context.store, actor=context.actor
    )
    return ok(service.run_out(row))


@routes.get("/{item_id}", responses=errors(ResearchItemNotFound))
async def get(context: StoreViewer, item_id: UUID) -> Reply[ResearchItemOut]:
    """One find."""
    return ok(await service.get(context.session, context.store, item_id))


@routes.post("/{item_id}/dismiss", responses=errors(ResearchItemNotFound))
async def dismiss(context: StoreStaff, item_id: UUID) -> Reply[ResearchItemOut]:
    """Not for us: out of the list and off the watchlist, and later runs leave it alone."""
    return ok(await service.dismiss(context.session, context.store, item_id, actor=context.actor))


@routes.post("/{item_id}/restore", responses=errors(ResearchItemNotFound))
async def restore(context: StoreStaff, item_id: UUID) -> Reply[ResearchItemOut]:
    """Undo a dismissal."""
    return ok(await service.restore(context.session, context.store, item_id, actor=context.actor))


@routes.post("/{item_id}/watch", responses=errors(ResearchItemNotFound))
async def watch(context: StoreStaff, item_id: UUID) -> Reply[WatchOut]:
    """Put a find on the watchlist, with how it stands now."""
    return ok(await service.watch(context.session, context.store, item_id, actor=context.actor))


@watchlist.get("")
async def list_watched(context: StoreViewer, page: PageDep) -> ListReply[WatchOut]:
    """What the store keeps an eye on, and what changed since; the last added first."""
    rows, total = await service.watchlist(
        context.session, context.store, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@watchlist.delete("/{watch_id}", responses=errors(WatchNotFound))
async def remove(context: StoreStaff, watch_id: UUID) -> Reply[dict[str, Any]]:
    """Take something off the watchlist. The rule does not put it back."""
    await service.remove_watch(context.session, context.store, watch_id, actor=context.actor)
    return ok({})
