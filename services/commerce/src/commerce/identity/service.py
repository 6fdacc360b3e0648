"""What the account page shows beside the kernel's accounts: plan and use."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.plans import PLANS, PRODUCTS, STORES


@dataclass(frozen=True, slots=True)
class Use:
    """Use against one limit; `limit` None is unlimited."""

    name: str
    used: int
    limit: int | None


async def plan_use(session: AsyncSession, tenant_id: UUID) -> tuple[str, list[Use]]:
    """(plan name, use of each limit). For per-store limits the fullest store counts."""
    row = (
        await session.execute(
            text(
                """select t.plan,
                     (select coalesce(max(used), 0) from usage where name = :stores) as stores,
                     (select coalesce(max(used), 0) from usage where name = :products) as products
                   from tenants t where t.id = :tenant"""
            ),
            {"tenant": tenant_id, "stores": STORES, "products": PRODUCTS},
        )
    ).one()
    limits = PLANS[row.plan].limits
    return row.plan, [
        Use(STORES, row.stores, limits[STORES]),
        Use(PRODUCTS, row.products, limits[PRODUCTS]),
    ]
