"""Queries on stores. Row-level security limits them to the tenant in scope."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.stores.models import Store
from commerce.stores.slugs import candidates

WINDOW = 50
"""Slugs looked up at once."""

MAX_WINDOWS = 200


async def insert_with_slug(
    session: AsyncSession, name: str, values: Mapping[str, Any]
) -> Store | None:
    """Insert a store under the first free slug of its name.

    The unique index decides: a slug that somebody takes in the meantime is passed over. None when
    10,000 slugs of this name are taken.
    """
    tried = candidates(name)
    for _ in range(MAX_WINDOWS):
        window = list(islice(tried, WINDOW))
        while window:
            slug = await _first_free(session, window)
            if slug is None:
                break
            made = await session.execute(
                insert(Store)
                .values(**values, slug=slug)
                .on_conflict_do_nothing(
                    index_elements=[Store.slug], index_where=text("deleted_at is null")
                )
                .returning(Store)
            )
            store = made.scalar_one_or_none()
            if store is not None:
                return store
            window = window[window.index(slug) + 1 :]
    return None


async def _first_free(session: AsyncSession, slugs: list[str]) -> str | None:
    found = await session.scalar(
        text(
            """select c.slug from unnest(cast(:slugs as text[])) with ordinality as c (slug, n)
                where not exists (select 1 from locate_store(c.slug)) order by c.n limit 1"""
        ),
        {"slugs": slugs},
    )
    return None if found is None else str(found)


async def locate(session: AsyncSession, slug: str) -> UUID | None:
    """The live store behind a slug, whoever owns it."""
    found = await session.scalar(text("select store_id from locate_store(:slug)"), {"slug": slug})
    return UUID(str(found)) if found is not None else None


async def get(session: AsyncSession, store_id: UUID, *, lock: bool = False) -> Store | None:
    """A live store of the tenant, locked for this transaction if told."""
    query = select(Store).where(Store.id == store_id, Store.deleted_at.is_(None))
    if lock:
        query = query.with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def page(
    session: AsyncSession, *, allowed: Collection[UUID] | None, offset: int, limit: int
) -> tuple[list[Store], int]:
    """(live stores, oldest first, and how many there are); `allowed` None is all of the tenant."""
    query = select(Store).where(Store.deleted_at.is_(None))
    if allowed is not None:
        query = query.where(Store.id.in_(allowed))
    total = await session.scalar(select(func.count()).select_from(query.subquery()))
    rows = await session.scalars(
        query.order_by(Store.created_at, Store.id).offset(offset).limit(limit)
    )
    return list(rows), int(total or 0)


async def change(session: AsyncSession, store_id: UUID, values: Mapping[str, Any]) -> Store:
    """Write columns of a store. Raises IntegrityError for a taken slug (`uq_stores_slug`)."""
    changed = await session.execute(
        update(Store)
        .where(Store.id == store_id)
        .values(**values, updated_at=func.now())
        .returning(Store)
        .execution_options(populate_existing=True)
    )
    return changed.scalar_one()
