"""Goods as they were read, and the ways to get what is sold."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from commerce.pricing.service import Rate
from commerce.sourcing.goods import service as goods
from commerce.sourcing.goods.judging import Belief, believed
from commerce.sourcing.goods.models import (
    Availability,
    CostSnapshot,
    CostSource,
    SupplierProduct,
    SupplierVariant,
)
from commerce.sourcing.mappings import service as mappings
from commerce.sourcing.suppliers import service as suppliers
from ecomm_connectors.suppliers.goods import Availability as Told
from ecomm_core import clock
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.suppliers import offer, variant

from .conftest import Sourced

LATER = timedelta(minutes=3)

ABROAD = "PEN"
"""A currency that no bank's file of other tests has a rate of: rates are everybody's."""


async def _ways(sourced: Sourced, variant_id: str, country: str = "DE") -> list[mappings.Way]:
    async with sourced.session() as session:
        return await mappings.ways_for(session, sourced.store.id, UUID(variant_id), country)


async def _take(sourced: Sourced, product: Any) -> goods.Taken:
    async with sourced.session() as session:
        row = await suppliers.get(session, sourced.store.id, sourced.supplier_id)
        return await goods.take_product(
            session, row, product, source=CostSource.POLL, now=clock.now()
        )


async def test_a_product_is_kept_verbatim_and_read_again_writes_only_what_changed(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.1: supplier product with hash and fetched_at; variants verbatim; cost snapshots are
    appended when a cost changed, and only then."""
    red = variant("sku-1", 1_000, options={"Colour": " Röd ", "Größe": "M"}, list_price=2_000)
    sourced.shelf.put(offer("p1", red, variant("sku-2", 1_500)))
    first = await sourced.taken("p1")
    one = first["variants"][0]
    assert (one["options"], one["external_sku"]) == ({"Colour": " Röd ", "Größe": "M"}, "sku-1")
    assert [(lane["method"], lane["cost"]) for lane in one["lanes"]] == [
        ("standard", 300),
        ("express", 900),
    ]
    shift_clock(LATER.total_seconds())
    same = await _take(sourced, sourced.shelf.products["p1"])
    assert (same.costs, same.availability, same.fresh) == (set(), set(), False)
    sourced.shelf.change("p1", "sku-1", cost=1_100)
    dearer = await _take(sourced, sourced.shelf.products["p1"])
    assert dearer.costs == {UUID(one["id"])}
    async with sourced.session() as session:
        key = await session.scalar(
            select(SupplierVariant.order_key).where(SupplierVariant.id == UUID(one["id"]))
        )
        costs = (
            await session.scalars(
                select(CostSnapshot.cost)
                .where(CostSnapshot.supplier_variant_id == UUID(one["id"]))
                .order_by(CostSnapshot.at)
            )
        ).all()
        products = await session.scalar(select(func.count()).select_from(SupplierProduct))
    assert (key, costs, products) == ("14:sku-1", [1_000, 1_100], 1)
    with pytest.raises(Exception, match="permission denied"):
        async with sourced.session() as session:
            await session.execute(text("update cost_snapshots set cost = 1"))


def test_one_reading_is_doubt_and_only_the_second_one_apart_is_belief() -> None:
    """R10.3: out of stock only after two readings."""
    at = clock.now()
    here = Belief(Availability.IN_STOCK, 0, 5, at)
    once = believed(here, Told.OUT, 0, at + LATER)
    assert (once.availability, once.out_readings) == (Availability.DOUBTFUL, 1)
    burst = believed(once, Told.OUT, 0, at + LATER + timedelta(seconds=5))
    assert burst == once, "a burst of webhooks is one reading"
    twice = believed(once, Told.OUT, 0, at + 2 * LATER)
    assert (twice.availability, twice.stock) == (Availability.OUT, 0)
    assert believed(once, Told.GONE, None, at + 2 * LATER).availability is Availability.GONE
    back = believed(once, Told.IN_STOCK, 3, at + 2 * LATER)
    assert back == Belief(Availability.IN_STOCK, 0, 3, at + 2 * LATER)
    assert believed(here, Told.UNKNOWN, None, at + LATER) == here, "nothing said, nothing believed"
    assert believed(here, Told.IN_STOCK, 0, at + LATER).availability is Availability.DOUBTFUL
    assert believed(None, Told.OUT, 0, at).availability is Availability.DOUBTFUL


async def test_a_way_is_its_parts_lanes_and_landed_cost_in_the_stores_currency(
    sourced: Sourced,
) -> None:
    """R10.1: mapping, variant → n supplier variants times quantity, by priority and country; lane
    quotes; landed cost with the rate frozen."""
    sourced.shelf.put(
        offer("p1", variant("a", 1_000), variant("b", 333, currency=ABROAD, weight_grams=90))
    )
    taken = await sourced.taken("p1")
    a, b = (one["id"] for one in taken["variants"])
    sold = (await sourced.store.product())["variants"][0]["id"]
    body = {
        "variant_id": sold,
        "parts": [{"supplier_variant_id": a, "quantity": 2}, {"supplier_variant_id": b}],
    }
    shown = await sourced.send("POST", "/mappings", body, 201)
    assert shown[0]["blocked"] == ["no_rate"], "no rate is better than a guessed one"
    rate = {"currency": ABROAD, "manual_ppm": 1_250_000}
    await sourced.send("POST", "/currencies", rate, 201)
    [way] = await _ways(sourced, sold)
    assert way.usable
    assert [(part.external_sku, part.quantity) for part in way.parts] == [("a", 2), ("b", 1)]
    assert [(lane.method, lane.cost) for lane in way.lanes] == [
        ("standard", 900),
        ("express", 2700),
    ]
    # 2 * 10.00 + 3.33 / 1.25 = 22.664, shipping 9.00: rounded once, 31.66.
    assert way.landed is not None
    assert (way.landed.total, way.landed.shipping, way.days) == (3_166, 900, 12)
    assert isinstance(way.rates[ABROAD], Rate)
    assert mappings.frozen(way.rates[ABROAD])["ppm"] == 800_000
    assert await _ways(sourced, sold, "FR") != []
    [abroad] = await _ways(sourced, sold, "FR")
    assert abroad.blocked == ("no_lane",)


async def test_ways_are_tried_by_priority_and_a_stale_one_is_unknown(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.3: a stale snapshot is unknown, so that nothing is ordered on it."""
    sourced.shelf.put(offer("p1", variant("a", 1_000)))
    sourced.shelf.put(offer("p2", variant("b", 900)))
    first = (await sourced.taken("p1"))["variants"][0]["id"]
    second = (await sourced.taken("p2"))["variants"][0]["id"]
    sold = (await sourced.store.product())["variants"][0]["id"]
    await sourced.mapped(sold, first, priority=2)
    await sourced.mapped(sold, second, priority=2, country="DE")
    await sourced.mapped(sold, second, priority=1, country="FR")
    taken = await sourced.send(
        "POST",
        "/mappings",
        {"variant_id": sold, "priority": 2, "parts": [{"supplier_variant_id": second}]},
        409,
    )
    assert taken["code"] == "way_taken"
    ways = await _ways(sourced, sold)
    assert [(way.priority, way.country) for way in ways] == [(2, "DE"), (2, None)]
    assert all(way.usable for way in ways)
    shift_clock(timedelta(hours=25).total_seconds())
    stale = await _ways(sourced, sold)
    assert {way.availability for way in stale} == {Availability.UNKNOWN}
    assert {way.blocked for way in stale} == {("stale",)}
    await _take(sourced, sourced.shelf.products["p1"])
    by_product = {way.parts[0].external_id: way for way in await _ways(sourced, sold)}
    assert by_product["p1"].usable
    assert not by_product["p2"].usable


async def test_an_option_that_vanished_breaks_its_way_until_somebody_mends_it(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.1: the mapping is never guessed anew: what it names is gone, and it waits."""
    sourced.shelf.put(offer("p1", variant("a"), variant("b")))
    taken = await sourced.taken("p1")
    a, b = (one["id"] for one in taken["variants"])
    sold = (await sourced.store.product())["variants"][0]["id"]
    [way] = await sourced.mapped(sold, a)
    only_b = offer("p1", variant("b"))
    once = await _take(sourced, only_b)
    assert once.vanished == set()
    shift_clock(LATER.total_seconds())
    twice = await _take(sourced, only_b)
    assert twice.vanished == {UUID(a)}
    async with sourced.session() as session:
        hit = await mappings.break_ways(session, twice.vanished, "It is gone.", clock.now())
    assert hit == {UUID(sold)}
    [broken] = await _ways(sourced, sold)
    assert broken.blocked == ("broken", "gone")
    wanting = await sourced.get("/mappings/wanting", kind="broken")
    assert [(one["variant_id"], one["reason"]) for one in wanting] == [(sold, "It is gone.")]
    shift_clock(3 * LATER.total_seconds())
    await _take(sourced, sourced.shelf.products["p1"])
    assert (await _ways(sourced, sold))[0].blocked == ("broken",), "back, but not by itself"
    parts = {"parts": [{"supplier_variant_id": b}]}
    [mended] = await sourced.send("PATCH", f"/mappings/{way['id']}", parts)
    assert (mended["blocked"], mended["broken_at"]) == ([], None)


async def test_suggestions_map_nothing(sourced: Sourced) -> None:
    """R10.1: suggested by SKU and options, never mapped by itself."""
    sourced.shelf.put(
        offer(
            "p1", variant("MUG-1", options={"Colour": "red"}), variant("x", options={"c": "blue"})
        )
    )
    await sourced.taken("p1")
    mug = await sourced.store.product(sku="mug-1")
    sold = mug["variants"][0]["id"]
    found = await sourced.get("/mappings/suggestions", variant_id=sold)
    assert [(one["external_sku"], one["because"]) for one in found] == [("MUG-1", ["sku"])]
    assert await _ways(sourced, sold) == []
    unmapped = await sourced.get("/mappings/wanting")
    assert sold in {one["variant_id"] for one in unmapped}


async def test_parts_of_another_store_are_unknown_here(
    sourced: Sourced, other_store: ShopStore
) -> None:
    sourced.shelf.put(offer("p1", variant("a")))
    part = (await sourced.taken("p1"))["variants"][0]["id"]
    theirs = (await other_store.product())["variants"][0]["id"]
    reply = await other_store.merchant.post(
        f"{other_store.path}/mappings",
        json={"variant_id": theirs, "parts": [{"supplier_variant_id": part}]},
    )
    assert (reply.status_code, reply.json()["error"]["details"][0]["field"]) == (
        422,
        "parts.0.supplier_variant_id",
    )
    foreign = {"variant_id": theirs, "parts": [{"supplier_variant_id": part}]}
    assert (await sourced.send("POST", "/mappings", foreign, 404))["code"] == "variant_not_found"


async def test_search_says_what_is_here_already(sourced: Sourced) -> None:
    sourced.shelf.put(offer("p1", variant("a"), title="Copper kettle"))
    sourced.shelf.put(offer("p2", variant("b"), title="Copper pan"))
    kettle = await sourced.taken("p1")
    found = await sourced.get(f"/suppliers/{sourced.supplier_id}/search", query="copper")
    assert {one["external_id"]: one["supplier_product_id"] for one in found["products"]} == {
        "p1": kettle["id"],
        "p2": None,
    }
    by_address = {"url": "https://memory.example/item/p2.html"}
    path = f"/suppliers/{sourced.supplier_id}/products"
    assert (await sourced.send("POST", path, by_address, 201))["external_id"] == "p2"
    elsewhere = await sourced.send("POST", path, {"url": "https://other.example/1"}, 422)
    assert elsewhere["code"] == "address_unknown"
    missing = await sourced.send("POST", path, {"external_id": "nope"}, 409)
    assert missing["code"] == "supplier_declined"
