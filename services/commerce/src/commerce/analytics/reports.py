"""A store's reports: revenue with its funnel, products, customers, profit. Each beside the days
before, where the store was there already."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from commerce.analytics import cohorts
from commerce.analytics.days import Book, read_days
from commerce.analytics.figures import Figures, average_order, converted, profit, revenue
from commerce.analytics.periods import Period, Wanted, bounds
from commerce.analytics.schemas import (
    CohortOut,
    CustomersReportOut,
    FigureOut,
    FunnelStepOut,
    ProductFiguresOut,
    ProductsReportOut,
    ProfitDayOut,
    ProfitReportOut,
    RevenueDayOut,
    RevenueOut,
    ShareOut,
)
from commerce.catalog.media.storage import public_prefix
from commerce.reads import store_days
from commerce.reads.purchase_terms import to_store
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.money import PPM, divide_rounding

ProductSort = Literal["revenue", "units", "views", "profit"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A period's figures beside those of the days before; None where the store was not there."""

    period: Period
    book: Book
    now: Figures
    before: Figures | None

    def figure(self, of: Callable[[Figures], int] | str) -> FigureOut:
        """A figure of both."""
        read = (lambda figures: figures[of]) if isinstance(of, str) else of
        return FigureOut(
            value=read(self.now), previous=None if self.before is None else read(self.before)
        )

    def average_order(self) -> FigureOut:
        """Gross by order; of no orders before there is no average, which is not zero."""
        average = self.figure(average_order)
        if not self.before or not self.before["orders"]:
            return average.model_copy(update={"previous": None})
        return average

    def share(self, part: str, whole: str) -> ShareOut:
        """A share of both."""
        before = self.before
        return ShareOut(
            value=share(self.now[part], self.now[whole]),
            previous=None if before is None else share(before[part], before[whole]),
        )


def share(part: int, whole: int) -> int | None:
    """In parts per million; of nothing there is none."""
    return divide_rounding(part * PPM, whole) if whole else None


async def compare(
    context: StoreContext, wanted: Wanted, *, test: bool = False, products: bool = False
) -> Compared:
    """Read a period and the days before it. Raises Invalid (422) for days to come."""
    store, now = context.store, clock.now()
    period = wanted.period(now, store.timezone)
    book = await read_days(
        context.session,
        store,
        period.before.since,
        period.until,
        now,
        test=test,
        products=[period, period.before] if products else (),
    )
    began = await store_days.began(context.session, store.id)
    there = began < bounds(period.since, period.since, store.timezone)[0]
    before = book.of(period.before) if there else None
    return Compared(period, book, book.of(period), before)


def _head(context: StoreContext, found: Compared) -> dict[str, object]:
    return {
        "currency": context.store.currency,
        "since": found.period.since,
        "until": found.period.until,
        "as_of": found.book.as_of,
    }


async def revenue_report(context: StoreContext, wanted: Wanted, *, test: bool) -> RevenueOut:
    """What was sold and given back, by day, and how visits became sales."""
    found = await compare(context, wanted, test=test)
    steps = ("visits", "product_views", "carts", "checkouts", "purchases")
    plain = (
        "gross",
        "discounts",
        "shipping",
        "refunds",
        "tax",
        "refunds_tax",
        "orders",
        "units",
        "received",
        "paid_back",
        "disputed",
    )
    days = zip(found.period.each(), found.period.before.each(), strict=True)
    return RevenueOut.model_validate(
        {
            **_head(context, found),
            **{name: found.figure(name) for name in plain},
            "revenue": found.figure(revenue),
            "average_order": found.average_order(),
            "conversion": found.share("orders", "visits"),
            "funnel": [
                FunnelStepOut.model_validate(
                    {
                        "step": step,
                        **found.figure("orders" if step == "purchases" else step).model_dump(),
                    }
                )
                for step in steps
            ],
            "series": [
                RevenueDayOut(
                    day=day,
                    orders=on["orders"],
                    gross=on["gross"],
                    refunds=on["refunds"],
                    revenue=revenue(on),
                    tax=on["tax"],
                    previous=revenue(found.book.on(before)),
                )
                for day, before in days
                for on in [found.book.on(day)]
            ],
        }
    )


async def products_report(
    context: StoreContext,
    wanted: Wanted,
    sort: ProductSort,
    *,
    test: bool,
    offset: int = 0,
    limit: int | None = None,
) -> ProductsReportOut:
    """Each product that was looked at or sold, best first."""
    found = await compare(context, wanted, test=test, products=True)
    earlier = found.book.products(found.period.before)
    rank = _RANKS[sort]
    ranked = sorted(
        found.book.products(found.period).items(),
        key=lambda one: (-rank(one[1]), -one[1]["units"], -one[1]["product_views"], one[0]),
    )
    shown = ranked[offset:] if limit is None else ranked[offset : offset + limit]
    titles = await store_days.titles(
        context.session,
        context.store_id,
        [product_id for product_id, _ in shown],
        public_prefix(context.kernel),
    )
    rows = [
        ProductFiguresOut(
            product_id=product_id,
            title=known.title if known else None,
            image_url=known.image_url if known else None,
            views=figures["product_views"],
            units=figures["units"],
            revenue=_brought(figures),
            refunds=figures["sold_refunds"],
            profit=profit(figures),
            unknown_lines=figures["unknown_lines"],
            previous_revenue=None
            if found.before is None
            else _brought(earlier.get(product_id) or Figures()),
        )
        for product_id, figures in shown
        for known in [titles.get(product_id)]
    ]
    return ProductsReportOut.model_validate(
        {**_head(context, found), "rows": rows, "total": len(ranked)}
    )


def _brought(figures: Figures) -> int:
    return figures["sold"] - figures["sold_discount"] - figures["sold_refunds"]


_RANKS: Final[Mapping[ProductSort, Callable[[Figures], int]]] = {
    "revenue": _brought,
    "units": lambda figures: figures["units"],
    "views": lambda figures: figures["product_views"],
    "profit": profit,
}


async def customers_report(
    context: StoreContext, wanted: Wanted, *, test: bool
) -> CustomersReportOut:
    """Who bought, who came back, and what customers bring over time. Always from the raw rows."""
    store, now = context.store, clock.now()
    period = wanted.period(now, store.timezone)
    edges = bounds(period.before.since, period.until, store.timezone)
    sales = await _sales(context, edges[-1], test=test)
    first = edges[period.days]
    found = cohorts.buyers(sales, first, edges[-1])
    there = await store_days.began(context.session, store.id) < first
    before = cohorts.buyers(sales, edges[0], first) if there else None

    def figure(of: Callable[[cohorts.Buyers], int]) -> FigureOut:
        return FigureOut(value=of(found), previous=None if before is None else of(before))

    return CustomersReportOut(
        currency=store.currency,
        since=period.since,
        until=period.until,
        as_of=now,
        customers=figure(lambda one: one.customers),
        new=figure(lambda one: one.new),
        returning=figure(lambda one: one.returning),
        repeat_rate=ShareOut(
            value=share(found.repeated, found.customers),
            previous=None if before is None else share(before.repeated, before.customers),
        ),
        lifetime_value=figure(
            lambda one: divide_rounding(one.brought, one.ever) if one.ever else 0
        ),
        cohorts=[
            CohortOut(
                month=one.month,
                customers=one.customers,
                revenue=one.revenue,
                active=list(one.active),
            )
            for one in cohorts.cohorts(sales, period.until, store.timezone)
        ],
    )


async def _sales(context: StoreContext, last: datetime, *, test: bool) -> Sequence[cohorts.Sale]:
    currency = context.store.currency
    rows = await store_days.buyers(context.session, context.store_id, last, test=test)
    return [
        cohorts.Sale(row.who, row.placed_at, converted(row.gross, rate) - converted(back, rate))
        for row in rows
        for rate, back in [(to_store(row.rate, currency, row.currency), row.refunded)]
    ]


async def profit_report(context: StoreContext, wanted: Wanted, *, test: bool) -> ProfitReportOut:
    """What was earned with the goods of the period's orders."""
    found = await compare(context, wanted, test=test)
    days = zip(found.period.each(), found.period.before.each(), strict=True)
    return ProfitReportOut.model_validate(
        {
            **_head(context, found),
            "sold": found.figure("sold"),
            "discounts": found.figure("sold_discount"),
            "refunds": found.figure("sold_refunds"),
            "cost": found.figure("cost"),
            "shipping": found.figure("supplier_shipping"),
            "duty": found.figure("duty"),
            "fees": found.figure("fees"),
            "supplier_refunds": found.figure("supplier_refunds"),
            "profit": found.figure(profit),
            "unknown_lines": found.figure("unknown_lines"),
            "series": [
                ProfitDayOut(
                    day=day,
                    profit=profit(found.book.on(day)),
                    previous=profit(found.book.on(before)),
                    unknown_lines=found.book.on(day)["unknown_lines"],
                )
                for day, before in days
            ],
        }
    )
