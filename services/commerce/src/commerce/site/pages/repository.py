"""Queries of pages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.site.models import Page
from commerce.site.schemas import PageRowOut

LISTED = [getattr(Page, name) for name in PageRowOut.model_fields]
"""What a list shows: everything but the text."""


async def one(
    session: AsyncSession, store_id: UUID, page_id: UUID, *, lock: bool = False
) -> Page | None:
    """A page of the store."""
    query = select(Page).where(Page.id == page_id, Page.store_id == store_id)
    if lock:
        query = query.with_for_update()
    return await session.scalar(query)


async def count(session: AsyncSession, store_id: UUID) -> int:
    """How many pages the store has."""
    return int(
        await session.scalar(
            select(func.count()).select_from(Page).where(Page.store_id == store_id)
        )
        or 0
    )


async def page_of(
    session: AsyncSession,
    store_id: UUID,
    *,
    search: str | None,
    status: str | None,
    kind: str | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """(rows of PageRowOut's fields, how many there are)."""
    wanted: list[ColumnElement[bool]] = [Page.store_id == store_id]
    if search:
        wanted.append(
            or_(
                Page.sort_title.contains(search, autoescape=True),
                Page.slug.contains(search, autoescape=True),
            )
        )
    if status:
        wanted.append(Page.status == status)
    if kind:
        wanted.append(Page.kind == kind)
    total = await session.scalar(select(func.count()).select_from(Page).where(*wanted))
    by = Page.sort_title if sort.endswith("title") else Page.updated_at
    order = by.desc() if sort.startswith("-") else by.asc()
    rows = await session.execute(
        select(*LISTED).where(*wanted).order_by(order, Page.id).offset(offset).limit(limit)
    )
    return rows.all(), int(total or 0)


async def slugs_like(session: AsyncSession, store_id: UUID, base: str) -> list[str]:
    """Slugs of pages that compete with `base` and its numbered forms."""
    found = await session.scalars(
        select(Page.slug).where(
            Page.store_id == store_id,
            or_(Page.slug == base, Page.slug.startswith(f"{base}-", autoescape=True)),
        )
    )
    return list(found)


async def kinds(session: AsyncSession, store_id: UUID) -> dict[str, UUID]:
    """Kind -> page, of the kinds that a store has once."""
    rows = await session.execute(
        select(Page.kind, Page.id).where(Page.store_id == store_id, Page.kind != "page")
    )
    return {row.kind: row.id for row in rows}
