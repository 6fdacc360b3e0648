"""The hot reads cost a store the same beside 199 others: every row comes through an index."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest_asyncio

from commerce.reads import shop as reads
from commerce.stores.contexts import DIRECTORY, ShopContext
from commerce.stores.directory import StoreDirectory
from ecomm_core.kernel import Kernel

if TYPE_CHECKING:
    from ecomm_testing.cluster import Cluster

STORES = 200

FILL = """
with tenant as (
  insert into tenants (id, name, plan)
  select gen_random_uuid(), 't', 'pro' from generate_series(1, $1) returning id
), store as (
  insert into stores (tenant_id, id, name, slug, status, niche, currency, country, locale,
    timezone, test_mode, prices_include_tax, shipping_taxable, theme, setup)
  select id, gen_random_uuid(), 's', 's-' || row_number() over (), 'active', 'home', 'EUR', 'DE',
    'en', 'UTC', false, true, true, '{}', '[]' from tenant
  returning tenant_id, id
), category as (
  insert into categories (tenant_id, id, store_id, name, slug, sort_name, position)
  select tenant_id, gen_random_uuid(), id, 'c', 'c-' || n, 'c', n
    from store, generate_series(1, 5) n
  returning tenant_id, id, store_id, position
), product as (
  insert into products (tenant_id, id, store_id, title, slug, description, status, tags,
    seo_keywords, sort_title, search_text, price_min, price_max, version, published_at)
  select tenant_id, gen_random_uuid(), id, 'P ' || n, 'p-' || n, '', 'active', array['t'],
    '{}', 'p ' || n, 'p ' || n, n, n, 1, timestamptz '2026-01-01' + n * interval '1 minute'
    from store, generate_series(1, $2) n
  returning tenant_id, id, store_id, price_min
), placed as (
  insert into product_categories (tenant_id, product_id, category_id, store_id, position)
  select p.tenant_id, p.id, c.id, p.store_id, 0 from product p
    join category c on c.store_id = p.store_id and c.position = 1 + p.price_min % 5
), variant as (
  insert into product_variants (tenant_id, id, store_id, product_id, position, title,
    option_values, price)
  select tenant_id, gen_random_uuid(), store_id, id, v, '', array['v' || v], price_min
    from product, generate_series(1, 3) v
  returning tenant_id, id, store_id, product_id
), option as (
  insert into product_options (tenant_id, id, store_id, product_id, name, position, values)
  select tenant_id, gen_random_uuid(), store_id, id, 'Size', 0, array['v1', 'v2', 'v3'] from product
), picture as (
  insert into media (tenant_id, id, store_id, product_id, position, alt, filename, sha256, width,
    height, sizes, original_key)
  select tenant_id, gen_random_uuid(), store_id, id, 0, '', 'p', 'x', 1, 1,
    '[{"key": "media/x.webp", "width": 1}]', 'x' from product
), item as (
  insert into inventory_items (tenant_id, id, store_id, product_id, variant_id, tracked, policy,
    on_hand, committed, safety_stock)
  select tenant_id, gen_random_uuid(), store_id, product_id, id, true, 'deny', 9, 0, 0 from variant
  returning tenant_id, id, store_id
)
insert into reservations (tenant_id, id, store_id, item_id, holder_id, quantity, status,
  expires_at)
select tenant_id, gen_random_uuid(), store_id, id, gen_random_uuid(), 1, 'open', '2100-01-01'
  from item
"""

SCANS = """
select relname, seq_scan from pg_stat_user_tables
 where schemaname = 'commerce' and relname = any ($1)
"""

TABLES = [
    "products", "product_variants", "product_options", "inventory_items", "reservations", "media",
    "product_categories", "categories",
]  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def crowded(cluster: "Cluster", make_kernel: Callable[..., Kernel]) -> AsyncIterator[Any]:
    """A database of 200 stores, and a look at its statistics."""
    name = cluster.clone()
    admin = await asyncpg.connect(
        cluster.postgres.superuser_url(name), server_settings={"search_path": "commerce"}
    )
    await admin.execute(FILL, STORES, 30, timeout=300)
    await admin.execute("analyze")
    address = cluster.url("commerce_app", name)
    kernel = make_kernel(DATABASE_URL=address, DATABASE_DIRECT_URL=address)
    directory = kernel.parts[DIRECTORY] = StoreDirectory(kernel.database)
    shop = ShopContext(kernel, await directory.find("s-77"), internal=True, mark=0)

    async def scans() -> dict[str, int]:
        await admin.execute("select pg_stat_clear_snapshot()")
        return {row["relname"]: row["seq_scan"] for row in await admin.fetch(SCANS, TABLES)}

    yield SimpleNamespace(shop=shop, scans=scans)
    await kernel.stop()
    await admin.close()
    cluster.drop(name)


def query(**changes: Any) -> Any:
    return SimpleNamespace(
        **{
            "page": 1, "per_page": 24, "sort": "newest", "search": None, "category": None,
            "tag": None, "min_price": None, "max_price": None, "available": None, "option": [],
            **changes,
        }
    )  # fmt: skip


async def test_no_table_is_read_from_end_to_end(crowded: Any) -> None:
    shop = crowded.shop
    calls: dict[str, Callable[[], Any]] = {
        **{
            f"list by {sort}": partial(reads.products, shop, query(sort=sort))
            for sort in ("newest", "title", "price", "-price")
        },
        "product": lambda: reads.product(shop, "p-7"),
        "category": lambda: reads.products(shop, query(category="c-2")),
        "available": lambda: reads.products(shop, query(available=True)),
        "option": lambda: reads.products(shop, query(option=["Size:v2"])),
        "search": lambda: reads.products(shop, query(search="p 7")),
        "price range": lambda: reads.products(shop, query(min_price=3, max_price=9)),
        "filters": lambda: reads.filters(shop, None, None),
        "categories": lambda: reads.categories(shop),
        "sitemap": lambda: reads.sitemap(shop),
    }
    for name, call in calls.items():
        before = await crowded.scans()
        # Past the fifth call plpgsql keeps one plan for all: that one must be good, too.
        for _ in range(8):
            assert await call()
        await _flush(shop)
        after = await crowded.scans()
        scanned = {table for table in TABLES if after[table] > before[table]}
        assert scanned == set(), name


async def test_the_check_sees_a_table_that_is_read_from_end_to_end(crowded: Any) -> None:
    """The control of the test above: the same look at a plan without indexes."""
    pool = await crowded.shop.kernel.database.reads()
    for kind in ("indexscan", "indexonlyscan", "bitmapscan"):
        await pool.execute(f"set enable_{kind} = off")
    before = await crowded.scans()
    assert await reads.products(crowded.shop, query())
    await _flush(crowded.shop)
    after = await crowded.scans()
    assert {"products", "product_variants"} <= {t for t in TABLES if after[t] > before[t]}


async def _flush(shop: ShopContext) -> None:
    """Let the backends of the read pool report what they have scanned."""
    pool = await shop.kernel.database.reads()
    await pool.execute("select pg_stat_force_next_flush()")
    await pool.execute("select 1")
