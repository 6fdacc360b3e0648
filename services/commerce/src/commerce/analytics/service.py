"""The overview as merchants see it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics.figures import profit, revenue
from commerce.analytics.periods import Wanted, bounds
from commerce.analytics.reports import compare
from commerce.analytics.schemas import (
    ChecklistItemOut,
    OverviewOut,
    RevenuePointOut,
    UnknownPurchaseOut,
    WaitingOut,
)
from commerce.catalog.media.storage import public_prefix
from commerce.inventory.schemas import InventoryOut
from commerce.orders.view import row_out
from commerce.payments.service import providers_of
from commerce.reads import overview as queries
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
    unknown = await queries.unknown_purchases(session, store.id)
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
        series=[
            RevenuePointOut(
                day=day,
                revenue=revenue(found.book.on(day)),
                previous=revenue(found.book.on(before)),
                orders=found.book.on(day)["orders"],
            )
            for day, before in days
        ],
        recent_orders=[row_out(row) for row in await queries.recent_orders(session, store.id)],
        low_stock=[
            InventoryOut.model_validate(row)
            for row in await queries.low_stock(
                session, store.id, now, public_prefix(context.kernel)
            )
        ],
        checklist=_checklist(facts, payments=providers_of(context.kernel).checkout_open(store)),
        waiting=WaitingOut.model_validate(await queries.waiting(session, store.id, since)),
        unknown_purchase=UnknownPurchaseOut.model_validate(unknown) if unknown else None,
        test_orders=facts["test_orders"],
    )


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
