"""A paid order with a discount code, a gift card and tax: what the shopper enters, and whether the
total is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2

from bench.catalogue import Shop

CODE = "BENCH10"
TENTH_PPM = 100_000
NAMES = ("subtotal", "discount", "shipping", "tax", "total", "paid_by_balance", "due")
CARD = 250
"""Minor units on a gift card: less than anything costs, so that the provider pays the rest."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What makes orders dear: a code that takes a tenth, and gift cards, one for each order."""

    code: str
    cards: Iterator[str]

    async def enter(
        self, client: httpx2.AsyncClient, public: str, cart_id: str, headers: dict[str, str]
    ) -> None:
        """Type both into the cart. Raises RuntimeError unless they are taken."""
        for code in (self.code, next(self.cards)):
            reply = await client.post(
                f"{public}/carts/{cart_id}/codes", headers=headers, json={"code": code}
            )
            if reply.status_code != 201:
                raise RuntimeError(f"code {code}: {reply.status_code} {reply.text[:300]}")


def check_totals(totals: dict[str, Any], price: int, shipping: int) -> None:
    """A tenth off the product, tax within the total, the card's money taken, the rest paid by the
    provider. Raises RuntimeError."""
    told = {name: totals[name]["amount"] for name in NAMES}
    off = (price + 5) // 10
    right = (
        told["subtotal"] == price
        and abs(told["discount"] - off) <= 1
        and told["total"] == price - told["discount"] + shipping
        and 0 < told["tax"] < told["total"]
        and told["paid_by_balance"] == CARD
        and told["due"] == told["total"] - CARD
    )
    if not right:
        raise RuntimeError(f"{price} and {shipping} of shipping became {told}")


async def make_terms(client: httpx2.AsyncClient, token: str, shop: Shop, orders: int) -> Terms:
    """Make the discount and so many gift cards, through the API."""
    base, headers = f"/api/v1/stores/{shop.store_id}", {"Authorization": f"Bearer {token}"}
    made = await client.post(
        f"{base}/discounts",
        headers=headers,
        json={"name": "Bench", "kind": "percentage", "percent_ppm": TENTH_PPM, "code": CODE},
    )
    if made.status_code != 201:
        raise RuntimeError(f"discount: {made.status_code} {made.text[:300]}")
    cards = []
    for _ in range(orders):
        reply = await client.post(
            f"{base}/gift-cards",
            headers=headers,
            json={"amount": {"amount": CARD, "currency": "EUR"}},
        )
        if reply.status_code != 201:
            raise RuntimeError(f"gift card: {reply.status_code} {reply.text[:300]}")
        cards.append(reply.json()["data"]["code"])
    return Terms(CODE, iter(cards))
