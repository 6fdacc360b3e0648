"""How tenant A's people rightfully call the operations of taxes, currencies and shipping."""

import itertools
import secrets

from ecomm_testing.leak import Call

from .operations import operation, simple, with_id
from .world import World

ECB = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2026-01-02">
<Cube currency="USD" rate="1.1"/></Cube></Cube></gesmes:Envelope>"""


_states = itertools.count()


def fresh_state() -> str:
    """A code that no zone of this process's stores has."""
    return f"{next(_states) % 0x1000:03X}"


async def _product_id(world: World) -> str:
    return str((await world.store.product())["id"])


async def _shipping_id(world: World) -> str:
    body = {"name": "Flat", "amount": 500}
    return str((await world.made("/shipping-rates", json=body))["id"])


async def _zone_id(world: World) -> str:
    region = f"US-{fresh_state()}"
    body = {"name": "West", "regions": [region]}
    zone = await world.made("/shipping-zones", json=body)
    rate = {"name": "There", "amount": 500, "zone_id": zone["id"]}
    await world.made("/shipping-rates", json=rate)
    return str(zone["id"])


async def _tax_id(world: World) -> str:
    reply = await world.owner.put(
        f"{world.store.path}/tax-rates",
        json={"country": "FR", "name": "TVA", "rate_ppm": 200_000},
    )
    assert reply.status_code == 200, reply.text
    return str(reply.json()["data"]["id"])


simple("shipping_list_rates")
simple("shipping_create_rate", json={"name": "Flat", "amount": 500})
with_id("shipping_replace_rate", "rate_id", _shipping_id, json={"name": "X", "amount": 1})
with_id("shipping_delete_rate", "rate_id", _shipping_id)
simple("shipping_list_zones")
simple("shipping_test_address", query={"country": "DE"})
with_id("shipping_replace_zone", "zone_id", _zone_id, json={"name": "X", "regions": ["BR"]})
with_id("shipping_delete_zone", "zone_id", _zone_id)
simple("inventory_export_stock")
simple("inventory_import_stock", json={"csv": "sku,on_hand\nnobody,1\n"})
simple("inventory_rebuild")
simple("currencies_list")
simple("currencies_set_settings", json={"rate_max_age_days": 30, "omnibus": True})
simple("currencies_take_rates", json={"xml": ECB})
simple("currencies_import_prices", json={"csv": "sku,currency,price\nnone,CHF,1\n"})
with_id("currencies_product_prices", "product_id", _product_id)
simple("public_currencies")
simple("taxes_list_rates")
simple("taxes_export_rates")
simple("taxes_import_rates", json={"csv": "country,name,percent\nNL,BTW,21\n"})
simple("taxes_add_presets", json={"countries": ["BE"]})
simple("taxes_test_sale", query={"country": "DE", "amount": "999"})
simple("taxes_settings")
simple(
    "taxes_set_settings",
    json={"prices_include_tax": True, "shipping_taxable": True, "rounding": "line"},
)
with_id(
    "taxes_replace_rate",
    "rate_id",
    _tax_id,
    json={"country": "FR", "name": "TVA", "rate_ppm": 100_000},
)
simple("taxes_set_rate", json={"country": "IT", "name": "IVA", "rate_ppm": 220_000})
with_id("taxes_delete_rate", "rate_id", _tax_id)


CODES = (
    *("CHF", "USD", "GBP", "SEK", "NOK", "PLN", "DKK", "CZK", "RON", "TRY", "AUD", "CAD"),
    *("BRL", "CNY", "HKD", "ILS", "INR", "MXN", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR"),
)


async def _currency(world: World) -> str:
    """A currency the store has not added before. A store that has them all is used up."""
    listed = await world.owner.get(f"{world.store.path}/currencies")
    there = {one["currency"] for one in listed.json()["data"]["currencies"]}
    code = next((code for code in CODES if code not in there), None)
    assert code is not None, there
    await world.made("/currencies", json={"currency": code, "manual_ppm": 1_000_000})
    return code


async def _gone_again(world: World, code: str) -> None:
    await world.owner.delete(f"{world.store.path}/currencies/{code}")


@operation("currencies_add")
async def _add_currency(world: World) -> Call:
    code = await _currency(world)
    await _gone_again(world, code)
    return Call(path=dict(world.ids), json={"currency": code})


@operation("currencies_change")
async def _change_currency(world: World) -> Call:
    return Call(path={**world.ids, "code": await _currency(world)}, json={"step": 5})


@operation("currencies_remove")
async def _remove_currency(world: World) -> Call:
    return Call(path={**world.ids, "code": await _currency(world)})


@operation("currencies_export_prices")
async def _export_prices(world: World) -> Call:
    return Call(path=dict(world.ids), query={"currency": await _currency(world)})


@operation("currencies_set_product_prices")
async def _set_prices(world: World) -> Call:
    code = await _currency(world)
    product = await world.store.product()
    price = {
        "variant_id": product["variants"][0]["id"],
        "currency": code,
        "price": {"amount": 990, "currency": code},
    }
    path = {**world.ids, "product_id": product["id"]}
    return Call(path=path, json={"prices": [price]})


@operation("shipping_create_zone")
async def _create_zone(world: World) -> Call:
    region = f"CA-{fresh_state()}"
    return Call(path=dict(world.ids), json={"name": "Near", "regions": [region]})


@operation("taxes_create_rate")
async def _create_tax_rate(world: World) -> Call:
    place = {"country": "US", "state": "CA", "postal_pattern": secrets.token_hex(6)}
    return Call(path=dict(world.ids), json={**place, "name": "City", "rate_ppm": 10_000})


@operation("inventory_bulk")
async def _bulk(world: World) -> Call:
    variant = (await world.store.product())["variants"][0]["id"]
    return Call(path=dict(world.ids), json={"items": [{"variant_id": variant, "change": 1}]})
