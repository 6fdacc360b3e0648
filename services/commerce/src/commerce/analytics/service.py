"""The overview as merchants see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics.figures import profit, revenue, sold
from commerce.analytics.periods import Wanted, bounds
from commerce.analytics.reports import Compared, compare
from commerce.analytics.schemas import (
    ChecklistItemOut,
    HeldOrderOut,
    KeptOut,
    LowStockOut,
    OverviewOut,
    RecentOrderOut,
    RevenuePointOut,
    UnknownPurchaseOut,
    WaitingOut,
)
from commerce.catalog.media.storage import public_prefix
from commerce.orders.view import row_out
from commerce.payments.service import providers_of
from commerce.reads import overview as queries
from commerce.reads.line_profit import ProfitRows, profit_rows_of
from commerce.sourcing.purchasing.profit import profit_of
from commerce.stores.contexts import StoreContext
from commerce.stores.setup import finished
from ecomm_core import clock


async def overview(context: StoreContext, wanted: Wanted, *, test: bool) -> OverviewOut:
    """A period of a store beside the days before it; with `test` the figures are those of test
    orders, which never count otherwise.

    Raises Invalid (422) for days to come.
    """
    session: AsyncSession = context.session
    store, now = context.store, clock.now()
    found = await compare(context, wanted, test=test)
    period = found.period
    since = bounds(period.since, period.since, store.timezone)[0]
    facts = await queries.steps(session, store.id, since)
    days = zip(period.each(), period.before.each(), strict=True)
    waits = await waiting_in(session, {store.id: since})
    return OverviewOut(
        currency=store.currency,
        since=period.since,
        until=period.until,
        as_of=found.book.as_of,
        revenue=found.figure(revenue),
        orders=found.figure("orders"),
        average_order=found.average_order(),
        units=found.figure("units"),
        profit=found.figure(profit),
        visits=found.figure("visits"),
        conversion=found.share("orders", "visits"),
        kept=_kept(found),
        series=[
            RevenuePointOut(
                day=day,
                revenue=revenue(on),
                previous=revenue(found.book.on(before)),
                orders=on["orders"],
                visits=on["visits"],
                profit=profit(on),
            )
            for day, before in days
            for on in [found.book.on(day)]
        ],
        recent_orders=await _recent(session, store.id),
        low_stock=[
            LowStockOut.model_validate(row)
            for row in await queries.low_stock(
                session, store.id, now, public_prefix(context.kernel)
            )
        ],
        checklist=_checklist(facts, payments=providers_of(context.kernel).checkout_open(store)),
        **waits[store.id],
        test_orders=facts["test_orders"],
    )


async def waiting_in(
    session: AsyncSession, since: Mapping[UUID, datetime]
) -> dict[UUID, dict[str, Any]]:
    """What waits in each store, by the names of its figures; lost mails count since its moment."""
    counts = await queries.waiting(session, since)
    unknown = await queries.unknown_purchases(session, since)
    held = await queries.held_orders(session, since)
    return {
        store_id: {
            "waiting": WaitingOut.model_validate(found),
            "unknown_purchase": UnknownPurchaseOut.model_validate(unknown[store_id])
            if store_id in unknown
            else None,
            "held_order": HeldOrderOut.model_validate(held[store_id]) if store_id in held else None,
        }
        for store_id, found in counts.items()
    }


def _kept(found: Compared) -> KeptOut:
    parts = {
        name: found.figure(of)
        for name, of in (
            ("refunds", "sold_refunds"),
            ("cost", "cost"),
            ("shipping", "supplier_shipping"),
            ("duty", "duty"),
            ("fees", "fees"),
            ("supplier_refunds", "supplier_refunds"),
            ("unknown_lines", "unknown_lines"),
        )
    }
    return KeptOut(sold=found.figure(sold), **parts)


async def _recent(session: AsyncSession, store_id: UUID) -> list[RecentOrderOut]:
    """The last orders with what each earned: known once every line's cost is."""
    rows = await queries.recent_orders(session, store_id)
    earned = await profit_rows_of(session, store_id, [row["id"] for row in rows])
    return [
        RecentOrderOut(
            **row_out(row).model_dump(),
            profit=_earned(earned[row["id"]]) if _counts(row) else None,
        )
        for row in rows
    ]


def _counts(row: Mapping[str, Any]) -> bool:
    paid: bool = row["status"] != "cancelled" and row["payment_status"] != "unpaid"
    return paid


def _earned(rows: ProfitRows) -> int | None:
    lines, _ = profit_of(rows)
    return sum(line.profit for line in lines) if all(line.cost_known for line in lines) else None


def _checklist(facts: Mapping[str, Any], *, payments: bool) -> list[ChecklistItemOut]:
    done = {
        "store": finished(facts["setup"]),
        "products": facts["products"],
        "publish": facts["published"],
        "shipping": facts["shipping"],
        "payments": payments,
        "test_order": facts["ordered"],
        "open": facts["status"] == "active" and not facts["test_mode"],
    }
    return [
        ChecklistItemOut.model_validate({"key": key, "done": value, "detail": None})
        for key, value in done.items()
    ]
