"""Putting a backup back: the base, everything archived since, pictures, secrets.

What was there is moved aside, never deleted: a restore by mistake can be undone by hand. The log
that the old cluster had not archived yet is used as well, where its disk is still there.
"""

import contextlib
import os
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ecomm_cli.backups import sealing
from ecomm_cli.backups.base import BASE, WAL
from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.manifest import Manifest, problems
from ecomm_cli.backups.media import LIST, read_list
from ecomm_cli.backups.shelf import Backups
from ecomm_cli.backups.taking import DATABASE_FOLDER, SEALED, SECRETS
from ecomm_cli.embedded import EmbeddedError, PostgresServer, archive, own_folder
from ecomm_cli.embedded.binaries import POSTGRES_MAJOR
from ecomm_cli.home import Home
from ecomm_cli.system.files import write_atomically

RECOVERY_SECONDS = 4 * 3600.0
_SIGNAL = "recovery.signal"
_LAST = """
select coalesce(to_char(pg_last_xact_replay_timestamp() at time zone 'UTC',
                        'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), '');
"""


@dataclass(slots=True)
class Restored:
    """What came of it. last_change: of the newest transaction that is there again, UTC; None when
    there was none after the base."""

    backup: Manifest
    last_change: datetime | None = None
    moved: list[Path] = field(default_factory=list)
    """What was there before, under its new name."""


def check(backups: Backups, folder: Path, manifest: Manifest) -> None:
    """Read every byte of a backup. Raises BackupError when it is not whole or not for us."""
    if manifest.postgres_major != POSTGRES_MAJOR:
        raise BackupError(
            f"{manifest.name} holds PostgreSQL {manifest.postgres_major} data and this release "
            f"runs {POSTGRES_MAJOR}: restore it with the release that made it, then upgrade."
        )
    wrong = problems(folder, manifest)
    if not wrong:
        gone = backups.media.missing(read_list(folder / LIST))
        wrong = [f"the picture {name} is missing" for name in gone]
    if wrong:
        raise BackupError(f"{manifest.name} is not whole: {'; '.join(wrong[:3])}.")


def secrets_of(folder: Path) -> bytes:
    """Return the backup's secrets, opened. Raises BackupError without the passphrase."""
    sealed = folder / SEALED
    if sealed.is_file():
        return sealing.unseal(sealed, sealing.passphrase())
    try:
        return (folder / SECRETS).read_bytes()
    except OSError as error:
        raise BackupError(f"The secrets of {folder.name} cannot be read: {error}.") from error


def restore_files(
    home: Home, backups: Backups, folder: Path, restored: Restored, secrets: bytes
) -> None:
    """Put secrets, remembered choices and pictures back; pictures first beside their place, so that
    a damaged one changes nothing. Raises BackupError."""
    stamp = _stamp()
    draft = home.media.with_name(f"{home.media.name}.restoring")
    try:
        home.create()
        listed = read_list(folder / LIST)
        if backups.media.newest.is_file() and _same_installation(backups, restored.backup):
            # Pictures that came after the base belong to the changes that are read from the log.
            listed |= read_list(backups.media.newest)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        backups.media.give_back(listed, draft)
        if home.secrets.exists() and home.secrets.read_bytes() != secrets:
            _aside(home.secrets, stamp, restored)
        write_atomically(home.secrets, secrets.decode(), mode=0o600)
        for path in (home.config_file, home.seeded, home.clock):
            if (folder / path.name).is_file() and not path.exists():
                write_atomically(path, (folder / path.name).read_text())
        if any(home.media.iterdir()):
            _aside(home.media, stamp, restored)
        else:
            home.media.rmdir()
        draft.rename(home.media)
    except OSError as error:
        raise BackupError(f"{error.filename}: {error.strerror or error}.") from error


def restore_database(
    server: PostgresServer, folder: Path, restored: Restored, *, target: datetime | None
) -> None:
    """Put the database back as it was at `target`, or with all that was archived; the server is
    stopped before and after.

    Raises BackupError when the log does not reach the target, EmbeddedError.
    """
    data, stamp = server.data_dir, _stamp()
    wal = server.wal_archive / restored.backup.system_id if server.wal_archive else None
    draft = data.with_name(f"{data.name}.restoring")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        own_folder(draft, server.account)
        _unpack(folder / DATABASE_FOLDER / BASE, draft)
        _unpack(folder / DATABASE_FOLDER / WAL, draft / "pg_wal")
        if archive.system_id(data) == restored.backup.system_id:
            _rescue_log(data / "pg_wal", draft / "pg_wal", wal)
        (draft / _SIGNAL).touch()
        _hand_over(draft, server)
        if data.exists() and any(data.iterdir()):
            _aside(data, stamp, restored)
        elif data.exists():
            data.rmdir()
        draft.rename(data)
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"The database could not be unpacked: {error}.") from error
    server.settings = _recovery(wal, target)
    try:
        server.start(timeout=RECOVERY_SECONDS)
    except EmbeddedError as error:
        said = server.log_file.read_text(errors="replace")[-4000:]
        if "before configured recovery target was reached" in said:
            raise BackupError(
                f"The archived log does not reach {target:%Y-%m-%d %H:%M:%S} UTC: choose an "
                "earlier time, or none for all there is."
            ) from error
        raise
    last = server.execute(_LAST)
    restored.last_change = datetime.fromisoformat(last) if last else None
    server.stop()
    server.settings = {}


def _recovery(wal: Path | None, target: datetime | None) -> dict[str, str]:
    found = {"recovery_target_timeline": "latest", "hot_standby": "off"}
    found |= (
        archive.fetching(wal) if wal is not None and wal.is_dir() else {"restore_command": "false"}
    )
    if target is not None:
        found |= {
            "recovery_target_time": target.astimezone(UTC).isoformat(),
            "recovery_target_action": "promote",
        }
    return found


def _rescue_log(old: Path, new: Path, wal: Path | None) -> None:
    """Take over segments of the old cluster that were not archived: the last seconds."""
    for path in old.iterdir() if old.is_dir() else ():
        archived = wal is not None and (wal / f"{path.name}.gz").exists()
        there = new / path.name
        # Beside the base's own copy of a segment, the old cluster's has what came after it.
        if archive.is_segment(path.name) and not archived and path.is_file():
            shutil.copyfile(path, there)


def _unpack(path: Path, target: Path) -> None:
    with tarfile.open(path, "r:gz") as packed:
        packed.extractall(target, filter="data")


def _hand_over(folder: Path, server: PostgresServer) -> None:
    for root, folders, files in os.walk(folder):
        for name in [".", *folders, *files]:
            path = Path(root) / name
            if not server.account.is_self:
                os.chown(path, server.account.uid, server.account.gid, follow_symlinks=False)
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)


def _same_installation(backups: Backups, manifest: Manifest) -> bool:
    """Whether the shared list of pictures is this cluster's: no other is backed up here."""
    with contextlib.suppress(BackupError):
        return {m.system_id for _, m in backups.all()} <= {manifest.system_id}
    return False


def _aside(path: Path, stamp: str, restored: Restored) -> None:
    moved = path.with_name(f"{path.name}.before-restore-{stamp}")
    path.rename(moved)
    restored.moved.append(moved)


def _stamp() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def said(restored: Restored) -> Mapping[str, str]:
    """What people want to know, by heading."""
    last = restored.last_change
    return {
        "backup": restored.backup.name,
        "last change": f"{last:%Y-%m-%d %H:%M:%S} UTC" if last else "none after the base",
        "kept aside": ", ".join(map(str, restored.moved)) or "nothing",
    }
