"""Shapes of a store's figures."""

from datetime import date
from typing import Literal

from commerce.inventory.schemas import InventoryOut
from commerce.orders.schemas import OrderRow
from ecomm_core.api.schemas import Output


class FigureOut(Output):
    """A key figure now and in the period before; null where there is nothing to compare."""

    value: int
    previous: int | None


class RevenuePointOut(Output):
    """One day in the store's timezone; amounts in minor units."""

    day: date
    revenue: int
    previous: int
    orders: int


class ChecklistItemOut(Output):
    """A step to the first sale."""

    key: Literal["store", "products", "publish", "shipping", "payments", "test_order", "open"]
    done: bool
    detail: str | None


class WaitingOut(Output):
    """What waits for the merchant, counted: paid orders of which nothing has left, held orders,
    returns nobody decided, disputes the bank wants an answer to, mails of the period that could
    not be delivered."""

    to_ship: int
    on_hold: int
    returns: int
    disputes: int
    mails: int


class OverviewOut(Output):
    """The store overview. Revenue is after discounts, without tax. Figures and series are of test
    orders alone or of the others alone, never of both; the lists are of all orders."""

    currency: str
    since: date
    until: date
    revenue: FigureOut
    orders: FigureOut
    average_order: FigureOut
    units: FigureOut
    series: list[RevenuePointOut]
    recent_orders: list[OrderRow]
    low_stock: list[InventoryOut]
    checklist: list[ChecklistItemOut]
    waiting: WaitingOut
    test_orders: int
