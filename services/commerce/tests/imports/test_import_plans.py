"""R8.5: what an import asks about 200 products costs what those 200 cost, however many the store
and the file have. Rows are counted as the role that works reads them: under row-level security the
planner expects one row of many a table that has thousands."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from commerce.catalog import service as catalog
from commerce.imports import repository
from commerce.stores.contexts import directory_of
from commerce.wiring import install_parts
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

if TYPE_CHECKING:
    from ecomm_testing.cluster import Cluster

PRODUCTS, BATCH = 6_000, 200
STORES, SMALL = 199, 30

FILL = """
with tenant as (
  insert into tenants (id, name, plan)
  select gen_random_uuid(), 't', 'pro' from generate_series(1, $1::integer) returning id
), store as (
  insert into stores (tenant_id, id, name, slug, status, niche, currency, country, locale,
    timezone, test_mode, prices_include_tax, shipping_taxable, theme, setup)
  select id, gen_random_uuid(), 's', $3 || row_number() over (), 'active', 'home', 'EUR', 'DE',
    'en', 'UTC', false, true, true, '{}', '[]' from tenant
  returning tenant_id, id
), product as (
  insert into products (tenant_id, id, store_id, title, slug, description, status, tags,
    seo_keywords, sort_title, search_text, price_min, price_max, version, published_at,
    import_handle)
  select tenant_id, gen_random_uuid(), id, 'P ' || n, 'p-' || n, '', 'active', '{}', '{}',
    'p ' || n, 'p ' || n, n, n, 1, now(), case when n % 2 = 0 then 'h-' || n end
    from store, generate_series(1, $2::integer) n
  returning tenant_id, store_id, id, price_min
), variant as (
  insert into product_variants (tenant_id, id, store_id, product_id, position, title,
    option_values, sku, price)
  select tenant_id, gen_random_uuid(), store_id, id, 0, '', '{}', 'sku-' || id, price_min
    from product
), job as (
  insert into import_jobs (tenant_id, id, store_id, filename, fingerprint, dry_run, status, actor,
    batch, parsed, rows, done, total, errors, warnings)
  select tenant_id, gen_random_uuid(), id, 'f', 'f', false, 'running', 'test', 0, true, 0, 0,
         0, 0, 0
    from store
  returning tenant_id, store_id, id
)
insert into import_items (tenant_id, id, store_id, job_id, position, row, handle, handle_key,
  title, state, action, changes, payload, variants, tracked_variants, stock_units, pictures,
  pictures_stored, pictures_failed, next_picture)
select job.tenant_id, gen_random_uuid(), job.store_id, job.id, price_min, price_min, 'h',
  'h-' || price_min, '', 'waiting', 'unchanged', '[]', '{}', 0, 0, 0, 0, 0, 0, 0
  from job join product on product.store_id = job.store_id
"""

READ = """
select (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes
         where schemaname = 'commerce' and relname = $1)
     + (select seq_tup_read from pg_stat_user_tables
         where schemaname = 'commerce' and relname = $1)
"""

Filled = Any


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def filled(cluster: "Cluster", make_kernel: Callable[..., Kernel]) -> AsyncIterator[Filled]:
    """A store that has grown to many products since statistics were taken, as a first import makes
    it, among small ones; a job of as many items; and a count of rows read."""
    name = cluster.clone()
    admin = await asyncpg.connect(
        cluster.postgres.superuser_url(name), server_settings={"search_path": "commerce"}
    )
    # A row's trigger counts the store's products one by one.
    await admin.execute("set session_replication_role = replica")
    for table in ("products", "product_variants", "import_items"):
        await admin.execute(f"alter table {table} set (autovacuum_enabled = false)")
    await admin.execute(FILL, STORES, SMALL, "small-", timeout=300)
    await admin.execute("vacuum analyze")
    await admin.execute(FILL, 1, PRODUCTS, "filled-", timeout=300)
    address = cluster.url("commerce_app", name)
    kernel = make_kernel(DATABASE_URL=address, DATABASE_DIRECT_URL=address)
    install_parts(kernel)
    store = await directory_of(kernel).find("filled-1")

    async def rows(table: str) -> int:
        await admin.execute("select pg_stat_clear_snapshot()")
        return int(await admin.fetchval(READ, table))

    @asynccontextmanager
    async def counted(table: str) -> AsyncIterator[SimpleNamespace]:
        """A session of the app role; `rows`: what was read of the table until its commit."""
        before = await rows(table)
        found = SimpleNamespace(rows=0, session=None)
        async with kernel.database.transaction(store.scope) as session:
            await session.execute(text("select pg_stat_force_next_flush()"))
            found.session = session
            yield found
        found.rows = await rows(table) - before

    ids = [
        row["id"]
        for row in await admin.fetch(
            "select id from products where store_id = $1 order by price_min", store.id
        )
    ]
    items = [
        row["id"] for row in await admin.fetch("select id from import_items order by position")
    ]
    # What was read until here is told now, and not while rows are counted.
    await admin.execute("select pg_stat_force_next_flush()")
    yield SimpleNamespace(kernel=kernel, store=store, counted=counted, ids=ids, items=items)
    await kernel.stop()
    await admin.close()
    cluster.drop(name)


async def test_handles_and_slugs_are_looked_up_by_their_own_indexes(filled: Filled) -> None:
    """Planted: `= any` over both, for which every product of the store was read."""
    wanted = [f"h-{n}" for n in range(2, BATCH + 2)]
    slugs = [f"p-{n}" for n in range(2, BATCH + 2)]
    async with filled.counted("products") as found:
        known = await catalog.known_addresses(found.session, filled.store, wanted, slugs)
        assert len(known & set(slugs)) == BATCH
    assert 0 < found.rows <= 2 * BATCH


async def test_products_are_read_whole_by_their_keys(filled: Filled) -> None:
    """Planted: `p.id = any (…)`, for which every product of the store was read."""
    async with filled.counted("products") as found:
        made = await catalog.products_out(
            filled.kernel, found.session, filled.store, filled.ids[:BATCH], clock.now()
        )
        assert len(made) == BATCH
    assert 0 < found.rows <= 2 * BATCH


@pytest.mark.parametrize("passed", [True, False])
async def test_what_came_of_products_of_the_file_reads_their_rows_only(
    filled: Filled, passed: bool
) -> None:
    """Planted: found by the join alone, each item of the file was compared with each of the 200."""
    items = filled.items[:BATCH]
    async with filled.counted("import_items") as found:
        if passed:
            rows = [repository.Passed(one, "unchanged", None, [], 0) for one in items]
            await repository.mark_passed(found.session, rows, keep=True)
        else:
            written = [repository.Written(one, new_id(), [], done=False) for one in items]
            await repository.mark_created(found.session, written)
    assert 0 < found.rows <= 4 * BATCH
