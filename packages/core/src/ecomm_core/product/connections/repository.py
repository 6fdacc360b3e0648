"""Queries of connections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.product.shapes import ConnectionStatus, StoreConnection
from ecomm_core.product.tables import connections as table


@dataclass(frozen=True, slots=True)
class Sealed:
    """A connection with its secrets as they are stored."""

    connection: StoreConnection
    platform_tenant_id: UUID
    platform_key: str
    webhook_secrets: tuple[str, ...]
    api_key_id: UUID | None


async def locate(session: AsyncSession, store_id: UUID) -> tuple[UUID, UUID] | None:
    """(business, connection) of a store, before a business is in scope."""
    row = (
        await session.execute(
            text("select tenant_id, connection_id from locate_connection(:store)"),
            {"store": store_id},
        )
    ).first()
    return None if row is None else (row.tenant_id, row.connection_id)


async def locate_business(session: AsyncSession, platform_tenant_id: UUID) -> UUID | None:
    """The business here of a business there."""
    found = await session.scalar(
        text("select tenant_id from locate_business(:business)"), {"business": platform_tenant_id}
    )
    return None if found is None else UUID(str(found))


async def one_at_a_time(session: AsyncSession, business: UUID) -> None:
    """Let nobody else connect a store of this business until the transaction's end."""
    await session.execute(
        text("select pg_advisory_xact_lock(:key)"),
        {"key": int.from_bytes(business.bytes[-8:], "big", signed=True)},
    )


async def get(session: AsyncSession, connection_id: UUID, *, lock: bool = False) -> Sealed | None:
    """A connection of the business in scope."""
    chosen = select(table).where(table.c.id == connection_id)
    row = (await session.execute(chosen.with_for_update() if lock else chosen)).mappings().first()
    return None if row is None else _sealed(row)


async def of_store(session: AsyncSession, store_id: UUID) -> Sealed | None:
    """The connection of a store of the business in scope."""
    chosen = select(table).where(table.c.store_id == store_id)
    row = (await session.execute(chosen)).mappings().first()
    return None if row is None else _sealed(row)


async def page(
    session: AsyncSession, stores: frozenset[UUID] | None, *, offset: int, limit: int
) -> tuple[list[StoreConnection], int]:
    """(connections of these stores or of all, how many), the newest first."""
    mine = [] if stores is None else [table.c.store_id.in_(stores)]
    rows = await session.execute(
        select(table)
        .where(*mine)
        .order_by(table.c.connected_at.desc(), table.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = await session.scalar(select(func.count()).select_from(table).where(*mine))
    return [_sealed(row).connection for row in rows.mappings()], int(total or 0)


async def known(session: AsyncSession, store_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the stores that are connected."""
    rows = await session.scalars(
        select(table.c.store_id).where(
            table.c.store_id.in_(store_ids), table.c.status == ConnectionStatus.CONNECTED.value
        )
    )
    return set(rows)


async def add(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Insert."""
    await session.execute(insert(table).values(**values))


async def change(session: AsyncSession, connection_id: UUID, values: Mapping[str, Any]) -> None:
    """Write columns."""
    await session.execute(update(table).where(table.c.id == connection_id).values(**values))


async def owner(session: AsyncSession, tenant_id: UUID) -> UUID:
    """Who owns the business: the first of them."""
    found = await session.scalar(
        text(
            """select user_id from memberships
                where tenant_id = :tenant and role = 'owner' order by created_at, user_id limit 1"""
        ),
        {"tenant": tenant_id},
    )
    return UUID(str(found))


async def plan(session: AsyncSession, tenant_id: UUID) -> str:
    """Name of the business's plan."""
    return str(
        await session.scalar(text("select plan from tenants where id = :id"), {"id": tenant_id})
    )


async def revoke_key(session: AsyncSession, key_id: UUID, now: datetime) -> None:
    """End the key that the platform had; one that is over stays over."""
    await session.execute(
        text("update api_keys set revoked_at = :now where id = :id and revoked_at is null"),
        {"id": key_id, "now": now},
    )


def _sealed(row: RowMapping) -> Sealed:
    return Sealed(
        StoreConnection(
            tenant_id=row["tenant_id"],
            id=row["id"],
            store_id=row["store_id"],
            name=row["name"],
            slug=row["slug"],
            url=row["url"],
            currency=row["currency"],
            locale=row["locale"],
            timezone=row["timezone"],
            platform_url=row["platform_url"],
            scopes=tuple(row["scopes"]),
            status=ConnectionStatus(row["status"]),
            connected_at=row["connected_at"],
            disconnected_at=row["disconnected_at"],
            suspended_at=row["suspended_at"],
            last_event_at=row["last_event_at"],
        ),
        row["platform_tenant_id"],
        row["platform_key"],
        tuple(row["webhook_secrets"]),
        row["api_key_id"],
    )
