"""Row-level security as the database's catalogue has it: new tables are covered by being there."""

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from commerce.all_models import metadata
from commerce.security import APPEND_ONLY, UNFORCED_TABLES
from commerce.security import GLOBAL_TABLES as COMMERCE_GLOBAL_TABLES
from ecomm_core.db.scope import Scope
from ecomm_core.db.tables import GLOBAL_TABLES
from ecomm_core.ids import new_id
from ecomm_testing.cluster import OWNER

if TYPE_CHECKING:
    from ecomm_core.kernel import Kernel
    from ecomm_testing.actors import ShopStore

WITHOUT_TENANT = {**GLOBAL_TABLES, **COMMERCE_GLOBAL_TABLES, "alembic_version": "migration state"}

GLOBAL_KEYS = {
    "uq_api_keys_hash": "a key is looked up before its tenant is known; hashes only",
    "pk_account_links": "a person's own; looked up before anybody is signed in",
    "uq_refresh_tokens_hash": "a token is looked up before its tenant is known; hashes only",
    "uq_store_domains_host": "a host leads to one store of the platform",
    "uq_stores_slug": "slugs are subdomains of one platform",
    "uq_payments_provider_ref": "a provider's webhook names its own reference only",
    "uq_payout_accounts_provider_ref": "a provider's webhook names its own reference only",
    "uq_subscriptions_provider_ref": "a provider's webhook names its own reference only",
    "uq_users_email": "a person is global",
    "uq_partner_codes_code": "a link is looked up before anybody is signed in; names nobody",
    "uq_introductions_business_id": "a business is brought once, by one partner of all",
    "pk_tenants": "the tenant itself",
    "pk_users": "a person is global",
}
"""Unique keys without tenant_id, each with its reason."""

GLOBAL_REFERENCES = {"fk_memberships_user_id", "fk_account_links_user_id"}
"""Foreign keys without tenant_id: they point to a person."""

DEFINER_FUNCTIONS = {
    "locate_user",
    "locate_token",
    "locate_link",
    "locate_api_key",
    "locate_invite",
    "due_work",
    "locate_store",
    "locate_payment",
    "locate_payment_id",
    "locate_payout_account",
    "stores_paid",
    "due_blog_posts",
    "due_carts",
    "due_checkouts",
    "due_summaries",
    "stale_notifications",
    "stale_traces",
    "stores_abroad",
    "due_domains",
    "due_snapshots",
    "due_metrics",
    "due_ab_tests",
    "due_subscribers",
    "due_subscriptions",
    "locate_subscription",
    "tenants_near_limits",
    "due_research",
    "due_introductions",
    "locate_partner",
    "payable_affiliates",
    "locate_affiliate_payout",
    "due_channels",
    "due_suppliers",
    "due_sourcing_needs",
    "due_purchase_orders",
    "due_purchase_disputes",
    "locate_channel",
    "locate_supplier",
    "outbox_backlog",
    "clear_deliveries",
    "clear_replies",
    "clear_messages",
    "due_endpoints",
    "forget_in_audit",
}
"""They work as the locator, which reads named columns."""

SEARCHER_FUNCTIONS = {"search_hits"}
"""They work as the searcher, which reads its own table."""

OWNER_FUNCTIONS = {"keep_event_months", "drop_event_months"}
"""They work as the owner of `shop_events`, whose months nobody else can make or let go; they read
no row."""


async def rows(kernel: "Kernel", query: str, **values: object) -> list[tuple[Any, ...]]:
    async with kernel.database.transaction() as session:
        return [tuple(row) for row in (await session.execute(text(query), values)).all()]


async def test_every_table_is_forced_or_stands_on_the_list(kernel: "Kernel") -> None:
    """Planted: row-level security off, and not forced, in `test_planted`."""
    found = await rows(
        kernel,
        """select c.relname, c.relrowsecurity, c.relforcerowsecurity,
                  pg_get_userbyid(c.relowner) from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'commerce' and c.relkind in ('r', 'p')""",
    )
    names = {str(name) for name, *_ in found}
    assert names - {"alembic_version"} == set(metadata.tables), "models and database differ"
    bare = {str(name) for name, enabled, _, _ in found if not enabled}
    assert bare == set(WITHOUT_TENANT) & names
    held_but_for_the_owner = {
        str(name): owner for name, on, forced, owner in found if on and not forced
    }
    assert held_but_for_the_owner == dict.fromkeys(UNFORCED_TABLES, "commerce_searcher")
    assert list(UNFORCED_TABLES) == ["search_documents"], "the one exception of the specification"


async def test_months_of_events_are_reached_through_their_policy_alone(kernel: "Kernel") -> None:
    """Each partition is forced and shows nobody anything by itself, and the application's role may
    not even name one."""
    months = await rows(
        kernel,
        """select c.relname, c.relrowsecurity, c.relforcerowsecurity, i.inhparent::regclass::text,
                  has_table_privilege(c.oid, 'select,insert,update,delete,truncate'),
                  (select count(*) from pg_policy p where p.polrelid = c.oid)
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
             left join pg_inherits i on i.inhrelid = c.oid
            where n.nspname = 'commerce_events' and c.relkind in ('r', 'p')""",
    )
    assert len(months) >= 4
    assert {tuple(rest) for _, *rest in months} == {(True, True, "shop_events", False, 0)}
    usage = await rows(kernel, "select has_schema_privilege('commerce_events', 'usage')")
    assert usage == [(False,)]
    with pytest.raises(DBAPIError, match="permission denied for schema"):
        await rows(kernel, f"select count(*) from commerce_events.{months[0][0]}")


async def test_every_policy_checks_what_it_shows(kernel: "Kernel") -> None:
    found = await rows(
        kernel,
        """select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies
            where schemaname = 'commerce'""",
    )
    for table, policy, roles, command, using, check in found:
        if policy == "tenant":
            assert using == check, table
            assert "app_tenant()" in str(using), table
            assert roles == "{public}"
        else:
            assert roles == "{commerce_locator}", (table, policy)
            assert command == {"locate": "SELECT", "lease": "UPDATE", "clear": "DELETE"}[policy]
    assert {t for t, p, *_ in found if p == "lease"} == {"outbox"}
    cleared = {table: using for table, policy, _, _, using, _ in found if policy == "clear"}
    settled = "(done_at IS NOT NULL)"
    assert cleared == {"outbox": settled, "idempotency": "true", "deliveries": settled}


async def test_the_app_role_is_an_ordinary_one_and_owns_nothing(kernel: "Kernel") -> None:
    role = await rows(
        kernel,
        """select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles
            where rolname = current_user""",
    )
    assert role == [(False, False, False, False)]
    owned = await rows(
        kernel,
        "select relname from pg_class where relowner = current_user::regrole and relkind <> 't'",
    )
    assert owned == []
    locator = await rows(
        kernel,
        """select rolsuper, rolbypassrls, rolcanlogin from pg_roles
            where rolname in ('commerce_locator', 'commerce_searcher')""",
    )
    assert locator == [(False, False, False)] * 2


async def test_unique_and_foreign_keys_carry_the_tenant(kernel: "Kernel") -> None:
    keys = await rows(
        kernel,
        """select i.relname, t.relname,
                  array(select a.attname from pg_attribute a
                         where a.attrelid = t.oid and a.attnum = any(x.indkey))
             from pg_index x join pg_class i on i.oid = x.indexrelid
             join pg_class t on t.oid = x.indrelid
             join pg_namespace n on n.oid = t.relnamespace
            where n.nspname = 'commerce' and x.indisunique""",
    )
    bare = {
        str(index)
        for index, table, columns in keys
        if "tenant_id" not in columns and table not in WITHOUT_TENANT
    }
    assert bare == set(GLOBAL_KEYS)
    references = await rows(
        kernel,
        """select c.conname, c.conrelid::regclass::text,
                  array(select a.attname from pg_attribute a
                         where a.attrelid = c.conrelid and a.attnum = any(c.conkey))
             from pg_constraint c join pg_namespace n on n.oid = c.connamespace
            where n.nspname = 'commerce' and c.contype = 'f'""",
    )
    assert {
        str(name) for name, _, columns in references if "tenant_id" not in columns
    } == GLOBAL_REFERENCES


async def test_definer_functions_are_the_closed_list(kernel: "Kernel") -> None:
    found = await rows(
        kernel,
        """select p.proname, pg_get_userbyid(p.proowner), p.proconfig::text,
                  has_function_privilege('public', p.oid, 'execute')
             from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'commerce' and p.prosecdef""",
    )
    owners = {str(name): str(owner) for name, owner, *_ in found}
    assert owners == {
        **dict.fromkeys(DEFINER_FUNCTIONS, "commerce_locator"),
        **dict.fromkeys(SEARCHER_FUNCTIONS, "commerce_searcher"),
        **dict.fromkeys(OWNER_FUNCTIONS, OWNER),
    }
    for name, _, config, public in found:
        assert "search_path=commerce, pg_temp" in str(config), name
        assert public is False, name


async def test_without_a_tenant_no_row_is_seen(kernel: "Kernel", store: "ShopStore") -> None:
    await store.product()
    async with kernel.database.transaction() as session:
        for table in sorted(set(metadata.tables) - set(WITHOUT_TENANT)):
            count = await session.scalar(text(f"select count(*) from {table}"))
            assert count == 0, table


async def test_writing_into_another_tenant_is_refused_by_the_database(
    kernel: "Kernel", store: "ShopStore", other_store: "ShopStore"
) -> None:
    """Planted: policies that check nothing on writing."""
    insert = text(
        """insert into categories (tenant_id, id, store_id, name, slug, sort_name, position)
           values (:tenant, :id, :store, 'x', :slug, 'x', 0)"""
    )
    own = Scope(tenant_id=store.merchant.tenant_id)
    with pytest.raises(DBAPIError, match="row-level security"):
        async with kernel.database.transaction(own) as session:
            await session.execute(
                insert,
                {
                    "tenant": other_store.merchant.tenant_id,
                    "id": new_id(),
                    "store": other_store.id,
                    "slug": "x",
                },
            )
    with pytest.raises(DBAPIError, match="foreign key"):
        async with kernel.database.transaction(own) as session:
            await session.execute(
                insert,
                {
                    "tenant": store.merchant.tenant_id,
                    "id": new_id(),
                    "store": other_store.id,
                    "slug": "x",
                },
            )


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_books_are_only_added_to(kernel: "Kernel", store: "ShopStore", table: str) -> None:
    """R3.5 (movements), R4.6 (balances are ledgers), R9.2 (shown prices): the application's own
    role may not change a row of them."""
    scope = Scope(tenant_id=store.merchant.tenant_id)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with kernel.database.transaction(scope) as session:
            await session.execute(text(f"update {table} set tenant_id = tenant_id"))


async def test_audit_and_movements_cannot_be_rewritten(
    kernel: "Kernel", store: "ShopStore"
) -> None:
    """R3.5"""
    scope = Scope(tenant_id=store.merchant.tenant_id)
    for statement in (
        "update audit_log set actor = 'x'",
        "delete from audit_log",
        "update inventory_movements set on_hand_change = 0",
        "update order_timeline set message = ''",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with kernel.database.transaction(scope) as session:
                await session.execute(text(statement))


async def test_the_log_of_another_business_cannot_be_blanked(
    kernel: "Kernel", store: "ShopStore", other_store: "ShopStore"
) -> None:
    """The function sees the business whose scope is open, as its caller does."""
    person = other_store.merchant
    await person.patch("/auth/me", json={"name": "Kept Name"})
    call = text("select forget_in_audit(:user, :email)")
    asked = {"user": person.user_id, "email": person.email}
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        assert await session.scalar(call, asked) == 0
    async with kernel.database.transaction(Scope(tenant_id=person.tenant_id)) as session:
        kept = await session.scalar(
            text("select after ->> 'name' from audit_log where action = 'account.update'")
        )
        assert kept == "Kept Name"
        assert await session.scalar(call, asked) == 1
