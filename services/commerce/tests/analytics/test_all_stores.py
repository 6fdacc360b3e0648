"""All stores beside each other: each figure is its own overview's, nobody else's store is there,
and a business of many stores asks no more of the database than one of two."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from commerce.analytics import tasks
from commerce.reads import overview as queries
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store
from ecomm_testing.members import join

SHARED = ("currency", "since", "until", "revenue", "orders", "profit", "waiting", "held_order")


async def summaries(merchant: Merchant, **query: Any) -> dict[str, dict[str, Any]]:
    """By store."""
    reply = await merchant.get("/analytics/stores", params=query)
    assert reply.status_code == 200, reply.text
    return {row["store_id"]: row for row in reply.json()["data"]}


async def sold(shop: Any, *, days_ago: int, real: bool = True, **changes: Any) -> UUID:
    """A paid order of some days ago."""
    order = await (await shop.shopper((await shop.variant(price=1190), 1))).buy()
    values = {"test": not real, "placed_at": clock.now() - timedelta(days=days_ago), **changes}
    columns = ", ".join(f"{name} = :{name}" for name in values)
    async with shop.transaction() as session:
        await session.execute(
            text(f"update orders set {columns} where id = :id"), {**values, "id": order["id"]}
        )
        await session.execute(
            text("update stores set created_at = :at where id = :id"),
            {"at": clock.now() - timedelta(days=400), "id": shop.store.id},
        )
    return UUID(order["id"])


async def other_of(merchant: Merchant, kernel: Kernel, **changes: Any) -> ShopStore:
    """Another store of the same business."""
    store = await create_store(merchant, kernel)
    if changes:
        reply = await merchant.patch(f"/stores/{store.id}", json=changes)
        assert reply.status_code == 200, reply.text
    return store


async def test_each_store_says_what_its_overview_says(
    shop: Any, make_shop: Any, kernel: Kernel, store: ShopStore, merchant: Merchant
) -> None:
    """One store whose days are written and one of another zone and currency that nobody wrote yet;
    sales of today, of both periods, held, refunded and of test money. Planted: days that are
    written counted from the raw rows too."""
    far = make_shop(await other_of(merchant, kernel, currency="USD", timezone="Pacific/Auckland"))
    for one in (shop, far):
        await sold(one, days_ago=0)
        await sold(one, days_ago=12)
        await sold(one, days_ago=40)
        await sold(one, days_ago=3, real=False)
    held = await sold(far, days_ago=2, status="on_hold")
    refunded = await sold(shop, days_ago=1)
    path = f"/stores/{shop.store.id}/orders/{refunded}"
    item = (await merchant.get(path)).json()["data"]["items"][0]["id"]
    back = await merchant.post(
        f"{path}/refunds", json={"lines": [{"item_id": item, "quantity": 1}]}
    )
    assert back.status_code in {200, 201}, back.text
    await tasks.aggregate_store(kernel, shop.tenant_id, shop.store.id)
    for span in ("7d", "30d", "90d"):
        found = await summaries(merchant, range=span)
        assert set(found) == {str(shop.store.id), str(far.store.id)}
        for one in (shop, far):
            own = await merchant.get(
                f"/stores/{one.store.id}/analytics/overview", params={"range": span}
            )
            data, row = own.json()["data"], found[str(one.store.id)]
            assert {name: row[name] for name in SHARED} == {name: data[name] for name in SHARED}
            assert row["unknown_lines"] == data["kept"]["unknown_lines"]["value"]
            assert row["series"] == [
                {"day": day["day"], "revenue": day["revenue"]} for day in data["series"]
            ]
            assert row["orders"]["value"] > 0
    there = found[str(far.store.id)]
    assert (there["currency"], there["held_order"]["id"]) == ("USD", str(held))
    assert found[str(shop.store.id)]["held_order"] is None


async def test_nobody_sees_a_store_they_do_not_enter(
    kernel: Kernel, store: ShopStore, merchant: Merchant, other_store: ShopStore
) -> None:
    """Neither another business's nor, for a member of one store, the business's others; pages."""
    second = await other_of(merchant, kernel)
    assert set(await summaries(merchant)) == {str(store.id), str(second.id)}
    assert set(await summaries(other_store.merchant)) == {str(other_store.id)}
    narrow = await join(kernel, merchant, "viewer", [second.id])
    assert set(await summaries(narrow)) == {str(second.id)}
    reply = await merchant.get("/analytics/stores", params={"per_page": 1, "page": 2})
    assert [row["store_id"] for row in reply.json()["data"]] == [str(second.id)]
    assert reply.json()["page"]["total"] == 2
    beyond = await merchant.get("/analytics/stores", params={"per_page": 1, "page": 9})
    assert (beyond.json()["data"], beyond.json()["page"]["total"]) == ([], 2)
    assert (await merchant.api.get("/api/v1/analytics/stores")).status_code == 401
    future = {"from": "2999-01-01", "to": "2999-01-02"}
    assert (await merchant.get("/analytics/stores", params=future)).status_code == 422


@contextmanager
def statements(kernel: Kernel) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    found: list[str] = []
    engine = kernel.database.engine.sync_engine

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_many_stores_take_as_many_statements_as_two(
    shop: Any, make_shop: Any, kernel: Kernel, store: ShopStore, merchant: Merchant
) -> None:
    """Planted: what waits asked for store by store."""
    await sold(shop, days_ago=1)
    await sold(make_shop(await other_of(merchant, kernel)), days_ago=1)
    with statements(kernel) as few:
        assert len(await summaries(merchant)) == 2
    for _ in range(3):
        await sold(make_shop(await other_of(merchant, kernel)), days_ago=0)
    with statements(kernel) as many:
        assert len(await summaries(merchant)) == 5
    assert len(few) == len(many) <= 16, many


async def test_what_waits_is_counted_from_small_indexes(shop: Any) -> None:
    """Nothing of what waits reads orders, mails, reviews or purchase orders whole, however many
    lie behind. Planted: held orders asked for in
    words that no index knows."""
    await sold(shop, days_ago=1)
    values = {"stores": [shop.store.id], "since": [clock.now() - timedelta(days=30)]}
    async with shop.transaction() as session:
        # A handful of rows is read whole unless that is forbidden.
        await session.execute(text("set local enable_seqscan = off"))
        plan = text(f"explain (costs off) {queries._WAITING.text}")
        lines = [str(line) for line in await session.scalars(plan, values)]
    asked = "\n".join(lines)
    for index, times in (
        ("ix_orders_waiting", 2),
        ("ix_reviews_pending", 1),
        ("ix_mail_messages_failed", 1),
        ("ix_purchase_orders_waiting", 1),
        ("ix_fraud_checks_waiting", 1),
    ):
        assert asked.count(f" {index}") == times, f"{index}:\n{asked}"
    assert "Seq Scan on orders" not in asked
