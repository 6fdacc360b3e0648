"""Keeping the index: some products after a change, or all of a store.

Every way leads through `index`: it locks the products' documents, reads what is published by now
and writes that. So it may be done twice, late and in any order; the last one to finish has seen
the newest state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.reads import search_source
from commerce.search import repository
from commerce.search.document import Letter, build
from commerce.search.lexemes import store_key
from ecomm_core import clock
from ecomm_core.db.signals import drop_tags

BATCH: Final = 500
"""Products in one transaction."""
FIRST: Final = UUID(int=0)
"""Before every id."""


@dataclass(frozen=True, slots=True)
class Shop:
    """Whose index."""

    tenant_id: UUID
    store_id: UUID


async def index(
    session: AsyncSession, shop: Shop, ids: Sequence[UUID], *, rebuild: bool = False
) -> int:
    """Bring the documents of up to 500 products up to what is published now; how many changed.

    Cached replies of searches are dropped where one did. A rebuild remembers the words of those
    that did not, too: what it has not seen at its end is forgotten.
    """
    wanted = list(dict.fromkeys(ids))
    await repository.lock(session, wanted)
    now = clock.now()
    rows = await search_source.published(session, shop.tenant_id, shop.store_id, wanted, now)
    key = store_key(shop.store_id)
    documents = [build(key, dict(row)) for row in rows]
    known = {document.product_id for document in documents}
    changed = await repository.write(session, shop.tenant_id, shop.store_id, documents)
    changed += await repository.delete(
        session, shop.tenant_id, shop.store_id, [one for one in wanted if one not in known]
    )
    if changed or rebuild:
        words = (word for document in documents for word in document.words)
        await repository.learn(session, shop.tenant_id, shop.store_id, words, now)
    if changed:
        drop_tags(session, tags.search(shop.store_id))
    return changed


async def index_all_after(session: AsyncSession, shop: Shop, after: UUID) -> UUID | None:
    """The next batch of a store's published products; the id it ended with, None at the end."""
    ids = await search_source.published_after(session, shop.store_id, after, BATCH)
    if not ids:
        return None
    await index(session, shop, ids, rebuild=True)
    return ids[-1]


async def finish_all(session: AsyncSession, shop: Shop, begun: datetime) -> int:
    """The end of a rebuild that began then: what is not published has no document, and words that
    nothing brought are forgotten. How many documents went."""
    gone = await repository.forget(session, shop.tenant_id, shop.store_id, begun)
    drop_tags(session, tags.search(shop.store_id))
    return gone


async def index_category_after(
    session: AsyncSession, shop: Shop, category: UUID, after: UUID
) -> UUID | None:
    """The next batch of products that are in a category or below it, or were by their documents;
    the id it ended with, None at the end."""
    now_in = await search_source.below_category(
        session, shop.tenant_id, shop.store_id, category, after, BATCH
    )
    were_in = await repository.in_facet(
        session, shop.store_id, f"{Letter.CATEGORY}{category}", after, BATCH
    )
    ids = sorted({*now_in, *were_in})[:BATCH]
    if not ids:
        return None
    await index(session, shop, ids)
    return ids[-1]
