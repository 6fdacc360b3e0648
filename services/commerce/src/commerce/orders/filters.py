"""What the order table, its file and its counts are narrowed by: one reading of the address."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query

from commerce.orders.schemas import FulfilmentStatus, OrderStatus, PaymentStatus
from commerce.reads.order_table import OrderQuery
from ecomm_core.api.schemas import Moment, Text
from ecomm_core.errors import Invalid
from ecomm_core.text import search_key

OrderView = Literal["unfulfilled", "unpaid", "open", "on_hold", "returns", "closed"]
OrderSort = Literal["-placed", "placed", "-total", "total", "-number", "number"]

MAX_NUMBER = 2**62

NOTHING = "-"
"""A word no search key holds: signs alone find nothing."""


async def order_filter(
    search: Annotated[Text | None, Query(max_length=200)] = None,
    view: OrderView | None = None,
    status: OrderStatus | None = None,
    payment_status: PaymentStatus | None = None,
    fulfilment_status: FulfilmentStatus | None = None,
    test: bool | None = None,
    tag: Annotated[Text | None, Query(max_length=40)] = None,
    country: Annotated[str | None, Query(pattern="^[A-Z]{2}$")] = None,
    placed_from: Moment | None = None,
    placed_to: Moment | None = None,
    ids: Annotated[list[UUID] | None, Query(max_length=100)] = None,
) -> OrderQuery:
    """`search` finds a number, a SKU, an e-mail address, a name or a city; `view` is a saved view.
    All of it has to fit. Newest first; whoever asks sets page and order with `replace`."""
    words = search if search and search.strip() else None
    return OrderQuery(
        search=(search_key(words) or NOTHING) if words else None,
        number=_number(search),
        sku=words.strip().lower() if words else None,
        view=view,
        status=status,
        payment_status=payment_status,
        fulfilment_status=fulfilment_status,
        test=test,
        tag=tag,
        country=country,
        placed_from=placed_from,
        placed_to=placed_to,
        ids=ids,
        sort="-placed",
        offset=0,
        limit=1,
        after=None,
    )


OrderFilter = Annotated[OrderQuery, Depends(order_filter)]


def cursor_value(sort: str, row: Any) -> Any:
    """The sort value of a row, as it stands in a cursor."""
    if sort.endswith("placed"):
        return row["placed_at"].isoformat()
    return row[sort.removeprefix("-")]


def read_cursor(parts: list[Any], sort: str) -> tuple[Any, UUID]:
    """(sort value, id) of the last row seen. Raises Invalid (422)."""
    made_for, value, order_id = parts
    try:
        if made_for != sort:
            raise ValueError("another order")
        after = datetime.fromisoformat(value) if sort.endswith("placed") else int(value)
        if isinstance(after, int) and abs(after) >= MAX_NUMBER:
            raise ValueError("out of range")
        return after, UUID(order_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid.on_field("cursor", "This cursor is not one of ours.") from error


def _number(search: str | None) -> int | None:
    """An order number, with or without the # in front."""
    digits = (search or "").strip().removeprefix("#")
    if digits.isascii() and digits.isdigit() and int(digits) < MAX_NUMBER:
        return int(digits)
    return None
