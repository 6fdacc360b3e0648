"""Rightful calls of discounts, gift cards and store credit."""

import secrets
from typing import Any

from ecomm_testing.leak import Call

from .operations import operation, simple, with_id
from .world import World, fresh_cart

PERCENT = {"name": "Deal", "kind": "percentage", "percent_ppm": 100_000}


async def _discount(world: World) -> str:
    body = {**PERCENT, "code": secrets.token_hex(6)}
    return str((await world.made("/discounts", json=body))["id"])


async def _card(world: World, **fields: Any) -> dict[str, Any]:
    body = {"amount": world.store.money(1000), "email": "ada@example.com", **fields}
    return await world.made("/gift-cards", json=body)


async def _card_id(world: World) -> str:
    return str((await _card(world))["id"])


async def _customer_id(world: World) -> str:
    body = {"email": f"{secrets.token_hex(6)}@example.com", "name": "P"}
    return str((await world.made("/customers", json=body))["id"])


async def _credit_id(world: World) -> str:
    body = {
        "customer_id": await _customer_id(world),
        "amount": world.store.money(1000),
        "note": "Sorry",
    }
    return str((await world.made("/store-credits", json=body))["id"])


ADJUSTMENT = {"amount": 100, "note": "By hand"}

simple("discounts_list")
simple("gift_cards_list")
simple("store_credits_list_credits")
with_id("discounts_get", "discount_id", _discount)
with_id("discounts_uses", "discount_id", _discount)
with_id("discounts_replace", "discount_id", _discount, json={**PERCENT, "version": 1})
with_id("discounts_delete", "discount_id", _discount)
with_id("gift_cards_get", "card_id", _card_id)
with_id("gift_cards_entries", "card_id", _card_id)
with_id("gift_cards_update", "card_id", _card_id, json={"active": False})
with_id("gift_cards_adjust", "card_id", _card_id, json=ADJUSTMENT)
with_id("gift_cards_send", "card_id", _card_id)
with_id("store_credits_get_credit", "credit_id", _credit_id)
with_id("store_credits_credit_entries", "credit_id", _credit_id)
with_id("store_credits_adjust_credit", "credit_id", _credit_id, json=ADJUSTMENT)


@operation("discounts_create")
async def _create(world: World) -> Call:
    body = {**PERCENT, "selection": {"products": [world.product["id"]]}}
    return Call(path=world.ids, json=body)


@operation("discounts_bulk")
async def _bulk(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await _discount(world)], "action": "deactivate"})


@operation("discounts_test")
async def _test(world: World) -> Call:
    line = {"variant_id": world.product["variants"][0]["id"], "quantity": 1}
    return Call(path=world.ids, json={"lines": [line], "country": "DE"})


@operation("gift_cards_create")
async def _issue(world: World) -> Call:
    return Call(path=world.ids, json={"amount": world.store.money(1000)})


@operation("store_credits_grant")
async def _grant(world: World) -> Call:
    body = {
        "customer_id": await _customer_id(world),
        "amount": world.store.money(500),
        "note": "Sorry",
    }
    return Call(path=world.ids, json=body)


async def _code(world: World) -> str:
    code = secrets.token_hex(6)
    await world.made("/discounts", json={**PERCENT, "code": code})
    return code


@operation("carts_update")
async def _cart_currency(world: World) -> Call:
    cart = await fresh_cart(world)
    return Call(
        path={**world.ids, "cart_id": cart.id},
        capability=cart.headers,
        json={"currency": world.store.currency},
    )


@operation("carts_add_code")
async def _cart_code(world: World) -> Call:
    cart = await fresh_cart(world)
    return Call(
        path={**world.ids, "cart_id": cart.id},
        capability=cart.headers,
        json={"code": await _code(world)},
    )


@operation("carts_remove_code")
async def _cart_code_off(world: World) -> Call:
    cart = await fresh_cart(world)
    return Call(
        path={**world.ids, "cart_id": cart.id, "code": await _code(world)},
        capability=cart.headers,
    )


TABLE = {"name": "Buy more", "tiers": [{"quantity": 3, "percent_ppm": 100_000}]}


async def _volume(world: World) -> str:
    return str((await world.made("/upsells/volume", json=TABLE))["id"])


simple("upsells_list_volume")
with_id("upsells_get_volume", "volume_id", _volume)
with_id("upsells_replace_volume", "volume_id", _volume, json={**TABLE, "version": 1})
with_id("upsells_archive_volume", "volume_id", _volume)


@operation("upsells_create_volume")
async def _create_volume(world: World) -> Call:
    return Call(path=world.ids, json={**TABLE, "selection": {"products": [world.product["id"]]}})


@operation("upsells_bulk_volume")
async def _bulk_volume(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await _volume(world)], "action": "disable"})


@operation("upsells_preview_volume")
async def _preview_volume(world: World) -> Call:
    return Call(path=world.ids, json={"tiers": TABLE["tiers"], "price": world.store.money(1000)})


@operation("gift_cards_balance")
async def _balance(world: World) -> Call:
    card = await world.made("/gift-cards", json={"amount": world.store.money(1_000)})
    return Call(path=world.ids, json={"code": card["code"]})


async def _parts(world: World) -> dict[str, Any]:
    part = {"variant_id": world.product["variants"][0]["id"], "quantity": 2}
    return {"components": [part], "pricing": "fixed", "price": world.store.money(1500)}


async def _bundle(world: World) -> str:
    body = {"title": f"Set {secrets.token_hex(4)}", **await _parts(world)}
    return str((await world.made("/upsells/bundles", json=body))["id"])


simple("upsells_list_bundles")
with_id("upsells_get_bundle", "bundle_id", _bundle)
with_id("upsells_archive_bundle", "bundle_id", _bundle)


@operation("upsells_replace_bundle")
async def _replace_bundle(world: World) -> Call:
    path = {**world.ids, "bundle_id": await _bundle(world)}
    return Call(path=path, json={**await _parts(world), "version": 1})


@operation("upsells_create_bundle")
async def _create_bundle(world: World) -> Call:
    return Call(path=world.ids, json={"title": "Set", **await _parts(world)})


@operation("upsells_preview_bundle")
async def _preview_bundle(world: World) -> Call:
    return Call(path=world.ids, json=await _parts(world))


@operation("upsells_bulk_bundles")
async def _bulk_bundles(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await _bundle(world)], "action": "enable"})


async def _cross_sell(world: World) -> str:
    return str((await world.made("/upsells/cross-sells", json=SHOWN))["id"])


SHOWN = {"name": "With it", "source": "bought_together", "placements": ["product"]}

simple("upsells_list_cross_sells")
simple("upsells_upsell_statistics")
with_id("upsells_get_cross_sell", "cross_sell_id", _cross_sell)
with_id("upsells_replace_cross_sell", "cross_sell_id", _cross_sell, json={**SHOWN, "version": 1})
with_id("upsells_archive_cross_sell", "cross_sell_id", _cross_sell)


@operation("upsells_create_cross_sell")
async def _create_cross_sell(world: World) -> Call:
    body = {**SHOWN, "source": "products", "products": [world.product["id"]]}
    return Call(path=world.ids, json=body)


@operation("upsells_bulk_cross_sells")
async def _bulk_cross_sells(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await _cross_sell(world)], "action": "disable"})


@operation("upsells_test_cross_sells")
async def _test_cross_sells(world: World) -> Call:
    return Call(path=world.ids, json={"products": [world.product["id"]]})


@operation("public_offers_with")
async def _offers(world: World) -> Call:
    return Call(path=world.ids, query={"product": world.product["id"]})


@operation("public_offers_seen")
async def _seen(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await _cross_sell(world)]})
