"""Suppliers' goods from their id to a draft, and what people do with it."""

import dataclasses
import secrets
from types import SimpleNamespace
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.flows import import_goods
from commerce.flows.supplier_pictures import client_for
from commerce.sourcing.price_rules import service as price_rules
from commerce.sourcing.suppliers.models import Supplier
from ecomm_core import plans
from ecomm_core.http import OutboundRefused
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.supplier import SimulatedSupplierServer
from ecomm_testing.fakes.suppliers import BASE, offer, variant
from services.commerce.tests.imports.picture_host import Host, host

from .conftest import Sourced
from .importing import MAKER, PATH, begin, imported, kettle, products, shot, work_ahead

__all__ = ["host"]


async def test_goods_become_a_draft_whose_every_field_says_where_it_is_from(
    sourced: Sourced, host: Host
) -> None:
    item = await imported(sourced, kettle(host))
    assert (item["state"], item["failing"], item["error"]) == ("needs_review", [], None)
    product = item["product"]
    assert (product["status"], product["title"]) == ("draft", "Steel Kettle")
    assert product["description"] == "<p>Sturdy.</p>"
    assert product["product_type"] == "Kettles"
    assert len(product["media"]) == 2
    assert [one["alt"] for one in product["media"]] == ["Steel Kettle"] * 2
    assert product["safety"]["manufacturer"]["name"] == "Kettle Works"
    # (7.00 + 3.00) * 2.5, and (9.00 + 3.00) * 2.5: the nearer warehouse costs more.
    assert [one["price"]["amount"] for one in product["variants"]] == [2_500, 3_000]
    assert [one["options"] for one in product["variants"]] == [{"Size": "S"}, {"Size": "M"}]
    small, large = item["variants"]
    assert (small["landed"]["amount"], small["cost"]["amount"]) == (1_000, 700)
    assert small["compare_at_price"]["amount"] == 9_900
    parts = {name: small["breakdown"][name] for name in ("goods", "shipping", "price")}
    assert {name: part["amount"] for name, part in parts.items()} == {
        "goods": 700,
        "shipping": 300,
        "price": 2_500,
    }
    assert small["breakdown"]["list_price"]["amount"] == 9_900
    assert small["breakdown"]["rule_id"] is None
    assert (small["source"], small["by"]) == ("rule", "2.5 times landed cost")
    assert len(large["supplier_variant_ids"]) == 2
    fields = {one["name"]: one for one in item["fields"]}
    assert fields["title"]["original"] == "FREE SHIPPING STEEL KETTLE"
    assert fields["title"]["source"] == "supplier"
    assert fields["title"]["reference"] == item["external_id"]
    assert {"title", "description", "product_type", "options", "pictures", "safety"} <= set(fields)
    ways = await sourced.get("/mappings", variant_id=[one["id"] for one in product["variants"]])
    assert [(way["priority"], way["blocked"]) for way in ways] == [(1, []), (1, []), (2, [])]
    shop = await sourced.store.merchant.api.get(
        f"/api/v1/public/stores/{sourced.store.slug}/products/{product['slug']}"
    )
    assert shop.status_code == 404, "a draft is nobody's"


async def test_the_store_s_own_rule_makes_the_price(sourced: Sourced, host: Host) -> None:
    markup = {"kind": "markup", "factor_ppm": 3_000_000, "add": 0}
    rule = {"name": "Threefold", "formula": markup, "ending": "99"}
    await sourced.send("POST", "/price-rules", rule, 201)
    item = await imported(sourced, kettle(host))
    assert [one["price"]["amount"] for one in item["variants"]] == [3_099, 3_699]
    assert {one["by"] for one in item["variants"]} == {"Threefold"}
    priced = await sourced.send("POST", "/price-rules/preview", {})
    assert {one["verdict"] for one in priced} == {"same"}, "what repricing would do, too"


async def test_the_same_goods_are_said_not_doubled(sourced: Sourced, host: Host) -> None:
    """By id, by address, twice in one call, later, and after it is on sale; not once dismissed."""
    goods = kettle(host)
    sourced.shelf.put(goods)
    one = {"supplier_id": str(sourced.supplier_id), "external_id": goods.external_id}
    by_url = {"url": f"{BASE}{goods.external_id}.html"}
    started = await sourced.send("POST", PATH, {"goods": [one, by_url, one]}, 201)
    [item_id] = started["item_ids"]
    again = await sourced.send("POST", PATH, {"goods": [by_url]}, 201)
    assert (again["import_id"], again["item_ids"]) == (None, [])
    assert [found["item_id"] for found in again["already"]] == [item_id]
    await sourced.work()
    await sourced.send("POST", f"{PATH}/items/publish", {"ids": [item_id]})
    later = await sourced.send("POST", PATH, {"goods": [one]}, 201)
    assert [found["state"] for found in later["already"]] == ["published"]
    await sourced.work()
    assert await products(sourced) == 1
    other = await imported(sourced, kettle(host))
    await sourced.send("POST", f"{PATH}/items/dismiss", {"ids": [other["id"]]})
    assert len((await begin(sourced, other["external_id"]))["item_ids"]) == 1


async def test_what_fails_a_check_waits_and_what_passes_all_may_go_by_itself(
    sourced: Sourced, host: Host
) -> None:
    assert await sourced.get(f"{PATH}/settings") == {"auto_publish": False}
    await sourced.send("PUT", f"{PATH}/settings", {"auto_publish": True})
    good = await imported(sourced, kettle(host))
    assert (good["state"], good["product"]["status"]) == ("published", "active")
    missing = ("https://memory.invalid/none.jpg",)
    for code, fields in (
        ("pictures", {"images": missing}),
        ("pictures", {"images": ()}),
        ("safety", {"manufacturer": {}}),
        ("title", {"title": "Free Shipping"}),
    ):
        bad = await imported(sourced, kettle(host, **fields))
        assert (bad["state"], bad["failing"]) == ("needs_review", [code]), fields
    sourced.shelf.lanes = {}
    nowhere = await imported(sourced, kettle(host))
    assert nowhere["failing"] == ["lane"]
    assert nowhere["variants"][0]["problem"] == "lane"
    rows = await sourced.get(f"{PATH}/items", failing="lane")
    assert [row["id"] for row in rows] == [nowhere["id"]]


async def test_a_price_of_nothing_is_published_by_nobody(sourced: Sourced, host: Host) -> None:
    free = offer(
        "free", dataclasses.replace(variant("a"), cost=None), images=(), manufacturer=MAKER
    )
    item = await imported(sourced, free)
    assert set(item["failing"]) == {"pictures", "price", "cost"}
    ids = {"ids": [item["id"]]}
    said = await sourced.send("POST", f"{PATH}/items/publish", ids)
    assert [one["code"] for one in said["refused"]] == ["not_publishable"]
    assert (await sourced.get(f"{PATH}/items/{item['id']}"))["product"]["status"] == "draft"
    price = {"id": item["variants"][0]["variant_id"], "price": sourced.store.money(1_500)}
    edited = await sourced.send("PATCH", f"{PATH}/items/{item['id']}", {"variants": [price]})
    assert (edited["variants"][0]["source"], edited["failing"]) == ("person", ["pictures", "cost"])
    said = await sourced.send("POST", f"{PATH}/items/publish", ids)
    assert said == {"done": [item["id"]], "refused": []}


async def test_what_a_person_sets_is_theirs_and_kept(sourced: Sourced, host: Host) -> None:
    markup = {"kind": "markup", "factor_ppm": 2_000_000, "add": 0}
    await sourced.send("POST", "/price-rules", {"name": "Twice", "formula": markup}, 201)
    goods = kettle(host)
    item = await imported(sourced, goods)
    small = item["variants"][0]["variant_id"]
    pictures = [one["id"] for one in reversed(item["product"]["media"])]
    body = {
        "title": "Kettle for two",
        "media_ids": pictures,
        "variants": [{"id": small, "price": sourced.store.money(4_242)}],
    }
    edited = await sourced.send("PATCH", f"{PATH}/items/{item['id']}", body)
    fields = {one["name"]: one for one in edited["fields"]}
    assert (fields["title"]["source"], fields["title"]["original"]) == ("person", goods.title)
    assert (fields["pictures"]["source"], fields["description"]["source"]) == ("person", "supplier")
    assert [one["id"] for one in edited["product"]["media"]] == pictures
    assert [one["source"] for one in edited["variants"]] == ["person", "rule"]
    sourced.shelf.change(goods.external_id, "s", cost=750)
    sourced.shelf.change(goods.external_id, "m-cn", cost=1_000)
    await sourced.taken(goods.external_id)
    store = await sourced.facts()
    async with sourced.session() as session:
        ids = [UUID(one["variant_id"]) for one in edited["variants"]]
        await price_rules.reprice(sourced.kernel, session, store, ids, actor="system")
    after = await sourced.get(f"/products/{item['product_id']}")
    assert [one["price"]["amount"] for one in after["variants"]] == [4_242, 2_600]
    await sourced.send("PATCH", f"/products/{item['product_id']}", {"description": "<p>New.</p>"})
    seen = await sourced.get(f"{PATH}/items/{item['id']}")
    by_hand = {one["name"] for one in seen["fields"] if one["source"] == "person"}
    assert by_hand == {"title", "pictures", "description"}, "wherever it was set"


async def test_a_dismissal_archives_the_draft_and_is_taken_back(
    sourced: Sourced, host: Host
) -> None:
    item = await imported(sourced, kettle(host))
    ids = {"ids": [item["id"], str(UUID(int=1))]}
    said = await sourced.send("POST", f"{PATH}/items/dismiss", ids)
    assert (said["done"], [one["code"] for one in said["refused"]]) == (
        [item["id"]],
        ["goods_import_not_found"],
    )
    assert (await sourced.get(f"/products/{item['product_id']}"))["status"] == "archived"
    edit = await sourced.send("PATCH", f"{PATH}/items/{item['id']}", {"title": "x"}, 409)
    assert edit["code"] == "not_drafted"
    back = await sourced.send("POST", f"{PATH}/items/restore", ids)
    assert back["done"] == [item["id"]]
    again = await sourced.get(f"{PATH}/items/{item['id']}")
    assert (again["state"], again["product"]["status"]) == ("needs_review", "draft")
    await sourced.send("POST", f"{PATH}/items/dismiss", ids)
    await begin(sourced, item["external_id"])
    late = await sourced.send("POST", f"{PATH}/items/restore", {"ids": [item["id"]]})
    assert [one["code"] for one in late["refused"]] == ["already_imported"]
    gone = await sourced.get(f"/products/{item['product_id']}")
    assert gone["status"] == "archived", "a refused undo changes nothing"


async def test_what_is_gone_or_closed_fails_with_words_and_is_tried_again(
    sourced: Sourced, host: Host
) -> None:
    goods = kettle(host)
    started = await begin(sourced, goods.external_id)
    await sourced.work()
    path = f"{PATH}/items/{started['item_ids'][0]}"
    failed = await sourced.get(path)
    assert (failed["state"], failed["error"]["code"]) == ("failed", "not_found")
    assert await products(sourced) == 0
    sourced.shelf.put(goods)
    await sourced.send("POST", f"{path}/retry", None, 202)
    await sourced.work()
    assert (await sourced.get(path))["state"] == "needs_review"
    assert (await sourced.send("POST", f"{path}/retry", None, 409))["code"] == "not_retryable"
    async with sourced.session() as session:
        told = await session.execute(
            text(
                "select data->>'state' from events where type = 'goods_import.settled' order by id"
            )
        )
        assert list(told.scalars()) == ["failed", "needs_review"]


async def test_nobody_is_asked_about_what_cannot_be_named(sourced: Sourced) -> None:
    supplier = str(sourced.supplier_id)
    for goods, status, code in (
        ({"supplier_id": supplier}, 422, "invalid"),
        ({"external_id": "x"}, 422, "invalid"),
        ({"supplier_id": str(UUID(int=1)), "external_id": "x"}, 404, "supplier_not_found"),
        ({"url": "https://elsewhere.example/1"}, 422, "address_unknown"),
    ):
        said = await sourced.send("POST", PATH, {"goods": [goods]}, status)
        assert said["code"] == code, goods
    await sourced.send("DELETE", f"/suppliers/{supplier}")
    assert (await begin(sourced, "x", status=409))["code"] == "supplier_closed"
    assert await sourced.get(PATH) == []
    assert "fetch x" not in sourced.shelf.calls


async def test_the_plan_s_limit_is_said_at_once_and_on_the_way(
    sourced: Sourced, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = [kettle(host) for _ in range(3)]
    for one in goods:
        sourced.shelf.put(one)
    ids = [one.external_id for one in goods]
    async with sourced.session() as session:
        tenant = sourced.store.merchant.tenant_id
        plan = await session.scalar(text("select plan from tenants where id = :id"), {"id": tenant})
    own = plans.PLANS[plan]
    small = dataclasses.replace(own, limits={**own.limits, plans.PRODUCTS: 2})
    monkeypatch.setitem(plans.PLANS, plan, small)
    assert (await begin(sourced, *ids, status=402))["code"] == "limit_reached"
    assert await sourced.get(PATH) == []
    await begin(sourced, *ids[:2])
    await begin(sourced, ids[2])
    await sourced.work()
    states = [row["state"] for row in await sourced.get(f"{PATH}/items")]
    assert sorted(states) == ["failed", "needs_review", "needs_review"]
    [failed] = await sourced.get(f"{PATH}/items", state="failed")
    assert failed["error"]["code"] == "limit_reached"
    assert await products(sourced) == 2


async def test_a_supplier_that_is_down_is_asked_again_and_given_up_in_words(
    sourced: Sourced, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = kettle(host)
    sourced.shelf.put(goods)
    sourced.shelf.down = True
    started = await begin(sourced, goods.external_id)
    for _ in range(import_goods.MAX_ATTEMPTS):
        with pytest.raises(Exception, match="memory"):
            await work_ahead(sourced)
    await work_ahead(sourced)
    item = await sourced.get(f"{PATH}/items/{started['item_ids'][0]}")
    assert (item["state"], item["error"]["code"]) == ("failed", "stuck")


async def test_through_the_simulated_supplier_s_own_server(
    kernel: Kernel, store: ShopStore, simulated_supplier: SimulatedSupplierServer
) -> None:
    """Over HTTP, with the pictures it draws, in dollars for a store in euros."""
    panel = await simulated_supplier.open_account()
    body = {"adapter": "simulated", "credentials": {"api_key": panel.key}}
    reply = await store.merchant.post(f"{store.path}/suppliers", json=body)
    assert reply.status_code == 201, reply.text
    sourced = Sourced(kernel, store, None, reply.json()["data"])  # type: ignore[arg-type]  # has no shelf
    started = await begin(sourced, "SIM1001", "SIM1002")
    await sourced.work()
    for item_id in started["item_ids"]:
        item = await sourced.get(f"{PATH}/items/{item_id}")
        assert item["state"] == "needs_review", item["error"]
        assert item["picture_issues"] == []
        assert item["product"]["media"]
        assert "simulated" not in item["product"]["title"].lower()
        assert item["product"]["status"] == "draft"
    job = await sourced.get(f"{PATH}/{started['import_id']}")
    assert job["counts"]["needs_review"] == 2


async def test_only_the_simulated_supplier_s_pictures_go_past_the_guard(
    kernel: Kernel, simulated_supplier: SimulatedSupplierServer
) -> None:
    """Its own pictures alone, and only for it: not the rest of the origin, nor a way up from
    there."""
    simulated = cast("Supplier", SimpleNamespace(simulated=True))
    plain = cast("Supplier", SimpleNamespace(simulated=False))
    home = simulated_supplier.url
    drawn = f"{home}/pictures/SIM1001-1.webp"
    assert (await client_for(kernel, simulated).request("GET", drawn)).status in (200, 404)
    for client, url in (
        (client_for(kernel, plain), drawn),
        (client_for(kernel, None), drawn),
        (client_for(kernel, simulated), f"{home}/v1/products"),
        (client_for(kernel, simulated), f"{home}/pictures/../v1/products"),
        (client_for(kernel, simulated), f"{home}/pictures/%2e%2e/v1/products"),
    ):
        with pytest.raises(OutboundRefused):
            await client.request("GET", url)


async def test_the_same_picture_twice_is_one(sourced: Sourced, host: Host) -> None:
    one = shot(secrets.randbelow(10_000))
    urls = tuple(host.serves(f"/{name}.jpg", one) for name in ("a", "b"))
    item = await imported(sourced, kettle(host, images=urls))
    assert (len(item["product"]["media"]), item["failing"]) == (1, [])


async def test_pictures_that_could_not_be_had_are_asked_for_again(
    sourced: Sourced, host: Host
) -> None:
    """They go behind what is there; what a person took off meanwhile stays off."""
    seed = secrets.randbelow(9_000)
    urls = [host.serves(f"/{n}.jpg", shot(seed + n)) for n in range(3)]
    late = host.serves("/late.jpg", b"busy", status=503)
    item = await imported(sourced, kettle(host, images=(late, *urls)))
    path = f"{PATH}/items/{item['id']}"
    assert (len(item["product"]["media"]), item["failing"]) == (3, ["pictures"])
    assert [one["url"] for one in item["picture_issues"]] == [late]
    first, *others = [one["id"] for one in item["product"]["media"]]
    await sourced.send("PATCH", path, {"media_ids": others})
    host.serves("/late.jpg", shot(seed + 3))
    again = await sourced.send("POST", f"{path}/retry", status=202)
    assert again["state"] == "pictures"
    await sourced.work()
    item = await sourced.get(path)
    assert (item["state"], item["failing"], item["picture_issues"]) == ("needs_review", [], [])
    shown = [one["id"] for one in item["product"]["media"]]
    assert (shown[:2], len(shown), first in shown) == (others, 3, False)
    assert item["product"]["media"][2]["alt"] == "Steel Kettle"
    refused = await sourced.send("POST", f"{path}/retry", status=409)
    assert refused["code"] == "not_retryable", "nothing is left to ask for"


async def test_publishing_is_taken_back_and_what_is_archived_since_is_left(
    sourced: Sourced, host: Host
) -> None:
    item = await imported(sourced, kettle(host))
    path, body = f"{PATH}/items/{item['id']}", {"ids": [item["id"]]}
    await sourced.send("POST", f"{PATH}/items/publish", body)
    done = await sourced.send("POST", f"{PATH}/items/restore", body)
    assert done == {"done": [item["id"]], "refused": []}
    item = await sourced.get(path)
    assert (item["state"], item["product"]["status"]) == ("needs_review", "draft")
    await sourced.send("POST", f"{PATH}/items/publish", body)
    await sourced.send("DELETE", f"/products/{item['product_id']}")
    await sourced.send("POST", f"{PATH}/items/restore", body)
    item = await sourced.get(path)
    assert (item["state"], item["product"]["status"]) == ("published", "archived")
