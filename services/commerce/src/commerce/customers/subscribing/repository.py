"""Queries of where addresses stand, and of those that are never written to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

from commerce.customers.subscribing.models import Subscriber, Suppression


async def known(session: AsyncSession, fresh: dict[str, Any]) -> tuple[Subscriber, bool]:
    """(an address' row, kept from others; whether it was made now)."""
    made = await session.execute(
        insert(Subscriber)
        .values(fresh)
        .on_conflict_do_nothing(index_elements=["tenant_id", "store_id", "email"])
        .returning(Subscriber.id)
    )
    new = made.first() is not None
    found = await by_email(session, fresh["store_id"], fresh["email"])
    if found is None:
        raise LookupError("a subscriber that was there a moment ago")
    return found, new


async def by_email(session: AsyncSession, store_id: UUID, email: str) -> Subscriber | None:
    """The row of a case-folded address, kept from others."""
    found: Subscriber | None = await session.scalar(
        select(Subscriber)
        .where(Subscriber.store_id == store_id, Subscriber.email == email)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def get(
    session: AsyncSession, store_id: UUID, subscriber_id: UUID, *, lock: bool = False
) -> Subscriber | None:
    """A subscriber of the store."""
    query = select(Subscriber).where(
        Subscriber.store_id == store_id, Subscriber.id == subscriber_id
    )
    if lock:
        query = query.with_for_update()
    found: Subscriber | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def by_id(session: AsyncSession, subscriber_id: UUID) -> Subscriber | None:
    """Whoever a link names. Row-level security shows this store's only."""
    found: Subscriber | None = await session.scalar(
        select(Subscriber).where(Subscriber.id == subscriber_id).with_for_update()
    )
    return found


async def delete_one(session: AsyncSession, subscriber: Subscriber) -> None:
    """Take a row away; links into its mails go with it."""
    await session.execute(delete(Subscriber).where(Subscriber.id == subscriber.id))
    session.expunge(subscriber)


async def suppress(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    address_key: bytes,
    reason: str,
    at: datetime,
) -> None:
    """Put an address on the list; a reason that does not end is not replaced by one that does."""
    row = insert(Suppression).values(
        tenant_id=tenant_id, store_id=store_id, address_key=address_key, reason=reason, at=at
    )
    await session.execute(
        row.on_conflict_do_update(
            index_elements=["tenant_id", "store_id", "address_key"],
            set_={"reason": row.excluded.reason, "at": row.excluded.at},
            where=Suppression.reason == "erased",
        )
    )


async def lift(session: AsyncSession, store_id: UUID, address_key: bytes) -> None:
    """Take an address off the list where it may come off: who was erased, and came back."""
    await session.execute(
        delete(Suppression).where(
            Suppression.store_id == store_id,
            Suppression.address_key == address_key,
            Suppression.reason == "erased",
        )
    )


_EMPTY = text(
    """update subscribers
          set due_at = null, updated_at = :now,
              over_limit = over_limit or status = 'confirmed',
              status = case when status = 'confirmed' then 'pending' else status end
        where store_id = :store and (status = 'confirmed' or due_at is not null)
       returning (select status from subscribers b
                   where b.tenant_id = subscribers.tenant_id and b.id = subscribers.id) as before"""
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("now", type_=DateTime(timezone=True)),
)


async def let_all_go(session: AsyncSession, store_id: UUID, now: datetime) -> int:
    """Nobody of a store that is gone is confirmed or thought of any more; how many were confirmed.
    A second time there is nobody left."""
    rows = await session.execute(_EMPTY, {"store": store_id, "now": now})
    return sum(row.before == "confirmed" for row in rows)


_SUPPRESSED = text(
    """select p.address_key, p.reason from suppressions p
        where p.store_id = :store and p.address_key in :keys"""
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("keys", type_=LargeBinary(), expanding=True),
)


async def suppressed(
    session: AsyncSession, store_id: UUID, keys: Sequence[bytes]
) -> dict[bytes, str]:
    """Which of these are on the list, and why."""
    if not keys:
        return {}
    rows = await session.execute(_SUPPRESSED, {"store": store_id, "keys": list(keys)})
    return {bytes(row.address_key): row.reason for row in rows}
