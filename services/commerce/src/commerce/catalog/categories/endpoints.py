"""HTTP of categories."""

from typing import Any
from uuid import UUID

from commerce.catalog.categories.service import (
    category_out,
    create_category,
    delete_category,
    list_categories,
    update_category,
)
from commerce.catalog.errors import (
    CategoryCycle,
    CategoryNotFound,
    CategoryTooDeep,
    SlugTaken,
    TooManyCategories,
)
from commerce.catalog.schemas import CategoryIn, CategoryOut, CategoryPatch
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("categories", "/stores/{store_id}/categories")

Categories = list[CategoryOut]


@routes.get("")
async def list(context: StoreViewer) -> Reply[Categories]:  # noqa: A001 - operation id
    """The whole tree, flat, by position and name."""
    return ok(await list_categories(context.session, context.store))


@routes.post(
    "",
    status_code=201,
    responses=errors(CategoryNotFound, SlugTaken, CategoryTooDeep, TooManyCategories),
)
async def create(context: StoreStaff, body: CategoryIn) -> Reply[CategoryOut]:
    """Make a category, at the root or below another."""
    made = await create_category(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await category_out(context.session, context.store, made.id))


@routes.get("/{category_id}", responses=errors(CategoryNotFound))
async def get(context: StoreViewer, category_id: UUID) -> Reply[CategoryOut]:
    """A category with the number of its active products."""
    return ok(await category_out(context.session, context.store, category_id))


@routes.patch(
    "/{category_id}", responses=errors(CategoryNotFound, CategoryCycle, CategoryTooDeep, SlugTaken)
)
async def update(context: StoreStaff, category_id: UUID, body: CategoryPatch) -> Reply[CategoryOut]:
    """Change or move a category."""
    await update_category(
        context.kernel, context.session, context.store, category_id, body, actor=context.actor
    )
    return ok(await category_out(context.session, context.store, category_id))


@routes.delete("/{category_id}", responses=errors(CategoryNotFound))
async def delete(context: StoreStaff, category_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a category: children move up, products stay."""
    await delete_category(
        context.kernel, context.session, context.store, category_id, actor=context.actor
    )
    return ok({})
