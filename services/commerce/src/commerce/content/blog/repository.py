"""Queries of posts and of the blog's categories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.models import Media
from commerce.content.blog.models import BlogCategory, BlogPost, PostState, PostStatus

LISTED = (
    *(BlogPost.id, BlogPost.title, BlogPost.slug, BlogPost.status, BlogPost.author),
    *(BlogPost.category_id, BlogPost.tags, BlogPost.published_at),
    *(BlogPost.created_at, BlogPost.updated_at),
    BlogCategory.name.label("category"),
)
"""What a list shows: everything but the text."""


async def one(
    session: AsyncSession, store_id: UUID, post_id: UUID, *, lock: bool = False
) -> BlogPost | None:
    """A post of the store."""
    query = select(BlogPost).where(BlogPost.id == post_id, BlogPost.store_id == store_id)
    if lock:
        query = query.with_for_update()
    return await session.scalar(query)


async def beside(session: AsyncSession, post: BlogPost) -> tuple[str | None, Media | None]:
    """(name of its category, its picture)."""
    named: str | None = None
    cover: Media | None = None
    if post.category_id is not None:
        query = select(BlogCategory.name).where(BlogCategory.id == post.category_id)
        named = await session.scalar(query)
    if post.cover_id is not None:
        cover = await session.scalar(select(Media).where(Media.id == post.cover_id))
    return named, cover


async def count(session: AsyncSession, store_id: UUID) -> int:
    """How many posts the store has."""
    query = select(func.count()).select_from(BlogPost).where(BlogPost.store_id == store_id)
    return int(await session.scalar(query) or 0)


def _in_state(state: PostState, now: datetime) -> ColumnElement[bool]:
    if state is PostState.DRAFT:
        return BlogPost.status == PostStatus.DRAFT.value
    published = BlogPost.status == PostStatus.PUBLISHED.value
    if state is PostState.SCHEDULED:
        return and_(published, BlogPost.published_at > now)
    return and_(published, BlogPost.published_at <= now)


async def page_of(
    session: AsyncSession,
    store_id: UUID,
    *,
    search: str | None,
    state: PostState | None,
    category_id: UUID | None,
    sort: str,
    now: datetime,
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """(rows of LISTED, how many there are)."""
    wanted: list[ColumnElement[bool]] = [BlogPost.store_id == store_id]
    if search:
        wanted.append(
            or_(
                BlogPost.sort_title.contains(search, autoescape=True),
                BlogPost.slug.contains(search.replace(" ", "-"), autoescape=True),
            )
        )
    if state is not None:
        wanted.append(_in_state(state, now))
    if category_id is not None:
        wanted.append(BlogPost.category_id == category_id)
    total = await session.scalar(select(func.count()).select_from(BlogPost).where(*wanted))
    by: Any = {
        "title": BlogPost.sort_title,
        "published_at": BlogPost.published_at,
        "updated_at": BlogPost.updated_at,
    }[sort.removeprefix("-")]
    order = by.desc().nulls_first() if sort.startswith("-") else by.asc().nulls_last()
    rows = await session.execute(
        select(*LISTED)
        .outerjoin(
            BlogCategory,
            and_(
                BlogCategory.tenant_id == BlogPost.tenant_id,
                BlogCategory.id == BlogPost.category_id,
            ),
        )
        .where(*wanted)
        .order_by(order, BlogPost.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), int(total or 0)


async def slugs_like(
    session: AsyncSession, model: type[BlogPost] | type[BlogCategory], store_id: UUID, base: str
) -> list[str]:
    """Slugs that compete with `base` and its numbered forms."""
    found = await session.scalars(
        select(model.slug).where(
            model.store_id == store_id,
            or_(model.slug == base, model.slug.startswith(f"{base}-", autoescape=True)),
        )
    )
    return list(found)


async def category(
    session: AsyncSession, store_id: UUID, category_id: UUID, *, lock: bool = False
) -> BlogCategory | None:
    """A category of the store's blog."""
    query = select(BlogCategory).where(
        BlogCategory.id == category_id, BlogCategory.store_id == store_id
    )
    if lock:
        query = query.with_for_update()
    return await session.scalar(query)


async def categories(session: AsyncSession, store_id: UUID) -> Sequence[Any]:
    """Every category by name, with how many posts it has."""
    rows = await session.execute(
        select(
            BlogCategory.id,
            BlogCategory.name,
            BlogCategory.slug,
            select(func.count())
            .select_from(BlogPost)
            .where(
                BlogPost.tenant_id == BlogCategory.tenant_id,
                BlogPost.category_id == BlogCategory.id,
            )
            .scalar_subquery()
            .label("posts"),
        )
        .where(BlogCategory.store_id == store_id)
        .order_by(BlogCategory.sort_name, BlogCategory.id)
    )
    return rows.all()


async def count_categories(session: AsyncSession, store_id: UUID) -> int:
    """How many categories the blog has."""
    query = select(func.count()).select_from(BlogCategory).where(BlogCategory.store_id == store_id)
    return int(await session.scalar(query) or 0)
