"""The simulated supplier: what it sells, how its orders live, what it tells, on good days."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from PIL import Image

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused
from ecomm_connectors.suppliers.goods import Availability, LaneLine
from ecomm_connectors.suppliers.orders import (
    DisputeOutcome,
    DisputeRequest,
    OrderLine,
    OrderRequest,
    SupplierOrderStatus,
)
from ecomm_connectors.suppliers.port import Supplier
from ecomm_connectors.suppliers.simulated import SimulatedAdapter
from ecomm_connectors.suppliers.simulated.server import drift
from ecomm_connectors.suppliers.simulated.server.catalogue import catalogue, variants
from ecomm_connectors.suppliers.simulated.server.shapes import FORMS
from ecomm_core import clock
from ecomm_testing.fakes.supplier import SimulatedSupplierServer, SupplierPanel

Make = Callable[..., OrderRequest]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_the_catalogue_is_wide_and_whole() -> None:
    """At least 120 products of eight niches; every form has its drawing; skus are unique."""
    products = catalogue().values()
    assert len(products) >= 120
    assert len({one.niche for one in products}) >= 8
    assert {one.form for one in products} <= FORMS.keys()
    assert len(variants()) == sum(len(one.variants) for one in products)
    places = {one.warehouse.code for product in products for one in product.variants}
    assert places == {"CN", "EU", "US"}
    assert all(one.cost > 0 and one.grams > 0 for _, one in variants().values())
    assert all(one.maker["responsible_person"] for one in products)


def test_drift_is_the_same_for_everybody_and_moves_in_steps() -> None:
    """Nothing moves within an hour; over weeks prices move both ways, and something sells out."""
    day = 86_400
    start = 1_760_000_400.0
    _, one = variants()["SIM1001-01-CN"]
    within = {drift.price(one, start + minute * 60, moving=True) for minute in range(50)}
    assert len(within) == 1
    prices = [drift.price(one, start + at * day, moving=True) for at in range(90)]
    assert min(prices) < one.cost < max(prices)
    assert all(0.85 * one.cost < price < 1.4 * one.cost for price in prices)
    sold_out = [
        sku
        for sku, (_, variant) in variants().items()
        if drift.stock(variant, start, moving=True) == 0
    ]
    assert 0 < len(sold_out) < len(variants()) // 4
    assert drift.price(one, start, moving=False) == one.cost


async def test_a_product_is_told_with_its_facts_and_every_warehouse(supplier: Supplier) -> None:
    offer = await supplier.fetch_product("SIM1001", destination="DE")
    assert offer.title == "Gooseneck Pour-Over Kettle"
    assert offer.option_names == ("Colour", "Capacity")
    assert offer.attributes["Material"] == "Stainless steel 304"
    assert offer.manufacturer["name"]
    assert offer.manufacturer["responsible_person"]
    skus = [one.external_sku for one in offer.variants]
    assert len(set(skus)) == len(skus)
    first = offer.variants[0]
    assert dict(first.options) == {"Colour": "Matte Black", "Capacity": "0.6 L"}
    assert (first.cost, first.currency, first.stock) == (1420, "USD", 500)
    assert first.availability is Availability.IN_STOCK
    assert json.dumps(dict(offer.raw))


async def test_pictures_are_drawn_and_found_again(supplier: Supplier) -> None:
    """A search with a product's own picture finds it first."""
    offer = await supplier.fetch_product("SIM1001", destination="DE")
    async with httpx2.AsyncClient(trust_env=False) as client:
        replies = [await client.get(url) for url in offer.images]
    assert [reply.status_code for reply in replies] == [200] * len(offer.images)
    assert len({reply.content for reply in replies}) == len(replies)
    with Image.open(io.BytesIO(replies[0].content)) as picture:
        assert picture.format == "WEBP"
        assert picture.size == (800, 800)
        assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 2000
    found = await supplier.search("", destination="DE", image=replies[0].content)
    assert found.products[0].external_id == "SIM1001"
    with pytest.raises(SupplierRefused) as refused:
        await supplier.search("", destination="DE", image=b"no picture")
    assert refused.value.reason is Refusal.INVALID


async def test_search_and_best_sellers_page_through(supplier: Supplier) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await supplier.best_sellers(category="coffee", destination="DE", cursor=cursor)
        seen += [one.external_id for one in page.products]
        counts = [one.orders_count or 0 for one in page.products]
        assert counts == sorted(counts, reverse=True)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 16
    hits = await supplier.search("walnut stand", destination="DE")
    assert hits.products
    assert all("tand" in one.title for one in hits.products)


async def test_lanes_reach_and_tax_as_they_should(supplier: Supplier) -> None:
    """Three services from China with the EU's 3 EUR a tariff line; the US warehouse stays home."""
    line = LaneLine("SIM1002", "SIM1002-01-CN", "SIM1002-01-CN", 2)
    lanes = await supplier.quote_lanes([line], warehouse="CN", destination="DE")
    assert {lane.method for lane in lanes} == {"CN-SAVER", "CN-STANDARD", "CN-EXPRESS"}
    assert [lane.cost for lane in lanes] == sorted(lane.cost for lane in lanes)
    assert {lane.duty for lane in lanes} == {325}
    assert {lane.tariff_lines for lane in lanes} == {1}
    assert await supplier.quote_lanes([line], warehouse="CN", destination="KP") == ()


async def test_a_past_is_told_once_and_is_true(
    supplier: Supplier, panel: SupplierPanel, simulated_supplier: SimulatedSupplierServer
) -> None:
    """An order of three weeks ago is delivered and can be complained of, told again it stays one;
    another account may tell the same. What is not whole is refused, and nothing of it kept."""
    now = clock.timestamp()
    order = {
        "reference": "PO-7-0A0B0C0D",
        "at": now - 21 * 86_400,
        "warehouse": "CN",
        "service": "CN-EXPRESS",
        "lines": [{"sku": "SIM1002-01-CN", "units": 2}, {"sku": "SIM1001-01-CN", "units": 1}],
        "address": {"name": "Ada", "line1": "1 Way", "city": "Bonn", "country": "DE"},
        "split": True,
    }
    told = await panel.ask("POST", "/v1/panel/past", {"orders": [order]})
    found = await supplier.find_order("PO-7-0A0B0C0D", since=LONG_AGO)
    assert found is not None
    assert found.status is SupplierOrderStatus.DELIVERED
    assert found.supplier_ref == told["orders"][0]["id"]
    assert (found.goods, len(found.parcels)) == (2 * 640 + 1420, 2)
    complaint = {
        "reference": "DP-7-0A0B0C0D",
        "order": "PO-7-0A0B0C0D",
        "at": now - 3600,
        "lines": {"SIM1002-01-CN": 1},
        "amount": 640,
        "reason": "damaged",
        "message": "Broken.",
    }
    for _ in range(2):
        again = await panel.ask("POST", "/v1/panel/past", {"orders": [order]})
        assert again["orders"][0]["id"] == found.supplier_ref
        said = await panel.ask("POST", "/v1/panel/past", {"disputes": [complaint]})
        assert said["disputes"][0]["status"] == "open"
    assert await panel.references() == {"PO-7-0A0B0C0D": 1}
    other = await simulated_supplier.open_account()
    theirs = await other.ask("POST", "/v1/panel/past", {"orders": [order]})
    assert theirs["orders"][0]["id"] != found.supplier_ref
    broken = [{**order, "reference": "PO-8-0A0B0C0D"}, {"reference": "PO-9-0A0B0C0D"}]
    async with httpx2.AsyncClient(base_url=panel.url, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {panel.key}"}
        reply = await client.post("/v1/panel/past", json={"orders": broken}, headers=headers)
    assert reply.status_code == 422
    assert await panel.references() == {"PO-7-0A0B0C0D": 1}


async def test_an_order_lives_from_unpaid_to_delivered(
    supplier: Supplier, panel: SupplierPanel, an_order: Make
) -> None:
    before = await panel.balance()
    placed = await supplier.place_order(an_order(pay=False))
    assert placed.status is SupplierOrderStatus.UNPAID
    assert placed.payment_url
    assert (placed.goods, placed.unit_costs) == (1280, {"SIM1002-01-CN": 640})
    paid = await supplier.pay_order(placed.supplier_ref)
    assert paid.status is SupplierOrderStatus.PAID
    assert paid.total == before - await panel.balance()
    assert (await supplier.pay_order(placed.supplier_ref)).status is SupplierOrderStatus.PAID
    assert paid.total == before - await panel.balance()
    await panel.advance(placed.supplier_ref, "shipped")
    shipped = await supplier.fetch_order(placed.supplier_ref)
    assert shipped.status is SupplierOrderStatus.SHIPPED
    assert [event.code for event in shipped.parcels[0].events] == ["label_created", "picked_up"]
    with pytest.raises(SupplierRefused) as refused:
        await supplier.cancel_order(placed.supplier_ref)
    assert refused.value.reason is Refusal.NOT_CANCELLABLE
    await panel.advance(placed.supplier_ref, "delivered")
    delivered = await supplier.fetch_order(placed.supplier_ref)
    assert delivered.status is SupplierOrderStatus.DELIVERED
    assert delivered.parcels[0].tracking_number == shipped.parcels[0].tracking_number
    assert delivered.parcels[0].lines == {"SIM1002-01-CN": 2}


async def test_an_order_of_two_lines_can_travel_as_two_parcels(
    simulated_supplier: SimulatedSupplierServer, adapter: SimulatedAdapter, an_order: Make
) -> None:
    panel = await simulated_supplier.open_account(split="always")
    supplier = adapter.connect(panel.credentials)
    lines = (
        OrderLine("SIM1002", "SIM1002-01-CN", "SIM1002-01-CN", 1, 700),
        OrderLine("SIM1001", "SIM1001-01-CN", "SIM1001-01-CN", 1, 1500),
    )
    placed = await supplier.place_order(an_order(lines=lines))
    await panel.advance(placed.supplier_ref, "shipped")
    parcels = (await supplier.fetch_order(placed.supplier_ref)).parcels
    assert [dict(one.lines) for one in parcels] == [{"SIM1002-01-CN": 1}, {"SIM1001-01-CN": 1}]
    assert len({one.tracking_number for one in parcels}) == 2


async def test_a_cancelled_order_gives_money_and_goods_back(
    supplier: Supplier, panel: SupplierPanel, an_order: Make
) -> None:
    before = await panel.balance()
    await panel.override("SIM1002-01-CN", stock=2)
    placed = await supplier.place_order(an_order())
    with pytest.raises(SupplierRefused) as refused:
        await supplier.place_order(an_order())
    assert refused.value.reason is Refusal.OUT_OF_STOCK
    cancelled = await supplier.cancel_order(placed.supplier_ref)
    assert cancelled.status is SupplierOrderStatus.CANCELLED
    assert cancelled.refunded == cancelled.total
    assert await panel.balance() == before
    assert (await supplier.cancel_order(placed.supplier_ref)).status == cancelled.status
    assert (await supplier.place_order(an_order())).status is SupplierOrderStatus.PAID


async def test_each_refusal_has_its_reason_and_leaves_nothing_behind(
    supplier: Supplier, panel: SupplierPanel, an_order: Make
) -> None:
    line = an_order().lines[0]

    async def refused(**changes: object) -> Refusal:
        with pytest.raises(SupplierRefused) as caught:
            await supplier.place_order(an_order(**changes))
        return caught.value.reason

    dear = OrderLine(line.external_id, line.external_sku, line.order_key, 2, 600)
    gone = OrderLine("SIM1002", "SIM1002-99-CN", "SIM1002-99-CN", 1, 900)
    address = an_order().address
    assert await refused(lines=(dear,)) is Refusal.PRICE_CHANGED
    assert await refused(lines=(gone,)) is Refusal.OPTION_GONE
    assert await refused(method="US-AIR") is Refusal.NO_LANE
    wrong = type(address)("Ada", "Torstr. 12", "", "Berlin", "", "1011", "DE")
    assert await refused(address=wrong) is Refusal.ADDRESS
    await panel.override("SIM1002", gone=True)
    assert await refused() is Refusal.NOT_FOUND
    with pytest.raises(SupplierRefused) as caught:
        await supplier.fetch_product("SIM1002", destination="DE")
    assert caught.value.reason is Refusal.NOT_FOUND
    assert await panel.references() == {}


async def test_too_little_balance_leaves_the_order_unpaid(
    simulated_supplier: SimulatedSupplierServer, adapter: SimulatedAdapter, an_order: Make
) -> None:
    panel = await simulated_supplier.open_account(balance=100)
    supplier = adapter.connect(panel.credentials)
    placed = await supplier.place_order(an_order())
    assert (placed.status, placed.reason) == (SupplierOrderStatus.UNPAID, "balance too low")
    with pytest.raises(SupplierRefused) as refused:
        await supplier.pay_order(placed.supplier_ref)
    assert refused.value.reason is Refusal.FUNDS
    assert await panel.balance() == 100


async def test_a_gone_product_and_a_changed_one_are_read_as_such(
    supplier: Supplier, panel: SupplierPanel
) -> None:
    await panel.override("SIM1003", gone=True)
    await panel.override("SIM1002-01-CN", stock=0, price=999)
    await panel.override("SIM1002-02-CN", gone=True)
    readings = await supplier.read_stock(["SIM1002", "SIM1003"], destination="DE")
    by_sku = {one.external_sku: one for one in readings}
    assert by_sku[""].external_id == "SIM1003"
    assert by_sku[""].availability is Availability.GONE
    assert by_sku["SIM1002-01-CN"].availability is Availability.OUT
    assert by_sku["SIM1002-01-CN"].cost == 999
    assert "SIM1002-02-CN" not in by_sku


async def test_a_dispute_is_decided_once_and_refunds(
    supplier: Supplier, panel: SupplierPanel, an_order: Make
) -> None:
    placed = await supplier.place_order(an_order())
    before = await panel.balance()
    asked = DisputeRequest(
        reference="DP-1",
        supplier_ref=placed.supplier_ref,
        lines={"SIM1002-01-CN": 1},
        amount=640,
        currency="USD",
        reason="damaged",
        message="Arrived in pieces.",
    )
    opened = await supplier.open_dispute(asked)
    assert opened.status is DisputeOutcome.OPEN
    assert await supplier.find_dispute("DP-1", placed.supplier_ref) == opened
    assert await supplier.find_dispute("DP-2", placed.supplier_ref) is None
    await panel.decide(opened.dispute_ref, accepted=True, refund=500)
    await panel.decide(opened.dispute_ref, accepted=True, refund=500)
    decided = await supplier.fetch_dispute(opened.dispute_ref)
    assert (decided.status, decided.refunded) == (DisputeOutcome.ACCEPTED, 500)
    assert await panel.balance() == before + 500
    assert (await supplier.fetch_order(placed.supplier_ref)).refunded == 500


async def test_a_dispute_is_taken_back_while_it_is_thought_about(
    supplier: Supplier, panel: SupplierPanel, an_order: Make
) -> None:
    placed = await supplier.place_order(an_order())
    before = await panel.balance()
    opened = [
        await supplier.open_dispute(
            DisputeRequest(
                reference, placed.supplier_ref, {"SIM1002-01-CN": 1}, 640, "USD", "other", "x"
            )
        )
        for reference in ("DP-1", "DP-2")
    ]
    for _ in range(2):
        told = await supplier.withdraw_dispute(opened[0].dispute_ref)
        assert told.status is DisputeOutcome.WITHDRAWN
    await panel.decide(opened[0].dispute_ref, accepted=True)
    assert await panel.balance() == before
    await panel.decide(opened[1].dispute_ref, accepted=True)
    told = await supplier.withdraw_dispute(opened[1].dispute_ref)
    assert (told.status, told.refunded) == (DisputeOutcome.ACCEPTED, 640)


async def test_accounts_do_not_see_each_other(
    simulated_supplier: SimulatedSupplierServer, adapter: SimulatedAdapter, an_order: Make
) -> None:
    """A foreign key finds neither order nor reference, and another's panel changes nothing."""
    one, other = [await simulated_supplier.open_account() for _ in range(2)]
    request = an_order()
    placed = await adapter.connect(one.credentials).place_order(request)
    stranger = adapter.connect(other.credentials)
    assert await stranger.find_order(request.reference, since=LONG_AGO) is None
    for call in (stranger.fetch_order, stranger.pay_order, stranger.cancel_order):
        with pytest.raises(SupplierRefused) as refused:
            await call(placed.supplier_ref)
        assert refused.value.reason is Refusal.NOT_FOUND
    await other.override("SIM1002", gone=True)
    offer = await adapter.connect(one.credentials).fetch_product("SIM1002", destination="DE")
    assert offer.variants
    assert await other.references() == {}


async def test_orders_outlive_the_process_that_took_them(
    tmp_path: Path, adapter: SimulatedAdapter, an_order: Make
) -> None:
    """What was answered is in the file: a second server on it knows the order."""
    from ecomm_core.http import InternalClient

    request = an_order()
    with SimulatedSupplierServer(tmp_path / "books.sqlite3") as first:
        panel = await first.open_account()
        async with InternalClient([first.url]) as http:
            account = SimulatedAdapter(first.url, http).connect(panel.credentials)
            placed = await account.place_order(request)
    with SimulatedSupplierServer(tmp_path / "books.sqlite3") as second:
        async with InternalClient([second.url]) as http:
            account = SimulatedAdapter(second.url, http).connect(panel.credentials)
            found = await account.find_order(request.reference, since=LONG_AGO)
    assert found is not None
    assert found.supplier_ref == placed.supplier_ref
