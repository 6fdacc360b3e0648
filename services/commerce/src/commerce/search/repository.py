"""Writing the index, under row-level security as everything is; and looking up words."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.search.distance import letters_of
from commerce.search.document import Document

SEEN_AGAIN_AFTER: Final = timedelta(hours=1)
"""A word's `seen_at` is not written more often; a rebuild forgives as much."""

_LOCK = text(
    """select pg_advisory_xact_lock(hashtextextended('search:' || wanted.id::text, 0))
         from (select id from unnest(cast(:ids as uuid[])) id order by id) wanted"""
)

# What did not change is not written; a document that did not change keeps its place in the index.
_WRITE = text(
    """
    with row as (
      select * from jsonb_to_recordset(cast(:rows as jsonb)) as r (
        product_id uuid, lexemes text[], facets text[], variants text[], available boolean,
        price_min bigint, price_max bigint, published_at timestamptz, sort_title text)
    )
    insert into search_documents as d (tenant_id, product_id, store_id, document, facets, variants,
      available, price_min, price_max, published_at, sort_title)
    select :tenant, product_id, :store, array_to_tsvector(lexemes), facets, variants, available,
           price_min, price_max, published_at, sort_title
      from row order by product_id
    on conflict (tenant_id, product_id) do update set
      document = case when d.document = excluded.document then d.document
                      else excluded.document end,
      facets = excluded.facets, variants = excluded.variants, available = excluded.available,
      price_min = excluded.price_min, price_max = excluded.price_max,
      published_at = excluded.published_at, sort_title = excluded.sort_title
    where (d.document, d.facets, d.variants, d.available, d.price_min, d.price_max, d.published_at,
           d.sort_title)
      is distinct from (excluded.document, excluded.facets, excluded.variants, excluded.available,
           excluded.price_min, excluded.price_max, excluded.published_at, excluded.sort_title)
    returning 1
    """
)

_DELETE = text(
    """delete from search_documents
        where tenant_id = :tenant and store_id = :store
          and product_id = any(cast(:ids as uuid[])) returning 1"""
)

# In the order of words: two transactions that bring the same words never wait for each other.
_WORDS = text(
    """insert into search_words as w (tenant_id, store_id, word, length, letters, seen_at)
       select :tenant, :store, r.word, r.length, r.letters, :now
         from jsonb_to_recordset(cast(:rows as jsonb)) as r (
           word text, length smallint, letters integer)
        order by r.word collate "C"
       on conflict (tenant_id, store_id, word) do update set seen_at = excluded.seen_at
        where w.seen_at < cast(:old as timestamptz)"""
)

_FORGET_WORDS = text(
    """delete from search_words
        where tenant_id = :tenant and store_id = :store and seen_at < :before"""
)

_WITHDRAWN = text(
    """delete from search_documents d
        where d.tenant_id = :tenant and d.store_id = :store
          and not exists (select from products p
                           where p.tenant_id = :tenant and p.id = d.product_id
                             and p.store_id = :store and p.status = 'active')
       returning 1"""
)

_IN_FACET = text(
    """select product_id from search_documents
        where store_id = :store and facets @> array[cast(:facet as text)] and product_id > :after
        order by product_id limit :most"""
)

_WAITING = text(
    """select o.id, e.data, e.type, e.resource_id
         from outbox o join events e on e.tenant_id = o.tenant_id and e.id = o.event_id
        where o.task = :task and o.queue = :queue and o.id <> :own
          and o.done_at is null and o.dead_at is null and o.not_before <= :now
          and e.store_id = :store and e.type = any(cast(:types as text[]))
        order by o.not_before limit :most for update of o skip locked"""
)

_DONE = text(
    """update outbox set done_at = :now, lease_until = null
        where id = any(cast(:ids as uuid[])) and done_at is null"""
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Another event that waits for the index."""

    id: UUID
    type: str
    resource_id: UUID
    data: dict[str, object]


async def lock(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Nobody else writes these products' documents until commit: what is read from now on is at
    least as new as what anybody wrote before."""
    await session.execute(_LOCK, {"ids": list(ids)})


async def write(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, documents: Sequence[Document]
) -> int:
    """Insert or replace documents; how many became others."""
    if not documents:
        return 0
    rows = json.dumps([_row(document) for document in documents], ensure_ascii=False)
    result = await session.execute(_WRITE, {"tenant": tenant_id, "store": store_id, "rows": rows})
    return len(result.all())


async def delete(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, ids: Sequence[UUID]
) -> int:
    """Remove documents; how many there were."""
    if not ids:
        return 0
    values = {"tenant": tenant_id, "store": store_id, "ids": list(ids)}
    return len((await session.execute(_DELETE, values)).all())


async def learn(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, words: Iterable[str], now: datetime
) -> None:
    """Remember words of documents."""
    rows = [{"word": word, "length": len(word), "letters": letters_of(word)} for word in set(words)]
    if rows:
        await session.execute(
            _WORDS,
            {
                "tenant": tenant_id,
                "store": store_id,
                "rows": json.dumps(rows, ensure_ascii=False),
                "now": now,
                "old": now - SEEN_AGAIN_AFTER,
            },
        )


async def forget(session: AsyncSession, tenant_id: UUID, store_id: UUID, begun: datetime) -> int:
    """Remove documents of what is not published, and words that no document brought since a rebuild
    began; how many documents."""
    values = {"tenant": tenant_id, "store": store_id}
    gone = (await session.execute(_WITHDRAWN, values)).all()
    await session.execute(_FORGET_WORDS, {**values, "before": begun - SEEN_AGAIN_AFTER})
    return len(gone)


async def in_facet(
    session: AsyncSession, store_id: UUID, facet: str, after: UUID, most: int
) -> list[UUID]:
    """The next ids of products whose document has a value, in the order of ids."""
    values = {"store": store_id, "facet": facet, "after": after, "most": most}
    return list((await session.scalars(_IN_FACET, values)).all())


async def take_waiting(
    session: AsyncSession,
    *,
    task: str,
    queue: str,
    own: UUID,
    store_id: UUID,
    types: Sequence[str],
    now: datetime,
    most: int,
) -> list[Waiting]:
    """Other due events of the store for the same task, taken: nobody else handles them until
    commit."""
    rows = await session.execute(
        _WAITING,
        {
            "task": task,
            "queue": queue,
            "own": own,
            "store": store_id,
            "types": list(types),
            "now": now,
            "most": most,
        },
    )
    return [Waiting(row.id, row.type, row.resource_id, row.data) for row in rows]


async def done(session: AsyncSession, ids: Sequence[UUID], now: datetime) -> None:
    """Taken rows were handled."""
    if ids:
        await session.execute(_DONE, {"ids": list(ids), "now": now})


def _row(document: Document) -> dict[str, object]:
    at = document.published_at
    return {
        "product_id": str(document.product_id),
        "lexemes": document.lexemes,
        "facets": document.facets,
        "variants": document.variants,
        "available": document.available,
        "price_min": document.price_min,
        "price_max": document.price_max,
        "published_at": None if at is None else at.isoformat(),
        "sort_title": document.sort_title,
    }
