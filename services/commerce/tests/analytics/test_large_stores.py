"""What a report reads does not grow with what a store has behind it: days that are written are not
counted again, and a few rows are found among many."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from commerce.analytics import tasks
from commerce.reads import overview as queries
from commerce.reads import store_days
from ecomm_core import clock

_OLD = tuple(
    text(
        f"""insert into {table} select r.* from {table} t, generate_series(1, 1500) n,
              lateral jsonb_populate_record(t, jsonb_build_object({ids},
                'created_at', t.created_at - n * interval '1 day',
                'updated_at', t.updated_at - n * interval '1 day')) r
             where t.store_id = :store"""
    )
    for table, ids in (
        ("carts", "'id', md5(t.id::text || n)::uuid"),
        (
            "checkouts",
            "'id', md5(t.id::text || n)::uuid, 'cart_id', md5(t.cart_id::text || n)::uuid",
        ),
    )
)
"""A cart and a checkout of each day of the four years before."""


async def get(shop: Any, report: str, **query: str) -> dict[str, Any]:
    path = f"{shop.store.path}/analytics/{report}"
    reply = await shop.store.merchant.get(path, params={"range": "7d", **query})
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def test_test_orders_stand_beside_what_was_told_on_written_days(shop: Any) -> None:
    """Visits are the same beside test orders and the others, and those of written days are not
    counted again: five million events are not read to look at a test order. Planted: test orders'
    days read from the raw rows, events and all."""
    variant = await shop.variant(price=1190)
    product = await shop.one("select product_id from product_variants where id = :id", id=variant)
    order = await (await shop.shopper((variant, 1))).buy()
    began = clock.now() - timedelta(days=400)
    async with shop.transaction() as session:
        await session.execute(
            text("update orders set placed_at = :at where id = :id"),
            {"at": clock.now() - timedelta(days=3), "id": order["id"]},
        )
        await session.execute(
            text("update stores set created_at = :at where id = :id"),
            {"at": began, "id": shop.store.id},
        )
    insert = text(
        """insert into shop_events (tenant_id, store_id, at, id, kind, entry, product_id)
           values (:tenant, :store, :at, gen_random_uuid(), 'page_view', true, null),
                  (:tenant, :store, :at, gen_random_uuid(), 'product_view', false, :product)"""
    )
    values = {"tenant": shop.tenant_id, "store": shop.store.id, "product": product}
    for days_ago in (0, 3, 3):
        async with shop.transaction() as session:
            at = clock.now() - timedelta(days=days_ago)
            await session.execute(text("select keep_event_months(:at)"), {"at": at})
            await session.execute(insert, {**values, "at": at})

    async def told(**query: str) -> tuple[int, int, list[int]]:
        rows = (await get(shop, "products", **query))["rows"]
        views = next(row["views"] for row in rows if row["product_id"] == str(product))
        data = await get(shop, "overview", **query)
        return data["visits"]["value"], views, [point["visits"] for point in data["series"]]

    expected = (3, 3, [0, 0, 0, 2, 0, 0, 1])
    assert await told() == await told(payments="test") == expected
    await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
    assert await told() == await told(payments="test") == expected
    async with shop.transaction() as session:
        await session.execute(
            text("delete from shop_events where at < :at"), {"at": clock.now() - timedelta(days=2)}
        )
    assert await told() == await told(payments="test") == expected
    found = await get(shop, "overview", payments="test")
    assert found["orders"]["value"] == 1


async def test_neither_checkouts_nor_orders_of_all_time_are_read_for_a_few(shop: Any) -> None:
    """By what makes it so: an index each. Planted: each index dropped."""
    await (await shop.shopper((await shop.variant(price=1190), 1))).buy()
    async with shop.transaction() as session:
        for copy in _OLD:
            await session.execute(copy, {"store": shop.store.id})
    values = {"store": shop.store.id, "since": clock.now() - timedelta(days=1)}
    values |= {"first": values["since"], "last": clock.now(), "test": False}
    values["bounds"] = [values["first"], values["last"]]
    async with shop.transaction() as session:
        # A handful of rows is read whole unless that is forbidden.
        await session.execute(text("set local enable_seqscan = off"))
        for statement, index in (
            (store_days._CHECKOUTS, "ix_checkouts_created"),
            (queries._STEPS, "ix_orders_test"),
        ):
            explain = text(f"explain (costs off) {statement.text}").bindparams(
                *(bind for bind in statement._bindparams.values() if bind.key == "bounds")
            )
            asked = {name: values[name] for name in statement._bindparams}
            lines = [str(line) for line in await session.scalars(explain, asked)]
            assert f" {index} " in "\n".join(lines), "\n".join(lines)
