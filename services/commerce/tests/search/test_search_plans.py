"""A search costs what its page costs, however many products the store has."""

from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest_asyncio

from commerce.search import service
from commerce.search.lexemes import Kind, lexeme, store_key
from commerce.search.schemas import SearchIn
from commerce.stores.contexts import ShopContext, directory_of
from commerce.wiring import install_parts
from ecomm_core.kernel import Kernel

if TYPE_CHECKING:
    from ecomm_testing.cluster import Cluster

PRODUCTS, INDEXED = 6_000, 30

FILL = """
with tenant as (
  insert into tenants (id, name, plan) values (gen_random_uuid(), 't', 'pro') returning id
), store as (
  insert into stores (tenant_id, id, name, slug, status, niche, currency, country, locale,
    timezone, test_mode, prices_include_tax, shipping_taxable, theme, setup)
  select id, gen_random_uuid(), 's', 'large', 'active', 'home', 'EUR', 'DE', 'en', 'UTC', false,
    true, true, '{}', '[]' from tenant
  returning tenant_id, id
)
insert into products (tenant_id, id, store_id, title, slug, description, status, tags,
  seo_keywords, sort_title, search_text, price_min, price_max, version, published_at)
select tenant_id, gen_random_uuid(), id, 'P ' || n, 'p-' || n, '', 'active', array['t'],
  '{}', 'p ' || n, 'p ' || n, n, n, 1, timestamptz '2026-01-01' + n * interval '1 minute'
  from store, generate_series(1, $1::integer) n
"""

INDEX = """
insert into search_documents (tenant_id, product_id, store_id, document, facets, variants,
  available, price_min, price_max, published_at, sort_title)
select tenant_id, id, store_id, array_to_tsvector($2::text[]), '{}', '{}', true, price_min,
  price_max, published_at, sort_title
  from products order by price_min limit $1
"""

READ = """
select coalesce(sum(idx_tup_read), 0)
       + (select sum(seq_tup_read) from pg_stat_user_tables
           where schemaname = 'commerce' and relname = $1)
  from pg_stat_user_indexes where schemaname = 'commerce' and relname = $1
"""


@pytest_asyncio.fixture(loop_scope="session")
async def large(cluster: "Cluster", make_kernel: Callable[..., Kernel]) -> AsyncIterator[Any]:
    """A store of many products, of which some are found by `lamp`, and a count of rows read."""
    name = cluster.clone()
    admin = await asyncpg.connect(
        cluster.postgres.superuser_url(name), server_settings={"search_path": "commerce"}
    )
    # A row's trigger counts the store's products one by one.
    await admin.execute("set session_replication_role = replica")
    await admin.execute(FILL, PRODUCTS, timeout=300)
    store_id = await admin.fetchval("select id from stores")
    words = [lexeme(store_key(store_id), kind, "lamp") for kind in (Kind.TITLE, Kind.WORD)]
    await admin.execute(INDEX, INDEXED, words)
    await admin.execute("vacuum analyze")
    # What was read until here is told now, and not while rows are counted.
    await admin.execute("select pg_stat_force_next_flush()")
    address = cluster.url("commerce_app", name)
    kernel = make_kernel(DATABASE_URL=address, DATABASE_DIRECT_URL=address)
    install_parts(kernel)
    shop = ShopContext(kernel, await directory_of(kernel).find("large"), internal=True, mark=0)

    async def read(table: str) -> int:
        pool = await kernel.database.reads()
        await pool.execute("select pg_stat_force_next_flush()")
        await pool.execute("select 1")
        await admin.execute("select pg_stat_clear_snapshot()")
        return int(await admin.fetchval(READ, table))

    yield SimpleNamespace(shop=shop, read=read)
    await kernel.stop()
    await admin.close()
    cluster.drop(name)


async def test_a_search_reads_the_products_of_its_page_and_no_others(large: Any) -> None:
    """R8.4. Planted: the page's ids joined to the products, for which all of the store's were
    read."""
    for query in (SearchIn(q="lamp", facets=False), SearchIn(q="lamp", sort="price")):
        before = await large.read("products")
        # Past the fifth call plpgsql keeps one plan for all: that one must be good, too.
        for _ in range(8):
            assert (await service.search(large.shop, query)).count(b'"slug"') == query.per_page
        rows = await large.read("products") - before
        assert 8 * query.per_page <= rows <= 8 * query.per_page * 3, rows
