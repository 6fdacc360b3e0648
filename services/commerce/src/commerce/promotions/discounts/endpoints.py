"""HTTP of discounts."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from commerce.promotions.discounts import service, sheet
from commerce.promotions.discounts.repository import DiscountQuery
from commerce.promotions.discounts.schemas import (
    DiscountBulkIn,
    DiscountBulkOut,
    DiscountIn,
    DiscountOut,
    DiscountReplace,
    DiscountState,
    DiscountUseOut,
    OwnKind,
)
from commerce.promotions.errors import (
    BadDiscount,
    CodeTaken,
    DiscountNotFound,
    DiscountStale,
    TooManyAutomatic,
)
from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("discounts", "/stores/{store_id}/discounts")

Sort = Literal["-created", "created", "name", "-used", "-priority"]


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=120)] = None,
    state: DiscountState | None = None,
    automatic: Annotated[bool | None, Query(description="Without a code.")] = None,
    kind: OwnKind | None = None,
    sort: Sort = "-created",
) -> ListReply[DiscountOut]:
    """The store's discounts. `search` finds names and codes."""
    query = DiscountQuery(search, state, automatic, kind, sort)
    rows, total = await service.listed(context, query, offset=page.offset, limit=page.per_page)
    return page_of(rows, page.info(total))


@routes.post(
    "",
    status_code=201,
    responses=errors(StoreNotFound, BadDiscount, CodeTaken, TooManyAutomatic),
)
async def create(context: StoreStaff, body: DiscountIn) -> Reply[DiscountOut]:
    """Make a discount: percentage, fixed amount, buy X get Y, or free shipping; with a code, or
    automatic."""
    return ok(await service.create(context, body))


@routes.post("/bulk", responses=errors(StoreNotFound, TooManyAutomatic))
async def bulk(context: StoreStaff, body: DiscountBulkIn) -> Reply[DiscountBulkOut]:
    """Switch several discounts on or off, or remove them."""
    return ok(DiscountBulkOut(changed=await service.bulk(context, body)))


@routes.get("/export", response_class=Response, responses={**errors(StoreNotFound), **CSV})
async def export_csv(context: StoreViewer) -> Response:
    """Every discount as a CSV file that the import takes back."""
    return csv_reply("discounts", await sheet.export(context))


@routes.post("/import", responses=errors(StoreNotFound))
async def import_csv(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Make and replace discounts from a CSV file, all or nothing; a dry run unless told otherwise.
    Lines are found again by id, else by code."""
    return ok(await sheet.take(context, body))


@routes.get("/{discount_id}", responses=errors(StoreNotFound, DiscountNotFound))
async def get(context: StoreViewer, discount_id: UUID) -> Reply[DiscountOut]:
    """One discount."""
    return ok(await service.get(context, discount_id))


@routes.put(
    "/{discount_id}",
    responses=errors(
        StoreNotFound, DiscountNotFound, BadDiscount, CodeTaken, DiscountStale, TooManyAutomatic
    ),
)
async def replace(
    context: StoreStaff, discount_id: UUID, body: DiscountReplace
) -> Reply[DiscountOut]:
    """Change a discount. Carts are judged anew; checkouts under way keep what they froze."""
    return ok(await service.replace(context, discount_id, body))


@routes.delete("/{discount_id}", responses=errors(StoreNotFound, DiscountNotFound))
async def delete(context: StoreStaff, discount_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a discount. Orders keep their trace; the code may be used again."""
    await service.delete(context, discount_id)
    return ok({})


@routes.get("/{discount_id}/uses", responses=errors(StoreNotFound, DiscountNotFound))
async def uses(context: StoreViewer, discount_id: UUID, page: PageDep) -> ListReply[DiscountUseOut]:
    """Orders that used it, and checkouts that hold it, newest first."""
    rows, total = await service.uses(context, discount_id, offset=page.offset, limit=page.per_page)
    return page_of(rows, page.info(total))
