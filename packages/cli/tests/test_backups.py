"""Backups of a real cluster: what was committed is there again, what is damaged is refused."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGQUIT

import pytest

from ecomm_cli.backup_target import described
from ecomm_cli.backups import sealing
from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.manifest import Manifest
from ecomm_cli.backups.shelf import Backups
from ecomm_cli.backups.taking import Installation, refresh_media, take
from ecomm_cli.embedded import DATABASE, PostgresServer, archive, bootstrap
from ecomm_cli.home import Home
from ecomm_cli.secrets import load_or_generate

PICTURE = bytes(range(256)) * 40


@dataclass(slots=True)
class Ground:
    """An installation with a table of notes."""

    home: Home
    postgres: PostgresServer
    backups: Backups

    @property
    def installation(self) -> Installation:
        return Installation(self.home, self.postgres)

    def note(self, text: str) -> None:
        self.postgres.execute(f"insert into notes values ('{text}');", database=DATABASE)

    def notes(self) -> list[str]:
        found = self.postgres.execute("select text from notes order by text;", database=DATABASE)
        return found.splitlines()

    def now(self) -> datetime:
        said = self.postgres.execute(
            "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US');"
        )
        return datetime.fromisoformat(said).replace(tzinfo=UTC)

    def archived(self) -> None:
        """Wait until all that was committed lies in the archive, without waiting a minute."""
        segment = self.postgres.execute("select pg_walfile_name(pg_switch_wal());")
        folder = self.postgres.own_archive
        assert folder is not None
        deadline = time.monotonic() + 30
        while not (folder / f"{segment}.gz").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def crash(self) -> None:
        """kill -9 and its like: nothing is written any more."""
        identity = self.postgres.identity()
        assert identity is not None
        identity.send(SIGQUIT)
        assert identity.wait_gone(20)

    def ecomm(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ECOMM_", "DATABASE_", "REDIS_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "ecomm_cli", *arguments],
            env={**clean, "ECOMM_HOME": str(self.home.path), "COLUMNS": "200", **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def restored(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Restore over the command line and start the database again."""
        result = self.ecomm("restore", "--yes", *arguments, **env)
        if result.returncode == 0:
            self.postgres = postgres_of(self.home)
            self.postgres.start()
        return result


def postgres_of(home: Home) -> PostgresServer:
    servers, _ = described(home, load_or_generate(home))
    assert servers.postgres is not None
    return servers.postgres


@pytest.fixture
def ground(
    folder: Path, postgres_port: Callable[[], int], redis_port: Callable[[], int]
) -> Iterator[Ground]:
    home = Home(folder / ".ecomm")
    home.create()
    home.config().remember(ports={"postgres": postgres_port(), "redis": redis_port()})
    secrets = load_or_generate(home)
    postgres = postgres_of(home)
    postgres.start()
    bootstrap(postgres, secrets.role_passwords())
    postgres.execute(
        "create table notes (text text);"
        "create schema commerce; create table commerce.alembic_version (version_num text);"
        "insert into commerce.alembic_version values ('0042_wide');",
        database=DATABASE,
    )
    (home.media / "shop").mkdir()
    (home.media / "shop" / "a.webp").write_bytes(PICTURE)
    made = Ground(home, postgres, described(home)[1])
    yield made
    made.postgres.stop()


@pytest.mark.slow
def test_what_was_committed_after_the_base_is_there_again_when_all_data_is_gone(
    ground: Ground,
) -> None:
    """Backup and restore drill: base, then changes, then the whole installation but its backups is
    lost.

    Planted fault: the same restore without the archived log must lose what came after the base.
    """
    ground.note("before the base")
    manifest = take(ground.installation, ground.backups, reason="manual")
    ground.note("after the base")
    (ground.home.media / "shop" / "b.webp").write_bytes(PICTURE[::-1])
    refresh_media(ground.installation, ground.backups)
    ground.archived()
    ground.note("never archived")
    secrets = ground.home.secrets.read_bytes()
    ground.crash()
    for lost in ("postgres", "redis", "media"):
        shutil.rmtree(ground.home.path / lost, ignore_errors=True)
    ground.home.secrets.unlink()

    hidden = ground.backups.wal.rename(ground.backups.wal.with_name("hidden"))
    assert ground.restored().returncode == 0
    assert ground.notes() == ["before the base"], "the planted fault is seen"
    ground.postgres.stop()
    shutil.rmtree(ground.home.path / "postgres")
    shutil.rmtree(ground.backups.wal)
    hidden.rename(ground.backups.wal)

    result = ground.restored(manifest.name)
    assert result.returncode == 0, result.stderr
    assert ground.notes() == ["after the base", "before the base"]
    assert (ground.home.media / "shop" / "a.webp").read_bytes() == PICTURE
    assert (ground.home.media / "shop" / "b.webp").read_bytes() == PICTURE[::-1]
    assert ground.home.secrets.read_bytes() == secrets
    assert ground.home.secrets.stat().st_mode & 0o777 == 0o600
    ground.note("life goes on")
    ground.archived()
    assert take(ground.installation, ground.backups, reason="manual").timeline > manifest.timeline


@pytest.mark.slow
def test_with_the_old_disk_nothing_is_lost_and_a_moment_can_be_chosen(ground: Ground) -> None:
    """A restore keeps what was there aside, and takes over the log that was not archived yet."""
    manifest = take(ground.installation, ground.backups, reason="manual")
    ground.note("good")
    moment = ground.now()
    time.sleep(1.1)
    ground.note("the mistake")
    ground.crash()
    result = ground.restored()
    assert result.returncode == 0, result.stderr
    assert ground.notes() == ["good", "the mistake"]
    [aside] = ground.home.path.glob("postgres.before-restore-*")
    assert (aside / "PG_VERSION").exists()
    ground.archived()
    ground.postgres.stop()
    early = ground.ecomm("restore", "--yes", "--to", (moment - timedelta(days=1)).isoformat())
    assert "name an earlier backup" in early.stderr
    beyond = ground.ecomm("restore", "--yes", "--to", (moment + timedelta(days=1)).isoformat())
    assert beyond.returncode == 1
    assert "does not reach" in beyond.stderr
    # A restore that failed stands in no way.
    result = ground.restored(manifest.name, "--to", (moment + timedelta(seconds=0.5)).isoformat())
    assert result.returncode == 0, result.stderr
    assert ground.notes() == ["good"]


@pytest.mark.slow
def test_a_damaged_backup_is_refused_before_anything_is_touched(ground: Ground) -> None:
    """Planted faults: one byte changed, a file missing, a picture gone, the wrong passphrase."""
    phrase = "a long enough passphrase"
    ground.note("kept")
    made = ground.ecomm("backup", **{sealing.PASSPHRASE_VARIABLE: phrase})
    assert made.returncode == 0, made.stderr
    folder, manifest = ground.backups.find(None)
    assert manifest.secrets == "sealed"
    assert manifest.revisions == {"commerce": "0042_wide"}
    assert not (folder / "secrets.json").exists()
    secret = load_or_generate(ground.home)["encryption_key"]
    assert not [p for p in folder.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()]
    assert all(p.stat().st_mode & 0o077 == 0 for p in [folder, *folder.rglob("*")])
    ground.postgres.stop()

    def refused(*arguments: str, **env: str) -> str:
        before = (ground.home.path / "postgres" / "PG_VERSION").stat().st_ino
        result = ground.ecomm("restore", "--yes", *arguments, **env)
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        assert (ground.home.path / "postgres" / "PG_VERSION").stat().st_ino == before
        assert not list(ground.home.path.glob("*.before-restore-*"))
        return " ".join(result.stderr.split())

    assert "are sealed" in refused()
    assert "is not the passphrase" in refused(**{sealing.PASSPHRASE_VARIABLE: "another one, wrong"})
    right = {sealing.PASSPHRASE_VARIABLE: phrase}
    base = folder / "database" / "base.tar.gz"
    whole = base.read_bytes()
    base.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    assert "base.tar.gz was changed" in refused(**right)
    assert ground.ecomm("backup", "--verify", "latest").returncode == 1
    base.unlink()
    assert "base.tar.gz is missing" in refused(**right)
    base.write_bytes(whole)
    [blob] = [
        p
        for p in ground.backups.media.folder.rglob("*")
        if p.is_file() and p.read_bytes() == PICTURE
    ]
    blob.rename(blob.with_name("elsewhere"))
    assert "missing" in refused(**right)
    blob.with_name("elsewhere").rename(blob)
    assert "There is no backup" in refused("20200101T000000Z-manual")
    assert ground.restored(**right).returncode == 0
    assert ground.notes() == ["kept"]


def test_old_backups_go_with_the_log_and_pictures_only_they_needed(
    tmp_path: Path,
) -> None:
    """Retention: 30 days, the newest always stays; nothing that a kept one needs is removed."""
    backups = Backups(tmp_path / "backups")
    backups.create()
    now = datetime(2026, 11, 21, tzinfo=UTC)
    source = tmp_path / "media"
    source.mkdir()
    wal = backups.wal / "7"
    wal.mkdir(parents=True)
    for number in range(6):
        (wal / f"{archive.segment_of(1, f'0/{number:X}000000')}.gz").touch()
    (wal / "00000002.history.gz").touch()
    for age, start in ((70, 1), (40, 2), (10, 4)):
        (source / "now.webp").write_bytes(b"%d" % age)
        listed = backups.media.gather(source)
        name = f"age-{age}"
        with backups.draft(name) as draft:
            (draft / "media.json").write_text(json.dumps(listed))
            began = (now - timedelta(days=age)).isoformat()
            Manifest(
                name,
                "daily",
                began,
                began,
                18,
                "7",
                1,
                f"0/{start}000028",
                f"0/{start}000128",
                {},
                "plain",
                {},
            ).write(draft)
    assert backups.prune(now, 60) == ["age-70"]
    left = sorted(p.name for p in wal.iterdir())
    assert left[0] == f"{archive.segment_of(1, '0/2000000')}.gz"
    assert "00000002.history.gz" in left
    assert backups.prune(now + timedelta(days=400), 30) == ["age-40"]
    assert [manifest.name for _, manifest in backups.all()] == ["age-10"]
    contents = [
        p.read_bytes() for p in backups.media.folder.rglob("*") if p.is_file() and len(p.name) == 64
    ]
    assert contents == [b"10"]


def test_secrets_are_sealed_and_opened_with_the_same_passphrase_only(tmp_path: Path) -> None:
    sealed = tmp_path / "sealed"
    sealed.write_text(sealing.seal(b"the secrets", "one passphrase here"))
    assert b"the secrets" not in sealed.read_bytes()
    assert sealing.unseal(sealed, "one passphrase here") == b"the secrets"
    for phrase in ("one passphrase herf", None):
        with pytest.raises(BackupError, match=sealing.PASSPHRASE_VARIABLE):
            sealing.unseal(sealed, phrase)
    sealed.write_text(sealed.read_text().replace("scrypt", "", 1)[:-9])
    with pytest.raises(BackupError, match="damaged"):
        sealing.unseal(sealed, "one passphrase here")


def test_a_database_of_ones_own_is_refused_with_what_to_do(tmp_path: Path) -> None:
    env = {
        "ECOMM_HOME": str(tmp_path),
        "DATABASE_URL": "postgresql://a@localhost/b",
        "DATABASE_MIGRATOR_URL": "postgresql://a@localhost/b",
        "PATH": os.environ["PATH"],
        "COLUMNS": "300",
    }
    for command in (["backup"], ["restore", "--yes"], ["backup", "--list"]):
        result = subprocess.run(
            [sys.executable, "-m", "ecomm_cli", *command],
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert result.returncode == 1
        assert "names a server of yours" in " ".join(result.stderr.split())
