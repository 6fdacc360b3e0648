"""10,000 products x 3 variants in one store, made by SQL; and other stores beside it."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg

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
)
insert into inventory_items (tenant_id, id, store_id, variant_id, product_id, tracked, policy,
  on_hand, committed, safety_stock)
select $1, gen_random_uuid(), $2, variant.id, variant.product_id, true, 'deny', 1000, 0, 0
  from variant
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A filled store."""

    tenant_id: UUID
    store_id: UUID
    slug: str


async def fill(superuser_url: str, shop: Shop, products: int) -> None:
    """Put `products` active products into a store."""
    connection = await asyncpg.connect(superuser_url, server_settings={"search_path": "commerce"})
    try:
        await connection.execute(_FILL, shop.tenant_id, shop.store_id, products, timeout=300)
    finally:
        await connection.close()


async def analyze(superuser_url: str) -> None:
    """Give the planner its statistics, once everything is there."""
    connection = await asyncpg.connect(superuser_url)
    try:
        await connection.execute("vacuum analyze", timeout=300)
    finally:
        await connection.close()
