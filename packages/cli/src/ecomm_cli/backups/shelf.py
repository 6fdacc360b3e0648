"""Where backups lie, which there are, and which may go."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ecomm_cli.backups import media
from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.manifest import NAME, Manifest
from ecomm_cli.embedded import archive

FOLDER_VARIABLE = "ECOMM_BACKUP_DIR"
KEEP_DAYS = 30
_DRAFT = ".making-"


def folder_for(data: Path) -> Path:
    """Return the folder of backups: ECOMM_BACKUP_DIR (another disk), or beside the data."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given).expanduser().absolute() if given else data / "backups"


@dataclass(frozen=True, slots=True)
class Backups:
    """All backups in one folder, with the archived WAL and the pictures they share."""

    folder: Path

    @property
    def wal(self) -> Path:
        """Archived WAL, a folder for each cluster."""
        return self.folder / "wal"

    @property
    def media(self) -> media.MediaStore:
        """Pictures of all backups."""
        return media.MediaStore(self.folder / "media")

    def create(self) -> None:
        """Make the folder. Raises BackupError when it cannot be written."""
        try:
            if not self.folder.exists():
                self.folder.mkdir(parents=True)
                self.folder.chmod(0o711)  # PostgreSQL's user passes through to its WAL
        except OSError as error:
            raise BackupError(
                f"Backups cannot be kept in {self.folder} ({error.strerror}): mend its "
                f"permissions, or set {FOLDER_VARIABLE} to another place."
            ) from error

    def all(self) -> list[tuple[Path, Manifest]]:
        """Return the whole backups, the oldest first. Others' folders are left alone."""
        if not self.folder.is_dir():
            return []
        found = [path for path in self.folder.iterdir() if (path / NAME).is_file()]
        return sorted(((path, Manifest.read(path)) for path in found), key=lambda b: b[1].began)

    def find(self, name: str | None) -> tuple[Path, Manifest]:
        """Return a backup by name or path, the newest without. Raises BackupError."""
        if name and "/" in name:
            path = Path(name).expanduser().absolute()
            return path, Manifest.read(path)
        made = self.all()
        for path, manifest in reversed(made):
            if name in (None, manifest.name):
                return path, manifest
        there = ", ".join(manifest.name for _, manifest in made) or "none"
        raise BackupError(f"There is no backup {name or ''} in {self.folder}; there are: {there}.")

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """One backup at a time. Raises BackupError when another is being made."""
        self.create()
        with (self.folder / "lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupError("Another backup is being made; wait for it.") from None
            yield

    @contextlib.contextmanager
    def draft(self, name: str) -> Iterator[Path]:
        """Give a folder that becomes the backup at the end of the block, or is removed."""
        for left in self.folder.glob(f"{_DRAFT}*"):
            shutil.rmtree(left)  # of one that was killed; the lock is ours
        path = self.folder / f"{_DRAFT}{name}"
        path.mkdir(mode=0o700)
        try:
            yield path
            path.rename(self.folder / name)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise

    def prune(self, now: datetime, keep_days: int = KEEP_DAYS) -> list[str]:
        """Remove backups older than `keep_days`, and WAL and pictures that no other needs; their
        names. The newest always stays, whatever its age."""
        made = self.all()
        over = [b for b in made[:-1] if now - b[1].began > timedelta(days=keep_days)]
        for path, _ in over:
            # Without its manifest it is none any more, whatever interrupts us.
            (path / NAME).unlink()
            shutil.rmtree(path)
        kept = self.all()
        for system in {manifest.system_id for _, manifest in made}:
            starts = [
                archive.segment_of(m.timeline, m.start_lsn)
                for _, m in kept
                if m.system_id == system
            ]
            if starts:
                archive.forget_before(self.wal / system, min(starts, key=lambda name: name[8:]))
        self.media.forget_except([path for path, _ in kept])
        return [manifest.name for _, manifest in over]
