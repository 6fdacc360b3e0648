"""10,000 products x 3 variants in one store, made by SQL; and other stores beside it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from bench.platform import Platform
from ecomm_testing.actors import PASSWORD

PRODUCTS = 10_000
SMALL = 100

_FILL = """
with product as (
  insert into products (tenant_id, id, store_id, title, slug, description, status, tags,
    seo_keywords, sort_title, search_text, price_min, price_max, version, published_at)
  select $1, gen_random_uuid(), $2, 'Product ' || n, 'product-' || n,
    '<p>' || repeat('Made to be kept. ', 12) || '</p>', 'active', array['tag' || n % 20],
    array[]::text[], 'product ' || lpad(n::text, 6, '0'), 'product ' || n || ' thing' || n % 97,
    1000 + n % 5000, 1000 + n % 5000 + 200, 1, now() - n * interval '1 minute'
    from generate_series(1, $3) n
  returning id, price_min, slug
), variant as (
  insert into product_variants (tenant_id, id, store_id, product_id, position, title,
    option_values, sku, price)
  select $1, gen_random_uuid(), $2, product.id, v, 'Size ' || v, array['Size ' || v],
    product.slug || '-' || v, product.price_min + (v - 1) * 100
    from product, generate_series(1, 3) v
  returning id, product_id
), option as (
  insert into product_options (tenant_id, id, store_id, product_id, name, position, values)
  select $1, gen_random_uuid(), $2, product.id, 'Size', 0, array['Size 1', 'Size 2', 'Size 3']
    from product
), picture as (
  insert into media (tenant_id, id, store_id, product_id, position, alt, filename, sha256, width,
    height, sizes, original_key)
  select $1, gen_random_uuid(), $2, product.id, 0, 'Picture', 'p.webp', md5(product.slug), 1024,
    1024, (select jsonb_agg(jsonb_build_object('width', w, 'key', 'm/' || product.slug || '/' || w
      || '.webp')) from unnest(array[256, 512, 1024]) w), 'm/' || product.slug
    from product
), item as (
  insert into inventory_items (tenant_id, id, store_id, variant_id, product_id, tracked, policy,
    on_hand, committed, safety_stock)
  select $1, gen_random_uuid(), $2, variant.id, variant.product_id, true, 'deny', 1000, 0, 0
    from variant
  returning id
)
insert into inventory_movements (tenant_id, id, store_id, item_id, at, reason, on_hand_change,
  committed_change, actor)
select $1, gen_random_uuid(), $2, item.id, now(), 'initial', 1000, 0, 'bench' from item
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """Something to buy, and what it costs in minor units."""

    id: str
    price: int


@dataclass(frozen=True, slots=True)
class Shop:
    """A filled store."""

    tenant_id: UUID
    store_id: UUID
    slug: str

    @property
    def public(self) -> str:
        """Path of its public API."""
        return f"/api/v1/public/stores/{self.slug}"

    def lists(self, pages: int = 50) -> list[str]:
        """Addresses of pages of 24 products."""
        return [f"{self.public}/products?per_page=24&page={page + 1}" for page in range(pages)]

    def products(self, step: int = 20) -> list[str]:
        """Addresses of products across the catalogue."""
        return [f"{self.public}/products/product-{n}" for n in range(1, PRODUCTS, step)]


async def make_shops(platform: Platform, sizes: Sequence[int]) -> list[Shop]:
    """A tenant with one store for each size, filled with so many products; planner's statistics
    taken at the end."""
    async with httpx2.AsyncClient(base_url=platform.url, timeout=60) as client:
        shops = [(await new_shop(client))[0] for _ in sizes]
    async with platform.superuser() as connection:
        for shop, products in zip(shops, sizes, strict=True):
            await connection.execute(_FILL, shop.tenant_id, shop.store_id, products, timeout=300)
        await connection.execute("vacuum analyze", timeout=300)
        await connection.execute("checkpoint", timeout=300)
    return shops


async def new_shop(client: httpx2.AsyncClient) -> tuple[Shop, str]:
    """Register a merchant and make a store, through the API; the store and the merchant's token."""
    reply = await client.post(
        "/api/v1/auth/register",
        json={"email": f"{secrets.token_hex(6)}@example.com", "password": PASSWORD, "name": "B"},
    )
    reply.raise_for_status()
    user = reply.json()["data"]
    made = await client.post(
        "/api/v1/stores",
        headers={"Authorization": f"Bearer {user['access_token']}"},
        json={
            "name": f"Bench {secrets.token_hex(3)}",
            "niche": "home",
            "currency": "EUR",
            "country": "DE",
        },
    )
    made.raise_for_status()
    store = made.json()["data"]
    shop = Shop(UUID(user["user"]["tenant_id"]), UUID(store["id"]), store["slug"])
    return shop, user["access_token"]


async def sign_in(client: httpx2.AsyncClient, control: Any, shop: Shop) -> str:
    """An access token of the shop's owner. `control`: past row-level security."""
    email = await control.fetchval(
        """select u.email from users u join memberships m on m.user_id = u.id
            where m.tenant_id = $1""",
        UUID(str(shop.tenant_id)),
    )
    reply = await client.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
    reply.raise_for_status()
    token: str = reply.json()["data"]["access_token"]
    return token


async def variants(platform: Platform, shop: Shop, count: int) -> list[Variant]:
    """The first variants of some products, as the shop's API tells them."""
    found = []
    async with httpx2.AsyncClient(base_url=platform.url, timeout=30) as client:
        for path in shop.products()[:count]:
            reply = await client.get(path)
            reply.raise_for_status()
            first = reply.json()["data"]["variants"][0]
            found.append(Variant(first["id"], first["price"]["amount"]))
    return found


async def check(platform: Platform, shop: Shop) -> None:
    """Look at what will be timed: 24 different products of 10,000, each with the price, picture
    and availability that the tables say; a product with its 3 variants. Raises RuntimeError."""
    async with (
        httpx2.AsyncClient(base_url=platform.url, timeout=30) as client,
        platform.superuser() as connection,
    ):
        for path in shop.lists(3):
            reply = (await client.get(path)).json()
            cards = reply["data"]
            rows = await connection.fetch(
                """select p.slug, min(v.price) as price from products p
                     join product_variants v on v.product_id = p.id
                     join inventory_items i on i.variant_id = v.id and i.on_hand > i.committed
                    where p.store_id = $1 and p.slug = any ($2) group by p.slug""",
                shop.store_id,
                [card["slug"] for card in cards],
            )
            prices = {row["slug"]: row["price"] for row in rows}
            right = all(
                card["price"]["amount"] == prices[card["slug"]]
                and card["available"]
                and card["image"]["url"]
                for card in cards
            )
            if len(prices) != 24 or reply["page"]["total"] != PRODUCTS or not right:
                raise RuntimeError(f"{path} does not list 24 of {PRODUCTS} products as they are")
        for path in shop.products()[:3]:
            product = (await client.get(path)).json()["data"]
            if len(product["variants"]) != 3 or not product["images"]:
                raise RuntimeError(f"{path} is not a product of 3 variants with a picture")
