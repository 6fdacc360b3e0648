"""The hot reads cost a store the same beside 199 others: every row comes through an index."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest_asyncio

from commerce.shop import service
from commerce.stores.contexts import ShopContext, directory_of
from commerce.wiring import install_parts
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

READ = "select idx_tup_read from pg_stat_user_indexes where indexrelname = $1"

SEARCHES = """
select indexrelname, idx_scan from pg_stat_user_indexes
 where schemaname = 'commerce' and relname = any ($1)
"""

OF_CARDS = {
    "pk_products", "ix_product_variants_product", "uq_product_variants_options",
    "ix_inventory_items_product", "uq_inventory_items_tenant_id_variant_id",
    "ix_reservations_open", "ix_media_product",
}  # fmt: skip
"""Indexes by which what a card shows is found product by product."""

OF_ORDER = {
    "newest": "ix_products_public",
    "title": "ix_products_title",
    "price": "ix_products_price",
    "-price": "ix_products_price",
}
"""Indexes that give the order of a list."""

OF_PRODUCT = {
    *OF_CARDS, "uq_products_tenant_id_store_id_slug", "ix_product_options_product",
    "pk_product_categories", "ix_product_categories_category", "pk_categories",
}  # fmt: skip

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
    # As the server itself does sooner or later: then an index may answer alone, which tempts the
    # planner to read one from end to end. Planted: without `version > 0` a product's related ones.
    await admin.execute("vacuum analyze")
    address = cluster.url("commerce_app", name)
    kernel = make_kernel(DATABASE_URL=address, DATABASE_DIRECT_URL=address)
    install_parts(kernel)
    facts = await directory_of(kernel).find("s-77")
    shop = ShopContext(kernel, facts, internal=True, mark=0)

    async def scans() -> dict[str, int]:
        await admin.execute("select pg_stat_clear_snapshot()")
        return {row["relname"]: row["seq_scan"] for row in await admin.fetch(SCANS, TABLES)}

    async def searches() -> dict[str, int]:
        await admin.execute("select pg_stat_clear_snapshot()")
        return {row["indexrelname"]: row["idx_scan"] for row in await admin.fetch(SEARCHES, TABLES)}

    async def read_through(index: str) -> int:
        await admin.execute("select pg_stat_clear_snapshot()")
        return int(await admin.fetchval(READ, index))

    yield SimpleNamespace(shop=shop, scans=scans, searches=searches, read_through=read_through)
    await kernel.stop()
    await admin.close()
    cluster.drop(name)


def query(**changes: Any) -> Any:
    return SimpleNamespace(
        **{
            "page": 1, "per_page": 24, "sort": "newest", "search": None, "category": None,
            "collection": None, "tag": None, "min_price": None, "max_price": None,
            "available": None, "option": [],
            **changes,
        }
    )  # fmt: skip


async def test_no_table_is_read_from_end_to_end(crowded: Any) -> None:
    shop = crowded.shop
    calls: dict[str, Callable[[], Any]] = {
        **{
            f"list by {sort}": partial(service.products, shop, query(sort=sort))
            for sort in ("newest", "title", "price", "-price")
        },
        "product": lambda: service.product(shop, "p-7"),
        "category": lambda: service.products(shop, query(category="c-2")),
        "available": lambda: service.products(shop, query(available=True)),
        "option": lambda: service.products(shop, query(option=["Size:v2"])),
        "search": lambda: service.products(shop, query(search="p 7")),
        "price range": lambda: service.products(shop, query(min_price=3, max_price=9)),
        "filters": lambda: service.filters(shop, None, None, None),
        "categories": lambda: service.categories(shop),
        "sitemap": lambda: service.sitemap(shop),
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


async def test_a_product_is_found_by_its_slug_not_by_looking_through_its_store(
    crowded: Any,
) -> None:
    """Any index that begins with the store promises the planner one row under row-level security;
    all but the slug's own read every product of the store."""
    slug, others = (
        "uq_products_tenant_id_store_id_slug",
        ("ix_products_updated", "ix_products_title"),
    )
    before = {name: await crowded.read_through(name) for name in (slug, *others)}
    for _ in range(8):
        assert await service.product(crowded.shop, "p-7")
    await _flush(crowded.shop)
    assert await crowded.read_through(slug) - before[slug] == 8
    for name in others:
        assert await crowded.read_through(name) == before[name]


async def test_a_hot_read_finds_every_row_by_its_own_key(crowded: Any) -> None:
    """An index of the whole store can be searched for a key that is not its first, too: at the
    price of the store's size."""
    shop = crowded.shop
    calls: dict[str, tuple[Callable[[], Any], set[str]]] = {
        "product": (lambda: service.product(shop, "p-7"), OF_PRODUCT),
        **{
            f"list by {sort}": (
                partial(service.products, shop, query(sort=sort)),
                {*OF_CARDS, index},
            )
            for sort, index in OF_ORDER.items()
        },
    }
    for name, (call, own) in calls.items():
        before = await crowded.searches()
        for _ in range(8):
            assert await call()
        await _flush(shop)
        after = await crowded.searches()
        used = {index for index in after if after[index] > before[index]}
        assert used <= own, name
        assert {"pk_products", "ix_media_product"} <= used, name


async def test_what_a_hot_read_shows_is_looked_up_once(crowded: Any) -> None:
    """Planted: without `offset 0` the planner writes a lateral query in place of each use of what
    it returns: pictures of a card were read twice, what is held of a variant three times."""
    page, variants, related = 24, 3, 4
    cards = {"ix_media_product": 1, "ix_reservations_open": variants}
    for call, shown, own in (
        (lambda: service.products(crowded.shop, query()), page, 0),
        (lambda: service.product(crowded.shop, "p-7"), related, 1),
    ):
        before = await crowded.searches()
        for _ in range(8):
            assert await call()
        await _flush(crowded.shop)
        after = await crowded.searches()
        for index, each in cards.items():
            assert after[index] - before[index] == 8 * each * (shown + own), index


async def test_the_check_sees_a_table_that_is_read_from_end_to_end(crowded: Any) -> None:
    """The control of the test above: the same look at a plan without indexes."""
    pool = await crowded.shop.kernel.database.reads()
    for kind in ("indexscan", "indexonlyscan", "bitmapscan"):
        await pool.execute(f"set enable_{kind} = off")
    before = await crowded.scans()
    assert await service.products(crowded.shop, query())
    await _flush(crowded.shop)
    after = await crowded.scans()
    assert {"products", "product_variants"} <= {t for t in TABLES if after[t] > before[t]}


async def _flush(shop: ShopContext) -> None:
    """Let the backends of the read pool report what they have scanned."""
    pool = await shop.kernel.database.reads()
    await pool.execute("select pg_stat_force_next_flush()")
    await pool.execute("select 1")
