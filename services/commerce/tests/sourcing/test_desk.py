"""What merchants' pages ask of sourcing: products added up, freshness, a look, ways in order."""

from datetime import timedelta
from typing import Any

from commerce.sourcing.goods import looking
from ecomm_connectors.suppliers.goods import Availability
from ecomm_core.ids import new_id
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.suppliers import offer, variant

from .conftest import Sourced, connected

TWO_DAYS = timedelta(days=2).total_seconds()


async def _only(sourced: Sourced) -> dict[str, Any]:
    [row] = await sourced.get("/supplier-products", supplier_id=str(sourced.supplier_id))
    found: dict[str, Any] = row
    return found


async def test_a_product_of_a_list_says_what_its_variants_say_together(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.3: a reading that is too old is unknown, and nothing counts as available by it."""
    out = variant("c", 1_500, availability=Availability.OUT, stock=0)
    sourced.shelf.put(offer("p1", variant("a", 1_000), variant("b", 2_000), out))
    taken = await sourced.taken("p1")
    sold = (await sourced.store.product())["variants"][0]["id"]
    row = await _only(sourced)
    # One reading that says "none left" is doubt, so all three can still be had.
    shown = (row["variants"], row["available"], row["cost_from"], row["cost_to"], row["currency"])
    assert shown == (3, 3, 1_000, 2_000, "EUR")
    assert (row["stale"], row["mapped"]) == (False, 0)
    await sourced.mapped(sold, taken["variants"][0]["id"])
    assert (await _only(sourced))["mapped"] == 1
    shift_clock(TWO_DAYS)  # longer than a session lasts
    async with sourced.session() as session:
        [old], _ = await looking.page(
            session, await sourced.facts(), supplier_id=None, search=None, offset=0, limit=5
        )
    assert (old.stale, old.available, old.cost_from) == (True, 0, 1_000)


async def test_costs_of_several_currencies_are_not_compared(sourced: Sourced) -> None:
    sourced.shelf.put(offer("p1", variant("a", 1_000), variant("b", 20, currency="PEN")))
    await sourced.taken("p1")
    row = await _only(sourced)
    assert (row["cost_from"], row["cost_to"], row["currency"]) == (None, None, None)


async def test_health_says_how_fresh_what_is_known_is(sourced: Sourced, shift_clock: Any) -> None:
    path = f"/suppliers/{sourced.supplier_id}/health"
    empty = await sourced.get(path)
    assert (empty["products"], empty["variants"], empty["oldest_read_at"]) == (0, 0, None)
    sourced.shelf.put(offer("p1", variant("a"), variant("b")))
    sourced.shelf.put(offer("p2", variant("c", availability=Availability.OUT, stock=0)))
    taken = await sourced.taken("p1")
    await sourced.taken("p2")
    raw, headers = sourced.shelf.webhook({"event_id": "e1", "kind": "stock", "external_id": "p1"})
    told = await sourced.store.merchant.api.post(
        f"/api/v1/webhooks/suppliers/memory/{sourced.supplier_id}", content=raw, headers=headers
    )
    assert told.status_code == 200, told.text
    fresh = await sourced.get(path)
    assert (fresh["products"], fresh["variants"], fresh["stale"]) == (2, 3, 0)
    assert (fresh["in_stock"], fresh["doubtful"], fresh["read_day"]) == (2, 1, 2)
    assert (fresh["watched"], fresh["due"], fresh["hooks_day"]) == (0, 0, 1)
    assert fresh["last_hook_at"] is not None
    sold = (await sourced.store.product())["variants"][0]["id"]
    await sourced.mapped(sold, taken["variants"][0]["id"])
    watched = await sourced.get(path)
    assert (watched["watched"], watched["due"]) == (1, 1)
    facts = await sourced.facts()
    shift_clock(TWO_DAYS)  # longer than a session lasts
    async with sourced.session() as session:
        old = await looking.health(session, facts, sourced.supplier_id)
    assert (old.stale, old.in_stock, old.read_day, old.hooks_day) == (3, 0, 0, 0)


async def test_a_look_keeps_nothing_and_says_where_it_goes(sourced: Sourced) -> None:
    dear = variant("a", 2_000, origin="US", warehouse="US")
    gone = variant("b", 100, availability=Availability.OUT, stock=0)
    sourced.shelf.put(offer("p1", dear, gone, variant("c", 1_000)))
    path = f"/suppliers/{sourced.supplier_id}/offer"
    seen = await sourced.get(path, external_id="p1")
    assert (seen["variants"], seen["cost_from"], seen["cost_to"]) == (3, 100, 2_000)
    assert (seen["availability"], seen["stock"], seen["origins"]) == (
        "in_stock",
        40,
        ["CN", "US"],
    )
    assert [(one["method"], one["cost"]) for one in seen["lanes"]] == [
        ("standard", 300),
        ("express", 900),
    ]
    assert (seen["destination"], seen["supplier_product_id"]) == ("DE", None)
    assert await sourced.get("/supplier-products") == []
    kept = await sourced.taken("p1")
    assert (await sourced.get(path, external_id="p1"))["supplier_product_id"] == kept["id"]
    missing = await sourced.store.merchant.get(
        f"{sourced.store.path}{path}", params={"external_id": "nope"}
    )
    assert (missing.status_code, missing.json()["error"]["code"]) == (409, "supplier_declined")
    sourced.shelf.down = True
    silent = await sourced.store.merchant.get(
        f"{sourced.store.path}{path}", params={"external_id": "p1"}
    )
    assert silent.status_code == 503
    assert (await sourced.get(f"/suppliers/{sourced.supplier_id}"))["health"] == "failing"


async def test_variants_are_listed_by_whether_they_have_ways(sourced: Sourced) -> None:
    sourced.shelf.put(offer("p1", variant("a")))
    part = (await sourced.taken("p1"))["variants"][0]["id"]
    kettle = await sourced.store.product(title="Copper kettle", sku="kettle-1")
    pan = await sourced.store.product(title="Iron pan", sku="pan-1")
    sold = kettle["variants"][0]["id"]
    await sourced.mapped(sold, part)

    async def titles(**query: str) -> list[str]:
        found = await sourced.get("/mappings/wanting", **query)
        return [row["product_title"] for row in found]

    assert await titles() == ["Iron pan"]
    assert await titles(kind="mapped") == ["Copper kettle"]
    assert await titles(kind="broken") == []
    assert await titles(kind="all") == ["Copper kettle", "Iron pan"]
    assert await titles(kind="all", search="PAN") == ["Iron pan"]
    assert await titles(kind="all", search=pan["variants"][0]["sku"].upper()) == ["Iron pan"]
    assert await titles(kind="all", search="%") == []


async def _ways(sourced: Sourced, sold: str) -> list[tuple[str, int]]:
    found = await sourced.get("/mappings", variant_id=sold)
    return [(row["id"], row["priority"]) for row in found]


async def test_ways_are_put_in_order_whatever_their_priorities_are(sourced: Sourced) -> None:
    """Priorities are unique for each country at every moment: they are exchanged all the same."""
    sourced.shelf.put(offer("p1", variant("a")))
    part = (await sourced.taken("p1"))["variants"][0]["id"]
    sold = (await sourced.store.product())["variants"][0]["id"]
    ids: list[str] = []
    for fields in (
        {"priority": 1},
        {"priority": 2},
        {"priority": 99},
        {"priority": 99, "country": "FR"},
        {"priority": 98},
        {"priority": 1, "country": "FR"},
    ):
        known = set(ids)
        ways = await sourced.mapped(sold, part, **fields)
        ids += [row["id"] for row in ways if row["id"] not in known]
    wanted = list(reversed(ids))
    body = {"variant_id": sold, "mapping_ids": wanted}
    shown = await sourced.send("PUT", "/mappings/order", body)
    assert {row["id"]: row["priority"] for row in shown} == {
        one: place for place, one in enumerate(wanted, start=1)
    }
    again = await sourced.send("PUT", "/mappings/order", {**body, "mapping_ids": ids})
    assert [row["id"] for row in sorted(again, key=lambda row: row["priority"])] == ids
    before = await _ways(sourced, sold)
    for wrong in (ids[:-1], [*ids[:-1], ids[0]], [*ids[:-1], str(new_id())]):
        refused = await sourced.send("PUT", "/mappings/order", {**body, "mapping_ids": wrong}, 422)
        assert refused["details"][0]["field"] == "mapping_ids"
    assert await _ways(sourced, sold) == before
    unknown = {**body, "variant_id": str(new_id())}
    assert (await sourced.send("PUT", "/mappings/order", unknown, 404))["code"] == (
        "variant_not_found"
    )


async def test_fifty_ways_change_places(sourced: Sourced) -> None:
    """The most a variant can have fit in twice among the priorities."""
    sourced.shelf.put(offer("p1", variant("a")))
    part = (await sourced.taken("p1"))["variants"][0]["id"]
    sold = (await sourced.store.product())["variants"][0]["id"]
    for place in range(50):
        ways = await sourced.mapped(sold, part, priority=50 + place)
    ids = [row["id"] for row in ways]
    wanted = [*ids[25:], *ids[:25]]
    body = {"variant_id": sold, "mapping_ids": wanted}
    shown = await sourced.send("PUT", "/mappings/order", body)
    assert [row["id"] for row in sorted(shown, key=lambda row: row["priority"])] == wanted


async def test_another_businesss_supplier_and_variants_are_unknown(
    sourced: Sourced, other_store: ShopStore
) -> None:
    stranger = await connected(sourced.kernel, other_store)
    stranger.shelf.put(offer("p1", variant("a")))
    part = (await stranger.taken("p1"))["variants"][0]["id"]
    sold = (await other_store.product())["variants"][0]["id"]
    [way] = await stranger.mapped(sold, part)
    asked = len(stranger.shelf.calls)
    merchant, path = sourced.store.merchant, sourced.store.path
    theirs = f"{path}/suppliers/{stranger.supplier_id}"
    assert (await merchant.get(f"{theirs}/health")).status_code == 404
    look = await merchant.get(f"{theirs}/offer", params={"external_id": "p1"})
    assert look.status_code == 404
    assert len(stranger.shelf.calls) == asked, "nothing was asked in their name"
    body = {"variant_id": sold, "mapping_ids": [way["id"]]}
    await sourced.send("PUT", "/mappings/order", body, 404)
