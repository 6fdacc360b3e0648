"""What shoppers can be led to, by its name: products, categories, collections."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MOST = 200

_NAMED = text(
    """with target as (
         select 'product' as kind, p.id, p.title, p.slug from products p
          where p.store_id = :store and p.status = 'active'
         union all
         select 'category', c.id, c.name, c.slug from categories c where c.store_id = :store
         union all
         select 'collection', k.id, k.title, k.slug from collections k
          where k.store_id = :store and k.published
       )
       select t.kind, t.id, t.title, site_path(t.kind, t.slug) as path from target t
        where length(t.title) >= :shortest and strpos(lower(:text), lower(t.title)) > 0
        order by length(t.title) desc, t.id limit :most"""
)


async def named_in(
    session: AsyncSession, store_id: UUID, words: str, *, shortest: int
) -> Sequence[Any]:
    """(kind, id, title, path) of what the text has the title of, the longest titles first."""
    values = {"store": store_id, "text": words, "shortest": shortest, "most": MOST}
    return (await session.execute(_NAMED, values)).all()
