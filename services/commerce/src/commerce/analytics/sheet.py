"""Reports as CSV files. Amounts are in units of the store's currency, shares in percent."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from commerce.analytics import reports
from commerce.analytics.periods import Wanted
from commerce.stores.contexts import StoreContext
from ecomm_core.money import minor_digits
from ecomm_core.spreadsheet import csv_file

Report = Literal["revenue", "products", "customers", "profit"]


async def report_csv(context: StoreContext, report: Report, wanted: Wanted, *, test: bool) -> bytes:
    """A report's file: a line for each day, product or first month; UTF-8 with BOM."""
    currency = context.store.currency

    def money(amount: int) -> Decimal:
        return Decimal(amount).scaleb(-minor_digits(currency))

    rows: list[Sequence[object]]
    if report == "revenue":
        revenue = await reports.revenue_report(context, wanted, test=test)
        rows = [
            (
                one.day,
                one.orders,
                money(one.gross),
                money(one.refunds),
                money(one.revenue),
                money(one.tax),
                currency,
            )
            for one in revenue.series
        ]
        columns = ["day", "orders", "gross", "refunds", "revenue", "tax", "currency"]
    elif report == "products":
        products = await reports.products_report(context, wanted, "revenue", test=test)
        rows = [
            (
                one.product_id,
                one.title or "",
                one.views,
                one.units,
                money(one.revenue),
                money(one.refunds),
                money(one.profit),
                one.unknown_lines,
                currency,
            )
            for one in products.rows
        ]
        columns = [
            "product_id",
            "title",
            "views",
            "units",
            "revenue",
            "refunds",
            "profit",
            "lines_of_unknown_cost",
            "currency",
        ]
    elif report == "customers":
        customers = await reports.customers_report(context, wanted, test=test)
        rows = [
            (
                one.month.strftime("%Y-%m"),
                one.customers,
                money(one.revenue),
                currency,
                *one.active,
            )
            for one in customers.cohorts
        ]
        most = max((len(one.active) for one in customers.cohorts), default=0)
        columns = ["first_month", "customers", "revenue", "currency"]
        columns += [f"bought_after_{n}_months" for n in range(most)]
    else:
        profit = await reports.profit_report(context, wanted, test=test)
        rows = [(one.day, money(one.profit), one.unknown_lines, currency) for one in profit.series]
        columns = ["day", "profit", "lines_of_unknown_cost", "currency"]
    return csv_file(columns, rows)
