"""Orders as a CSV file, written page by page while it is read."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from commerce.orders.states import simple_status
from commerce.reads.order_table import OrderQuery, list_orders
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.money import minor_digits
from ecomm_core.spreadsheet import csv_file, csv_lines

PAGE: Final = 500

Column = Literal[
    "number",
    "placed_at",
    "status",
    "payment_status",
    "fulfilment_status",
    "simple_status",
    "email",
    "name",
    "line1",
    "line2",
    "city",
    "state",
    "postal_code",
    "country",
    "items",
    "currency",
    "subtotal",
    "discount",
    "shipping",
    "tax",
    "total",
    "tags",
    "test",
]


def _amount(name: str) -> Callable[[Mapping[str, Any]], object]:
    def written(row: Mapping[str, Any]) -> object:
        return Decimal(row[name]).scaleb(-minor_digits(row["currency"]))

    return written


def _address(name: str) -> Callable[[Mapping[str, Any]], object]:
    return lambda row: row["shipping_address"].get(name) or ""


_SHOWN: Final[Mapping[str, Callable[[Mapping[str, Any]], object]]] = {
    "number": lambda row: row["number"],
    "placed_at": lambda row: row["placed_at"].isoformat(),
    "simple_status": lambda row: simple_status(
        row["status"],
        row["payment_status"],
        row["fulfilment_status"],
        delivered=row["delivered_at"] is not None,
    ),
    **{
        name: _address(name)
        for name in ("name", "line1", "line2", "city", "state", "postal_code", "country")
    },
    "items": lambda row: int(row["items"]),
    "subtotal": _amount("subtotal"),
    "discount": _amount("discount"),
    "shipping": _amount("shipping_gross"),
    "tax": _amount("tax"),
    "total": _amount("total"),
    "tags": lambda row: ", ".join(row["tags"]),
    "test": lambda row: "yes" if row["test"] else "no",
}


async def csv_of_orders(
    kernel: Kernel, scope: Scope, store_id: UUID, query: OrderQuery, columns: Sequence[Column]
) -> AsyncIterator[bytes]:
    """The orders of a query, all of them, newest first; UTF-8 with BOM. Amounts in units of the
    order's currency. Each page is a transaction of its own: nothing stays open for a slow reader.
    """
    yield csv_file(columns, [])
    after = None
    while True:
        page = replace(query, sort="-placed", offset=0, limit=PAGE, after=after)
        async with kernel.database.transaction(scope) as session:
            rows, _ = await list_orders(session, store_id, page)
        if not rows:
            return
        cells = [[_cell(row, column) for column in columns] for row in rows]
        yield csv_lines(cells)
        after = (rows[-1]["placed_at"], rows[-1]["id"])
        if len(rows) < PAGE:
            return


def _cell(row: Mapping[str, Any], column: Column) -> object:
    shown = _SHOWN.get(column)
    return shown(row) if shown is not None else row[column]
