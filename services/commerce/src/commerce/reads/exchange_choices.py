"""What can be sent in exchange: variants with their product, price and stock. SQL only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_VARIANTS = text(
    """
    select v.id, v.product_id, p.slug, p.title, v.title as variant_title, v.sku, v.price,
           case when not coalesce(i.tracked, false) or i.policy <> 'deny' then null
                else greatest(i.on_hand - i.committed - i.safety_stock - coalesce((
                       select sum(r.quantity) from reservations r
                        where r.tenant_id = i.tenant_id and r.item_id = i.id
                          and r.status = 'open' and r.expires_at > :now), 0), 0) end as available
      from product_variants v
      join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
      left join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
     where v.store_id = :store and v.deleted_at is null and p.status = 'active'
       and not p.is_gift_card
       and (v.id = any(cast(:ids as uuid[])) or v.product_id = any(cast(:products as uuid[])))
     order by v.product_id, v.position, v.id
    """
)


@dataclass(frozen=True, slots=True)
class ExchangeVariant:
    """A variant on sale. `price` in the store's currency; `available` None: without a limit."""

    id: UUID
    product_id: UUID
    slug: str
    title: str
    variant_title: str
    sku: str | None
    price: int
    available: int | None


async def exchange_variants(
    session: AsyncSession,
    store_id: UUID,
    now: datetime,
    *,
    ids: Sequence[UUID] = (),
    products: Sequence[UUID] = (),
) -> list[ExchangeVariant]:
    """The store's variants on sale among these ids, and of these products."""
    found = await session.execute(
        _VARIANTS,
        {"store": store_id, "ids": list(ids), "products": list(products), "now": now},
    )
    return [
        ExchangeVariant(**{**row, "available": _whole(row["available"])})
        for row in found.mappings()
    ]


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))
