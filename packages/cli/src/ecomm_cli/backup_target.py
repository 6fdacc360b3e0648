"""The installation of this machine as something that can be backed up."""

import contextlib
import os
from collections.abc import Iterator

from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.shelf import Backups
from ecomm_cli.backups.taking import Installation
from ecomm_cli.composition import Servers, embedded_servers
from ecomm_cli.embedded import Outcome
from ecomm_cli.environment import External, is_production
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.secrets import Secrets, load, throwaway

_OWN = (
    "DATABASE_URL names a server of yours: back it up with its own tools (base backups and "
    "point-in-time recovery; docs/backups.md tells how), as `ecomm backup` and `ecomm restore` "
    "only know the PostgreSQL that `ecomm up` runs."
)


def refuse_external() -> None:
    """Raise BackupError where the database is the operator's own."""
    if is_production(os.environ) or External.from_environment(os.environ).database:
        raise BackupError(_OWN)


def described(home: Home, secrets: Secrets | None = None) -> tuple[Servers, Backups]:
    """Return the installation's servers and its backups. Raises EmbeddedError."""
    given = secrets or load(home) or throwaway()
    nothing = External(database=False, redis=False)
    servers, _ = embedded_servers(home, home.config(), given, nothing)
    if servers.postgres is None or servers.postgres.wal_archive is None:
        raise BackupError(_OWN)
    return servers, Backups(servers.postgres.wal_archive.parent)


@contextlib.contextmanager
def running() -> Iterator[tuple[Installation, Backups]]:
    """Give the installation with its PostgreSQL running; started for the block when it does not.

    Raises BackupError where there is no installation or its database is not ours.
    """
    refuse_external()
    home = Home.find(project_root())
    secrets = load(home) if home.path.is_dir() else None
    if secrets is None:
        raise BackupError(f"There is no installation in {home.path} yet: run `ecomm up` first.")
    servers, backups = described(home, secrets)
    postgres = servers.postgres
    if postgres is None:
        raise BackupError(_OWN)
    # Held so that no `ecomm up` adopts a server that we stop; None: one runs, and so does it.
    lock = home.lock()
    started = False
    try:
        if lock is not None:
            started = postgres.start() is Outcome.STARTED
        elif not postgres.is_ready():
            raise BackupError("PostgreSQL does not run yet: wait until `ecomm up` is ready.")
        yield Installation(home, postgres), backups
    finally:
        if started:
            postgres.stop()
        if lock is not None:
            lock.release()


def before_migrating() -> str | None:
    """Take a backup of a database that is about to be migrated; its name.

    For `ecomm up`, whose processes have the database's address in their environment.
    """
    from ecomm_cli.backups.taking import take  # noqa: PLC0415 - only when there is an update

    home = Home.find(project_root())
    servers, backups = described(home)
    if servers.postgres is None or not servers.postgres.is_ready():
        return None
    return take(Installation(home, servers.postgres), backups, reason="before-migrating").name
