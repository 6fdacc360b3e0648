"""A few test orders, so that the dashboard has something to show: bought as shoppers buy."""

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
    public = f"/public/stores/{store['slug']}"
    for shopper, basket in zip(SHOPPERS, BASKETS, strict=True):
        await _buy(client, public, shopper, basket)


async def _buy(
    client: httpx2.AsyncClient, public: str, shopper: tuple[str, ...], basket: dict[str, int]
) -> None:
    name, email, line1, postal_code, city, country = shopper
    cart = await call(client, "POST", f"{public}/carts", json={})
    token = {"X-Cart-Token": cart["token"]}
    for slug, quantity in basket.items():
        product = await call(client, "GET", f"{public}/products/{slug}")
        variant = next(entry for entry in product["variants"] if entry["available"])
        await call(
            client,
            "POST",
            f"{public}/carts/{cart['id']}/lines",
            headers=token,
            json={"variant_id": variant["id"], "quantity": quantity},
        )
    rates = await call(
        client,
        "GET",
        f"{public}/carts/{cart['id']}/shipping-rates?country={country}",
        headers=token,
    )
    if not rates["rates"]:
        return
    checkout = await call(
        client,
        "POST",
        f"{public}/checkout",
        headers=token,
        json={
            "cart_id": cart["id"],
            "email": email,
            "shipping_rate_id": rates["rates"][0]["id"],
            "shipping_address": {
                "name": name,
                "line1": line1,
                "postal_code": postal_code,
                "city": city,
                "country": country,
            },
        },
    )
    session = checkout["payment_url"].rpartition("/")[2]
    paid = await client.post(f"/mock-pay/sessions/{session}/actions", json={"action": "pay"})
    if paid.status_code >= 400:
        raise RuntimeError(f"test payment: {paid.status_code} {paid.text[:500]}")
    await call(client, "GET", f"{public}/checkout/{checkout['checkout_id']}", headers=token)
