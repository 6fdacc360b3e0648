"""Own stock with a cost, and an order of it: what the tests of its cost share."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.reads.line_profit import profit_rows
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.profit import LineProfit

PARCEL = {"carrier": "DHL", "tracking_number": "1"}


async def set_cost(shop: Any, variant: UUID, cost: int | None) -> None:
    """The merchant says what a variant costs them."""
    async with shop.transaction() as session:
        await session.execute(
            text("update product_variants set cost = :cost where id = :id"),
            {"cost": cost, "id": variant},
        )


async def stocked(shop: Any, cost: int | None, **fields: Any) -> UUID:
    """A variant of own stock with a cost."""
    variant: UUID = await shop.variant(**fields)
    await set_cost(shop, variant, cost)
    return variant


async def count_it(shop: Any) -> None:
    """The shop's orders count in its figures."""
    async with shop.transaction() as session:
        await session.execute(text("update orders set test = false"))


async def earned(shop: Any, order: Any) -> list[LineProfit]:
    async with shop.transaction() as session:
        rows = await profit_rows(session, shop.store.id, UUID(str(order)))
    assert rows is not None
    return purchasing.profit_of(rows)[0]


async def items_of(shop: Any, order: Any) -> list[dict[str, Any]]:
    rows = await shop.rows(
        "select * from order_items where order_id = :order order by position", order=order
    )
    return [dict(row) for row in rows]


async def post(shop: Any, path: str, body: Any, status: int = 200) -> Any:
    reply = await shop.store.merchant.post(f"{shop.store.path}{path}", json=body)
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def approved(case: "Case", **fields: Any) -> str:
    """A return of one unit, awaited."""
    line = {"item_id": case.item, "quantity": 1, "reason": "damaged", **fields}
    back = await post(case.shop, f"/orders/{case.order}/returns", {"lines": [line]}, 201)
    if back["status"] == "requested":
        await post(case.shop, f"/returns/{back['id']}/approve", {})
    return str(back["id"])


class Case:
    """An order of two units that cost 3.00 each."""

    def __init__(self, shop: Any, order: str, item: str) -> None:
        self.shop, self.order, self.item = shop, order, item

    async def ship(self, units: int = 2) -> str:
        line = {"item_id": self.item, "quantity": units}
        body = {**PARCEL, "items": [line]}
        return str((await post(self.shop, f"/orders/{self.order}/fulfillments", body, 201))["id"])
