"""Every way to get some variants from suppliers, with what was last read of each: what plans and
checks of purchases look at. One statement; SQL only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_WAYS = text(
    """select m.id as mapping_id, m.variant_id, m.supplier_id, m.priority, m.country, m.active,
              m.broken_at is not null as broken, m.broken_reason, s.name as supplier_name,
              s.status as supplier_status, s.simulated, s.stale_after_minutes,
              s.max_cost_rise_ppm, s.grace_minutes,
              coalesce((
                select jsonb_agg(jsonb_build_object(
                         'supplier_variant_id', v.id, 'external_id', sp.external_id,
                         'external_sku', v.external_sku, 'order_key', v.order_key,
                         'title', sp.title, 'options', v.options, 'warehouse', v.warehouse,
                         'quantity', p.quantity, 'cost', v.cost, 'currency', v.currency,
                         'availability', case when sp.gone_at is not null then 'gone'
                                              else v.availability end,
                         'stock', v.stock, 'read_at', v.read_at,
                         'lanes', coalesce((
                           select jsonb_agg(jsonb_build_object(
                                    'method', l.method, 'name', l.name, 'cost', l.cost,
                                    'currency', l.currency, 'min_days', l.min_days,
                                    'max_days', l.max_days, 'tracked', l.tracked,
                                    'duty', l.duty, 'expires_at', l.expires_at)
                                    order by l.cost + coalesce(l.duty, 0), l.method)
                             from lane_quotes l
                            where l.tenant_id = v.tenant_id and l.supplier_variant_id = v.id
                              and l.destination = :destination), '[]'))
                       order by v.id)
                  from mapping_parts p
                  join supplier_variants v
                    on v.tenant_id = p.tenant_id and v.id = p.supplier_variant_id
                  join supplier_products sp
                    on sp.tenant_id = v.tenant_id and sp.id = v.supplier_product_id
                 where p.tenant_id = m.tenant_id and p.mapping_id = m.id), '[]') as parts
         from mappings m
         join suppliers s on s.tenant_id = m.tenant_id and s.id = m.supplier_id
        where m.store_id = :store and m.variant_id = any (cast(:variants as uuid[]))
        order by m.variant_id, m.priority, m.country nulls last, m.id"""
)


@dataclass(frozen=True, slots=True)
class Lane:
    """How one unit travels to the destination, as last quoted; `duty` None is not told."""

    method: str
    name: str
    cost: int
    currency: str
    min_days: int | None
    max_days: int | None
    tracked: bool
    duty: int | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """Units of a supplier's variant that one sold unit is made of, as it was read at `read_at`."""

    supplier_variant_id: UUID
    external_id: str
    external_sku: str
    order_key: str
    title: str
    options: dict[str, Any]
    warehouse: str
    quantity: int
    cost: int | None
    currency: str
    availability: str
    stock: int | None
    read_at: datetime
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A mapping with its supplier. `country` limits it to one destination."""

    mapping_id: UUID
    variant_id: UUID
    supplier_id: UUID
    priority: int
    country: str | None
    active: bool
    broken: bool
    broken_reason: str | None
    supplier_name: str
    supplier_status: str
    simulated: bool
    stale_after_minutes: int
    max_cost_rise_ppm: int
    grace_minutes: int
    parts: tuple[Part, ...]

    def stale(self, now: datetime) -> bool:
        """Whether a reading is too old to be believed: it is unknown then (R10.3)."""
        oldest = now - timedelta(minutes=self.stale_after_minutes)
        return any(part.read_at < oldest for part in self.parts)


async def load_ways(
    session: AsyncSession, store_id: UUID, variant_ids: Sequence[UUID], destination: str
) -> dict[UUID, list[Way]]:
    """Variant -> its ways, the first to be tried first, usable or not; a variant that no supplier
    was ever named for is missing."""
    values = {"store": store_id, "variants": list(variant_ids), "destination": destination}
    found: dict[UUID, list[Way]] = {}
    for row in (await session.execute(_WAYS, values)).mappings():
        parts = tuple(_part(part) for part in row["parts"])
        way = Way(**{**row, "parts": parts})
        found.setdefault(way.variant_id, []).append(way)
    return found


def _part(stored: dict[str, Any]) -> Part:
    lanes = tuple(
        Lane(**{**lane, "expires_at": _time(lane["expires_at"])}) for lane in stored["lanes"]
    )
    return Part(
        **{
            **stored,
            "supplier_variant_id": UUID(stored["supplier_variant_id"]),
            "read_at": datetime.fromisoformat(stored["read_at"]),
            "lanes": lanes,
        }
    )


def _time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored is not None else None
