"""How tenant A's people rightfully call the operations of suppliers, their goods and mappings."""

import secrets
from typing import Any

from commerce.sourcing.suppliers.adapters import adapters_of
from ecomm_testing.fakes.suppliers import MemoryAdapter, Shelf, offer, variant
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple
from .world import World, picture


def shelf(world: World, key: str) -> Shelf:
    """What the supplier in memory has for an account."""
    adapter = adapters_of(world.kernel).named("memory")
    assert isinstance(adapter, MemoryAdapter)
    return adapter.shelf(key)


def _credentials() -> dict[str, str]:
    return {"api_key": f"k-{secrets.token_hex(6)}"}


async def supplier_id(world: World) -> str:
    """A connected supplier of A's that sells one product."""
    credentials = _credentials()
    shelf(world, credentials["api_key"]).put(offer("p1", variant("a", options={"Size": "M"})))
    body = {"adapter": "memory", "credentials": credentials}
    return str((await world.made("/suppliers", json=body))["id"])


async def supplier_product(world: World) -> dict[str, str]:
    """(product, variant, supplier) that A has read at a supplier."""
    supplier = await supplier_id(world)
    taken = await world.made(f"/suppliers/{supplier}/products", json={"external_id": "p1"})
    return {
        "product": str(taken["id"]),
        "variant": str(taken["variants"][0]["id"]),
        "supplier": supplier,
    }


async def mapping(world: World) -> tuple[str, dict[str, str]]:
    """(id, what it leads to) of a way to one of A's variants."""
    found = await supplier_product(world)
    sold = str((await world.store.product())["variants"][0]["id"])
    body = {"variant_id": sold, "parts": [{"supplier_variant_id": found["variant"]}]}
    ways: Any = await world.made("/mappings", json=body)
    return str(ways[0]["id"]), {**found, "sold": sold}


simple("suppliers_kinds")
simple("suppliers_list")
simple("supplier_products_list")
simple("mappings_wanting")


@operation("suppliers_connect")
async def _connect(world: World) -> Call:
    body = {"adapter": "memory", "name": "Depot", "credentials": _credentials()}
    return Call(path=dict(world.ids), json=body)


def _at_supplier(identifier: str, **fields: object) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        path = {**world.ids, "supplier_id": await supplier_id(world)}
        return Call(path=path, **fields)  # type: ignore[arg-type]  # fields of Call


_at_supplier("suppliers_get")
_at_supplier("suppliers_update", json={"grace_minutes": 20, "daily_spend_cap": 50_000})
_at_supplier("suppliers_pause", json={"paused": True})
_at_supplier("suppliers_test")
_at_supplier("suppliers_disconnect")
_at_supplier("suppliers_search", query={"query": "supplied"})
_at_supplier("suppliers_best_sellers")
_at_supplier("suppliers_look", query={"external_id": "p1"})
_at_supplier("suppliers_health")
_at_supplier("suppliers_take", json={"external_id": "p1"})


@operation("suppliers_reconnect")
async def _reconnect(world: World) -> Call:
    key = f"k-{secrets.token_hex(6)}"
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    made = await world.made("/suppliers", json=body)
    path = {**world.ids, "supplier_id": made["id"]}
    return Call(path=path, json={"credentials": {"api_key": f"{key}+new"}})


@operation("suppliers_search_by_picture")
async def _by_picture(world: World) -> Call:
    path = {**world.ids, "supplier_id": await supplier_id(world)}
    return Call(path=path, files={"file": ("a.png", picture(), "image/png")})


@operation("supplier_products_get")
async def _product(world: World) -> Call:
    return Call(path={**world.ids, "product_id": (await supplier_product(world))["product"]})


@operation("mappings_list")
async def _mappings(world: World) -> Call:
    _, found = await mapping(world)
    return Call(path=dict(world.ids), query={"variant_id": found["sold"]})


@operation("mappings_suggestions")
async def _suggestions(world: World) -> Call:
    sold = (await world.store.product())["variants"][0]["id"]
    return Call(path=dict(world.ids), query={"variant_id": sold})


@operation("mappings_create")
async def _create(world: World) -> Call:
    found = await supplier_product(world)
    sold = (await world.store.product())["variants"][0]["id"]
    parts = [{"supplier_variant_id": found["variant"], "quantity": 2}]
    return Call(path=dict(world.ids), json={"variant_id": sold, "priority": 1, "parts": parts})


@operation("mappings_update")
async def _update(world: World) -> Call:
    mapping_id, found = await mapping(world)
    body = {"priority": 2, "parts": [{"supplier_variant_id": found["variant"]}]}
    return Call(path={**world.ids, "mapping_id": mapping_id}, json=body)


@operation("mappings_reorder")
async def _reorder(world: World) -> Call:
    mapping_id, found = await mapping(world)
    body = {"variant_id": found["sold"], "mapping_ids": [mapping_id]}
    return Call(path=dict(world.ids), json=body)


@operation("mappings_delete")
async def _delete(world: World) -> Call:
    return Call(path={**world.ids, "mapping_id": (await mapping(world))[0]})


RULE = {
    "name": "Usual",
    "formula": {"kind": "markup", "factor_ppm": 2_500_000, "add": 0},
    "floor_margin_ppm": 200_000,
    "ending": "99",
}


async def rule_id(world: World) -> str:
    """A price rule of A's."""
    return str((await world.made("/price-rules", json=RULE))["id"])


simple("price_rules_list")
simple("price_rules_create", json=RULE)
simple("price_rules_preview", json={"rule": RULE})
simple("price_rules_preview_sum", json={"rule": RULE})
simple("price_changes_list_changes")


def _of_rule(identifier: str, **fields: Any) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        return Call(path={**world.ids, "rule_id": await rule_id(world)}, **fields)


_of_rule("price_rules_get")
_of_rule("price_rules_replace", json={**RULE, "name": "Other"})
_of_rule("price_rules_delete")


@operation("price_rules_apply")
async def _apply(world: World) -> Call:
    await run_outbox(world.kernel, world.owner.tenant_id)
    return Call(path=dict(world.ids), json={"include_large": False})


@operation("price_rules_lock")
async def _lock(world: World) -> Call:
    sold = (await world.store.product())["variants"][0]["id"]
    return Call(path=dict(world.ids), json={"variant_ids": [sold], "locked": True})


async def _change_id(world: World) -> str:
    """A price change of A's that waits."""
    _, found = await mapping(world)
    await rule_id(world)
    await world.made("/price-rules/apply", json={})
    await run_outbox(world.kernel, world.owner.tenant_id)
    reply = await world.owner.get(f"{world.store.path}/price-changes", params={"per_page": 100})
    waiting = {one["variant_id"]: one["id"] for one in reply.json()["data"]}
    return str(waiting[found["sold"]])


@operation("price_changes_accept")
async def _accept(world: World) -> Call:
    return Call(path=dict(world.ids), json={"ids": [await _change_id(world)]})


@operation("price_changes_dismiss")
async def _dismiss(world: World) -> Call:
    return Call(path=dict(world.ids), json={"ids": [await _change_id(world)]})


async def _goods(world: World) -> dict[str, str]:
    """A supplier of A's whose product waits for a person: {import_id, item_id, product_id}."""
    supplier = await supplier_id(world)
    goods = [{"supplier_id": supplier, "external_id": "p1"}]
    started = await world.made("/goods-imports", json={"goods": goods})
    await run_outbox(world.kernel, world.owner.tenant_id)
    item_id = str(started["item_ids"][0])
    reply = await world.owner.get(f"{world.store.path}/goods-imports/items/{item_id}")
    product_id = str(reply.json()["data"]["product_id"])
    return {"import": str(started["import_id"]), "item": item_id, "product": product_id}


simple("goods_imports_list")
simple("goods_imports_items")
simple("goods_imports_settings")
simple("goods_imports_set_settings", json={"auto_publish": True})


@operation("goods_imports_start")
async def _start_goods(world: World) -> Call:
    goods = [{"supplier_id": await supplier_id(world), "external_id": "p1"}]
    return Call(path=dict(world.ids), json={"goods": goods})


@operation("goods_imports_get")
async def _goods_import(world: World) -> Call:
    return Call(path={**world.ids, "import_id": (await _goods(world))["import"]})


@operation("goods_imports_item")
async def _goods_item(world: World) -> Call:
    return Call(path={**world.ids, "item_id": (await _goods(world))["item"]})


@operation("goods_imports_edit")
async def _edit_goods(world: World) -> Call:
    path = {**world.ids, "item_id": (await _goods(world))["item"]}
    return Call(path=path, json={"title": "Sturdy mug"})


@operation("goods_imports_publish")
async def _publish_goods(world: World) -> Call:
    return Call(path=dict(world.ids), json={"ids": [(await _goods(world))["item"]]})


@operation("goods_imports_dismiss")
async def _dismiss_goods(world: World) -> Call:
    return Call(path=dict(world.ids), json={"ids": [(await _goods(world))["item"]]})


@operation("goods_imports_restore")
async def _restore_goods(world: World) -> Call:
    ids = [(await _goods(world))["item"]]
    await world.owner.post(f"{world.store.path}/goods-imports/items/dismiss", json={"ids": ids})
    return Call(path=dict(world.ids), json={"ids": ids})


@operation("goods_imports_retry")
async def _retry_goods(world: World) -> Call:
    goods = [{"supplier_id": await supplier_id(world), "external_id": "none"}]
    started = await world.made("/goods-imports", json={"goods": goods})
    await run_outbox(world.kernel, world.owner.tenant_id)
    return Call(path={**world.ids, "item_id": str(started["item_ids"][0])})
