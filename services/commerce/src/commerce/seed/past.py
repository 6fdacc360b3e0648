"""Ninety days of a demo shop's sales, written at once: what its shoppers would have left behind.

The sums are those of the rules, stock moves by movements, what was paid stands in the ledger.
Payments are `manual`, money the merchant took by themselves: no provider has books of them that
could disagree, and a refund of one asks nobody. So the orders are no test orders: those are left
out of every figure, and the figures are what the demo is there to show.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.all_models import metadata
from commerce.bulk import insert_rows
from commerce.catalog.media.service import first_of
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import image_out
from commerce.seed.aftermath import follow
from commerce.seed.history import DAYS, FIRST, History
from commerce.stores.directory import StoreFacts
from ecomm_core.db.tables import event_sequences, events
from ecomm_core.kernel import Kernel

_VARIANTS = text(
    """select v.id as variant_id, v.product_id, v.title as variant_title, v.sku, v.price,
              p.title, p.slug, i.id as item_id, i.on_hand
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
        where v.store_id = :store and p.status = 'active' and v.deleted_at is null and i.tracked"""
)
_RATES = text(
    """select id, name, countries, amount, free_over from shipping_rates
        where store_id = :store"""
)
_SOLD = text("select exists (select 1 from orders where store_id = :store)")
_OLDER = (
    "update stores set created_at = :at where id = :store and created_at > :at",
    """update products set created_at = :at, published_at = :at
        where store_id = :store and created_at > :at""",
)
_PAID = text(
    """update payments p set captured = p.amount, status = 'captured', updated_at = p.created_at
        where p.store_id = :store and p.provider = 'manual' and p.captured = 0"""
)
_GIVEN_BACK = text(
    """update payments p set refunded = r.amount, updated_at = r.at,
              status = case when r.amount = p.amount then 'refunded' else 'partially_refunded' end
         from jsonb_to_recordset(:rows) as r (id uuid, amount bigint, at timestamptz)
        where p.id = r.id and p.store_id = :store"""
).bindparams(bindparam("rows", type_=JSONB()))
_STOCK = text(
    """update inventory_items i
          set on_hand = i.on_hand + m.on_hand, committed = i.committed + m.committed
         from jsonb_to_recordset(:rows) as m (id uuid, on_hand integer, committed integer)
        where i.id = m.id and i.store_id = :store"""
).bindparams(bindparam("rows", type_=JSONB()))

_ORDER: Final = (
    "carts",
    "checkouts",
    "orders",
    "payments",
    "order_items",
    "order_tenders",
    "order_timeline",
    "events",
    "mail_messages",
    "inventory_movements",
    "fulfillments",
    "fulfillment_items",
    "order_refunds",
    "refund_lines",
    "refunds",
    "returns",
    "return_lines",
    "reviews",
)
"""Tables in an order that foreign keys allow."""


def happen(past: History) -> None:
    """Think of everything that happened."""
    for at in past.moments():
        past.order(at)
    for sold in past.sold:
        follow(past, sold)


def _place(entry: tuple[str, Any]) -> int:
    return _ORDER.index(entry[0])


def _table(name: str) -> Table:
    return events if name == "events" else metadata.tables[name]


async def write_history(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, plan: dict[str, Any], now: datetime
) -> int:
    """Write the ninety days before today, UTC, into a shop that has never sold; how many orders
    there were. All or nothing, in the caller's transaction."""
    if await session.scalar(_SOLD, {"store": store.id}):
        return 0
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    variants = (await session.execute(_VARIANTS, {"store": store.id})).mappings()
    rates = (await session.execute(_RATES, {"store": store.id})).mappings()
    found = sorted((dict(variant) for variant in variants), key=lambda one: str(one["sku"]))
    pictures = await first_of(session, list({variant["product_id"] for variant in found}))
    storage = storage_of(kernel)
    for variant in found:
        media = pictures[variant["product_id"]]
        fields = {name: getattr(media, name) for name in ("id", "alt", "width", "height", "sizes")}
        variant["image"] = image_out(storage, fields).model_dump(mode="json")
    by_price = sorted((dict(rate) for rate in rates), key=lambda one: (one["amount"], one["name"]))
    past = History(store, plan, found, by_price, today)
    await asyncio.to_thread(happen, past)
    for table, rows in sorted(past.tables.items(), key=_place):
        for start in range(0, len(rows), 200):
            await insert_rows(session, _table(table), rows[start : start + 200])
    await insert_rows(session, metadata.tables["review_totals"], past.totals())
    await session.execute(_PAID, {"store": store.id})
    await session.execute(_GIVEN_BACK, {"store": store.id, "rows": past.back})
    told = [
        {
            "tenant_id": store.tenant_id,
            "resource_type": "order",
            "resource_id": event["resource_id"],
            "value": event["sequence"],
        }
        for event in past.tables.get("events", [])
    ]
    await insert_rows(session, event_sequences, told)
    moved = [
        {"id": key, "on_hand": change[0], "committed": change[1]}
        for key, change in past.stock.items()
    ]
    await session.execute(_STOCK, {"store": store.id, "rows": moved})
    number = {"tenant_id": store.tenant_id, "store_id": store.id, "value": past.number, "drafts": 0}
    await insert_rows(session, metadata.tables["order_numbers"], [number])
    opened = {"store": store.id, "at": today - timedelta(days=2 * DAYS + 5)}
    for statement in _OLDER:
        await session.execute(text(statement), opened)
    return past.number - FIRST + 1
