"""Models and revisions agree (architecture.md §4): what ships is what the code believes in."""

from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from commerce.all_models import metadata
from commerce.security import SCHEMA
from ecomm_testing.catalogue import BOOKKEEPING, Catalogue, differences, read_catalogue
from ecomm_testing.cluster import OWNER

if TYPE_CHECKING:
    from ecomm_testing.catalogue import PgConnection
    from ecomm_testing.cluster import Cluster


def missing_operations(connection: Connection, models: MetaData) -> str:
    """What a new revision has to do for the models, as Alembic would write it; nothing if both
    agree."""
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_object": _comparable,
        },
    )
    if not compare_metadata(context, models):
        return ""
    operations = produce_migrations(context, models).upgrade_ops
    return "" if operations is None else render_python_code(operations)


def _comparable(item: Any, name: str | None, kind: str, *_: object) -> bool:
    """Alembic cannot read back the expression of an index; the catalogue below has it whole."""
    if kind == "index":
        return all(isinstance(part, Column) for part in item.expressions)
    return name != BOOKKEEPING


async def compare(url: str, models: MetaData) -> str:
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        poolclass=NullPool,
        connect_args={"server_settings": {"search_path": SCHEMA}},
    )
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(missing_operations, models)
    finally:
        await engine.dispose()


async def test_revisions_make_every_table_the_models_declare(
    cluster: "Cluster", migrated: str
) -> None:
    missing = await compare(cluster.url(OWNER, migrated), metadata)
    assert not missing, f"models changed: a new revision is needed, such as\n{missing}"


async def test_revisions_make_the_whole_catalogue_the_models_declare(
    migrated_connection: "PgConnection", of_models: Catalogue
) -> None:
    found = differences(await read_catalogue(migrated_connection, SCHEMA), of_models)
    assert not found, "models, commerce.security or */sql and the revisions differ:\n" + (
        "\n".join(found)
    )


def test_the_catalogue_was_really_read(of_models: Catalogue) -> None:
    kinds: dict[str, int] = {}
    for name in of_models:
        kind = name.split()[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    assert kinds["table"] == len(metadata.tables)
    assert kinds["column"] == sum(len(table.columns) for table in metadata.tables.values())
    assert kinds["policy"] >= kinds["table"] - 4, "four tables have no tenant"
    assert kinds["trigger"] == 12
    assert kinds["function"] > 15
    assert kinds["schema"] == 1


DRIFTS = {
    "column products.extra": "alter table products add extra text",
    "column products.title": "alter table products alter title type varchar(10)",
    "column products.vendor": "alter table products alter vendor set not null",
    "column outbox.attempts": "alter table outbox alter attempts set default 1",
    "column products.sort_title": (
        'alter table products alter sort_title type text collate "default"'
    ),
    "column stores.slug": "revoke select (slug) on stores from commerce_locator",
    "column checkouts.due_at": "comment on column checkouts.due_at is 'x'",
    "constraint inventory_items ck_inventory_items_no_oversell": (
        "alter table inventory_items drop constraint ck_inventory_items_no_oversell, "
        "add constraint ck_inventory_items_no_oversell check (committed <= on_hand + 1)"
    ),
    "constraint orders uq_orders_tenant_id_cart_id": (
        "alter table orders drop constraint uq_orders_tenant_id_cart_id"
    ),
    "constraint cart_lines fk_cart_lines_tenant_id_cart_id": (
        "alter table cart_lines drop constraint fk_cart_lines_tenant_id_cart_id, "
        "add constraint fk_cart_lines_tenant_id_cart_id "
        "foreign key (tenant_id, cart_id) references carts (tenant_id, id)"
    ),
    "index uq_stores_slug": (
        "drop index uq_stores_slug; create unique index uq_stores_slug on stores (slug)"
    ),
    "index ix_orders_placed": "drop index ix_orders_placed",
    "policy orders tenant": "drop policy tenant on orders",
    "policy payments tenant": "alter policy tenant on payments using (true)",
    "policy outbox lease": "alter policy lease on outbox to public",
    "table refunds": "alter table refunds no force row level security",
    "table media": "alter table media disable row level security",
    "table order_timeline": "grant update on order_timeline to commerce_app",
    "table carts": "revoke delete on carts from commerce_app",
    "table sessions": "create table sessions (id integer)",
    "trigger products count_deleted": "drop trigger count_deleted on products",
    "trigger products count_updated": "alter table products disable trigger count_updated",
    "function locate_store(text)": "alter function locate_store(text) security invoker",
    "function locate_user(text)": "alter function locate_user(text) owner to ecomm_owner",
    "function due_checkouts(timestamp with time zone,integer)": (
        "grant execute on function due_checkouts to public"
    ),
    "function app_tenant()": (
        "create or replace function app_tenant() returns uuid language sql stable "
        "parallel safe as $$ select null::uuid $$"
    ),
    "function find_store(text)": "drop function find_store(text)",
    "schema commerce": "grant create on schema commerce to commerce_app",
    "type mood": "create type mood as enum ('ok')",
}
"""What is told apart -> a statement that changes it in a migrated database."""


@pytest.mark.parametrize("what", DRIFTS)
async def test_the_comparison_sees_every_kind_of_difference(
    what: str, of_models: Catalogue, migrated_connection: "PgConnection"
) -> None:
    await migrated_connection.execute(f"set search_path = commerce; {DRIFTS[what]}")
    found = differences(await read_catalogue(migrated_connection, SCHEMA), of_models)
    assert any(line.startswith(f"{what}\n") for line in found), found


async def test_a_column_added_to_a_model_asks_for_a_revision(
    cluster: "Cluster", migrated: str
) -> None:
    changed = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["products"].append_column(Column("brand", Text))
    missing = await compare(cluster.url(OWNER, migrated), changed)
    assert "op.add_column('products', sa.Column('brand', sa.Text(), nullable=True))" in missing
