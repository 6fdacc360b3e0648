"""The three machines driven together, on real PostgreSQL; the promises are checked after each step.

Whatever a merchant and a shopper do, in whatever order: statuses follow the rules, money adds up
and stock is what the movements say. A refused step changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from commerce.orders.models import OrderStatus
from commerce.orders.states import LIFECYCLE

STOCK = 9
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "pack",
                "ship",
                "move",
                "refund",
                "refund_shipping",
                "hold",
                "release",
                "cancel",
                "ask",
                "approve",
                "receive",
                "complete",
                "work",
            ]
        ),
        st.integers(0, 7),
        st.integers(1, 3),
    ),
    min_size=4,
    max_size=14,
)
PARCEL_STATES = [
    "submitted",
    "shipped",
    "delivered",
    "exception",
    "returned",
    "cancelled",
    "failed",
    "pending",
]


class Machine:
    """One order of three and two units, and what can be done with it over HTTP."""

    def __init__(self, shop: Any, variants: list[Any], bought: dict[str, Any]) -> None:
        self.shop = shop
        self.variants = variants
        self.merchant = shop.store.merchant
        self.order_path = f"{shop.store.path}/orders/{bought['id']}"
        self.public = f"{shop.store.public}/orders/{bought['id']}"
        self.token = {"X-Order-Token": bought["token"]}
        self.order: dict[str, Any] = {}

    async def look(self) -> dict[str, Any]:
        reply = await self.merchant.get(self.order_path)
        assert reply.status_code == 200
        self.order = reply.json()["data"]
        return self.order

    def item(self, pick: int) -> dict[str, Any]:
        items: list[dict[str, Any]] = self.order["items"]
        return items[pick % len(items)]

    async def pack(self, pick: int, units: int, status: str = "pending") -> Any:
        body = {
            "carrier": "DHL",
            "tracking_number": "1",
            "status": status,
            "items": [{"item_id": self.item(pick)["id"], "quantity": units}],
        }
        return await self.merchant.post(f"{self.order_path}/fulfillments", json=body)

    async def ship(self, pick: int, units: int) -> Any:
        return await self.pack(pick, units, "shipped")

    async def move(self, pick: int, units: int) -> Any:
        parcels = self.order["fulfillments"]
        if not parcels:
            return None
        parcel = parcels[units % len(parcels)]
        # Mostly a step the parcel allows, now and then one it does not.
        to = (parcel["next"] or PARCEL_STATES)[pick % max(len(parcel["next"]), 1)]
        wanted = PARCEL_STATES[pick] if pick > 5 else to
        reply = await self.merchant.post(
            f"{self.order_path}/fulfillments/{parcel['id']}/move", json={"to": wanted}
        )
        if wanted not in parcel["next"]:
            assert reply.status_code == 409, reply.text
            assert reply.json()["error"]["details"][0]["current"] == parcel["status"]
        return reply

    async def refund(self, pick: int, units: int) -> Any:
        line = {"item_id": self.item(pick)["id"], "quantity": units, "restock": pick % 2 == 0}
        return await self.merchant.post(f"{self.order_path}/refunds", json={"lines": [line]})

    async def refund_shipping(self, pick: int, units: int) -> Any:
        body = {"shipping": {"amount": 100 * units + pick, "currency": "EUR"}}
        return await self.merchant.post(f"{self.order_path}/refunds", json=body)

    async def hold(self, _pick: int, _units: int) -> Any:
        return await self.merchant.post(f"{self.order_path}/hold", json={"reason": "wait"})

    async def release(self, _pick: int, _units: int) -> Any:
        return await self.merchant.post(f"{self.order_path}/release")

    async def cancel(self, pick: int, _units: int) -> Any:
        body = {"restock": pick % 2 == 0}
        return await self.merchant.post(f"{self.order_path}/cancel", json=body)

    async def ask(self, pick: int, units: int) -> Any:
        body = {"lines": [{"item_id": self.item(pick)["id"], "quantity": units}]}
        return await self.shop.api.post(f"{self.public}/returns", json=body, headers=self.token)

    async def _return(self, pick: int, action: str, body: dict[str, Any]) -> Any:
        found = self.order["returns"]
        if not found:
            return None
        path = f"{self.shop.store.path}/returns/{found[pick % len(found)]['id']}/{action}"
        return await self.merchant.post(path, json=body)

    async def approve(self, pick: int, _units: int) -> Any:
        return await self._return(pick, "approve", {})

    async def receive(self, pick: int, units: int) -> Any:
        found = self.order["returns"]
        if not found:
            return None
        one = found[pick % len(found)]
        seen = await self.merchant.get(f"{self.shop.store.path}/returns/{one['id']}")
        lines = [
            {"item_id": line["item_id"], "received": min(units, line["quantity"])}
            for line in seen.json()["data"]["lines"]
        ]
        return await self._return(pick, "receive", {"lines": lines})

    async def complete(self, pick: int, _units: int) -> Any:
        return await self._return(pick, "complete", {"keep": pick % 2 == 0})

    async def work(self, _pick: int, _units: int) -> Any:
        await self.shop.run()

    async def state(self) -> list[Any]:
        """Everything a refused step must leave alone."""
        rows = await self.shop.rows(
            """select (select count(*) from order_refunds where order_id = :order) as refunds,
                      (select count(*) from order_timeline where order_id = :order) as said,
                      (select count(*) from returns where order_id = :order) as returns,
                      (select count(*) from fulfillments where order_id = :order) as parcels""",
            order=self.order["id"],
        )
        return [dict(rows[0]), [await self.shop.stock(variant) for variant in self.variants]]

    async def check(self, before: dict[str, Any]) -> None:
        """The promises, after a step."""
        order = await self.look()
        was, now = before["status"], order["status"]
        assert now == was or now in reachable(was), f"{was} -> {now}"
        units = [
            (
                i["quantity"],
                i["fulfilled_quantity"],
                i["cancelled_quantity"],
                i["returned_quantity"],
            )
            for i in order["items"]
        ]
        assert all(
            shipped + gone <= sold and back <= shipped for sold, shipped, gone, back in units
        )
        assert all(i["refunded_quantity"] <= i["quantity"] for i in order["items"])
        waiting = [
            p for p in order["fulfillments"] if p["status"] in {"pending", "submitted", "failed"}
        ]
        done = all(shipped + gone == sold for sold, shipped, gone, _ in units)
        open_returns = [r for r in order["returns"] if r["status"] in {"approved", "received"}]
        if now == "completed":
            assert done
            assert not waiting
            assert not open_returns
        if now == "open" and done and not waiting and not open_returns:
            assert order["payment_status"] not in {"paid", "refunded", "partially_refunded"}
        await self._money(order)
        await self._goods(order)

    async def _money(self, order: dict[str, Any]) -> None:
        total = order["totals"]["total"]["amount"]
        made = [r for r in order["refunds"] if r["status"] != "failed"]
        assert sum(r["amount"]["amount"] for r in made) <= total, "more went back than was paid"
        assert order["refundable"]["amount"] == total - sum(r["amount"]["amount"] for r in made)
        for item in order["items"]:
            back = [
                line["gross"]["amount"]
                for r in made
                for line in r["lines"]
                if line["item_id"] == item["id"]
            ]
            assert sum(back) <= item["gross"]["amount"]
            if item["refunded_quantity"] == item["quantity"]:
                assert sum(back) == item["gross"]["amount"], "the last lands exactly"

    async def _goods(self, order: dict[str, Any]) -> None:
        for variant, item in zip(self.variants, order["items"], strict=True):
            on_hand, committed, held = await self.shop.stock(variant)
            left = item["quantity"] - item["fulfilled_quantity"] - item["cancelled_quantity"]
            assert (committed, held) == (0 if order["status"] == "cancelled" else left, 0)
            assert committed <= on_hand <= STOCK
        assert (
            await self.shop.rows(
                """select i.id from inventory_items i
                where (i.on_hand, i.committed) <> (
                  select coalesce(sum(on_hand_change), 0), coalesce(sum(committed_change), 0)
                    from inventory_movements m where m.item_id = i.id)"""
            )
            == []
        )


def reachable(state: str) -> set[str]:
    """Steps one call may take: returns open a completed order and may complete it again."""
    graph = {str(s): {str(a) for a in LIFECYCLE.allowed(s)} for s in OrderStatus}
    return graph[state] | {after for one in graph[state] for after in graph[one] if one == "open"}


async def _drive(shop: Any, steps: list[tuple[str, int, int]]) -> None:
    variants = [await shop.variant(price=price, stock=STOCK) for price in (333, 1999)]
    shopper = await shop.shopper((variants[0], 3), (variants[1], 2))
    machine = Machine(shop, variants, await shopper.buy())
    await machine.look()
    for name, pick, units in steps:
        before, state = machine.order, await machine.state()
        step: Callable[[int, int], Awaitable[Any]] = getattr(machine, name)
        reply = await step(pick, units)
        if reply is not None:
            assert reply.status_code < 500, reply.text
            if reply.status_code >= 400:
                assert reply.status_code in {409, 422}, reply.text
                assert await machine.state() == state, f"{name} was refused and changed something"
        await machine.check(before)
    await shop.run()
    await machine.check(machine.order)
    told = await shop.providers.mock.fetch(str(shopper.payment_url).rsplit("/", 1)[1])
    back = sum(
        r["amount"]["amount"] for r in machine.order["refunds"] if r["status"] == "succeeded"
    )
    assert told.amount_refunded == back <= told.amount_captured


async def test_three_machines_and_the_promises_hold_after_each_step(shop: Any) -> None:
    """R6.6: hypothesis drives orders, parcels, refunds and returns through the API. Seen failing on
    a planted fault: a refund that does not count what was refunded before."""
    loop = asyncio.get_running_loop()
    store = shop.store
    # What is left of each line does not divide by its units.
    deal = {"name": "Odd", "kind": "fixed", "target": "order", "amount": store.money(101)}
    assert (await store.merchant.post(f"{store.path}/discounts", json=deal)).status_code == 201

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @given(STEPS)
    @example([("refund", 0, 1)] * 3 + [("refund", 1, 1)] * 2)
    def drive(steps: list[tuple[str, int, int]]) -> None:
        asyncio.run_coroutine_threadsafe(_drive(shop, steps), loop).result(120)

    await asyncio.to_thread(drive)
