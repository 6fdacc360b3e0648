"""HTTP of redirects for merchants."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field, StrictBool
from starlette.responses import Response

from commerce.site.errors import (
    RedirectFixed,
    RedirectLoop,
    RedirectNotFound,
    RedirectTaken,
    TooManyRedirects,
)
from commerce.site.redirects import files, service
from commerce.site.schemas import RedirectImportOut, RedirectIn, RedirectOut, RedirectPatch
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Input, ListReply, Reply, Text, ok, page_of

routes = router("redirects", "/stores/{store_id}/redirects")


class RedirectFileIn(Input):
    """A CSV file with the columns “Redirect from” and “Redirect to”, as text."""

    csv: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    dry_run: StrictBool = True


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=200)] = None,
    origin: Literal["manual", "moved"] | None = None,
) -> ListReply[RedirectOut]:
    """The store's redirects by path: those made here, and those that changed addresses left."""
    rows, total = await service.list_redirects(
        context.session,
        context.store,
        search=search,
        origin=origin,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post("", status_code=201, responses=errors(RedirectTaken, RedirectLoop, TooManyRedirects))
async def create(context: StoreStaff, body: RedirectIn) -> Reply[RedirectOut]:
    """Make a redirect. Chains are made flat; a loop is refused."""
    made = await service.create(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(made)


@routes.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "A CSV file."}},
)
async def export(context: StoreViewer) -> Response:
    """Every redirect made here as a CSV file."""
    body = await files.export(context.session, context.store_id)
    name = f'attachment; filename="redirects-{context.store.slug}.csv"'
    return Response(
        body, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@routes.post("/import", responses=errors(TooManyRedirects))
async def import_file(context: StoreStaff, body: RedirectFileIn) -> Reply[RedirectImportOut]:
    """Take redirects in from a CSV file, or with `dry_run` only say what it would do."""
    done = await files.take_in(
        context.kernel,
        context.session,
        context.store,
        text=body.csv,
        dry_run=body.dry_run,
        actor=context.actor,
    )
    return ok(done)


@routes.patch(
    "/{redirect_id}",
    responses=errors(RedirectNotFound, RedirectTaken, RedirectLoop, RedirectFixed),
)
async def update(context: StoreStaff, redirect_id: UUID, body: RedirectPatch) -> Reply[RedirectOut]:
    """Change a redirect made here."""
    changed = await service.update(
        context.kernel, context.session, context.store, redirect_id, body, actor=context.actor
    )
    return ok(changed)


@routes.delete("/{redirect_id}", responses=errors(RedirectNotFound))
async def delete(context: StoreStaff, redirect_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a redirect, also one that a changed address left."""
    await service.delete(
        context.kernel, context.session, context.store, redirect_id, actor=context.actor
    )
    return ok({})
