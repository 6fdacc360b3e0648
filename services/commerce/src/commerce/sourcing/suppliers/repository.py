"""Queries of suppliers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.suppliers.models import (
    Supplier,
    SupplierEvent,
    SupplierSpend,
    SupplierStatus,
)
from ecomm_core.ids import new_id


async def one(
    session: AsyncSession, store_id: UUID, supplier_id: UUID, *, lock: bool = False
) -> Supplier | None:
    """A supplier of the store."""
    query = select(Supplier).where(Supplier.id == supplier_id, Supplier.store_id == store_id)
    if lock:
        query = query.with_for_update(key_share=True)
    found: Supplier | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def of_store(session: AsyncSession, store_id: UUID) -> Sequence[Supplier]:
    """A store's suppliers, in the order they were connected."""
    found = await session.scalars(
        select(Supplier).where(Supplier.store_id == store_id).order_by(Supplier.created_at)
    )
    return found.all()


async def by_ids(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Supplier]:
    """Suppliers by id."""
    found = await session.scalars(select(Supplier).where(Supplier.id.in_(list(ids))))
    return {row.id: row for row in found}


async def same_account(
    session: AsyncSession, store_id: UUID, adapter: str, account_ref: str
) -> Supplier | None:
    """The store's row of an account, connected or not; nobody else looks or writes meanwhile."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"supplier:{store_id}:{adapter}:{account_ref}"},
    )
    found: Supplier | None = await session.scalar(
        select(Supplier).where(
            Supplier.store_id == store_id,
            Supplier.adapter == adapter,
            Supplier.account_ref == account_ref,
        )
    )
    return found


_COUNTS = text(
    """select s.id,
              (select count(*) from supplier_products p where p.supplier_id = s.id) as products,
              (select count(*) from mappings m where m.supplier_id = s.id) as mappings,
              (select count(*) from mappings m
                where m.supplier_id = s.id and m.broken_at is not null) as broken,
              (select count(*) from purchase_orders o
                where o.supplier_id = s.id
                  and o.status not in ('delivered', 'rejected', 'cancelled')) as open_orders
         from suppliers s where s.id = any(cast(:ids as uuid[]))"""
)


async def counts(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Supplier -> what depends on it (products, mappings, broken, open_orders)."""
    rows = await session.execute(_COUNTS, {"ids": list(ids)})
    return {row.id: row for row in rows.all()}


async def spent(session: AsyncSession, ids: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    """Supplier -> what was promised to it today (UTC)."""
    rows = await session.execute(
        select(SupplierSpend.supplier_id, SupplierSpend.amount).where(
            SupplierSpend.supplier_id.in_(ids), SupplierSpend.day == now.date()
        )
    )
    return {row.supplier_id: row.amount for row in rows.all()}


async def put_credentials(
    session: AsyncSession, supplier_id: UUID, old: str, new: str, expires_at: datetime | None
) -> bool:
    """Exchange renewed credentials for those they were made of; False where somebody connected
    anew meanwhile."""
    made = await session.execute(
        update(Supplier)
        .where(Supplier.id == supplier_id, Supplier.credentials == old)
        .values(credentials=new, credentials_expire_at=expires_at)
        .returning(Supplier.id)
    )
    return made.first() is not None


async def note_success(
    session: AsyncSession, supplier_id: UUID, now: datetime, before: datetime
) -> None:
    """It answered. Written where it had failed, or where `before` was the last time."""
    await session.execute(
        update(Supplier)
        .where(
            Supplier.id == supplier_id,
            or_(
                Supplier.failing_since.is_not(None),
                Supplier.last_success_at.is_(None),
                Supplier.last_success_at < before,
            ),
        )
        .values(last_success_at=now, failing_since=None, last_error=None)
    )


async def note_failure(session: AsyncSession, supplier_id: UUID, now: datetime, words: str) -> None:
    """It did not answer."""
    await session.execute(
        update(Supplier)
        .where(Supplier.id == supplier_id)
        .values(failing_since=func.coalesce(Supplier.failing_since, now), last_error=words)
    )


async def need_attention(
    session: AsyncSession, supplier_id: UUID, used: str, now: datetime, words: str
) -> Supplier | None:
    """It refused these credentials: nothing is asked of it from now on. None where they are no
    longer the row's, or somebody was told already."""
    found: Supplier | None = await session.scalar(
        update(Supplier)
        .where(
            Supplier.id == supplier_id,
            Supplier.credentials == used,
            Supplier.status.in_((SupplierStatus.CONNECTED.value, SupplierStatus.PAUSED.value)),
        )
        .values(
            status=SupplierStatus.ATTENTION.value,
            failing_since=func.coalesce(Supplier.failing_since, now),
            last_error=words,
            next_poll_at=None,
            updated_at=now,
        )
        .returning(Supplier)
    )
    return found


async def receive(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Keep events of the inbox; the ids of those that were new."""
    made = await session.execute(
        insert(SupplierEvent)
        .values([{"id": new_id(), **row} for row in rows])
        .on_conflict_do_nothing()
        .returning(SupplierEvent.event_id)
    )
    return set(made.scalars())


async def wake(session: AsyncSession, ids: Iterable[UUID], now: datetime) -> None:
    """Have connected suppliers read at the clock's next round."""
    await session.execute(
        update(Supplier)
        .where(
            Supplier.id.in_(list(ids)),
            Supplier.status == SupplierStatus.CONNECTED.value,
            or_(Supplier.next_poll_at.is_(None), Supplier.next_poll_at > now),
        )
        .values(next_poll_at=now)
    )
