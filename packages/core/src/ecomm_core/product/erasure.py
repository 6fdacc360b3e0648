"""Letting go of what is somebody's: a customer, a store, a whole business.

What is a store's is known by its column `store_id`, what is a person's by the product's holdings,
and what is a business's by row-level security: every table has a `tenant_id`.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.db.crossing import as_user
from ecomm_core.db.tables import GLOBAL_TABLES
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.product.connections import repository as connections
from ecomm_core.product.shapes import ConnectionStatus, StoreConnection
from ecomm_core.product.spec import ProductSpec, spec_of

log = get_logger(__name__)

_KEPT_APART = frozenset({"tenants", "users", "memberships", "audit_log"})
"""Of a business that is erased: deleted last, and in this module's own order."""


async def erase_customer(
    kernel: Kernel, session: AsyncSession, store: StoreConnection, customer_id: UUID
) -> None:
    """Delete what the product's tables hold of a store's customer; how much is in the audit log."""
    spec = spec_of(kernel)
    gone: dict[str, int] = {}
    for holding in spec.holdings:
        if holding.customer is None:
            continue
        table = spec.metadata.tables[holding.table]
        where = [table.c[holding.customer] == customer_id]
        if "store_id" in table.columns:
            where.append(table.c.store_id == store.store_id)
        gone[holding.table] = await _delete(session, table, *where)
    await _note(session, store, "customer.erase", customer_id, gone)


async def erase_store(kernel: Kernel, session: AsyncSession, store: StoreConnection) -> None:
    """Delete what the product's tables hold of a store that is gone, and everything its connection
    knows but that it was."""
    gone = {
        table.name: await _delete(session, table, table.c.store_id == store.store_id)
        for table in _own_tables(spec_of(kernel))
        if "store_id" in table.columns
    }
    found = await connections.get(session, store.id)
    if found is not None and found.api_key_id is not None:
        await connections.revoke_key(session, found.api_key_id, clock.now())
    await session.execute(
        text("delete from platform_writes where connection_id = :id"), {"id": store.id}
    )
    await connections.change(
        session,
        store.id,
        {
            "status": ConnectionStatus.DELETED.value,
            "disconnected_at": clock.now(),
            "name": "",
            "slug": "",
            "url": "",
            "platform_key": "",
            "webhook_secrets": [],
            "scopes": [],
        },
    )
    await _note(session, store, "store.erase", store.store_id, gone)


async def erase_business(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, *, actor: str
) -> None:
    """Delete a business with all that is in it, and the people who belong to no other. What stays
    is one entry of the log: that it was done, by which id, and how much was gone."""
    spec = spec_of(kernel)
    people = list(
        await session.scalars(
            text("select user_id from memberships where tenant_id = :tenant"), {"tenant": tenant_id}
        )
    )
    gone = {}
    for table in reversed(spec.metadata.sorted_tables):
        if table.name in _KEPT_APART or table.name in GLOBAL_TABLES:
            continue
        if "tenant_id" in table.columns:
            gone[table.name] = await _delete(session, table, table.c.tenant_id == tenant_id)
    alone = [one for one in people if await _belongs_only_here(session, tenant_id, one)]
    for one in alone:
        await as_user(session, one)
        await session.execute(text("delete from users where id = :id"), {"id": one})
    await session.execute(
        text("delete from memberships where tenant_id = :tenant"), {"tenant": tenant_id}
    )
    await session.execute(text("delete from tenants where id = :tenant"), {"tenant": tenant_id})
    gone["users"] = len(alone)
    gone["audit_log"] = int(
        await session.scalar(text("select clear_audit(:tenant)"), {"tenant": tenant_id}) or 0
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor,
        action="business.erase",
        resource_type="business",
        resource_id=tenant_id,
        after={"rows": {name: count for name, count in gone.items() if count}},
    )
    log.info("business_erased", tenant_id=str(tenant_id), rows=sum(gone.values()))


async def _belongs_only_here(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> bool:
    await as_user(session, user_id)
    elsewhere = await session.scalar(
        text("select 1 from memberships where user_id = :user and tenant_id <> :tenant limit 1"),
        {"user": user_id, "tenant": tenant_id},
    )
    return elsewhere is None


def _own_tables(spec: ProductSpec) -> Iterator[Table]:
    """The product's own, those that point to others first."""
    for table in reversed(spec.metadata.sorted_tables):
        if table.name in spec.tables.tenant:
            yield table


async def _delete(session: AsyncSession, table: Table, *where: Any) -> int:
    gone = await session.execute(delete(table).where(*where).returning(table.c.tenant_id))
    return len(gone.all())


async def _note(
    session: AsyncSession, store: StoreConnection, action: str, resource: UUID, gone: dict[str, int]
) -> None:
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor="platform",
        action=action,
        resource_type="customer" if action == "customer.erase" else "store",
        resource_id=resource,
        store_id=store.store_id,
        after={"rows": gone},
    )
