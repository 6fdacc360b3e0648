"""Queries of menus."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.site.models import MenuItem

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")

_LINES = text(
    """select i.id, i.menu, i.parent_id, i.label, i.kind, i.target_id, i.url,
              site_target_title(i.tenant_id, i.store_id, i.kind, i.target_id) as title,
              case when i.kind = 'url' then i.url else site_path(i.kind,
                site_target_slug(i.tenant_id, i.store_id, i.kind, i.target_id)) end as path
         from menu_items i
        where i.store_id = :store and (cast(:menu as text) is null or i.menu = :menu)
        order by i.menu, i.position, i.id"""
)

_UNKNOWN = text(
    """select t.n from unnest(cast(:kinds as text[]), cast(:ids as uuid[]))
              with ordinality as t (kind, id, n)
        where site_target_title(:tenant, :store, t.kind, t.id) is null order by t.n limit 1"""
)


async def lock(session: AsyncSession, store_id: UUID) -> None:
    """Until commit nobody else writes the store's menus."""
    await session.execute(_LOCK, {"name": f"menus:{store_id}"})


async def lines(session: AsyncSession, store_id: UUID, menu: str | None = None) -> Sequence[Any]:
    """Every line of the menus in order, with what it leads to now."""
    return (await session.execute(_LINES, {"store": store_id, "menu": menu})).all()


async def unknown(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, targets: Sequence[tuple[str, UUID]]
) -> int | None:
    """Place (from 0) of the first (kind, id) that names nothing of this store."""
    if not targets:
        return None
    found = await session.scalar(
        _UNKNOWN,
        {
            "tenant": tenant_id,
            "store": store_id,
            "kinds": [kind for kind, _ in targets],
            "ids": [target for _, target in targets],
        },
    )
    return None if found is None else int(found) - 1


async def replace(
    session: AsyncSession, store_id: UUID, menu: str, rows: Sequence[dict[str, Any]]
) -> None:
    """A menu's lines are these now."""
    await session.execute(
        delete(MenuItem).where(MenuItem.store_id == store_id, MenuItem.menu == menu)
    )
    session.add_all([MenuItem(**row) for row in rows if row["parent_id"] is None])
    await session.flush()
    session.add_all([MenuItem(**row) for row in rows if row["parent_id"] is not None])
    await session.flush()
