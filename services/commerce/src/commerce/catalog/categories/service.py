"""The category tree: no cycles, bounded depth, addresses that redirect, children that survive."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog import slugs
from commerce.catalog.categories import repository
from commerce.catalog.errors import (
    CategoryCycle,
    CategoryNotFound,
    CategoryTooDeep,
    SlugTaken,
    TooManyCategories,
)
from commerce.catalog.events import CategoriesChanged
from commerce.catalog.media.service import known_picture
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import picture_out
from commerce.catalog.models import Category
from commerce.catalog.pages import apply_seo
from commerce.catalog.schemas import (
    CategoryIn,
    CategoryOut,
    CategoryPatch,
    CategoryPlace,
    PageSeoOut,
)
from commerce.conflicts import refusing
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.storage import Storage
from ecomm_core.text import sort_key

MAX_DEPTH: Final = 6
MAX_CATEGORIES: Final = 1_000
SLUG_KEY: Final = "uq_categories_tenant_id_store_id_slug"

Parents = dict[UUID, UUID | None]
"""Category -> its parent."""


async def list_categories(
    kernel: Kernel, session: AsyncSession, store: StoreFacts
) -> list[CategoryOut]:
    """The whole tree, flat: by position, then name. At most 1,000."""
    storage = storage_of(kernel)
    return [_out(storage, row) for row in await repository.with_counts(session, store.id)]


async def category_out(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, category_id: UUID
) -> CategoryOut:
    """One category. Raises CategoryNotFound (404)."""
    rows = await repository.with_counts(session, store.id, category_id)
    if not rows:
        raise CategoryNotFound
    return _out(storage_of(kernel), rows[0])


def _out(storage: Storage, row: Row[Any]) -> CategoryOut:
    category: Category = row.Category
    return CategoryOut(
        id=category.id,
        name=category.name,
        slug=category.slug,
        description=category.description,
        parent_id=category.parent_id,
        position=category.position,
        image=None if row.Media is None else picture_out(storage, row.Media),
        seo=PageSeoOut(title=category.seo_title, description=category.seo_description),
        products=row.products,
    )


async def create_category(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: CategoryIn,
    *,
    actor: str,
    category_id: UUID | None = None,
) -> Category:
    """Make a category; `category_id` is that of one which was there before.

    Raises SlugTaken, CategoryTooDeep, TooManyCategories (409),
    CategoryNotFound (404) for the parent."""
    parents = await repository.locked_tree(session, store.id)
    if len(parents) >= MAX_CATEGORIES:
        raise TooManyCategories
    if body.parent_id is not None:
        _check_place(parents, None, body.parent_id)
    if body.slug is not None:
        slug = slugs.requested(body.slug)
    else:
        base = slugs.derived(body.name, "category")
        slug = slugs.first_free(base, await slugs.taken(session, store.id, "category", base))
    category = Category(
        tenant_id=store.tenant_id,
        id=category_id or new_id(),
        store_id=store.id,
        name=body.name,
        slug=slug,
        sort_name=sort_key(body.name),
        description=body.description or None,
        parent_id=body.parent_id,
        position=body.position,
        image_id=body.image_id,
    )
    apply_seo(category, body.seo)
    if body.image_id is not None:
        await known_picture(session, store.id, body.image_id)
    session.add(category)
    with refusing({SLUG_KEY: SlugTaken.on_field("slug")}):
        await session.flush()
    await slugs.purge(session, store.id, "category", slug)
    await _announce(kernel, session, store, category, actor, "create", after=_facts(category))
    return category


async def update_category(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    category_id: UUID,
    body: CategoryPatch,
    *,
    actor: str,
) -> Category:
    """Change or move a category. `parent_id` null moves it to the root.

    Raises CategoryNotFound (404), CategoryCycle, CategoryTooDeep, SlugTaken (409).
    """
    given = body.model_fields_set
    parents = await repository.locked_tree(session, store.id)
    category = await repository.one(session, store.id, category_id)
    before = _facts(category)
    if "parent_id" in given:
        if body.parent_id is not None:
            _check_place(parents, category_id, body.parent_id)
        category.parent_id = body.parent_id
    if body.name is not None:
        category.name, category.sort_name = body.name, sort_key(body.name)
    if "description" in given:
        category.description = body.description or None
    if body.position is not None:
        category.position = body.position
    if "image_id" in given:
        if body.image_id is not None:
            await known_picture(session, store.id, body.image_id)
        category.image_id = body.image_id
    if "seo" in given:
        apply_seo(category, body.seo)
    old_slug = category.slug
    if body.slug is not None:
        category.slug = slugs.requested(body.slug)
    if _facts(category) == before:
        return category
    category.updated_at = clock.now()
    with refusing({SLUG_KEY: SlugTaken.on_field("slug")}):
        await session.flush()
    if category.slug != old_slug:
        await slugs.move(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            kind="category",
            target_id=category_id,
            old=old_slug,
            new=category.slug,
        )
    await _announce(
        kernel, session, store, category, actor, "update", before=before, after=_facts(category)
    )
    return category


async def place_categories(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    places: Sequence[CategoryPlace],
    *,
    actor: str,
) -> None:
    """Move categories one after the other, all or none.

    Raises CategoryNotFound (404), CategoryCycle, CategoryTooDeep (409).
    """
    for place in places:
        body = CategoryPatch(parent_id=place.parent_id, position=place.position)
        await update_category(kernel, session, store, place.id, body, actor=actor)


async def delete_category(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, category_id: UUID, *, actor: str
) -> None:
    """Remove a category: its children move up, its products stay without it.

    Raises CategoryNotFound (404).
    """
    await repository.locked_tree(session, store.id)
    category = await repository.one(session, store.id, category_id)
    facts = _facts(category)
    await repository.lift_children(session, category, clock.now())
    await slugs.forget(session, "category", category_id)
    await session.delete(category)
    await session.flush()
    await _announce(kernel, session, store, category, actor, "delete", before=facts)


def _check_place(parents: Parents, moved: UUID | None, parent_id: UUID) -> None:
    """Refuse an unknown parent, a place below itself, and a tree that gets too deep."""
    if parent_id not in parents:
        raise CategoryNotFound.on_field("parent_id")
    above = 0
    place: UUID | None = parent_id
    while place is not None:
        if place == moved:
            raise CategoryCycle.on_field("parent_id")
        above += 1
        place = parents.get(place)
    if above + _height(parents, moved) > MAX_DEPTH:
        raise CategoryTooDeep.on_field("parent_id")


def _height(parents: Parents, moved: UUID | None) -> int:
    """Levels of the moved part of the tree, itself included."""
    level: Sequence[UUID | None] = [moved]
    height = 1
    while moved is not None:
        level = [child for child, parent in parents.items() if parent in level]
        if not level:
            break
        height += 1
    return height


def _facts(category: Category) -> dict[str, Any]:
    return {
        "name": category.name,
        "slug": category.slug,
        "description": category.description,
        "parent_id": str(category.parent_id) if category.parent_id else None,
        "position": category.position,
        "image_id": str(category.image_id) if category.image_id else None,
        "seo_title": category.seo_title,
        "seo_description": category.seo_description,
    }


async def _announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    category: Category,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    stale = [tags.categories(store.id), tags.products(store.id), tags.tree(store.id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        CategoriesChanged(category_id=category.id, slug=category.slug, tags=stale),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=category.id,
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=f"category.{action}",
        resource_type="category",
        resource_id=category.id,
        store_id=store.id,
        before=before,
        after=after,
    )
