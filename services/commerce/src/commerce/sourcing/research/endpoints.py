"""HTTP of research and of the watchlist."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.sourcing.research import repository, running, service
from commerce.sourcing.research.errors import (
    FindImported,
    FindNotImported,
    FindOnSale,
    NoBestSellers,
    ResearchItemNotFound,
    ResearchRunning,
    WatchNotFound,
)
from commerce.sourcing.research.models import ItemState
from commerce.sourcing.research.schemas import (
    Act,
    FindsDecidedOut,
    FindsIn,
    ResearchFindOut,
    ResearchItemOut,
    ResearchRunOut,
    ResearchSettingsIn,
    ResearchSettingsOut,
    ResearchStatusOut,
    Sort,
    WatchOut,
)
from commerce.sourcing.suppliers.errors import SupplierClosed
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import LimitReached, TooManyRequests

routes = router("research", "/stores/{store_id}/research")
watchlist = router("watchlist", "/stores/{store_id}/watchlist")

Search = Annotated[Text | None, Query(max_length=200)]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    state: Annotated[ItemState | None, Query()] = None,
    min_score: Annotated[int | None, Query(ge=0, le=100)] = None,
    supplier_id: Annotated[UUID | None, Query()] = None,
    search: Search = None,
    strong: Annotated[bool, Query()] = False,
    sort: Annotated[Sort, Query()] = "score",
) -> ListReply[ResearchItemOut]:
    """What research found, each with its score and the twelve signals behind it. Dismissed finds
    are left out unless `state` asks for them. `strong`: only those that may be imported without a
    look, by the store's thresholds."""
    rows, total = await service.page(
        context.session,
        context.store,
        state=state,
        min_score=min_score,
        supplier_id=supplier_id,
        search=search,
        strong=strong,
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


@routes.post("/decide", responses=errors(LimitReached))
async def decide(context: StoreStaff, body: FindsIn) -> Reply[FindsDecidedOut]:
    """Import, watch or dismiss finds together, or take that back; one that cannot be is left as it
    is and said."""
    return ok(
        await service.decide(
            context.kernel,
            context.session,
            context.store,
            body.ids,
            body.act,
            actor=context.actor,
        )
    )


@routes.get("/{item_id}", responses=errors(ResearchItemNotFound))
async def get(context: StoreViewer, item_id: UUID) -> Reply[ResearchFindOut]:
    """One find, with how it stood on the last four weeks' days."""
    return ok(await service.get(context.session, context.store, item_id))


@routes.post(
    "/{item_id}/import",
    status_code=202,
    responses=errors(ResearchItemNotFound, SupplierClosed, LimitReached),
)
async def import_find(context: StoreStaff, item_id: UUID) -> Reply[ResearchFindOut]:
    """Import a find: read in full, priced by rule, it becomes a draft that waits for you under
    goods imports. What is on its way already, or in the store, stays as it is."""
    return ok(await _act(context, item_id, "import"))


@routes.post(
    "/{item_id}/undo-import",
    responses=errors(ResearchItemNotFound, FindNotImported, FindOnSale),
)
async def undo_import(context: StoreStaff, item_id: UUID) -> Reply[ResearchFindOut]:
    """Take an import back, the rule's too: it stops, its draft is archived, and the rule leaves the
    find alone."""
    return ok(await _act(context, item_id, "undo_import"))


@routes.post("/{item_id}/dismiss", responses=errors(ResearchItemNotFound, FindImported))
async def dismiss(context: StoreStaff, item_id: UUID) -> Reply[ResearchFindOut]:
    """Not for us: out of the list and off the watchlist, and later runs leave it alone."""
    return ok(await _act(context, item_id, "dismiss"))


@routes.post("/{item_id}/restore", responses=errors(ResearchItemNotFound))
async def restore(context: StoreStaff, item_id: UUID) -> Reply[ResearchFindOut]:
    """Undo a dismissal; it is on the watchlist again where it was."""
    return ok(await _act(context, item_id, "restore"))


async def _act(context: StoreStaff, item_id: UUID, act: Act) -> ResearchFindOut:
    return await service.act(
        context.kernel, context.session, context.store, item_id, act, actor=context.actor
    )


@routes.post("/{item_id}/watch", responses=errors(ResearchItemNotFound, FindImported))
async def watch(context: StoreStaff, item_id: UUID) -> Reply[WatchOut]:
    """Put a find on the watchlist, with how it stands now."""
    return ok(
        await service.watch(
            context.kernel, context.session, context.store, item_id, actor=context.actor
        )
    )


@watchlist.get("")
async def list_watched(
    context: StoreViewer, page: PageDep, search: Search = None
) -> ListReply[WatchOut]:
    """What the store keeps an eye on, and what changed since; the last added first."""
    rows, total = await service.watchlist(
        context.session, context.store, search=search, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@watchlist.delete("/{watch_id}", responses=errors(WatchNotFound))
async def remove(context: StoreStaff, watch_id: UUID) -> Reply[dict[str, Any]]:
    """Take something off the watchlist. The rule does not put it back."""
    await service.remove_watch(
        context.kernel, context.session, context.store, watch_id, actor=context.actor
    )
    return ok({})
