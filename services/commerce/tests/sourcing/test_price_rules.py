"""Price rules on a catalogue: which rule fits, what the guards let through, what is told."""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.sourcing.price_rules import service
from ecomm_testing.fakes.suppliers import offer, variant

from .conftest import Sourced

MARKUP = {"kind": "markup", "factor_ppm": 2_000_000, "add": 0}


async def sold(sourced: Sourced, cost: int, **fields: Any) -> dict[str, Any]:
    """A product on sale that costs so much at the supplier, with 3.00 of shipping."""
    external_id = f"p-{secrets.token_hex(4)}"
    sourced.shelf.put(offer(external_id, variant("a", cost, **fields.pop("offer", {}))))
    taken = await sourced.taken(external_id)
    product = await sourced.store.product(**fields)
    await sourced.mapped(product["variants"][0]["id"], taken["variants"][0]["id"])
    return {**product, "external_id": external_id, "sold": product["variants"][0]["id"]}


async def rule(sourced: Sourced, **fields: Any) -> dict[str, Any]:
    body = {"name": "Rule", "formula": MARKUP, **fields}
    made: dict[str, Any] = await sourced.send("POST", "/price-rules", body, 201)
    return made


async def priced(sourced: Sourced, product: dict[str, Any], body: Any = None) -> dict[str, Any]:
    found = await sourced.send("POST", "/price-rules/preview", body or {})
    [row] = [one for one in found if one["variant_id"] == product["sold"]]
    return dict(row)


async def reprice(sourced: Sourced, *products: dict[str, Any]) -> None:
    store = await sourced.facts()
    async with sourced.session() as session:
        ids = [UUID(product["sold"]) for product in products]
        await service.reprice(sourced.kernel, session, store, ids, actor="system")


async def price_now(sourced: Sourced, product: dict[str, Any]) -> int:
    found = await sourced.get(f"/products/{product['id']}")
    return int(found["variants"][0]["price"]["amount"])


async def test_the_narrowest_rule_that_fits_makes_the_price(sourced: Sourced) -> None:
    """R10.5: price rule by scope: product before category before supplier before all."""
    tools = await sourced.send("POST", "/categories", {"name": "Tools"}, 201)
    thing = await sold(sourced, 1_000, category_ids=[tools["id"]])
    assert (await priced(sourced, thing))["problem"] == "no_rule"
    for factor, scope in (
        (2_000_000, {}),
        (2_100_000, {"scope": "supplier", "scope_id": str(sourced.supplier_id)}),
        (2_200_000, {"scope": "category", "scope_id": tools["id"]}),
        (2_300_000, {"scope": "product", "scope_id": thing["id"]}),
    ):
        await rule(sourced, formula={**MARKUP, "factor_ppm": factor}, **scope)
        row = await priced(sourced, thing)
        assert (row["landed"], row["new_price"]) == (1_300, 1_300 * factor // 1_000_000)
    draft = {"rule": {"name": "T", "formula": MARKUP, "scope": "product", "scope_id": thing["id"]}}
    tried = await priced(sourced, thing, draft)
    assert tried["new_price"] == 2_990, "of two of one scope the first"
    for body in ({"scope": "supplier"}, {"scope_id": thing["id"]}):
        wrong = {"name": "x", "formula": MARKUP, **body}
        assert (await sourced.send("POST", "/price-rules", wrong, 422))["code"] == "invalid"


async def test_landed_is_cost_and_shipping_with_the_buffer_plus_duty(sourced: Sourced) -> None:
    """R10.5: landed = (cost + shipping) * fx * (1 + buffer) + duty; the supplier's list price
    becomes the former one; the floor is of the price without the 19 % in it."""
    sourced.shelf.lanes = {"standard": (300, 150, 9)}
    thing = await sold(sourced, 700, offer={"list_price": 9_900})
    await rule(sourced, fx_buffer_ppm=50_000, compare_at=True)
    row = await priced(sourced, thing)
    # (7.00 + 3.00) * 1.05 + 1.50 = 12.00
    assert (row["landed"], row["goods"], row["shipping"], row["duty"]) == (1_200, 700, 300, 150)
    assert (row["new_price"], row["new_compare_at"]) == (2_400, 9_900)
    # 24.00 is 20.17 without tax: (20.17 - 12.00) / 20.17.
    assert row["margin_ppm"] == 405_057


async def test_small_changes_are_left_large_ones_wait_and_locks_hold(sourced: Sourced) -> None:
    """R10.5: guards on real rows; what is written feeds the history of shown prices."""
    mug = await sold(sourced, 1_000, price=sourced.store.money(2_600))
    await rule(sourced)
    await reprice(sourced, mug)
    sourced.shelf.change(mug["external_id"], "a", cost=1_020)
    await sourced.taken(mug["external_id"])
    await reprice(sourced, mug)
    assert await price_now(sourced, mug) == 2_600, "1.5 % is ignored"
    sourced.shelf.change(mug["external_id"], "a", cost=1_100)
    await sourced.taken(mug["external_id"])
    await reprice(sourced, mug)
    assert await price_now(sourced, mug) == 2_800
    async with sourced.session() as session:
        shown = await session.execute(
            text("select price from price_history where variant_id = :id order by at"),
            {"id": UUID(mug["sold"])},
        )
        types = await session.execute(
            text("select count(*) from events where type = 'price.changed'")
        )
    assert (list(shown.scalars()), types.scalar()) == ([2_600, 2_800], 1)
    sourced.shelf.change(mug["external_id"], "a", cost=2_000)
    await sourced.taken(mug["external_id"])
    await reprice(sourced, mug)
    await reprice(sourced, mug)
    assert await price_now(sourced, mug) == 2_800
    [waiting] = await sourced.get("/price-changes")
    assert (waiting["old_price"], waiting["new_price"], waiting["reason"]) == (
        2_800,
        4_600,
        "large",
    )
    lock = {"variant_ids": [mug["sold"]], "locked": True}
    await sourced.send("POST", "/price-rules/locks", lock)
    assert await sourced.get("/price-changes") == [], "a lock overtakes what waits"
    await reprice(sourced, mug)
    assert await sourced.get("/price-changes") == []
    assert (await priced(sourced, mug))["verdict"] == "locked"


async def test_a_preview_is_summed_by_what_would_become_of_prices(sourced: Sourced) -> None:
    """R10.5: every variant with a supplier is in one count; a rule that names no price, and a
    variant without a rule, are counted and not left out."""
    money = sourced.store.money
    tools = await sourced.send("POST", "/categories", {"name": "Tools"}, 201)
    # Landed is 13.00, so twice that is 26.00.
    for price in (2_400, 2_800, 2_599, 2_600, 1_300):
        await sold(sourced, 1_000, price=money(price))
    kept = await sold(sourced, 1_000, price=money(2_400))
    lock = {"variant_ids": [kept["sold"]], "locked": True}
    await sourced.send("POST", "/price-rules/locks", lock)
    await sold(sourced, 1_000, category_ids=[tools["id"]])
    hopeless = {"kind": "bands", "bands": [{"up_to": None, "factor_ppm": 0, "add": 10**12}]}
    bound = {"scope": "category", "scope_id": tools["id"]}
    await rule(sourced, formula=hopeless, ending="99", floor_margin_ppm=900_000, **bound)
    body = {"rule": {"name": "Usual", "formula": MARKUP}}
    summed = await sourced.send("POST", "/price-rules/preview-sum", body)
    assert summed == {
        "total": 7, "looked": 7, "raised": 1, "lowered": 1, "review": 1, "ignored": 1,
        "same": 1, "locked": 1, "refused": 1, "unpriced": 0,
    }  # fmt: skip
    alone = await sourced.send("POST", "/price-rules/preview-sum", {})
    assert (alone["unpriced"], alone["refused"]) == (6, 1)
    assert await sourced.get("/price-changes") == [], "nothing is written"


async def test_what_waits_is_overtaken_by_a_price_set_meanwhile(sourced: Sourced) -> None:
    """R10.5: a person decides on what they saw."""
    mug = await sold(sourced, 2_000)
    await rule(sourced, floor_margin_ppm=500_000)
    await reprice(sourced, mug)
    [waiting] = await sourced.get("/price-changes")
    assert waiting["reason"] == "floor", "24.99 is below the floor of 46.00 and its tax"
    price = {"price": sourced.store.money(3_000)}
    await sourced.send("PATCH", f"/products/{mug['id']}", price)
    said = await sourced.send("POST", "/price-changes/accept", {"ids": [waiting["id"]]})
    assert said == {"decided": 0, "overtaken": 1}
    assert await price_now(sourced, mug) == 3_000


async def test_a_way_that_is_only_out_keeps_its_price_and_a_broken_one_makes_none(
    sourced: Sourced,
) -> None:
    mug = await sold(sourced, 1_000)
    await rule(sourced)
    async with sourced.session() as session:
        await session.execute(text("update supplier_variants set availability = 'out'"))
    assert (await priced(sourced, mug))["new_price"] == 2_600
    async with sourced.session() as session:
        await session.execute(text("update mappings set broken_at = now()"))
    assert (await priced(sourced, mug))["problem"] == "no_way"
