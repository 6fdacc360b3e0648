"""Shapes of a store's figures. Amounts are minor units of the store's currency; what each figure is
says `analytics.figures`."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from commerce.analytics.models import EventKind
from commerce.inventory.schemas import InventoryOut
from commerce.orders.schemas import OrderRow
from ecomm_core.api.schemas import Input, Output

MOST_EVENTS = 20
"""Of one message."""


class PageViewIn(Input):
    """A page was looked at. `entry`: nothing in this shop led to it."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal[EventKind.PAGE_VIEW]
    entry: StrictBool = False


class ProductViewIn(Input):
    """A product was looked at."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal[EventKind.PRODUCT_VIEW]
    product_id: UUID


class VisitorIn(Input):
    """Random names that change, of a browser whose owner agreed to be told apart."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    session: UUID


class EventsIn(Input):
    """What a browser tells at once. Unknown fields are refused: nothing is taken that nobody asked
    for. `visitor` is there with its owner's consent alone."""

    model_config = ConfigDict(extra="forbid")

    events: Annotated[
        list[Annotated[PageViewIn | ProductViewIn, Field(discriminator="kind")]],
        Field(min_length=1, max_length=MOST_EVENTS),
    ]
    visitor: VisitorIn | None = None


class ConsentIn(Input):
    """What a browser's owner says to being told apart. `visitor` is the random name that their
    events will carry, or carried: an agreement needs it, a first refusal has none. `text_version`
    and `locale` name the words that were shown."""

    model_config = ConfigDict(extra="forbid")

    granted: StrictBool
    visitor: UUID | None = None
    text_version: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")]


class BrowserConsentOut(Output):
    """A line of the log of consents. `visitor` is null for a first refusal and once the browser
    asked to be forgotten."""

    id: UUID
    at: datetime
    purpose: Literal["statistics"]
    granted: bool
    text_version: str
    locale: str
    visitor: UUID | None


class VisitorEventOut(Output):
    """Something that this browser told."""

    at: datetime
    kind: EventKind
    entry: bool
    product_id: UUID | None
    session: UUID


class VisitorOut(Output):
    """All that is kept of one browser: what its owner said, the latest first, and what it told, the
    latest first; one page of that."""

    consents: list[BrowserConsentOut]
    events: list[VisitorEventOut]
    total: int


class VisitorForgottenOut(Output):
    """Of how many events and lines of the log the name was taken. They are counted as before."""

    events: int
    consents: int


class EventsTakenOut(Output):
    """How many were counted; 0 for programs."""

    counted: int


class FigureOut(Output):
    """A key figure now and in the period before; null where there is nothing to compare."""

    value: int
    previous: int | None


class ShareOut(Output):
    """A share in parts per million; null where it is a share of nothing."""

    value: int | None
    previous: int | None


class ReportOut(Output):
    """The days of a report, both included, in the store's time zone. Changes of past days are in it
    up to `as_of`; today is always as it stands."""

    currency: str
    since: date
    until: date
    as_of: datetime


class RevenuePointOut(Output):
    """One day in the store's timezone; amounts in minor units. `revenue` is below zero on a day on
    which more was given back than sold, `profit` where more was spent than earned."""

    day: date
    revenue: int
    previous: int
    orders: int
    visits: int
    profit: int


class ChecklistItemOut(Output):
    """A step to the first sale."""

    key: Literal["store", "products", "publish", "shipping", "payments", "test_order", "open"]
    done: bool
    detail: str | None


class WaitingOut(Output):
    """What waits for the merchant, counted: paid orders of which nothing has left, held orders,
    orders whose fraud score wants a look, returns nobody decided, disputes the bank wants an answer
    to, reviews nobody decided on, mails of the period that could not be delivered, purchase orders
    that want somebody, price changes to review."""

    to_ship: int
    on_hold: int
    fraud: int
    returns: int
    disputes: int
    reviews: int
    mails: int
    purchases: int
    price_changes: int


class UnknownPurchaseOut(Output):
    """The purchase order whose supplier has owed an answer the longest, when it is looked up next,
    and how many such there are."""

    id: UUID
    number: int
    due_at: datetime | None
    found: int


class HeldOrderOut(Output):
    """The order that has been on hold the longest, the fraud score that held it (null where a
    person did), and how many such there are."""

    id: UUID
    number: int
    score: int | None
    found: int


class KeptOut(Output):
    """Where the money of the period's goods went: `sold` after discounts, less refunds, cost,
    shipping, duty and fees, and with what suppliers gave back, is the profit. Each is the profit
    report's; nothing is taken off for the `unknown_lines`, whose cost is not known."""

    sold: FigureOut
    refunds: FigureOut
    cost: FigureOut
    shipping: FigureOut
    duty: FigureOut
    fees: FigureOut
    supplier_refunds: FigureOut
    unknown_lines: FigureOut


class RecentOrderOut(OrderRow):
    """An order with what was earned with it, in the store's currency; null where a cost is not
    known yet, or nothing was paid."""

    profit: int | None


class LowStockOut(InventoryOut):
    """Stock that runs low, and how many units of it were sold in the last 14 days."""

    sold_lately: int


class OverviewOut(ReportOut):
    """The store overview. Revenue is what was sold after discounts, shipping included, without tax,
    less what was given back in the period; an average order is before refunds. Figures and series
    are of test orders alone or of the others alone, never of both; the lists are of all orders."""

    revenue: FigureOut
    orders: FigureOut
    average_order: FigureOut
    units: FigureOut
    profit: FigureOut
    visits: FigureOut
    conversion: ShareOut
    kept: KeptOut
    series: list[RevenuePointOut]
    recent_orders: list[RecentOrderOut]
    low_stock: list[LowStockOut]
    checklist: list[ChecklistItemOut]
    waiting: WaitingOut
    unknown_purchase: UnknownPurchaseOut | None
    held_order: HeldOrderOut | None
    test_orders: int


class DayRevenueOut(Output):
    """One day of a store."""

    day: date
    revenue: int


class StoreSummaryOut(ReportOut):
    """A store among the others: the figures of its overview, each in the store's own currency and
    by its own days, and what waits in it."""

    store_id: UUID
    revenue: FigureOut
    orders: FigureOut
    profit: FigureOut
    unknown_lines: int
    series: list[DayRevenueOut]
    waiting: WaitingOut
    unknown_purchase: UnknownPurchaseOut | None
    held_order: HeldOrderOut | None


class RevenueDayOut(Output):
    """One day."""

    day: date
    orders: int
    gross: int
    refunds: int
    revenue: int
    tax: int
    previous: int


class FunnelStepOut(Output):
    """How many reached a step."""

    step: Literal["visits", "product_views", "carts", "checkouts", "purchases"]
    value: int
    previous: int | None


class RevenueOut(ReportOut):
    """What was sold, what went back, what the payment ledger moved, and how visits became sales.
    `gross` + `tax` is the sum of the orders' totals, `refunds` + `refunds_tax` that of their
    refunds."""

    gross: FigureOut
    discounts: FigureOut
    shipping: FigureOut
    refunds: FigureOut
    revenue: FigureOut
    tax: FigureOut
    refunds_tax: FigureOut
    orders: FigureOut
    units: FigureOut
    average_order: FigureOut
    received: FigureOut
    paid_back: FigureOut
    disputed: FigureOut
    conversion: ShareOut
    funnel: list[FunnelStepOut]
    series: list[RevenueDayOut]


class ProductFiguresOut(Output):
    """A product in the period. Money counts on the day of the order: `revenue` is what it brought
    after discounts and refunds, without tax and shipping. `title` is null once it is gone."""

    product_id: UUID
    title: str | None
    image_url: str | None
    views: int
    units: int
    revenue: int
    refunds: int
    profit: int
    unknown_lines: int
    previous_revenue: int | None


class ProductsReportOut(ReportOut):
    """Products with anything to tell, best first; one page of them."""

    rows: list[ProductFiguresOut]
    total: int


class CohortOut(Output):
    """Who bought for the first time in a month, and how many of them bought in it and in each month
    after. `revenue` is all they ever brought, refunds taken off."""

    month: date
    customers: int
    revenue: int
    active: list[int]


class CustomersReportOut(ReportOut):
    """Who bought, told apart by e-mail address. `new` bought for the first time in the period,
    `returning` had bought before; `repeat_rate`: of all who bought in it, those who have bought at
    least twice by its end. `lifetime_value`: what a customer brought on average, by the period's
    end."""

    customers: FigureOut
    new: FigureOut
    returning: FigureOut
    repeat_rate: ShareOut
    lifetime_value: FigureOut
    cohorts: list[CohortOut]


class ProfitDayOut(Output):
    """One day of orders. `unknown_lines` of the day have a cost that is not known."""

    day: date
    profit: int
    previous: int
    unknown_lines: int


class ProfitReportOut(ReportOut):
    """What was earned with the goods of the period's orders, whenever they were refunded or bought:
    the sum of what each order shows. `cost` is what suppliers were paid for goods, and what own
    stock had cost when it was sold. Nothing is taken off for the `unknown_lines`, whose cost is not
    known: not bought yet, or of own stock of which nobody had said what it costs."""

    sold: FigureOut
    discounts: FigureOut
    refunds: FigureOut
    cost: FigureOut
    shipping: FigureOut
    duty: FigureOut
    fees: FigureOut
    supplier_refunds: FigureOut
    profit: FigureOut
    unknown_lines: FigureOut
    series: list[ProfitDayOut]
