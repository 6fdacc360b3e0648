"""Categories of the blog: a name and an address each."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog import slugs
from commerce.conflicts import refusing
from commerce.content.blog import repository
from commerce.content.blog.errors import (
    BlogCategoryNotFound,
    BlogCategorySlugTaken,
    TooManyBlogCategories,
)
from commerce.content.blog.events import BlogCategoriesChanged
from commerce.content.blog.models import BlogCategory
from commerce.content.blog.schemas import BlogCategoryIn, BlogCategoryOut, BlogCategoryPatch
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import sort_key

MAX_CATEGORIES: Final = 100
MAX_SLUG: Final = 80
_REFUSED: Final = {
    "uq_blog_categories_tenant_id_store_id_slug": BlogCategorySlugTaken.on_field("slug")
}


async def list_categories(session: AsyncSession, store_id: UUID) -> list[BlogCategoryOut]:
    """Every category by name, with how many posts it has."""
    rows = await repository.categories(session, store_id)
    return [BlogCategoryOut.model_validate(row) for row in rows]


async def get(
    session: AsyncSession, store_id: UUID, category_id: UUID, *, lock: bool = False
) -> BlogCategory:
    """A category of the blog. Raises BlogCategoryNotFound (404)."""
    found = await repository.category(session, store_id, category_id, lock=lock)
    if found is None:
        raise BlogCategoryNotFound
    return found


async def out(session: AsyncSession, store_id: UUID, category_id: UUID) -> BlogCategoryOut:
    """A category with how many posts it has. Raises BlogCategoryNotFound (404)."""
    for row in await list_categories(session, store_id):
        if row.id == category_id:
            return row
    raise BlogCategoryNotFound


async def create(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: BlogCategoryIn,
    *,
    actor: str,
    category_id: UUID | None = None,
) -> BlogCategory:
    """Make a category; `category_id` is that of one which was there before. Raises
    BlogCategorySlugTaken, TooManyBlogCategories (409), Invalid (422)."""
    if await repository.count_categories(session, store.id) >= MAX_CATEGORIES:
        raise TooManyBlogCategories
    if body.slug is not None:
        slug = slugs.requested(body.slug)[:MAX_SLUG].rstrip("-")
    else:
        base = slugs.derived(body.name, "category")[:MAX_SLUG].rstrip("-")
        used = await repository.slugs_like(session, BlogCategory, store.id, base)
        slug = slugs.first_free(base, used)
    now = clock.now()
    category = BlogCategory(
        tenant_id=store.tenant_id,
        id=category_id or new_id(),
        store_id=store.id,
        name=body.name,
        slug=slug,
        sort_name=sort_key(body.name),
        created_at=now,
        updated_at=now,
    )
    session.add(category)
    with refusing(_REFUSED):
        await session.flush()
    await _changed(kernel, session, category, actor, "create", after=_facts(category))
    return category


async def update(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    category_id: UUID,
    body: BlogCategoryPatch,
    *,
    actor: str,
) -> BlogCategory:
    """Rename a category. Raises BlogCategoryNotFound (404), BlogCategorySlugTaken (409), Invalid
    (422)."""
    category = await get(session, store.id, category_id, lock=True)
    before = _facts(category)
    if body.name is not None:
        category.name, category.sort_name = body.name, sort_key(body.name)
    if body.slug is not None:
        category.slug = slugs.requested(body.slug)[:MAX_SLUG].rstrip("-")
    after = _facts(category)
    if after == before:
        return category
    category.updated_at = clock.now()
    with refusing(_REFUSED):
        await session.flush()
    await _changed(kernel, session, category, actor, "update", before=before, after=after)
    return category


async def delete(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, category_id: UUID, *, actor: str
) -> None:
    """Remove a category; its posts stay, without one. Raises BlogCategoryNotFound (404)."""
    category = await get(session, store.id, category_id, lock=True)
    facts = _facts(category)
    await session.delete(category)
    await session.flush()
    await _changed(kernel, session, category, actor, "delete", before=facts)


def _facts(category: BlogCategory) -> dict[str, Any]:
    return {"name": category.name, "slug": category.slug}


async def _changed(
    kernel: Kernel,
    session: AsyncSession,
    category: BlogCategory,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    stale = [tags.blog(category.store_id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        BlogCategoriesChanged(category_id=category.id, tags=stale),
        tenant_id=category.tenant_id,
        store_id=category.store_id,
        resource_id=category.id,
    )
    await audit.record(
        session,
        tenant_id=category.tenant_id,
        actor=actor,
        action=f"blog_category.{action}",
        resource_type="blog_category",
        resource_id=category.id,
        store_id=category.store_id,
        before=before,
        after=after,
    )
