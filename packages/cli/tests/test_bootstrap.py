"""Roles and database: what the bootstrap makes, and that running it again changes nothing."""

import asyncpg
import pytest

from ecomm_cli.embedded import (
    DATABASE,
    OWNER,
    PostgresServer,
    bootstrap,
    bootstrap_sql,
    login_roles,
    service_roles,
)

PASSWORDS = {role: f"it's \\ a password for {role}" for role in login_roles()}
ROLES = service_roles()[0]
_STATE = """
select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
  rolconfig from pg_roles where rolname !~ '^pg_' order by 1;
select datname, pg_get_userbyid(datdba), datacl from pg_database order by 1;
select roleid::regrole, member::regrole, inherit_option, set_option, admin_option
  from pg_auth_members where roleid::regrole::text !~ '^pg_' order by 1, 2;
"""


@pytest.fixture
def prepared(cluster: PostgresServer) -> PostgresServer:
    bootstrap(cluster, PASSWORDS)
    return cluster


def test_running_it_again_changes_nothing(prepared: PostgresServer) -> None:
    before = prepared.execute(_STATE)
    bootstrap(prepared, PASSWORDS)
    assert prepared.execute(_STATE) == before


async def test_the_app_role_is_an_ordinary_role_and_owns_nothing(prepared: PostgresServer) -> None:
    connection = await asyncpg.connect(prepared.url(ROLES.app, PASSWORDS[ROLES.app], DATABASE))
    try:
        row = await connection.fetchrow(
            """select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
                 pg_get_userbyid(datdba) as owner,
                 pg_has_role(current_user, $1, 'member') as member,
                 current_setting('statement_timeout') as statement_timeout
               from pg_roles, pg_database where rolname = current_user and datname = $2""",
            OWNER,
            DATABASE,
        )
        assert row is not None
        assert {value for name, value in row.items() if name.startswith("rol")} == {False}
        assert row["owner"] == OWNER
        assert row["member"] is False
        assert row["statement_timeout"] == "5s"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create schema mine")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create table public.mine (id int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"set role {OWNER}")
    finally:
        await connection.close()


async def test_the_owner_hands_functions_to_the_locator_without_having_its_rights(
    prepared: PostgresServer,
) -> None:
    connection = await asyncpg.connect(prepared.url(OWNER, PASSWORDS[OWNER], DATABASE))
    try:
        assert (
            await connection.fetchval("select rolsuper from pg_roles where rolname = current_user")
            is False
        )
        await connection.execute(
            f"""create schema located; grant create, usage on schema located to {ROLES.locator};
                create function located.one() returns int language sql security definer
                  as 'select 1';
                alter function located.one() owner to {ROLES.locator}"""
        )
        owner = await connection.fetchval(
            "select proowner::regrole::text from pg_proc where proname = 'one' "
            "and pronamespace = 'located'::regnamespace"
        )
        assert owner == ROLES.locator
        assert not await connection.fetchval("select pg_has_role($1, 'usage')", ROLES.locator)
        await connection.execute("drop schema located cascade")
    finally:
        await connection.close()


async def test_nobody_logs_in_without_the_password_or_as_a_role_that_owns(
    prepared: PostgresServer,
) -> None:
    for user, password in [
        (ROLES.app, "wrong"),
        (ROLES.app, ""),
        (ROLES.locator, ""),
        (ROLES.searcher, ""),
    ]:
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await asyncpg.connect(prepared.url(user, password, DATABASE), password=password)


def test_rights_that_crept_in_are_taken_back(prepared: PostgresServer) -> None:
    prepared.execute(
        f"alter role {ROLES.app} superuser bypassrls createdb; alter role {OWNER} nologin"
    )
    bootstrap(prepared, PASSWORDS)
    held = prepared.execute(
        "select rolsuper or rolbypassrls or rolcreatedb from pg_roles "
        f"where rolname = '{ROLES.app}'"
    )
    assert held == "f"
    assert prepared.execute(f"select rolcanlogin from pg_roles where rolname = '{OWNER}'") == "t"


async def test_an_administrator_who_is_no_superuser_can_run_it(prepared: PostgresServer) -> None:
    """As on managed PostgreSQL: the administrator may make roles and databases, nothing more."""
    prepared.execute(
        f"drop database {DATABASE}; "
        + "".join(
            f"drop role {role};"
            for role in [
                *login_roles(),
                *(name for one in service_roles() for name in (one.locator, one.searcher)),
            ]
        )
        + "create role managed login createrole createdb password 'managed'"
    )
    environment = {f"{role}_password": PASSWORDS[role] for role in login_roles()}
    address = f"host={prepared.run_dir} port={prepared.port} dbname=postgres"
    script = f'\\connect "{address} user=managed password=managed"\n{bootstrap_sql()}'
    for _ in range(2):
        prepared.execute(script, env=environment)
    assert prepared.execute("select rolsuper from pg_roles where rolname = 'managed'") == "f"
    connection = await asyncpg.connect(prepared.url(ROLES.app, PASSWORDS[ROLES.app], DATABASE))
    await connection.close()


def test_the_script_holds_no_password() -> None:
    script = bootstrap_sql()
    assert "\\getenv" in script
    assert not any(password in script for password in PASSWORDS.values())
