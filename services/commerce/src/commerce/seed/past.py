"""Ninety days of a demo shop's sales, written at once: what its shoppers would have left behind.

The sums are those of the rules, stock moves by movements, what was paid stands in the ledger.
Payments are `manual`, money the merchant took by themselves: no provider has books of them that
could disagree, and a refund of one asks nobody. So the orders are no test orders: those are left
out of every figure, and the figures are what the demo is there to show.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.all_models import metadata
from commerce.bulk import insert_rows
from commerce.catalog.media.service import first_of
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import image_out
from commerce.promotions.codes import customer_key
from commerce.seed.aftermath import follow
from commerce.seed.buyers import remember
from commerce.seed.history import DAYS, FIRST, History, Row
from commerce.seed.ordering import sell
from commerce.seed.supply.supplied import Supplied
from commerce.seed.telling import tell
from commerce.seed.trying import try_out
from commerce.seed.visits import Visits
from commerce.stores.directory import StoreFacts
from ecomm_core.db.tables import event_sequences, events
from ecomm_core.kernel import Kernel

_VARIANTS = text(
    """select v.id as variant_id, v.product_id, v.title as variant_title, v.sku, v.price,
              v.cost, p.title, p.slug, i.id as item_id, i.on_hand
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
        where v.store_id = :store and p.status = 'active' and v.deleted_at is null and i.tracked"""
)
_RATES = text(
    """select id, name, countries, amount, free_over from shipping_rates
        where store_id = :store"""
)
_PATIENT = text(
    """select set_config('statement_timeout', '300000', true),
              set_config('idle_in_transaction_session_timeout', '300000', true)"""
)
"""An operator waits for it: on a slow machine a request's limits are short for ninety days."""
_SOLD = text("select exists (select 1 from orders where store_id = :store and not test)")
_DISCOUNT = text(
    """select id, name, code, value as percent_ppm from discounts
        where store_id = :store and code = :code and deleted_at is null"""
)
_USED = text("update discounts set used = used + :used where id = :id")
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
    "customer_accounts",
    "carts",
    "cart_lines",
    "checkouts",
    "discount_usages",
    "orders",
    "payments",
    "order_items",
    "order_tenders",
    "order_timeline",
    "fraud_checks",
    "events",
    "mail_messages",
    "inventory_movements",
    "fulfillments",
    "fulfillment_items",
    "tracking_events",
    "order_refunds",
    "refund_lines",
    "refunds",
    "returns",
    "return_lines",
    "reviews",
    "sourcing_needs",
    "purchase_orders",
    "purchase_lines",
    "purchase_timeline",
    "purchase_parcels",
    "purchase_disputes",
    "purchase_numbers",
    "supplier_spend",
    "browser_consents",
    "ab_tests",
    "ab_assignments",
    "ab_carts",
    "notifications",
)
"""Tables in an order that foreign keys allow."""

AT_ONCE: Final = 400
"""Rows of one statement."""


def _place(entry: tuple[str, Any]) -> int:
    return _ORDER.index(entry[0])


def _table(name: str) -> Table:
    return events if name == "events" else metadata.tables[name]


async def write_history(
    kernel: Kernel,
    store: StoreFacts,
    plan: dict[str, Any],
    *,
    user_id: UUID,
    now: datetime,
    lived: bool = False,
) -> History | None:
    """Write the ninety days up to `now` into a shop that has sold nothing but test orders;
    None where it has. `lived`: it was open before, its numbers begin at 1001 already, and its stock
    stays as it is. All or nothing."""
    now = now.astimezone(UTC)
    async with kernel.database.transaction(store.scope) as session:
        if await session.scalar(_SOLD, {"store": store.id}):
            return None
        variants = await _variants(kernel, session, store)
        rows = (await session.execute(_RATES, {"store": store.id})).mappings()
        rates = [dict(rate) for rate in rows]
        wanted = {"store": store.id, "code": plan["discount"]["code"]}
        discount = (await session.execute(_DISCOUNT, wanted)).mappings().first()
    past = History(
        store,
        plan,
        variants,
        sorted(rates, key=lambda one: (one["amount"], one["name"])),
        now,
        discount=None if discount is None else dict(discount),
        actor=f"user:{user_id}",
        key_of=partial(customer_key, kernel, store.id),
        first=None if lived else FIRST,
        restock=lived,
    )
    supplied = Supplied(kernel, store, plan)
    await supplied.connect(variants, now)
    await asyncio.to_thread(sell, past)
    await supplied.buy(past)
    await asyncio.to_thread(follow, past)
    await supplied.complain()
    await supplied.look_around()
    await asyncio.to_thread(remember, past)
    await asyncio.to_thread(try_out, past)
    await asyncio.to_thread(tell, past, supplied.settling, user_id)
    visits = Visits(past)
    await asyncio.to_thread(visits.happen)
    async with kernel.database.transaction(store.scope) as session:
        await session.execute(_PATIENT)
        await _write(session, past)
        await visits.write(session)
        await supplied.finish(session, past)
    return past


async def _variants(kernel: Kernel, session: AsyncSession, store: StoreFacts) -> list[Row]:
    """What the shop sells, by sku, with its first picture."""
    rows = (await session.execute(_VARIANTS, {"store": store.id})).mappings()
    found = sorted((dict(variant) for variant in rows), key=lambda one: str(one["sku"]))
    pictures = await first_of(session, list({variant["product_id"] for variant in found}))
    storage = storage_of(kernel)
    for variant in found:
        media = pictures[variant["product_id"]]
        fields = {name: getattr(media, name) for name in ("id", "alt", "width", "height", "sizes")}
        variant["image"] = image_out(storage, fields).model_dump(mode="json")
    return found


async def _write(session: AsyncSession, past: History) -> None:
    store = past.store
    for table, rows in sorted(past.tables.items(), key=_place):
        await write_rows(session, _table(table), rows)
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
    if past.discount is not None:
        await session.execute(_USED, {"used": past.used, "id": past.discount["id"]})
    if past.first is not None:
        value = past.first + len(past.sold) - 1
        number = {"tenant_id": store.tenant_id, "store_id": store.id, "value": value, "drafts": 0}
        await insert_rows(session, metadata.tables["order_numbers"], [number])
    opened = {"store": store.id, "at": past.today - timedelta(days=2 * DAYS + 5)}
    for statement in _OLDER:
        await session.execute(text(statement), opened)


async def write_rows(session: AsyncSession, table: Table, rows: list[Row]) -> None:
    """Insert rows, those that name the same columns together and some hundred at a time."""
    for _, same in groupby(sorted(rows, key=_columns), key=_columns):
        members = list(same)
        for start in range(0, len(members), AT_ONCE):
            await insert_rows(session, table, members[start : start + AT_ONCE])


def _columns(row: Row) -> tuple[str, ...]:
    return tuple(row)
