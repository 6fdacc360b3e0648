"""The embedded PostgreSQL: one cluster, started from the wheel's programs.

Readiness, stopping and the settings of both profiles are PostgreSQL's documented interfaces:
`postmaster.pid` (line 1 the pid, line 8 the status), SIGINT for a fast shutdown.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from signal import SIGINT, SIGQUIT
from urllib.parse import quote

from ecomm_cli.embedded import archive
from ecomm_cli.embedded.account import first_unreachable, own_folder
from ecomm_cli.embedded.binaries import POSTGRES_MAJOR, Binaries
from ecomm_cli.embedded.errors import EmbeddedError
from ecomm_cli.embedded.server import EmbeddedServer, Profile
from ecomm_cli.system.files import write_atomically
from ecomm_cli.system.identity import processes_in
from ecomm_cli.system.spawn import Credentials, run

SUPERUSER = "postgres"
MAINTENANCE_DATABASE = "postgres"
_SETTINGS_FILE = "ecomm.conf"
_ORPHAN_SECONDS = 10.0
"""How long backends may need to notice that their postmaster was killed."""
_INCLUDE = f"include_if_exists = '{_SETTINGS_FILE}'"

_COMMON: dict[str, str] = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_statement": "none",
    "password_encryption": "scram-sha-256",
}
_PROFILES: dict[Profile, dict[str, str]] = {
    Profile.DURABLE: {
        "wal_level": "replica",
        "max_wal_size": "1GB",
        "log_lock_waits": "on",
    },
    Profile.TEST: {
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "archive_mode": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
    },
}


class PostgresServer(EmbeddedServer):
    """A PostgreSQL cluster on 127.0.0.1 and a Unix socket, with SCRAM passwords throughout."""

    name = "postgres"
    title = "PostgreSQL"
    stop_signal = SIGINT
    last_resort = SIGQUIT

    def __init__(
        self,
        data_dir: Path,
        port: int,
        profile: Profile = Profile.DURABLE,
        *,
        superuser_password: str,
        run_dir: Path | None = None,
        log_file: Path | None = None,
        account: Credentials | None = None,
        binaries: Binaries | None = None,
        die_with_parent: bool = False,
        wal_archive: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Describe a cluster (see `EmbeddedServer`); its superuser is `postgres`.

        wal_archive: folder in which each cluster's WAL is archived below its own number.
        settings: more of PostgreSQL's settings, for this start.
        """
        super().__init__(
            data_dir,
            port,
            profile,
            run_dir=run_dir,
            log_file=log_file,
            account=account,
            binaries=binaries,
            die_with_parent=die_with_parent,
        )
        self._superuser_password = superuser_password
        self.wal_archive = wal_archive
        self.settings = dict(settings or {})

    def url(self, user: str, password: str, database: str) -> str:
        """Return a connection address over TCP, `postgresql://user:password@127.0.0.1:port/db`."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def superuser_url(self, database: str = MAINTENANCE_DATABASE) -> str:
        """Return the superuser's connection address."""
        return self.url(SUPERUSER, self._superuser_password, database)

    def is_ready(self) -> bool:
        """Tell whether the postmaster runs on this data and says that it accepts connections."""
        if self.identity() is None:
            return False
        lines = self._pid_file_lines()
        return len(lines) >= 8 and lines[7].strip() == "ready"

    @property
    def own_archive(self) -> Path | None:
        """Where this cluster's WAL is archived; None when it is not, or has no data yet."""
        number = archive.system_id(self.data_dir)
        return self.wal_archive / number if self.wal_archive and number else None

    def program(
        self,
        name: str,
        *arguments: str,
        timeout: float,
    ) -> str:
        """Run one of PostgreSQL's client programs as the superuser; return its output.

        Raises EmbeddedError with the program's message.
        """
        environment = self._environment()
        environment |= {
            "PGPASSWORD": self._superuser_password,
            "PGHOST": str(self.run_dir),
            "PGPORT": str(self.port),
            "PGUSER": SUPERUSER,
            "PGCONNECT_TIMEOUT": "10",
        }
        command = [str(self.binaries.postgres(name)), *arguments]
        try:
            result = run(command, env=environment, timeout=timeout)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EmbeddedError(f"{name} did not finish: {error}") from error
        if result.returncode != 0:
            said = (
                result.stderr.strip() or result.stdout.strip() or f"exit code {result.returncode}"
            )
            raise EmbeddedError(f"{name} refused: {said}")
        return result.stdout.strip()

    def execute(
        self,
        script: str,
        *,
        database: str = MAINTENANCE_DATABASE,
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> str:
        """Run a psql script as the superuser, stopping at the first error; return its output.

        env: more variables for psql, such as those a script reads with `\\getenv` (secrets stay
        out of command lines and scripts). Output has one row a line, columns split by `|`.
        Raises EmbeddedError with psql's message.
        """
        command = [
            str(self.binaries.postgres("psql")),
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            f"--host={self.run_dir}",
            f"--port={self.port}",
            f"--username={SUPERUSER}",
            f"--dbname={database}",
        ]
        environment = self._environment() | dict(env or {})
        environment |= {"PGPASSWORD": self._superuser_password, "PGCONNECT_TIMEOUT": "10"}
        try:
            result = run(command, env=environment, stdin=script, timeout=timeout)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EmbeddedError(f"psql did not finish: {error}") from error
        if result.returncode != 0:
            raise EmbeddedError(f"PostgreSQL refused: {result.stderr.strip()}")
        return result.stdout.strip()

    def _prepare(self) -> None:
        own_folder(self.run_dir, self.account)
        version_file = self.data_dir / "PG_VERSION"
        if version_file.exists():
            self._refuse_another_major(version_file.read_text().strip())
        else:
            self._initialise()
        self._write_settings()
        self._forget_a_dead_postmaster()

    def _command(self) -> list[str]:
        return [str(self.binaries.postgres("postgres")), "-D", str(self.data_dir)]

    def _pid_from_file(self) -> int | None:
        lines = self._pid_file_lines()
        return int(lines[0]) if lines and lines[0].strip().isdigit() else None

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data_dir / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _initialise(self) -> None:
        """Make the cluster beside its place and rename it, so that a kill leaves no half of one."""
        if any(self.data_dir.iterdir()):
            raise EmbeddedError(
                f"{self.data_dir} is not empty and holds no PostgreSQL data; move it away."
            )
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        own_folder(draft, self.account)
        password_file = self.run_dir / "initdb-password"
        write_atomically(password_file, f"{self._superuser_password}\n", mode=0o600)
        try:
            if not self.account.is_self:
                os.chown(password_file, self.account.uid, self.account.gid)
            result = run(
                [
                    str(self.binaries.postgres("initdb")),
                    f"--pgdata={draft}",
                    f"--username={SUPERUSER}",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--auth-local=scram-sha-256",
                    "--auth-host=scram-sha-256",
                    f"--pwfile={password_file}",
                    *(["--no-sync"] if self.profile is Profile.TEST else []),
                ],
                env=self._environment(),
                credentials=self.account,
                timeout=120,
            )
        finally:
            password_file.unlink()
        if result.returncode != 0:
            raise EmbeddedError(f"PostgreSQL's data could not be made: {result.stderr.strip()}")
        with (draft / "postgresql.conf").open("a") as configuration:
            configuration.write(f"\n# Written at each start:\n{_INCLUDE}\n")
        draft.rename(self.data_dir)

    def _write_settings(self) -> None:
        settings = _COMMON | _PROFILES[self.profile]
        settings |= {"port": str(self.port), "unix_socket_directories": str(self.run_dir)}
        settings |= self._archiving() | self.settings
        content = "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())
        path = self.data_dir / _SETTINGS_FILE
        write_atomically(path, content, mode=0o600)
        if not self.account.is_self:
            os.chown(path, self.account.uid, self.account.gid)

    def _archiving(self) -> dict[str, str]:
        folder = self.own_archive
        if folder is None or self.profile is not Profile.DURABLE:
            return {}
        own_folder(folder, self.account)
        if first_unreachable(self.account, [folder]) is not None:
            raise EmbeddedError(
                f"User {self.account.uid}, which PostgreSQL runs as, cannot enter {folder}, where "
                "its log is archived: let others enter its parent folders (chmod o+x), or set "
                "ECOMM_BACKUP_DIR to another place."
            )
        return archive.settings(folder)

    def _refuse_another_major(self, found: str) -> None:
        if found == str(POSTGRES_MAJOR):
            return
        old = self.binaries.postgres_package / f"pginstall{found}" / "bin"
        new = self.binaries.postgres("pg_upgrade").parent
        raise EmbeddedError(
            f"{self.data_dir} holds PostgreSQL {found} data and this version runs "
            f"{POSTGRES_MAJOR}. Back it up, make a new cluster with `{new / 'initdb'}`, then run "
            f"`{new / 'pg_upgrade'} -b {old} -B {new} -d {self.data_dir} -D <new folder>`."
        )

    def _forget_a_dead_postmaster(self) -> None:
        """Remove the pid file of a postmaster that is gone while its number is taken.

        PostgreSQL would refuse to start for as long as another program has the number, or a zombie
        that nobody collects. The file also protects against backends that outlive a killed
        postmaster, so it goes only when no process is left that works in the data folder.
        """
        if self._pid_from_file() is None:
            return
        folder = self.data_dir.resolve()
        for orphan in processes_in(folder):
            if not orphan.wait_gone(_ORPHAN_SECONDS):
                raise EmbeddedError(
                    f"Process {orphan.pid} of a PostgreSQL that was killed still works in "
                    f"{folder}; end it with `kill {orphan.pid}`."
                )
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
        # The same for the socket's lock: its port is free, or `start` would have refused.
        (self.run_dir / f".s.PGSQL.{self.port}.lock").unlink(missing_ok=True)


def _quoted(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
