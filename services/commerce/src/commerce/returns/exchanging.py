"""Exchanges: what may be had for a line, what it costs more or less, and the goods set aside.

A replacement is an item of the same order without an amount: the money of the replaced item stands
for it, so the order's sums stay what was paid (R2.3). Its stock is committed when the exchange is
approved, and it ships like everything else. What it costs less is paid back when the return is
completed; what it costs more the merchant gives, or the shopper pays it (`charging.py`), or the
exchange is refused.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.inventory import service as inventory
from commerce.inventory.service import OutOfStock
from commerce.orders import refund_rows
from commerce.orders.refund_rows import ItemRow
from commerce.orders.refunding import line_share
from commerce.pricing import service as pricing
from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from commerce.reads.exchange_choices import ExchangeVariant, exchange_variants
from commerce.reads.invoice_source import InvoiceSource, load_sources
from commerce.returns import replacements
from commerce.returns.errors import ExchangeCostsMore, ReplacementSent
from commerce.returns.hand import Hand
from commerce.returns.schemas import ExchangeChoiceOut, ReturnLineIn
from commerce.stores import service as stores
from ecomm_core.api.schemas import Money
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.money import divide_rounding, tax_on_net

__all__ = ["Difference", "choices", "plan", "set_aside", "settle", "take_back_unsent"]

Difference = Literal["refuse", "waive", "pay"]
"""What of a replacement that costs more: no exchange, the merchant gives it, the shopper pays."""

Planned = tuple[ReturnLineIn, ExchangeVariant, int]
"""(the line, what is sent for it, what that costs more; below zero: less)."""


async def choices(
    session: AsyncSession, store_id: UUID, order_id: UUID, now: datetime
) -> dict[UUID, list[ExchangeChoiceOut]]:
    """Per item of the order, the other variants of its product with their difference per unit.
    Nothing where the order's currency has no price today."""
    [source] = await load_sources(session, store_id, [order_id])
    items = {item.id: item for item in await refund_rows.item_rows(session, order_id)}
    products = list({item.product_id for item in items.values()})
    variants = await exchange_variants(session, store_id, now, products=products)
    try:
        prices = await _prices(session, source, variants, now)
    except (CurrencyNotOffered, ExchangeRateStale):
        return {}
    found: dict[UUID, list[ExchangeChoiceOut]] = {}
    for item in items.values():
        if item.replaces_item_id is not None or item.gross == 0:
            continue
        for variant in variants:
            if variant.product_id != item.product_id or variant.id == item.variant_id:
                continue
            more = _difference(source, item, prices[variant.id], 1)
            found.setdefault(item.id, []).append(
                ExchangeChoiceOut(
                    variant_id=variant.id,
                    title=variant.variant_title or variant.title,
                    available=variant.available,
                    difference=Money(amount=more, currency=source.currency),
                )
            )
    return found


async def plan(
    hand: Hand,
    order_id: UUID,
    lines: Sequence[ReturnLineIn],
    now: datetime,
    *,
    difference: Difference,
) -> list[Planned]:
    """What the lines that name a variant are exchanged for.

    Raises ExchangeCostsMore, OutOfStock (409), Invalid (422) for a variant that is not on sale.
    """
    wanted = {line.exchange_variant_id for line in lines if line.exchange_variant_id is not None}
    if not wanted:
        return []
    [source] = await load_sources(hand.session, hand.store_id, [order_id])
    variants = {
        variant.id: variant
        for variant in await exchange_variants(hand.session, hand.store_id, now, ids=sorted(wanted))
    }
    prices = await _prices(hand.session, source, list(variants.values()), now)
    items = {item.id: item for item in await refund_rows.item_rows(hand.session, order_id)}
    planned: list[Planned] = []
    for place, line in enumerate(lines):
        if line.exchange_variant_id is None:
            continue
        variant = variants.get(line.exchange_variant_id)
        item = items.get(line.item_id)
        field = f"lines.{place}.exchange_variant_id"
        if variant is None or item is None:
            raise Invalid.on_field(field, "This is not on sale in this store.")
        if variant.id == item.variant_id:
            raise Invalid.on_field(field, "Choose another variant than the one that goes back.")
        more = _difference(source, item, prices[variant.id], line.quantity)
        if more > 0 and difference == "refuse":
            raise ExchangeCostsMore(
                details=[
                    {
                        "field": field,
                        "code": ExchangeCostsMore.code,
                        "message": ExchangeCostsMore.message,
                        "amount": more,
                        "currency": source.currency,
                    }
                ]
            )
        planned.append((line, variant, more))
    _refuse_short(planned)
    return planned


async def write(
    hand: Hand, return_id: UUID, planned: Sequence[Planned], difference: Difference
) -> None:
    """Keep the plan with the return."""
    for line, variant, more in planned:
        await replacements.insert(
            hand.session,
            {
                "tenant_id": hand.tenant_id,
                "return_id": return_id,
                "order_item_id": line.item_id,
                "store_id": hand.store_id,
                "variant_id": variant.id,
                "quantity": line.quantity,
                "difference": more,
                "charged": more > 0 and difference == "pay",
                "facts": {
                    "product_id": str(variant.product_id),
                    "slug": variant.slug,
                    "title": variant.title,
                    "variant_title": variant.variant_title,
                    "sku": variant.sku,
                },
            },
        )


async def set_aside(hand: Hand, found: Any, now: datetime) -> None:
    """The replacements of an approved return become items of its order, their stock committed.
    Raises OutOfStock (409): nothing has changed then."""
    made = await replacements.of_return(hand.session, found.id)
    rows = [row for row in made if not row["charged"]]
    demand: dict[UUID, int] = {}
    for row in rows:
        demand[row["variant_id"]] = demand.get(row["variant_id"], 0) + row["quantity"]
    if not demand:
        return
    await inventory.commit(
        hand.session,
        outbox=hand.kernel.outbox,
        store_id=hand.store_id,
        holder_id=found.id,
        demand=demand,
        actor=hand.actor,
        reference=f"return:{found.id}",
        now=now,
    )
    for row in rows:
        item_id = new_id()
        await replacements.add_item(
            hand.session,
            {
                **row["facts"],
                "product_id": UUID(row["facts"]["product_id"]),
                "id": item_id,
                "variant_id": row["variant_id"],
                "quantity": row["quantity"],
                "replaced": row["order_item_id"],
                "now": now,
            },
        )
        await replacements.sent(hand.session, found.id, row["order_item_id"], item_id)


async def take_back_unsent(hand: Hand, found: Any, due: Mapping[UUID, int], now: datetime) -> None:
    """Let go the units of replacements that are not due (replaced item -> units that are) and have
    not shipped. Raises ReplacementSent (409) where none is due and some have left or are packed."""
    rows = await replacements.of_return(hand.session, found.id)
    items = {item.id: item for item in await refund_rows.item_rows(hand.session, found.order_id)}
    ended: dict[UUID, int] = {}
    cancelled: dict[UUID, int] = {}
    dropped: dict[UUID, int] = {}
    for row in rows:
        item = items.get(row["replacement_item_id"])
        if item is None:
            continue
        live = item.quantity - item.cancelled_quantity
        surplus = live - min(due.get(row["order_item_id"], 0), live)
        free = item.quantity - item.fulfilled_quantity - item.cancelled_quantity
        if surplus and (item.fulfilled_quantity or surplus > free) and not due:
            raise ReplacementSent
        count = min(surplus, free)
        if count:
            cancelled[item.id] = count
            dropped[row["order_item_id"]] = count
            ended[item.variant_id] = ended.get(item.variant_id, 0) + count
    if not ended:
        return
    await inventory.uncommit(
        hand.session,
        outbox=hand.kernel.outbox,
        store_id=hand.store_id,
        quantities=ended,
        actor=hand.actor,
        reference=f"return:{found.id}",
        now=now,
        restock=True,
    )
    await refund_rows.count_units(
        hand.session, found.order_id, cancelled=cancelled, returned={}, restocked=cancelled, now=now
    )
    await replacements.drop(hand.session, found.id, dropped)


async def settle(session: AsyncSession, return_id: UUID, units: Mapping[UUID, int]) -> int:
    """What is paid back because replacements cost less, for these units (replaced item -> how
    many); 0 or more."""
    less = 0
    for row in await replacements.of_return(session, return_id):
        if row["difference"] < 0:
            count = min(units.get(row["order_item_id"], 0), row["quantity"])
            less += divide_rounding(-row["difference"] * count, row["quantity"])
    return less


async def exchanged(session: AsyncSession, return_id: UUID) -> frozenset[UUID]:
    """The items of a return that are exchanged rather than refunded."""
    return frozenset(
        row["order_item_id"] for row in await replacements.of_return(session, return_id)
    )


def _difference(source: InvoiceSource, item: ItemRow, price: int, units: int) -> int:
    """What `units` of a variant cost more than was paid for as many of the item, with tax."""
    [stored] = [row for row in source.items if row["id"] == str(item.id)]
    shown = price * units
    ppm = sum(share["rate_ppm"] for share in stored["taxes"])
    gross = shown if source.tax_inclusive else shown + tax_on_net(shown, ppm)
    # Of what was paid for units that are still the shopper's, refunds aside.
    paid = line_share(item.sold, min(units, item.quantity - item.refunded_quantity)).gross
    return gross - paid


async def _prices(
    session: AsyncSession, source: InvoiceSource, variants: Sequence[ExchangeVariant], now: datetime
) -> dict[UUID, int]:
    """Today's prices in the order's currency."""
    store = await stores.get(session, source.store_id)
    _, shown = await pricing.presented(
        session,
        store_id=source.store_id,
        base=store.currency,
        currency=source.currency,
        variants={variant.id: (variant.price, None) for variant in variants},
        today=now.date(),
    )
    return {variant: prices.price for variant, prices in shown.items()}


def _refuse_short(planned: Sequence[Planned]) -> None:
    wanted: dict[UUID, int] = {}
    for line, variant, _ in planned:
        wanted[variant.id] = wanted.get(variant.id, 0) + line.quantity
    short = [
        {
            "field": None,
            "code": OutOfStock.code,
            "message": OutOfStock.message,
            "variant_id": str(variant.id),
            "available": variant.available,
            "wanted": wanted[variant.id],
        }
        for _, variant, _ in planned
        if variant.available is not None and wanted[variant.id] > variant.available
    ]
    if short:
        raise OutOfStock(details=short)
