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
                where e.day = newest.day) as per_euro,
              (select jsonb_object_agg(c.currency, jsonb_build_object(
                        'ppm', c.manual_ppm, 'day', c.manual_day))
                 from store_currencies c
                where c.tenant_id = o.tenant_id and c.store_id = o.store_id
                  and c.manual_ppm is not null
                  and c.manual_day >= cast(:today as date) - age.days) as own
         from orders o
         join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
        cross join lateral (
              select coalesce((select p.rate_max_age_days from pricing_settings p
                                where p.tenant_id = o.tenant_id and p.store_id = o.store_id),
                              :usual) as days) age
        cross join lateral (
              select max(day) as day from exchange_rates
               where day <= :today and day >= cast(:today as date) - age.days) newest
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

USUAL_AGE = 7
"""Days after which a rate counts no more, where the store has not said how many."""
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
class OwnRate:
    """The merchant's own rate: parts per million of a currency for one of the store's."""

    ppm: int
    day: date


@dataclass(frozen=True, slots=True)
class Terms:
    """The money side of an order's purchases. Rates are those that price rules compute with
    (`pricing.cost_rates`): the merchant's own where they set one, else the bank's of the day."""

    store_currency: str
    order_currency: str
    order_rate: Fraction
    items: Mapping[UUID, ItemTerms]
    day: date | None
    per_euro: Mapping[str, int]
    own: Mapping[str, OwnRate]

    def rate(self, currency: str) -> Fraction | None:
        """Minor units of the store's currency for one of `currency`; None without a rate."""
        if currency == self.store_currency:
            return Fraction(1)
        digits = minor_digits(self.store_currency) - minor_digits(currency)
        if currency in self.own:
            return Fraction(PPM, self.own[currency].ppm) * Fraction(10) ** digits
        known = {**self.per_euro, "EUR": PPM}
        if self.day is None or currency not in known or self.store_currency not in known:
            return None
        return Fraction(known[self.store_currency], known[currency]) * Fraction(10) ** digits

    def frozen(self, currency: str) -> dict[str, Any]:
        """The rate as it is kept with what is bought at it; `per_euro` are the exact figures."""
        exact = self.rate(currency)
        known = {**self.per_euro, "EUR": PPM}
        day = self.day if currency in known else None
        if currency in self.own and currency != self.store_currency:
            day = self.own[currency].day
        return {
            "from": currency,
            "to": self.store_currency,
            "ppm": None if exact is None else _ppm(exact),
            "exact": None if exact is None else [exact.numerator, exact.denominator],
            "date": None if day is None else day.isoformat(),
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
    values = {"order": order_id, "today": today, "usual": USUAL_AGE}
    row = (await session.execute(_TERMS, values)).mappings().one()
    items = [ItemTerms(**{**item, "item_id": UUID(item["item_id"])}) for item in row["items"] or []]
    return Terms(
        store_currency=row["store_currency"],
        order_currency=row["order_currency"],
        order_rate=to_store(row["rate"], row["store_currency"], row["order_currency"]),
        items={item.item_id: item for item in items},
        day=row["day"],
        per_euro=row["per_euro"] or {},
        own={
            code: OwnRate(one["ppm"], date.fromisoformat(one["day"]))
            for code, one in (row["own"] or {}).items()
        },
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
