"""Who is in a smart collection: worked out whole when its rules change, and for the products of an
event when what its rules look at changed (R8.2). Everything runs behind the outbox."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.collections import conditions, repository, telling
from commerce.catalog.collections.schemas import Rule
from commerce.catalog.errors import CollectionNotFound
from commerce.catalog.events import CREATED
from commerce.catalog.kinds import Match
from commerce.catalog.models import Collection
from commerce.catalog.stock import stock_of
from ecomm_core import clock
from ecomm_core.kernel import Kernel

FILL: Final = "commerce.collections.fill"
REFRESH: Final = "commerce.collections.refresh"


async def enqueue(kernel: Kernel, session: AsyncSession, collection: Collection) -> None:
    """Let a worker fill the collection after the commit."""
    await kernel.outbox.enqueue(
        session,
        FILL,
        {"store_id": str(collection.store_id), "collection_id": str(collection.id)},
        tenant_id=collection.tenant_id,
    )


def wanted(
    kernel: Kernel, store_id: UUID, match: Match, rules: Sequence[Rule]
) -> ColumnElement[bool]:
    """What products of the store must meet, by the stock of now."""
    levels = stock_of(kernel).levels(clock.now())
    return conditions.condition(match, rules, store_id, levels)


async def fill(kernel: Kernel, session: AsyncSession, store_id: UUID, collection_id: UUID) -> None:
    """Work a smart collection out, whole; nothing where it is gone."""
    await repository.lock_memberships(session, store_id)
    try:
        collection = await repository.one(session, store_id, collection_id)
    except CollectionNotFound:
        return
    changed = await _refill(kernel, session, collection, None)
    if collection.pending or changed:
        collection.pending = False
        await session.flush()
        await telling.changed(kernel, session, collection)


async def refresh(
    kernel: Kernel,
    session: AsyncSession,
    store_id: UUID,
    product_ids: Sequence[UUID] | None,
    touched: Iterable[str],
) -> list[UUID]:
    """Ask the rules that look at a touched field about these products (None: about all).

    Returns the collections whose rules were asked.
    """
    fields = set(touched)
    ids = await repository.smart_ids(session, store_id, fields) if fields else []
    if not ids:
        return []
    await repository.lock_memberships(session, store_id)
    for collection_id in ids:
        try:
            collection = await repository.one(session, store_id, collection_id)
        except CollectionNotFound:
            continue
        if await _refill(kernel, session, collection, product_ids):
            await telling.changed(kernel, session, collection)
    return list(ids)


async def _refill(
    kernel: Kernel,
    session: AsyncSession,
    collection: Collection,
    product_ids: Sequence[UUID] | None,
) -> bool:
    rules = conditions.loaded(collection.rules)
    condition = wanted(kernel, collection.store_id, Match(collection.match), rules)
    return await repository.refill(session, collection, condition, product_ids)


def touched_by(changed: Iterable[Any]) -> set[str]:
    """What rules may look at of the fields an event names."""
    found: set[str] = set()
    for name in changed:
        if name == CREATED:
            return set(conditions.ALL_FIELDS)
        found |= conditions.TOUCHED_BY.get(str(name), frozenset())
    return found
