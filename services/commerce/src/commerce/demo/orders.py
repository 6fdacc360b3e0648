"""A few test orders, so that the dashboard has something to show: bought as shoppers buy."""

from collections.abc import Mapping
from typing import Any

import httpx2

from commerce.demo.calling import call

SHOPPERS = [
    ("Maren Thiel", "maren@ecomm.example", "Görlitzer Straße 4", "01099", "Dresden", "DE"),
    ("Tomasz Zielinski", "tomasz@ecomm.example", "Kaiserstraße 12", "10119", "Berlin", "DE"),
    ("Inês Fischer", "ines@ecomm.example", "Neubaugasse 30", "1070", "Wien", "AT"),
]

BASKETS = [
    {"fjord-dripper-02": 1, "nest-filters-02": 2},
    {"heron-gooseneck-kettle": 1},
    {"dune-cups": 2, "halo-carafe": 1},
]


async def place_demo_orders(client: httpx2.AsyncClient, store: dict[str, Any]) -> None:
    """Buy each basket on the test payment page. Raises RuntimeError with the reply's words."""
    for shopper, basket in zip(SHOPPERS, BASKETS, strict=True):
        names = ("name", "email", "line1", "postal_code", "city", "country")
        await buy(client, store["slug"], dict(zip(names, shopper, strict=True)), basket)


async def fill_cart(
    client: httpx2.AsyncClient, slug: str, basket: Mapping[str, int]
) -> tuple[dict[str, Any], dict[str, str]]:
    """A new cart with what of a basket (product's slug -> units) is there; the cart and the header
    that opens it. Raises RuntimeError with the reply's words."""
    public = f"/public/stores/{slug}"
    cart = await call(client, "POST", f"{public}/carts", json={})
    token = {"X-Cart-Token": cart["token"]}
    for product_slug, quantity in basket.items():
        product = await call(client, "GET", f"{public}/products/{product_slug}")
        there = [entry for entry in product["variants"] if entry["available"]]
        if there:
            line = {"variant_id": there[0]["id"], "quantity": quantity}
            path = f"{public}/carts/{cart['id']}/lines"
            cart = await call(client, "POST", path, headers=token, json=line)
    return cart, token


async def buy(
    client: httpx2.AsyncClient, slug: str, person: Mapping[str, str], basket: Mapping[str, int]
) -> dict[str, Any] | None:
    """Buy a basket as a shopper does, paid on the test page: what the checkout says in the end;
    None where nothing of it is there or nobody sends it to that country. Raises RuntimeError with
    the reply's words."""
    public = f"/public/stores/{slug}"
    cart, token = await fill_cart(client, slug, basket)
    rates = await call(
        client,
        "GET",
        f"{public}/carts/{cart['id']}/shipping-rates?country={person['country']}",
        headers=token,
    )
    if not rates["rates"] or not cart["lines"]:
        return None
    checkout = await call(
        client,
        "POST",
        f"{public}/checkout",
        headers=token,
        json={
            "cart_id": cart["id"],
            "email": person["email"],
            "shipping_rate_id": rates["rates"][0]["id"],
            "shipping_address": {key: value for key, value in person.items() if key != "email"},
        },
    )
    session = checkout["payment_url"].rpartition("/")[2]
    paid = await client.post(f"/mock-pay/sessions/{session}/actions", json={"action": "pay"})
    if paid.status_code >= 400:
        raise RuntimeError(f"test payment: {paid.status_code} {paid.text[:500]}")
    done: dict[str, Any] = await call(
        client, "GET", f"{public}/checkout/{checkout['checkout_id']}", headers=token
    )
    return done
