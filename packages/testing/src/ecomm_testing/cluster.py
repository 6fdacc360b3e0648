"""A real PostgreSQL and Valkey for the tests of one process, and databases cloned from a migrated
template."""

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecomm_cli.embedded import (
    OWNER,
    PostgresServer,
    Profile,
    ServiceRoles,
    ValkeyServer,
    bootstrap,
    login_roles,
    service_roles,
)
from ecomm_core.db.migrate import upgrade
from ecomm_core.service import Service

if TYPE_CHECKING:
    import asyncpg

    PgConnection = asyncpg.Connection[asyncpg.Record]
    """Only annotations name it: at run time the class takes no parameters."""

PASSWORD = "test"
TEMPLATE = "ecomm_template"


@dataclass(slots=True)
class Cluster:
    """Running servers. Roles have the password `test`; nothing survives the tests."""

    postgres: PostgresServer
    valkey: ValkeyServer

    def url(self, role: str, database: str) -> str:
        """Address of a database for a role."""
        return self.postgres.url(role, PASSWORD, database)

    def make_template(self, service: Service) -> None:
        """A database with the service's schema, which clones copy in 40 ms."""
        self.postgres.execute(f"create database {TEMPLATE} owner {OWNER}")
        asyncio.run(upgrade(service, self.url(OWNER, TEMPLATE)))

    def clone(self) -> str:
        """A fresh database; returns its name. The template must have no connections."""
        name = f"ecomm_{secrets.token_hex(4)}"
        self.postgres.execute(
            f"create database {name} template {TEMPLATE} strategy file_copy owner {OWNER}"
        )
        return name

    def drop(self, name: str) -> None:
        """Remove a cloned database and whoever is connected to it."""
        self.postgres.execute(f"drop database if exists {name} with (force)")


def start_cluster(folder: Path, ports: tuple[int, int], *services: str) -> Cluster:
    """Start both servers below `folder` on the two loopback ports, with the roles of all installed
    services and of those that are named."""
    named = {roles.service for roles in service_roles()} | set(services)
    roles = [ServiceRoles(name) for name in sorted(named)]
    postgres = PostgresServer(
        folder / "postgres",
        ports[0],
        Profile.TEST,
        superuser_password=PASSWORD,
        die_with_parent=True,
    )
    postgres.start()
    bootstrap(postgres, dict.fromkeys(login_roles(roles), PASSWORD), services=roles)
    valkey = ValkeyServer(
        folder / "valkey", ports[1], Profile.TEST, password=PASSWORD, die_with_parent=True
    )
    valkey.start()
    return Cluster(postgres, valkey)


def stop_cluster(cluster: Cluster) -> None:
    """Stop both servers."""
    cluster.valkey.stop()
    cluster.postgres.stop()


__all__ = ["OWNER", "Cluster", "service_roles", "start_cluster", "stop_cluster"]
