"""How tenant A's people rightfully call each operation."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from ecomm_core.ids import new_id
from ecomm_testing.actors import PASSWORD, create_store
from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import ADDRESS, ShopperCart

from .world import World, fresh_cart, picture

CSV = "Handle,Title,Variant Price\ncsv-thing,CSV thing,12.50\n"


async def _media(world: World) -> dict[str, Any]:
    return await world.made(
        "/products/upload", files={"file": ("a.png", picture(), "image/png")}, data={"alt": "x"}
    )


async def _paid_order(world: World) -> dict[str, Any]:
    cart = await fresh_cart(world)
    order: dict[str, Any] = (await cart.buy())["order"]
    return order


async def _checkout(world: World, action: str | None = None) -> tuple[ShopperCart, dict[str, Any]]:
    cart = await fresh_cart(world)
    reply = await cart.start()
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    if action:
        await cart.act(data["payment_url"], action)
        await cart.state(data["checkout_id"])
    return cart, data


Fixture = Callable[[World], Awaitable[Call]]
OPERATIONS: dict[str, Fixture] = {}


def operation(identifier: str) -> Callable[[Fixture], Fixture]:
    """Register the rightful call of an operation."""

    def register(fixture: Fixture) -> Fixture:
        OPERATIONS[identifier] = fixture
        return fixture

    return register


def simple(identifier: str, **fields: Any) -> None:
    """An operation whose call needs nothing made for it."""

    async def fixture(world: World) -> Call:
        return Call(path=dict(world.ids), **fields)

    OPERATIONS[identifier] = fixture


def with_id(identifier: str, name: str, made: Callable[[World], Awaitable[str]], **f: Any) -> None:
    """An operation on one thing: `made` gives the id that goes into path parameter `name`."""

    async def fixture(world: World) -> Call:
        return Call(path={**world.ids, name: await made(world)}, **f)

    OPERATIONS[identifier] = fixture


async def _product_id(world: World) -> str:
    return str((await world.store.product())["id"])


async def _category_id(world: World) -> str:
    return str((await world.made("/categories", json={"name": secrets.token_hex(4)}))["id"])


async def _visitor(world: World) -> str:
    visitor = str(new_id())
    said = {"granted": True, "visitor": visitor, "text_version": "1", "locale": "en"}
    reply = await world.api.post(f"{world.store.public}/consents", json=said)
    assert reply.status_code == 201, reply.text
    return visitor


async def _media_id(world: World) -> str:
    return str((await _media(world))["id"])


async def _import_id(world: World) -> str:
    job = await world.made(
        "/products/import",
        files={"file": ("p.csv", CSV.encode(), "text/csv")},
        data={"dry_run": "true"},
    )
    await run_outbox(world.kernel, world.owner.tenant_id)
    return str(job["id"])


async def _order_id(world: World) -> str:
    return str((await _paid_order(world))["id"])


async def _variant_id(world: World) -> str:
    return str((await world.store.product())["variants"][0]["id"])


async def _own_store_id(world: World) -> str:
    return str((await create_store(world.owner, world.kernel)).id)


ACCOUNT = {"email": "", "password": PASSWORD, "name": "N"}


@operation("auth_register")
async def _register(world: World) -> Call:
    return Call(json={**ACCOUNT, "email": f"{secrets.token_hex(6)}@example.com"})


@operation("auth_login")
async def _login(world: World) -> Call:
    return Call(json={"email": world.guessed.email, "password": PASSWORD})


@operation("auth_refresh")
async def _refresh(world: World) -> Call:
    login = await world.api.post(
        "/api/v1/auth/login", json={"email": world.owner.email, "password": PASSWORD}
    )
    return Call(json={"refresh_token": login.json()["data"]["refresh_token"]})


async def _signed_in(world: World) -> dict[str, str]:
    """The owner on another device, whose session may end."""
    login = await world.api.post(
        "/api/v1/auth/login", json={"email": world.owner.email, "password": PASSWORD}
    )
    return {"Authorization": f"Bearer {login.json()['data']['access_token']}"}


@operation("auth_switch")
async def _switch(world: World) -> Call:
    return Call(json={"tenant_id": str(world.owner.tenant_id)}, bearer=await _signed_in(world))


@operation("auth_logout")
async def _logout(world: World) -> Call:
    return Call(json={}, bearer=await _signed_in(world))


@operation("stores_resume_setup")
async def _resume(world: World) -> Call:
    return Call(path=dict(world.ids))


simple("stores_create", json={"name": "N", "niche": "home", "currency": "EUR", "country": "DE"})
simple("stores_list")
simple("stores_get")
simple("stores_update", json={"description": "d"})
with_id("stores_delete", "store_id", _own_store_id)
simple("products_create", json={"title": "T", "price": {"amount": 100, "currency": "EUR"}})
simple("products_list")
with_id("products_get", "product_id", _product_id)
with_id("products_update", "product_id", _product_id, json={"title": "New"})
with_id("products_archive", "product_id", _product_id)
with_id("products_update_media", "media_id", _media_id, json={"alt": "new"})
with_id("products_delete_media", "media_id", _media_id)
simple("products_tags")
simple("categories_list")
simple("categories_create", json={"name": "C"})
with_id("categories_get", "category_id", _category_id)
with_id("categories_update", "category_id", _category_id, json={"name": "D"})
with_id("categories_delete", "category_id", _category_id)
simple("inventory_list")
with_id("inventory_update", "variant_id", _variant_id, json={"on_hand": 7})
with_id("inventory_movements", "variant_id", _variant_id)
simple("imports_list")
with_id("imports_get", "import_id", _import_id)
with_id("imports_run", "import_id", _import_id)
with_id("imports_issues_csv", "import_id", _import_id)
simple("orders_list")
with_id("orders_get", "order_id", _order_id)
with_id("orders_cancel", "order_id", _order_id, json={"reason": "mistake"})
with_id("orders_fulfil", "order_id", _order_id, json={"carrier": "DHL", "tracking_number": "1"})
for _report in ("overview", "revenue", "products", "customers", "profit"):
    simple(f"analytics_{_report}", query={"range": "7d"})
simple("analytics_all_stores", query={"range": "7d"})
simple("analytics_export", query={"range": "7d", "report": "revenue"})
simple("analytics_track", json={"events": [{"kind": "page_view", "entry": True}]})
simple("analytics_consent_log")
_SAID = {"granted": True, "text_version": "1", "locale": "en"}


@operation("analytics_consent")
async def _consent(world: World) -> Call:
    return Call(path=world.ids, json={**_SAID, "visitor": str(new_id())})


with_id("analytics_visitor", "visitor", _visitor)
with_id("analytics_forget_visitor", "visitor", _visitor)
simple("public_store")
simple("public_theme")
simple("public_products")
simple("public_filters")
simple("public_categories")
simple("public_sitemap")
simple("public_feed_xml")
simple("search_find", query={"q": "thing"})
simple("search_suggest", query={"q": "thi"})
simple("carts_create", json={})


@operation("products_bulk_status")
async def _bulk(world: World) -> Call:
    return Call(path=world.ids, json={"ids": [await _product_id(world)], "status": "draft"})


@operation("products_upload")
async def _upload(world: World) -> Call:
    return Call(path=world.ids, files={"file": ("a.png", picture(), "image/png")})


@operation("imports_create")
async def _import(world: World) -> Call:
    return Call(
        path=world.ids,
        files={"file": ("p.csv", CSV.encode(), "text/csv")},
        data={"dry_run": "true"},
    )


@operation("imports_for_review")
async def _review(world: World) -> Call:
    return Call(path=world.ids, files={"file": ("p.csv", CSV.encode(), "text/csv")})


@operation("imports_cancel")
async def _cancel_import(world: World) -> Call:
    """A job nobody has begun."""
    files = {"file": ("p.csv", CSV.encode(), "text/csv")}
    job = await world.made("/products/import", files=files, data={"dry_run": "true"})
    return Call(path={**world.ids, "import_id": job["id"]})


@operation("public_product")
async def _public_product(world: World) -> Call:
    return Call(path={**world.ids, "product_slug": world.product["slug"]})


@operation("carts_get")
async def _cart_get(world: World) -> Call:
    cart = await fresh_cart(world)
    return Call(path={**world.ids, "cart_id": cart.id}, capability=cart.headers)


@operation("carts_shipping_rates")
async def _cart_rates(world: World) -> Call:
    cart = await fresh_cart(world)
    return Call(
        path={**world.ids, "cart_id": cart.id}, query={"country": "DE"}, capability=cart.headers
    )


@operation("carts_add_line")
async def _cart_add(world: World) -> Call:
    cart = await fresh_cart(world)
    return Call(
        path={**world.ids, "cart_id": cart.id},
        capability=cart.headers,
        json={"variant_id": world.product["variants"][0]["id"]},
    )


async def _line(world: World) -> tuple[dict[str, Any], dict[str, str]]:
    cart = await fresh_cart(world)
    return {**world.ids, "cart_id": cart.id, "line_id": cart.line_ids[0]}, cart.headers


@operation("carts_update_line")
async def _cart_update(world: World) -> Call:
    path, headers = await _line(world)
    return Call(path=path, capability=headers, json={"quantity": 2})


@operation("carts_remove_line")
async def _cart_remove(world: World) -> Call:
    path, headers = await _line(world)
    return Call(path=path, capability=headers)


@operation("checkout_start")
async def _start(world: World) -> Call:
    cart = await fresh_cart(world)
    rates = await cart.rates()
    body = {
        "cart_id": cart.id,
        "email": "s@example.com",
        "shipping_address": ADDRESS,
        "shipping_rate_id": rates[0]["id"],
    }
    return Call(path=world.ids, capability=cart.headers, json=body)


@operation("checkout_get")
async def _checkout_get(world: World) -> Call:
    cart, data = await _checkout(world)
    return Call(path={**world.ids, "checkout_id": data["checkout_id"]}, capability=cart.headers)


@operation("checkout_retry")
async def _checkout_retry(world: World) -> Call:
    cart, data = await _checkout(world, "decline")
    return Call(path={**world.ids, "checkout_id": data["checkout_id"]}, capability=cart.headers)


@operation("orders_public_status")
async def _order_status(world: World) -> Call:
    return Call(
        path={**world.ids, "order_id": world.order["id"]},
        capability={"X-Order-Token": world.order["token"]},
    )


@operation("orders_track")
async def _track(world: World) -> Call:
    body = {"number": world.order["number"], "email": "buyer@example.com"}
    return Call(path=world.ids, json=body)


@operation("customers_register")
async def _customer_register(world: World) -> Call:
    return Call(path=world.ids, json={**ACCOUNT, "email": f"{secrets.token_hex(6)}@example.com"})


async def _customer(world: World) -> tuple[str, dict[str, Any]]:
    email = f"{secrets.token_hex(6)}@example.com"
    reply = await world.api.post(
        f"{world.store.public}/customers/register", json={**ACCOUNT, "email": email}
    )
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return email, data


@operation("customers_login")
async def _customer_login(world: World) -> Call:
    email, _ = await _customer(world)
    return Call(path=world.ids, json={"email": email, "password": PASSWORD})


@operation("customers_refresh")
async def _customer_refresh(world: World) -> Call:
    _, data = await _customer(world)
    return Call(path=world.ids, json={"refresh_token": data["refresh_token"]})


simple("customers_me")


@operation("customers_logout")
async def _customer_logout(world: World) -> Call:
    _, data = await _customer(world)
    return Call(path=world.ids, json={}, bearer={"Authorization": f"Bearer {data['access_token']}"})


from . import (  # noqa: E402 - they register themselves with what is above
    ab_operations,  # noqa: F401 - registers itself
    billing_operations,  # noqa: F401 - registers itself
    catalog_operations,  # noqa: F401 - registers itself
    channel_operations,  # noqa: F401 - registers itself
    content_operations,  # noqa: F401 - registers itself
    customer_operations,  # noqa: F401 - registers itself
    draft_operations,  # noqa: F401 - registers itself
    fraud_operations,  # noqa: F401 - registers itself
    identity_operations,  # noqa: F401 - registers itself
    mail_operations,  # noqa: F401 - registers itself
    notification_operations,  # noqa: F401 - registers itself
    order_operations,  # noqa: F401 - registers itself
    partner_operations,  # noqa: F401 - registers itself
    payment_operations,  # noqa: F401 - registers itself
    pricing_operations,  # noqa: F401 - registers itself
    privacy_operations,  # noqa: F401 - registers itself
    promotion_operations,  # noqa: F401 - registers itself
    purchase_operations,  # noqa: F401 - registers itself
    research_operations,  # noqa: F401 - registers itself
    review_operations,  # noqa: F401 - registers itself
    site_operations,  # noqa: F401 - registers itself
    sourcing_operations,  # noqa: F401 - registers itself
    subscriber_operations,  # noqa: F401 - registers itself
    translation_operations,  # noqa: F401 - registers itself
    webhook_operations,  # noqa: F401 - registers itself
)
