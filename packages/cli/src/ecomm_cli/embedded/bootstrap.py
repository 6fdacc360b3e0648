"""The SQL that makes roles and database: for the embedded cluster and, printed, for any other.

Idempotent, and written for administrators that are not superusers (managed PostgreSQL >= 16): an
attribute is only altered when it is wrong. Passwords come from the environment (`\\getenv`), or are
asked for by psql, so that the script itself holds no secret.
"""

from collections.abc import Mapping, Sequence

from ecomm_cli.embedded.postgres import PostgresServer
from ecomm_cli.embedded.roles import DATABASE, OWNER, ServiceRoles, login_roles, service_roles

_ROLE = r"""
\set role {role}
SELECT format('CREATE ROLE %I', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('ALTER ROLE %I {login}', rolname) FROM pg_roles
WHERE rolname = :'role' AND rolcanlogin <> ('{login}' = 'LOGIN') \gexec
SELECT format('ALTER ROLE %I %s', rolname, attribute)
FROM pg_roles CROSS JOIN LATERAL (VALUES
    (rolsuper, 'NOSUPERUSER'),
    (rolbypassrls, 'NOBYPASSRLS'),
    (rolcreaterole, 'NOCREATEROLE'),
    (rolcreatedb, 'NOCREATEDB'),
    (rolreplication, 'NOREPLICATION')
) AS forbidden (held, attribute)
WHERE rolname = :'role' AND held \gexec
"""

_LOGIN = r"""
\getenv {variable} {variable}
\if :{{?{variable}}}
ALTER ROLE :"role" PASSWORD :'{variable}';
\else
\echo 'Choose the password of {role} (it goes into its database address):'
\password {role}
\endif
"""

# The three limits are quality.md's; workers raise statement_timeout for their own sessions.
_APP = r"""
ALTER ROLE {app} SET statement_timeout = '5s';
ALTER ROLE {app} SET lock_timeout = '2s';
ALTER ROLE {app} SET idle_in_transaction_session_timeout = '10s';
"""

# The owner hands things over to such a role, but never has its rights without SET ROLE.
_HANDED_TO = r"""
GRANT {role} TO {owner} WITH INHERIT FALSE, SET TRUE;
"""

# Who is no superuser must be a member of the owner to give it a database.
_DATABASE = r"""
\set owner {owner}
\set database {database}
SELECT format('GRANT %I TO CURRENT_USER WITH INHERIT TRUE, SET TRUE', :'owner')
WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec
SELECT format('CREATE DATABASE %I OWNER %I ENCODING ''UTF8'' TEMPLATE template0',
    :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
ALTER DATABASE :"database" OWNER TO :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
"""

_CONNECT = r"""
GRANT CONNECT ON DATABASE :"database" TO {app};
"""


def bootstrap_sql(database: str = DATABASE, services: Sequence[ServiceRoles] | None = None) -> str:
    """Return the psql script that makes (or repairs) roles and database; run it any time.

    services: whose roles; those of all installed services, where none is named.
    """
    of = services or service_roles()
    parts = ["\\set ON_ERROR_STOP on\n"]
    for role in login_roles(of):
        parts += [
            _ROLE.format(role=role, login="LOGIN"),
            _LOGIN.format(role=role, variable=_variable(role)),
        ]
    for roles in of:
        parts.append(_APP.format(app=roles.app))
        for role in (roles.locator, roles.searcher):
            parts += [
                _ROLE.format(role=role, login="NOLOGIN"),
                _HANDED_TO.format(role=role, owner=OWNER),
            ]
    parts.append(_DATABASE.format(owner=OWNER, database=database))
    parts += [_CONNECT.format(app=roles.app) for roles in of]
    return "".join(parts)


def bootstrap(
    server: PostgresServer,
    passwords: Mapping[str, str],
    database: str = DATABASE,
    services: Sequence[ServiceRoles] | None = None,
) -> None:
    """Make (or repair) roles and database on an embedded cluster.

    passwords: one for each of `login_roles(services)`. Raises EmbeddedError with PostgreSQL's
    message, and KeyError for a missing password.
    """
    env = {_variable(role): passwords[role] for role in login_roles(services)}
    server.execute(bootstrap_sql(database, services), env=env)


def _variable(role: str) -> str:
    return f"{role}_password"
