"""Queries of redirects, made ones and those that moved things left."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.site.models import Redirect

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")

# Both kinds under one order. What moved is told by where it is now.
_LISTED = """
with every as (
  select r.id, r.path, r.target, 'manual' as origin, r.sort_path, r.created_at
    from redirects r where r.store_id = :store
  union all
  select s.id, site_path(s.kind, s.slug), site_path(s.kind, t.slug), 'moved',
         site_path(s.kind, s.slug) collate "C", s.created_at
    from slug_redirects s
    cross join lateral site_target_slug(s.tenant_id, s.store_id, s.kind, s.target_id) t (slug)
   where s.store_id = :store and t.slug is not null
)
select {columns} from every e
 where (cast(:origin as text) is null or e.origin = :origin)
   and (cast(:search as text) is null or e.path ilike :search or e.target ilike :search)
"""

_PAGE = text(
    _LISTED.format(
        columns="""e.id, e.path, e.target, e.origin, e.created_at,
  site_is_live(:tenant, :store, e.path) as shadowed"""
    )
    + "order by e.sort_path, e.id limit :limit offset :offset"
)
_COUNT = text(_LISTED.format(columns="count(*)"))
_MOVED = text(
    "delete from slug_redirects where id = :id and store_id = :store returning kind, slug"
)
_IS_MOVED = text("select 1 from slug_redirects where id = :id and store_id = :store")
_LIVE = text("select site_is_live(:tenant, :store, :path)")


async def lock(session: AsyncSession, store_id: UUID) -> None:
    """Until commit nobody else changes the store's redirects: two of them cannot make a circle
    together."""
    await session.execute(_LOCK, {"name": f"redirects:{store_id}"})


async def all_of(session: AsyncSession, store_id: UUID) -> dict[str, str]:
    """Path -> target of every redirect that was made."""
    rows = await session.execute(
        select(Redirect.path, Redirect.target).where(Redirect.store_id == store_id)
    )
    return {row.path: row.target for row in rows}


async def page(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    search: str | None,
    origin: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """(rows with `shadowed`, how many there are), by path."""
    escaped = (search or "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {
        "store": store_id,
        "origin": origin,
        "search": f"%{escaped}%" if search else None,
    }
    total = await session.scalar(_COUNT, values)
    rows = await session.execute(
        _PAGE, {**values, "tenant": tenant_id, "offset": offset, "limit": limit}
    )
    return rows.all(), int(total or 0)


async def one(session: AsyncSession, store_id: UUID, redirect_id: UUID) -> Redirect | None:
    """A redirect that was made."""
    return await session.scalar(
        select(Redirect).where(Redirect.id == redirect_id, Redirect.store_id == store_id)
    )


async def is_moved(session: AsyncSession, store_id: UUID, redirect_id: UUID) -> bool:
    """Whether the id is that of a redirect a moved thing left."""
    found = await session.execute(_IS_MOVED, {"id": redirect_id, "store": store_id})
    return found.first() is not None


async def remove_moved(session: AsyncSession, store_id: UUID, redirect_id: UUID) -> Any | None:
    """Remove a redirect a moved thing left: (kind, slug), or None for an unknown one."""
    return (await session.execute(_MOVED, {"id": redirect_id, "store": store_id})).first()


async def is_live(session: AsyncSession, tenant_id: UUID, store_id: UUID, path: str) -> bool:
    """Whether a page stands at the path."""
    values = {"tenant": tenant_id, "store": store_id, "path": path}
    return bool(await session.scalar(_LIVE, values))


async def count(session: AsyncSession, store_id: UUID) -> int:
    """How many redirects were made."""
    query = select(func.count()).select_from(Redirect).where(Redirect.store_id == store_id)
    return int(await session.scalar(query) or 0)


async def retarget(
    session: AsyncSession, store_id: UUID, path: str, target: str, now: datetime
) -> None:
    """What led to `path` leads to `target` now."""
    await session.execute(
        update(Redirect)
        .where(
            Redirect.store_id == store_id,
            or_(
                Redirect.target == path,
                Redirect.target.startswith(f"{path}?", autoescape=True),
                Redirect.target.startswith(f"{path}#", autoescape=True),
            ),
        )
        .values(target=target, updated_at=now)
        .execution_options(synchronize_session=False)
    )


async def write(
    session: AsyncSession,
    *,
    made: Sequence[Mapping[str, Any]],
    changed: Mapping[str, str],
    store_id: UUID,
    now: datetime,
) -> None:
    """Insert rows and give existing paths other targets, each in one statement."""
    if made:
        session.add_all([Redirect(**row) for row in made])
        await session.flush()
    if changed:
        await session.execute(
            text(
                """update redirects r set target = n.target, updated_at = :now
                     from unnest(cast(:paths as text[]), cast(:targets as text[]))
                          as n (path, target)
                    where r.store_id = :store and r.path = n.path"""
            ),
            {
                "now": now,
                "store": store_id,
                "paths": list(changed),
                "targets": list(changed.values()),
            },
        )


async def remove(session: AsyncSession, store_id: UUID, ids: Collection[UUID]) -> None:
    """Remove redirects that were made."""
    await session.execute(
        delete(Redirect).where(Redirect.store_id == store_id, Redirect.id.in_(ids))
    )
