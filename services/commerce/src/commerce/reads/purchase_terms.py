"""What another supplier may cost for an order's items: their net revenue, the margin floor of their
price rules, how suppliers did so far, and the rates between the currencies. SQL only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.money import PPM, divide_rounding, minor_digits

_TERMS = text(
    """select s.currency as store_currency, o.currency as order_currency, o.rate,
              (select jsonb_agg(jsonb_build_object(
                        'item_id', i.id, 'net', i.net, 'quantity', i.quantity,
                        'floor_ppm', coalesce(r.floor_margin_ppm, 0),
                        'buffer_ppm', coalesce(r.fx_buffer_ppm, 0)))
                 from order_items i
                 left join priced_variants p
                   on p.tenant_id = i.tenant_id and p.variant_id = i.variant_id
                 left join price_rules r on r.tenant_id = p.tenant_id and r.id = p.rule_id
                where i.tenant_id = o.tenant_id and i.order_id = o.id) as items,
              newest.day,
              (select jsonb_object_agg(e.currency, e.per_euro_ppm) from exchange_rates e
                where e.day = newest.day) as per_euro
         from orders o
         join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
        cross join (select max(day) as day from exchange_rates
                     where day <= :today and day >= :oldest) newest
        where o.id = :order"""
)

_SCORES = text(
    """select p.supplier_id,
              count(*) filter (where p.status in ('paid', 'shipped', 'delivered')) as good,
              count(*) filter (where p.status in ('rejected', 'cancelled') and exists (
                select 1 from purchase_lines l where l.tenant_id = p.tenant_id
                   and l.purchase_order_id = p.id
                   and l.failed not in ('cancelled', 'swapped'))) as bad
         from purchase_orders p
        where p.supplier_id = any (cast(:suppliers as uuid[])) and p.created_at >= :since
        group by p.supplier_id"""
)

MAX_AGE = timedelta(days=7)
SCORED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """What an item brought: `net` is after discounts and without tax, in the order's currency."""

    item_id: UUID
    net: int
    quantity: int
    floor_ppm: int
    buffer_ppm: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The money side of an order's purchases."""

    store_currency: str
    order_currency: str
    order_rate: Fraction
    items: Mapping[UUID, ItemTerms]
    day: date | None
    per_euro: Mapping[str, int]

    def rate(self, currency: str) -> Fraction | None:
        """Minor units of the store's currency for one of `currency`; None without a rate."""
        if currency == self.store_currency:
            return Fraction(1)
        known = {**self.per_euro, "EUR": PPM}
        if self.day is None or currency not in known or self.store_currency not in known:
            return None
        digits = minor_digits(self.store_currency) - minor_digits(currency)
        return Fraction(known[self.store_currency], known[currency]) * Fraction(10) ** digits

    def frozen(self, currency: str) -> dict[str, Any]:
        """The rate as it is kept with what is bought at it; `per_euro` are the exact figures."""
        exact = self.rate(currency)
        known = {**self.per_euro, "EUR": PPM}
        return {
            "from": currency,
            "to": self.store_currency,
            "ppm": None if exact is None else _ppm(exact),
            "exact": None if exact is None else [exact.numerator, exact.denominator],
            "date": self.day.isoformat() if self.day and currency in known else None,
        }

    def net_in_store_currency(self, item_id: UUID, quantity: int) -> Fraction:
        """What `quantity` units of an item brought, by the order's own frozen rate."""
        item = self.items[item_id]
        return Fraction(item.net * quantity, item.quantity) * self.order_rate


def _ppm(exact: Fraction) -> int:
    return divide_rounding(exact.numerator * PPM, exact.denominator)


async def load_terms(session: AsyncSession, order_id: UUID, now: datetime) -> Terms:
    """The terms of an order that exists."""
    today = now.date()
    values = {"order": order_id, "today": today, "oldest": today - MAX_AGE}
    row = (await session.execute(_TERMS, values)).mappings().one()
    items = [ItemTerms(**{**item, "item_id": UUID(item["item_id"])}) for item in row["items"] or []]
    return Terms(
        store_currency=row["store_currency"],
        order_currency=row["order_currency"],
        order_rate=to_store(row["rate"], row["store_currency"], row["order_currency"]),
        items={item.item_id: item for item in items},
        day=row["day"],
        per_euro=row["per_euro"] or {},
    )


def to_store(rate: Mapping[str, Any] | None, store: str, order: str) -> Fraction:
    """Minor units of the store's currency for one of the order's, by the rate frozen on it."""
    if rate is None:
        return Fraction(1)
    digits = minor_digits(store) - minor_digits(order)
    exact = Fraction(int(rate["of_per_euro_ppm"]), int(rate["to_per_euro_ppm"]))
    return exact * Fraction(10) ** digits


async def supplier_scores(
    session: AsyncSession, supplier_ids: Sequence[UUID], now: datetime
) -> dict[UUID, int]:
    """Supplier -> how much of what was ordered there in 90 days came to be, in ppm; a supplier
    nothing was ordered from is trusted."""
    values = {"suppliers": list(supplier_ids), "since": now - SCORED}
    rows = await session.execute(_SCORES, values)
    return {
        row.supplier_id: PPM * int(row.good) // (int(row.good) + int(row.bad))
        for row in rows
        if row.good or row.bad
    }
