"""Embedded PostgreSQL and Redis: programs from Python wheels, run directly.

Servers are described, then started (or adopted) and stopped:

    postgres = PostgresServer(folder / "postgres", 5601, Profile.TEST, superuser_password=...)
    postgres.start()
    bootstrap(postgres, {role: password for role in login_roles()})
    redis = ValkeyServer(folder / "redis", 6601, Profile.TEST, password=...)
    redis.start()

`temporary_folder()` gives a folder the servers' user can enter, also when root runs the tests.
"""

from ecomm_cli.embedded.account import account_for, own_folder
from ecomm_cli.embedded.binaries import Binaries
from ecomm_cli.embedded.bootstrap import bootstrap, bootstrap_sql
from ecomm_cli.embedded.errors import EmbeddedError
from ecomm_cli.embedded.placement import Placement, place, temporary_folder
from ecomm_cli.embedded.postgres import PostgresServer
from ecomm_cli.embedded.roles import DATABASE, OWNER, ServiceRoles, login_roles, service_roles
from ecomm_cli.embedded.server import EmbeddedServer, Outcome, Profile
from ecomm_cli.embedded.valkey import ValkeyServer

__all__ = [
    "DATABASE",
    "OWNER",
    "Binaries",
    "EmbeddedError",
    "EmbeddedServer",
    "Outcome",
    "Placement",
    "PostgresServer",
    "Profile",
    "ServiceRoles",
    "ValkeyServer",
    "account_for",
    "bootstrap",
    "bootstrap_sql",
    "login_roles",
    "own_folder",
    "place",
    "service_roles",
    "temporary_folder",
]
