"""The overview as merchants see it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics.schemas import (
    ChecklistItemOut,
    FigureOut,
    OverviewOut,
    RevenuePointOut,
    WaitingOut,
)
from commerce.catalog.media.storage import public_prefix
from commerce.inventory.schemas import InventoryOut
from commerce.orders.view import row_out
from commerce.payments.service import providers_of
from commerce.reads import overview as queries
from commerce.reads.overview import Day, Period
from commerce.stores.contexts import StoreContext
from commerce.stores.setup import finished
from ecomm_core import clock
from ecomm_core.money import divide_rounding


async def overview(context: StoreContext, days: int, *, test: bool) -> OverviewOut:
    """The last `days` days of a store beside the days before them; with `test` the figures are
    those of test orders, which never count otherwise."""
    session: AsyncSession = context.session
    store, now = context.store, clock.now()
    period = Period.last(days, now, store.timezone)
    facts = await queries.steps(session, store.id, period.bounds[days])
    before, current = _halves(await queries.sales(session, store.id, period, test=test))
    # A store that did not exist before the period has nothing to be compared with.
    comparable = facts["created_at"] < period.bounds[days]

    def figure(of: Callable[[Sequence[Day]], int]) -> FigureOut:
        return FigureOut(value=of(current), previous=of(before) if comparable else None)

    average = figure(_average)
    if not any(day.orders for day in before):
        average = average.model_copy(update={"previous": None})
    return OverviewOut(
        currency=store.currency,
        since=period.since,
        until=period.until,
        revenue=figure(lambda part: sum(day.revenue for day in part)),
        orders=figure(lambda part: sum(day.orders for day in part)),
        average_order=average,
        units=figure(lambda part: sum(day.units for day in part)),
        series=[
            RevenuePointOut(
                day=period.since + timedelta(days=n),
                revenue=current[n].revenue,
                previous=before[n].revenue,
                orders=current[n].orders,
            )
            for n in range(days)
        ],
        recent_orders=[row_out(row) for row in await queries.recent_orders(session, store.id)],
        low_stock=[
            InventoryOut.model_validate(row)
            for row in await queries.low_stock(
                session, store.id, now, public_prefix(context.kernel)
            )
        ],
        checklist=_checklist(facts, payments=providers_of(context.kernel).checkout_open(store)),
        waiting=WaitingOut.model_validate(
            await queries.waiting(session, store.id, period.bounds[days])
        ),
        test_orders=facts["test_orders"],
    )


def _halves(days: Sequence[Day]) -> tuple[Sequence[Day], Sequence[Day]]:
    middle = len(days) // 2
    return days[:middle], days[middle:]


def _average(part: Sequence[Day]) -> int:
    orders = sum(day.orders for day in part)
    return divide_rounding(sum(day.revenue for day in part), orders) if orders else 0


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
