"""A store with a shop elsewhere, and its products there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ecomm_connectors.channels.shopify.shop import ShopifyShop
from ecomm_connectors.channels.woocommerce.shop import WooShop
from ecomm_core import clock
from ecomm_testing.fakes.channels import build
from ecomm_testing.outbox import run_outbox

from .conftest import Move, Movers
from .stepping import SOON

KINDS = ["shopify", "woocommerce"]
MAKING = {"shopify": "Publish", "woocommerce": "POST /wp-json/wc/v3/products"}
"""What a fault is ordered with: the making of a product."""
SHOPS: dict[str, Any] = {"shopify": ShopifyShop, "woocommerce": WooShop}


class Stall:
    """A store with a shop elsewhere that has six products of its own."""

    def __init__(self, move: Move, channel_id: str) -> None:
        self.move, self.channel_id = move, channel_id
        self.path = f"{move.store.path}/sales-channels/{channel_id}/products"

    async def product(self, title: str, **fields: Any) -> dict[str, Any]:
        body = {
            "title": title,
            "status": "active",
            "price": self.move.store.money(900),
            "description": f"<p>{title} by hand.</p>",
            "options": [{"name": "Colour", "values": ["Blue", "Green"]}],
            "variants": [
                {
                    "options": {"Colour": colour},
                    "price": self.move.store.money(price),
                    "sku": f"{title}-{colour}",
                    "stock": stock,
                }
                for colour, price, stock in (("Blue", 1240, 4), ("Green", 1340, 0))
            ],
            **fields,
        }
        reply = await self.move.store.merchant.post(f"{self.move.store.path}/products", json=body)
        assert reply.status_code == 201, reply.text
        found: dict[str, Any] = reply.json()["data"]
        return found

    async def publish(self, *products: dict[str, Any]) -> None:
        body = {"product_ids": [one["id"] for one in products]}
        reply = await self.move.store.merchant.post(f"{self.path}/publish", json=body)
        assert reply.status_code == 202, reply.text
        await self.work()

    async def work(self) -> None:
        await run_outbox(self.move.kernel, self.move.tenant_id, ahead=SOON)

    async def later(self) -> None:
        """The pause after a lost answer is over."""
        await self.move.rows_changed(
            "update channel_products set retry_at = :now, leased_until = null"
            " where channel_id = :id and state in ('waiting', 'unknown')",
            id=UUID(self.channel_id),
            now=clock.now(),
        )
        await self.move.rows_changed(
            "update outbox set not_before = :now where done_at is null", now=clock.now()
        )
        await self.work()

    async def patch(self, product: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """The merchant changes it here."""
        path = f"{self.move.store.path}/products/{product['id']}"
        reply = await self.move.store.merchant.patch(path, json=fields)
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["data"]
        return found

    async def settle(self, product: dict[str, Any], act: str, *keys: str) -> Any:
        """See to differences; the reply."""
        path = f"{self.path}/{product['id']}/settle"
        return await self.move.store.merchant.post(path, json={"keys": list(keys), "act": act})

    async def shown(self, product: dict[str, Any]) -> dict[str, Any]:
        reply = await self.move.store.merchant.get(self.path, params={"search": product["title"]})
        assert reply.status_code == 200, reply.text
        [found] = [one for one in reply.json()["data"] if one["product_id"] == product["id"]]
        return dict(found)

    def there(self, title: str) -> list[dict[str, Any]]:
        return [one for one in self.move.fake.world.products if one["title"] == title]


async def stall(mover: Movers, kind: str, currency: str | None = None) -> Stall:
    world = build(6, 0)
    move = await mover(kind, world)
    world.currency = currency or move.store.currency
    return Stall(move, (await move.connect())["id"])
