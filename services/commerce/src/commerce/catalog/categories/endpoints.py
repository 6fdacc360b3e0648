"""HTTP of categories."""

from typing import Any
from uuid import UUID

from starlette.responses import Response

from commerce.catalog.categories import sheet
from commerce.catalog.categories.service import (
    category_out,
    create_category,
    delete_category,
    list_categories,
    place_categories,
    update_category,
)
from commerce.catalog.errors import (
    CategoryCycle,
    CategoryNotFound,
    CategoryTooDeep,
    MediaNotFound,
    SlugTaken,
    TooManyCategories,
)
from commerce.catalog.schemas import CategoryIn, CategoryOut, CategoryPatch, CategoryPlacesIn
from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("categories", "/stores/{store_id}/categories")

Categories = list[CategoryOut]


@routes.get("")
async def list(context: StoreViewer) -> Reply[Categories]:  # noqa: A001 - operation id
    """The whole tree, flat, by position and name."""
    return ok(await list_categories(context.kernel, context.session, context.store))


@routes.post(
    "",
    status_code=201,
    responses=errors(
        CategoryNotFound, MediaNotFound, SlugTaken, CategoryTooDeep, TooManyCategories
    ),
)
async def create(context: StoreStaff, body: CategoryIn) -> Reply[CategoryOut]:
    """Make a category, at the root or below another."""
    made = await create_category(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await category_out(context.kernel, context.session, context.store, made.id))


@routes.get("/export", response_class=Response, responses=CSV)
async def export_csv(context: StoreViewer) -> Response:
    """Every category as a CSV file that the import takes back."""
    return csv_reply("categories", await sheet.export(context.session, context.store))


@routes.post("/import")
async def import_csv(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Make and change categories from a CSV file, all or nothing; a dry run unless told
    otherwise. Lines are found again by id, else by slug."""
    taken = await sheet.take(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(taken)


@routes.put("/places", responses=errors(CategoryNotFound, CategoryCycle, CategoryTooDeep))
async def place(context: StoreStaff, body: CategoryPlacesIn) -> Reply[Categories]:
    """Move categories together, all or none; the whole tree after it."""
    await place_categories(
        context.kernel, context.session, context.store, body.places, actor=context.actor
    )
    return ok(await list_categories(context.kernel, context.session, context.store))


@routes.get("/{category_id}", responses=errors(CategoryNotFound))
async def get(context: StoreViewer, category_id: UUID) -> Reply[CategoryOut]:
    """A category with the number of its active products."""
    return ok(await category_out(context.kernel, context.session, context.store, category_id))


@routes.patch(
    "/{category_id}",
    responses=errors(CategoryNotFound, MediaNotFound, CategoryCycle, CategoryTooDeep, SlugTaken),
)
async def update(context: StoreStaff, category_id: UUID, body: CategoryPatch) -> Reply[CategoryOut]:
    """Change or move a category."""
    await update_category(
        context.kernel, context.session, context.store, category_id, body, actor=context.actor
    )
    return ok(await category_out(context.kernel, context.session, context.store, category_id))


@routes.delete("/{category_id}", responses=errors(CategoryNotFound))
async def delete(context: StoreStaff, category_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a category: children move up, products stay."""
    await delete_category(
        context.kernel, context.session, context.store, category_id, actor=context.actor
    )
    return ok({})
