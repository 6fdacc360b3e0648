"""0072 on a database with a past: nothing is invented for what was sold before."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest

from commerce.service import SERVICE
from ecomm_core.db.migrate import upgrade
from ecomm_testing.cluster import OWNER

if TYPE_CHECKING:
    from ecomm_testing.cluster import Cluster, PgConnection

BEFORE, AFTER = "0071_channel_products", "0072_cost_of_own_stock"
NAME = "ecomm_before_costs"
_SOLD = """
    insert into product_variants (tenant_id, id, store_id, product_id, position, title,
           option_values, price, cost)
    values ($1, $1, $1, $1, 0, '', '{}', 2000, 700)"""
_LINE = """
    insert into order_items (tenant_id, id, store_id, order_id, position, product_id, variant_id,
           title, variant_title, quantity, fulfilled_quantity, returned_quantity, unit_price,
           discount, net, tax, gross)
    values ($1, $1, $1, $1, 0, $1, $1, 'Mug', '', 3, 3, 2, 2000, 0, 5042, 958, 6000)"""
_MARK = """
    insert into metrics_marks (tenant_id, store_id, through, as_of, timezone, currency)
    values ($1, $1, '2026-11-01', now(), 'UTC', 'EUR')"""
TENANT = "01990000-0000-7000-8000-000000000001"


@pytest.fixture
async def before(cluster: "Cluster") -> "AsyncIterator[PgConnection]":
    """A superuser's connection to a database of the release before, with a sold line of a variant
    that has a cost today, and days that are written."""
    cluster.postgres.execute(f"create database {NAME} owner {OWNER}")
    await upgrade(SERVICE, cluster.url(OWNER, NAME), BEFORE)
    connection = await asyncpg.connect(
        cluster.postgres.superuser_url(NAME), server_settings={"search_path": "commerce"}
    )
    try:
        # What these rows belong to is not needed here.
        await connection.execute("set session_replication_role = replica")
        for statement in (_SOLD, _LINE, _MARK):
            await connection.execute(statement, TENANT)
        yield connection
    finally:
        await connection.close()
        cluster.drop(NAME)


async def test_what_was_sold_before_has_no_cost_and_written_days_are_by_old_rules(
    cluster: "Cluster", before: "PgConnection"
) -> None:
    """The cost of today is not taken for the one of then, what came back is not said to be on the
    shelf, the table is not written again, and the days' mark asks for them anew (the purchasing
    tests see what reports make of it). Fault it was seen to catch: a default of zero in place of
    nothing."""
    where = "select pg_relation_filenode('order_items')"
    file = await before.fetchval(where)
    assert await upgrade(SERVICE, cluster.url(OWNER, NAME), AFTER) == [AFTER]
    line = await before.fetchrow("select unit_cost, restocked_quantity from order_items")
    assert line is not None
    assert tuple(line) == (None, 0)
    assert await before.fetchval("select rules from metrics_marks") == 0
    assert await before.fetchval(where) == file


async def test_the_columns_refuse_what_cannot_be(
    cluster: "Cluster", before: "PgConnection"
) -> None:
    """More on the shelf than came back, and a cost below zero."""
    await upgrade(SERVICE, cluster.url(OWNER, NAME), AFTER)
    await before.execute("update order_items set restocked_quantity = 2, unit_cost = 0")
    for wrong in ("restocked_quantity = 3", "restocked_quantity = -1", "unit_cost = -1"):
        with pytest.raises(asyncpg.CheckViolationError):
            await before.execute(f"update order_items set {wrong}")
