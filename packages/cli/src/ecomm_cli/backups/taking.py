"""Taking a backup while everything runs: base of the database, pictures, settings, secrets."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ecomm_cli.backups import sealing
from ecomm_cli.backups.base import base_problems, wal_range
from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.manifest import Manifest, entries, problems
from ecomm_cli.backups.media import LIST, read_list, write_list
from ecomm_cli.backups.shelf import Backups
from ecomm_cli.embedded import DATABASE, PostgresServer, archive, service_roles
from ecomm_cli.embedded.binaries import POSTGRES_MAJOR
from ecomm_cli.home import Home

DATABASE_FOLDER = "database"
SECRETS, SEALED = "secrets.json", "secrets.sealed"
LONGEST_SECONDS = 4 * 3600
_SCHEMAS = (
    "select table_schema from information_schema.tables where table_name = 'alembic_version';"
)
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Installation:
    """What is backed up: the home folder and the cluster of one installation."""

    home: Home
    postgres: PostgresServer


def take(
    installation: Installation,
    backups: Backups,
    *,
    reason: str,
    say: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Take a whole backup and check it; the server runs. Its manifest.

    reason: part of its name: `manual`, `daily`, `before-migrating`. say: hears of what an operator
    should know. Raises BackupError and EmbeddedError; then nothing is left of it.
    """
    server, home = installation.postgres, installation.home
    phrase = sealing.passphrase()
    began = datetime.now(UTC)
    name = f"{began:%Y%m%dT%H%M%SZ}-{reason}"
    try:
        with backups.lock(), backups.draft(name) as draft:
            _begin_archiving(server, say)
            _base(server, draft / DATABASE_FOLDER, name)
            log = wal_range(draft / DATABASE_FOLDER)
            listed = backups.media.gather(home.media)
            write_list(draft / LIST, listed)
            for path in (home.config_file, home.seeded, home.clock):
                if path.is_file():
                    _keep(draft / path.name, path.read_bytes())
            sealed = _secrets(home, draft, phrase)
            manifest = Manifest(
                name=name,
                reason=reason,
                began_at=began.isoformat(),
                ended_at=datetime.now(UTC).isoformat(),
                postgres_major=POSTGRES_MAJOR,
                system_id=archive.system_id(server.data_dir) or "",
                revisions=_revisions(server),
                secrets="sealed" if sealed else "plain",
                files=dict(entries(draft)),
                media_files=len(listed),
                media_bytes=sum(size for size, _, _ in listed.values()),
                timeline=log.timeline,
                start_lsn=log.start_lsn,
                stop_lsn=log.stop_lsn,
            )
            manifest.write(draft)
            wrong = verify(backups, draft, manifest)
            if wrong:
                raise BackupError(f"The backup just made is not whole: {'; '.join(wrong[:3])}.")
            return manifest
    except OSError as error:
        raise BackupError(
            f"The backup could not be written to {backups.folder}: {error.strerror or error}."
        ) from error


def verify(backups: Backups, folder: Path, manifest: Manifest) -> list[str]:
    """Return what is wrong with a backup; every byte of it is read, the base twice: as a file, and
    as what PostgreSQL says is in it."""
    wrong = problems(folder, manifest)
    if wrong:
        return wrong
    wrong = base_problems(folder / DATABASE_FOLDER)
    if wrong:
        return wrong
    return [f"{n} is missing" for n in backups.media.missing(read_list(folder / LIST))]


def refresh_media(installation: Installation, backups: Backups) -> int:
    """Take in pictures that came since the last backup; how many there are now.

    Raises BackupError.
    """
    try:
        with backups.lock():
            return len(backups.media.gather(installation.home.media))
    except OSError as error:
        raise BackupError(
            f"Pictures could not be kept in {backups.folder}: {error.strerror or error}."
        ) from error


def _begin_archiving(server: PostgresServer, say: Callable[[str], None]) -> None:
    """From the first base on, WAL is archived: what follows a base is worth keeping."""
    folder = server.own_archive
    archives = server.execute("show archive_mode;") == "on"
    if folder is None or not archives:
        say(
            "PostgreSQL was started by an earlier release and does not archive its log yet: this "
            "backup is whole, and what follows it is kept from the next start of `ecomm up` on."
        )
    if folder is not None and folder.is_dir():
        enabled = folder / archive.ENABLED
        enabled.touch()
        if os.geteuid() == 0:
            os.chown(enabled, server.account.uid, server.account.gid)


def _base(server: PostgresServer, target: Path, name: str) -> None:
    target.mkdir(mode=0o700)
    server.program(
        "pg_basebackup",
        f"--pgdata={target}",
        "--format=tar",
        "--gzip",
        "--wal-method=stream",
        "--checkpoint=fast",
        f"--label={name}",
        "--manifest-checksums=SHA256",
        "--no-password",
        timeout=LONGEST_SECONDS,
    )
    for path in target.iterdir():
        path.chmod(_PRIVATE)


def _secrets(home: Home, draft: Path, phrase: str | None) -> bool:
    """Keep the secrets: without them what was encrypted stays closed. True when sealed."""
    plain = home.secrets.read_bytes()
    if phrase is None:
        _keep(draft / SECRETS, plain)
        return False
    _keep(draft / SEALED, sealing.seal(plain, phrase).encode())
    return True


def _keep(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _revisions(server: PostgresServer) -> Mapping[str, str]:
    """Each service's revision. A new cluster has no database yet."""
    if DATABASE not in server.execute("select datname from pg_database;").splitlines():
        return {}
    there = server.execute(_SCHEMAS, database=DATABASE).splitlines()
    return {
        roles.service: server.execute(
            f"select version_num from {roles.service}.alembic_version;",  # noqa: S608 - our own names
            database=DATABASE,
        )
        for roles in service_roles()
        if roles.service in there
    }
