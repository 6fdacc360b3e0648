"""What a shop tells everyone about itself."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from commerce.app import create
from commerce.kernels import make_kernel
from commerce.settings import CommerceSettings
from commerce.shop.schemas import PublicStoreOut
from commerce.stores.places import countries
from commerce.themes.schemas import ThemeOut
from ecomm_core import clock
from ecomm_core.api.schemas import Reply
from ecomm_testing.actors import ShopStore
from ecomm_testing.turning import TurningTransport

if TYPE_CHECKING:
    from .conftest import Shelf
else:
    Shelf = Any


async def test_the_store_has_the_documented_shape_and_nothing_more(shelf: Shelf) -> None:
    reply = await shelf.reply()
    Reply[PublicStoreOut].model_validate(reply)
    data = reply["data"]
    assert set(data) == set(PublicStoreOut.model_fields)
    assert data["slug"] == shelf.store.slug
    assert (data["ship_to"], data["free_shipping_from"]) == (
        ["DE"], {"amount": 6000, "currency": "EUR"},
    )  # fmt: skip
    assert data["checkout_open"] is True
    assert data["test_mode"] is True
    assert data["theme"] == await shelf.get("/theme")


async def test_the_theme_is_about_this_store(shelf: Shelf) -> None:
    theme = ThemeOut.model_validate(await shelf.get("/theme"))
    assert theme.preset == "frosted"
    assert [block.type for block in theme.home] == [
        "hero_banner", "trust_badges", "categories_grid", "featured_products", "custom_text", "faq",
    ]  # fmt: skip
    name = (await shelf.get())["name"]
    assert name in theme.home[4].settings["heading"]


async def test_where_it_ships_follows_the_rates(shelf: Shelf) -> None:
    merchant, path = shelf.store.merchant, f"{shelf.store.path}/shipping-rates"
    rates = (await merchant.get(path)).json()["data"]
    await merchant.post(
        path, json={"name": "North", "countries": ["SE", "AT", "DE"], "amount": 900}
    )
    shop = await shelf.get()
    assert shop["ship_to"] == ["DE", "AT", "SE"]
    await merchant.post(path, json={"name": "World", "amount": 2900, "free_over": 30000})
    shop = await shelf.get()
    assert len(shop["ship_to"]) == len(countries())
    assert shop["ship_to"][0] == "DE"
    assert shop["free_shipping_from"]["amount"] == 6000
    for rate in (await merchant.get(path)).json()["data"]:
        assert (await merchant.delete(f"{path}/{rate['id']}")).status_code == 200
    shop = await shelf.get()
    assert (shop["ship_to"], shop["free_shipping_from"]) == ([], None)
    assert rates


async def test_production_without_a_provider_is_closed_unless_in_test_mode(
    store: ShopStore, environ: dict[str, str]
) -> None:
    values = {
        name: value for name, value in environ.items()
        if name not in {"ECOMM_CLOCK_FILE", "ECOMM_MAILBOX_DIR", "ECOMM_HOME"}
        and not name.startswith("ECOMM_SIMULATED_SUPPLIER")
    }  # fmt: skip
    values |= {"ECOMM_MODE": "production", "ECOMM_SMTP_URL": "smtp://127.0.0.1:1"}
    try:
        app = await asyncio.to_thread(create, make_kernel(CommerceSettings.model_validate(values)))
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(
                transport=TurningTransport(app), base_url="http://api.test"
            ) as production,
        ):
            closed = (await production.get(store.public)).json()["data"]
            assert (closed["checkout_open"], closed["test_mode"]) == (False, False)
            await store.merchant.patch(store.path, json={"test_mode": True})
            until = time.monotonic() + 60
            while not (opened := (await production.get(store.public)).json()["data"])["test_mode"]:
                assert time.monotonic() < until
                await asyncio.sleep(0.005)
            assert opened["checkout_open"] is True
    finally:
        clock.configure(Path(environ["ECOMM_CLOCK_FILE"]))
