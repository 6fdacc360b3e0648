"""Models and revisions agree: what ships is what the code believes in."""

from typing import TYPE_CHECKING

import pytest

from ecomm_testing.catalogue import Catalogue, differences, read_catalogue
from llm_gateway.all_models import metadata
from llm_gateway.security import SCHEMA, TENANT_TABLES

if TYPE_CHECKING:
    from ecomm_testing.catalogue import PgConnection

DRIFTS = {
    "column budgets.cap": "alter table budgets alter cap type numeric",
    "constraint budget_periods ck_budget_periods_amounts": (
        "alter table budget_periods drop constraint ck_budget_periods_amounts"
    ),
    "policy usage_calls tenant": "alter policy tenant on usage_calls using (true)",
    "table virtual_keys": "alter table virtual_keys no force row level security",
    "table model_prices": "grant update on model_prices to llm_gateway_app",
    "function write_usage(jsonb)": "alter function write_usage(jsonb) security definer",
    "function locate_virtual_key(bytea)": (
        "grant execute on function locate_virtual_key to public"
    ),
    "index uq_virtual_keys_hash": "drop index uq_virtual_keys_hash",
}
"""What is told apart -> a statement that changes it in a migrated database."""


async def test_revisions_make_the_whole_catalogue_the_models_declare(
    migrated_connection: "PgConnection", of_models: Catalogue
) -> None:
    found = differences(await read_catalogue(migrated_connection, SCHEMA), of_models)
    assert not found, "models, llm_gateway.security or */sql and the revisions differ:\n" + (
        "\n".join(found)
    )


def test_the_catalogue_was_really_read(of_models: Catalogue) -> None:
    tables = [name for name in of_models if name.startswith("table ")]
    policies = [name for name in of_models if name.startswith("policy ")]
    assert len(tables) == len(metadata.tables)
    for table in TENANT_TABLES:
        assert f"policy {table} tenant" in policies
        assert "rls true forced true" in of_models[f"table {table}"]


@pytest.mark.parametrize("what", DRIFTS)
async def test_the_comparison_sees_every_kind_of_difference(
    what: str, of_models: Catalogue, migrated_connection: "PgConnection"
) -> None:
    await migrated_connection.execute(f"set search_path = {SCHEMA}; {DRIFTS[what]}")
    found = differences(await read_catalogue(migrated_connection, SCHEMA), of_models)
    assert any(line.startswith(f"{what}\n") for line in found), found


async def test_every_own_table_is_a_tenants(migrated_connection: "PgConnection") -> None:
    own = set(metadata.tables) - _of_kernel()
    assert own == set(TENANT_TABLES)
    for table in own:
        assert "tenant_id" in metadata.tables[table].primary_key.columns


def _of_kernel() -> set[str]:
    from ecomm_core.db import tables

    return set(tables.metadata.tables)
