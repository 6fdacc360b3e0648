"""The merchant's overview: what counts as a sale, on which day, and what comes next."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from commerce.analytics.periods import bounds
from commerce.analytics.schemas import OverviewOut, WaitingOut
from ecomm_connectors.payments.mock.rules import Action
from ecomm_core import clock
from ecomm_core.api.schemas import Reply
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore
from ecomm_testing.members import join
from ecomm_testing.outbox import run_outbox


async def overview(store: ShopStore, span: str = "30d", **query: str) -> dict[str, Any]:
    reply = await store.merchant.get(
        f"{store.path}/analytics/overview", params={"range": span, **query}
    )
    assert reply.status_code == 200, reply.text
    Reply[OverviewOut].model_validate(reply.json())
    data: dict[str, Any] = reply.json()["data"]
    return data


async def sell(shop: Any, *, at: datetime | None = None, real: bool = True, **fields: Any) -> Any:
    """A paid order of 11.90 + 4.90 shipping, both with 19 % in them; moved to where it is needed.

    Local mode sells for test money only, so what a real order is, is said afterwards.
    """
    variant = await shop.variant(price=1190)
    shopper = await shop.shopper((variant, fields.pop("units", 1)))
    order = await shopper.buy()
    changes = {"test": not real, "placed_at": at or clock.now(), **fields}
    columns = ", ".join(f"{name} = :{name}" for name in changes)
    async with shop.transaction() as session:
        await session.execute(
            text(f"update orders set {columns} where id = :id"), {**changes, "id": order["id"]}
        )
        # Stores are made in the same moment: these are as old as their orders.
        await session.execute(
            text("update stores set created_at = :at where id = :id"),
            {"at": clock.now() - timedelta(days=400), "id": shop.store.id},
        )
    return order


async def test_revenue_is_without_tax_and_without_test_orders(shop: Any) -> None:
    await sell(shop)
    await sell(shop, units=2)
    await sell(shop, real=False)
    data = await overview(shop.store)
    # 11.90 -> 10.00 net each, 4.90 shipping -> 4.12 net.
    assert data["revenue"] == {"value": 1000 + 412 + 2000 + 412, "previous": 0}
    assert data["orders"] == {"value": 2, "previous": 0}
    assert data["units"]["value"] == 3
    assert data["average_order"] == {"value": 1912, "previous": None}
    assert data["test_orders"] == 1
    assert data["currency"] == "EUR"
    assert data["series"][-1] == {
        "day": data["until"], "revenue": 3824, "previous": 0, "orders": 2, "visits": 0,
        "profit": 3000,
    }  # fmt: skip
    assert [row["test"] for row in data["recent_orders"]] == [True, False, False]
    assert {row["simple_status"] for row in data["recent_orders"]} == {"paid"}


async def test_test_orders_are_told_by_themselves_and_never_with_the_others(shop: Any) -> None:
    await sell(shop)
    await sell(shop, real=False, units=2)
    data = await overview(shop.store, payments="test")
    assert data["revenue"]["value"] == 2000 + 412
    assert (data["orders"]["value"], data["units"]["value"]) == (1, 2)
    assert data["series"][-1]["revenue"] == 2412
    assert len(data["recent_orders"]) == 2
    assert (await overview(shop.store, payments="live"))["orders"]["value"] == 1
    path = f"{shop.store.path}/analytics/overview"
    refused = await shop.store.merchant.get(path, params={"payments": "both"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"status": "cancelled"}, False),
        ({"status": "on_hold"}, True),
        ({"payment_status": "refunded"}, True),
        ({"payment_status": "unpaid", "status": "pending"}, False),
    ],
)
async def test_a_cancelled_order_is_no_sale_and_a_refunded_one_stays_one(
    shop: Any, fields: dict[str, Any], counts: bool
) -> None:
    await sell(shop, **fields)
    assert (await overview(shop.store))["orders"]["value"] == int(counts)


async def test_a_refund_counts_on_its_own_day_and_leaves_the_order_s_alone(shop: Any) -> None:
    order = await sell(shop, at=clock.now() - timedelta(days=9), units=2)
    path = f"{shop.store.path}/orders/{order['id']}"
    [item] = (await shop.store.merchant.get(path)).json()["data"]["items"]
    made = await shop.store.merchant.post(
        f"{path}/refunds", json={"lines": [{"item_id": item["id"], "quantity": 1}]}
    )
    assert made.status_code == 201, made.text
    # 23.80 and 4.90 shipping are 20.00 and 4.12 net; one unit of 10.00 net went back today.
    data = await overview(shop.store)
    assert data["revenue"]["value"] == 2000 + 412 - 1000
    assert data["average_order"]["value"] == 2412
    week = await overview(shop.store, "7d")
    assert week["revenue"] == {"value": -1000, "previous": 2412}
    assert (week["orders"]["value"], week["series"][-1]["revenue"]) == (0, -1000)


async def test_days_are_the_stores_own_and_stand_beside_the_days_before(shop: Any) -> None:
    # No midnight comes meanwhile, in one of the two.
    zones = [ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Bogota")]
    zone = next(one for one in zones if clock.now().astimezone(one).hour < 23)
    await shop.store.merchant.patch(shop.store.path, json={"timezone": zone.key})
    today = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    await sell(shop, at=today)
    await sell(shop, at=today - timedelta(microseconds=1))
    await sell(shop, at=today - timedelta(days=7))
    await sell(shop, at=today - timedelta(days=13))
    await sell(shop, at=today - timedelta(days=13, microseconds=1))
    data = await overview(shop.store, "7d")
    assert data["until"] == today.date().isoformat()
    assert data["since"] == (today - timedelta(days=6)).date().isoformat()
    assert len(data["series"]) == 7
    assert data["orders"] == {"value": 2, "previous": 2}
    assert [point["orders"] for point in data["series"]] == [0, 0, 0, 0, 0, 1, 1]
    assert [point["previous"] > 0 for point in data["series"]] == [
        True, False, False, False, False, False, True,
    ]  # fmt: skip


def test_a_day_has_its_own_length_when_clocks_change() -> None:
    utc = [
        bound.astimezone(UTC)
        for bound in bounds(date(2026, 3, 17), date(2026, 3, 30), "Europe/Berlin")
    ]
    assert len(utc) == 15
    lengths = {later - earlier for earlier, later in pairwise(utc)}
    assert lengths == {timedelta(hours=24), timedelta(hours=23)}
    assert utc[0] == datetime(2026, 3, 16, 23, tzinfo=UTC)
    assert utc[-1] == datetime(2026, 3, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(("span", "days"), [("7d", 7), ("30d", 30), ("90d", 90)])
async def test_a_young_store_has_nothing_to_compare(store: ShopStore, span: str, days: int) -> None:
    data = await overview(store, span)
    assert len(data["series"]) == days
    for name in ("revenue", "orders", "average_order", "units"):
        assert data[name] == {"value": 0, "previous": None}
    assert data["recent_orders"] == []
    assert data["low_stock"] == []


async def test_low_stock_is_what_can_still_be_sold(shop: Any) -> None:
    few = await shop.variant(stock=5, title="Few")
    none = await shop.variant(stock=0, title="None")
    await shop.variant(stock=6, title="Enough")
    await shop.variant(stock=None, title="Untracked")
    await shop.variant(stock=0, title="Draft", status="draft")
    held = await shop.variant(stock=7, title="Held")
    shopper = await shop.shopper((held, 4))
    await shopper.start()
    data = await overview(shop.store)
    rows = [(r["product_title"], r["available"], r["reserved"]) for r in data["low_stock"]]
    assert rows == [("None", 0, 0), ("Held", 3, 4), ("Few", 5, 0)]
    assert {UUID(row["variant_id"]) for row in data["low_stock"]} == {few, none, held}


async def test_the_checklist_leads_to_the_first_sale(merchant: Merchant, kernel: Kernel) -> None:
    made = await merchant.post(
        "/stores", json={"name": "Steps", "niche": "home", "currency": "EUR", "country": "DE"}
    )
    data = made.json()["data"]
    store = ShopStore(merchant, UUID(data["id"]), data["slug"], "EUR")

    async def done() -> set[str]:
        listed = (await overview(store))["checklist"]
        assert [item["key"] for item in listed] == [
            "store", "products", "publish", "shipping", "payments", "test_order", "open",
        ]  # fmt: skip
        return {item["key"] for item in listed if item["done"]}

    assert await done() == {"shipping", "payments", "open"}
    await run_outbox(kernel, merchant.tenant_id)
    assert "store" in await done()
    product = await store.product(status="draft")
    assert "products" in await done()
    assert "publish" not in await done()
    await merchant.patch(f"{store.path}/products/{product['id']}", json={"status": "active"})
    assert "publish" in await done()
    await merchant.patch(store.path, json={"status": "paused"})
    assert "open" not in await done()
    await merchant.patch(store.path, json={"status": "active", "test_mode": True})
    assert "open" not in await done()
    rates = (await merchant.get(f"{store.path}/shipping-rates")).json()["data"]
    await merchant.delete(f"{store.path}/shipping-rates/{rates[0]['id']}")
    assert "shipping" not in await done()


async def test_a_test_order_is_a_step_done(shop: Any) -> None:
    await sell(shop, real=False)
    listed = {item["key"]: item["done"] for item in (await overview(shop.store))["checklist"]}
    assert listed["test_order"] is True


_SUPPLIER = text(
    """insert into suppliers (tenant_id, id, store_id, adapter, name, account_ref, currency,
         simulated, status, credentials, auto_order, approval, grace_minutes, max_cost_rise_ppm,
         stale_after_minutes)
       select tenant_id, :supplier, id, 'simulated', 'Kanso', 'kanso', 'EUR', true, 'connected',
              '', true, 'never', 0, 0, 60
         from stores where id = :store"""
)
_PURCHASE = text(
    """insert into purchase_orders (tenant_id, id, store_id, order_id, supplier_id, number,
         reference, status, warehouse, method, method_name, destination, currency, goods,
         shipping, duty, total, rate, place_after, placing_at)
       select tenant_id, :id, id, :order, :supplier, :number, :reference, :status, '', 'standard',
              'Standard', 'DE', 'EUR', 1, 0, 0, 1, '{}', :now, :now
         from stores where id = :store"""
)
_PROPOSAL = text(
    """insert into price_proposals (tenant_id, id, store_id, variant_id, status, old_price,
         new_price, new_landed, reason, parts, created_at)
       select v.tenant_id, gen_random_uuid(), v.store_id, v.id, 'open', 100, 200, 50, 'large', '{}',
              :now
         from product_variants v where v.store_id = :store limit 1"""
)


async def buys(shop: Any, order_id: UUID) -> UUID:
    """A purchase order that waits for approval, one that is unknown, and a price change that waits;
    the id of the unknown one."""
    facts: dict[str, Any] = {
        "store": shop.store.id,
        "supplier": new_id(),
        "order": order_id,
        "now": clock.now(),
    }
    ids = [new_id(), new_id()]
    async with shop.transaction() as session:
        await session.execute(_SUPPLIER, facts)
        for number, status in ((1001, "awaiting_approval"), (1002, "unknown")):
            row = {"id": ids[number - 1001], "number": number, "reference": f"PO-{number}"}
            await session.execute(_PURCHASE, {**facts, **row, "status": status})
        await session.execute(_PROPOSAL, facts)
    return ids[1]


async def test_what_waits_for_somebody_is_counted(shop: Any, other_store: ShopStore) -> None:
    """Orders to ship, held and to look at, returns, disputes, reviews, lost mails, purchase orders
    and price changes; of this store alone."""
    nothing = dict.fromkeys(WaitingOut.model_fields, 0)
    assert (await overview(shop.store))["waiting"] == nothing
    merchant, path = shop.store.merchant, shop.store.path

    async def does(where: str, body: dict[str, Any]) -> None:
        reply = await merchant.post(f"{path}{where}", json=body)
        assert reply.status_code < 300, reply.text

    await (await shop.shopper((await shop.variant(), 1))).buy()
    held = await (await shop.shopper((await shop.variant(), 1))).buy()
    await does(f"/orders/{held['id']}/hold", {"reason": "Ask for the street"})

    shopper = await shop.shopper((await shop.variant(), 1))
    sent = await shopper.buy()
    await does(f"/orders/{sent['id']}/fulfillments", {"carrier": "DHL", "tracking_number": "JD1"})
    [item] = (await merchant.get(f"{path}/orders/{sent['id']}")).json()["data"]["items"]
    line = {"item_id": item["id"], "quantity": 1}
    await does(f"/orders/{sent['id']}/returns", {"lines": [line]})

    session = str(shopper.payment_url).rsplit("/", 1)[1]
    await shop.providers.mock.choose(session, Action.DISPUTE)
    await shop.providers.courier.flush(session)
    await shop.run()

    # One mail of this period and one of long ago came back.
    async with shop.transaction() as session:
        await session.execute(
            text(
                "insert into mail_messages (id, tenant_id, store_id, message_key, template,"
                " recipient, subject, state, created_at)"
                " select gen_random_uuid(), s.tenant_id, s.id, 'lost:' || days, 'welcome',"
                " 'a@example.com', 'Hello', 'failed',"
                " cast(:now as timestamptz) - make_interval(days => days)"
                " from stores s, unnest(array[1, 200]) days where s.id = :store"
            ),
            {"now": clock.now(), "store": shop.store.id},
        )
        # One order wants a look, and one review waits.
        await session.execute(
            text(
                "insert into fraud_checks (tenant_id, order_id, store_id, score, outcome, signals,"
                " review_at, hold_at, held, checked_at)"
                " select tenant_id, id, store_id, 55, 'review', '[]', 40, 70, false, :now"
                " from orders where id = :order"
                " on conflict (tenant_id, order_id) do update set outcome = 'review', score = 55"
            ),
            {"now": clock.now(), "order": UUID(sent["id"])},
        )
        await session.execute(
            text(
                "insert into reviews (tenant_id, id, store_id, product_id, source, verified,"
                " status, rating, title, body, author, held_words, written_at, import_key)"
                " select tenant_id, gen_random_uuid(), store_id, id, 'import', false, 'pending', 4,"
                " 'Good', 'Pours well.', 'Ada', '{}', :now, 'one'"
                " from products where store_id = :store limit 1"
            ),
            {"now": clock.now(), "store": shop.store.id},
        )
    unknown = await buys(shop, UUID(held["id"]))
    data = await overview(shop.store)
    assert data["waiting"] == dict.fromkeys(nothing, 1)
    told = data["unknown_purchase"]
    assert (told["id"], told["number"], told["found"]) == (str(unknown), 1002, 1)
    told = data["held_order"]
    assert (told["id"], told["score"], told["found"]) == (held["id"], None, 1)
    other = await overview(other_store)
    assert (other["waiting"], other["unknown_purchase"]) == (nothing, None)


async def test_only_members_of_the_store_see_it(
    store: ShopStore, other_merchant: Merchant, kernel: Kernel
) -> None:
    path = f"{store.path}/analytics/overview"
    assert (await store.merchant.api.get(f"/api/v1{path}")).status_code == 401
    foreign = await other_merchant.get(path)
    assert (foreign.status_code, foreign.json()["data"]) == (404, None)
    viewer = await join(kernel, store.merchant, "viewer")
    assert (await viewer.get(path)).status_code == 200
    refused = await store.merchant.get(path, params={"range": "1y"})
    assert refused.status_code == 422
    assert refused.json()["error"]["details"][0]["field"] == "range"
    for query, field in (
        ({"from": "2026-01-01"}, "to"),
        ({"from": "2026-01-02", "to": "2026-01-01"}, "to"),
        ({"from": "2024-01-01", "to": "2026-01-01"}, "to"),
        ({"from": "2999-01-01", "to": "2999-01-02"}, "to"),
        ({"from": "1999-01-01", "to": "1999-01-02"}, "from"),
    ):
        refused = await store.merchant.get(path, params=query)
        assert refused.status_code == 422, query
        assert refused.json()["error"]["details"][0]["field"] == field


async def test_another_tenants_sales_are_not_counted(
    shop: Any, make_shop: Any, other_store: ShopStore
) -> None:
    await sell(make_shop(other_store))
    await sell(shop)
    assert (await overview(shop.store))["orders"]["value"] == 1
