"""Pictures in backups: each content once, under its SHA-256, and lists of who had it when."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecomm_cli.backups.errors import BackupError
from ecomm_cli.system.files import write_atomically

LIST = "media.json"
Listed = dict[str, tuple[int, int, str]]
"""Relative name -> (bytes, modified at in ns, SHA-256)."""


@dataclass(frozen=True, slots=True)
class MediaStore:
    """The contents, and `newest.json`: the last list, refreshed between backups."""

    folder: Path

    @property
    def newest(self) -> Path:
        """The last list."""
        return self.folder / "newest.json"

    def gather(self, source: Path) -> Listed:
        """Take in what is new below `source`; what was there with the same size and time is not
        read again. Files that go meanwhile are left out. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = read_list(self.newest) if self.newest.is_file() else {}
        found: Listed = {}
        for path in _files(source):
            name = path.relative_to(source).as_posix()
            with contextlib.suppress(FileNotFoundError):
                seen = path.stat()
                known = before.get(name)
                if known and known[:2] == (seen.st_size, seen.st_mtime_ns):
                    found[name] = known
                else:
                    found[name] = (seen.st_size, seen.st_mtime_ns, self._take(path))
        write_list(self.newest, found)
        return found

    def give_back(self, listed: Listed, target: Path) -> None:
        """Write the listed pictures below `target`. Raises BackupError for one that is gone or
        damaged."""
        for name, (size, modified, sha) in listed.items():
            path = target / name
            if not path.resolve().is_relative_to(target.resolve()):
                raise BackupError(f"The list of pictures names {name}, which lies outside.")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                if _copy(self._blob(sha), path) != sha:
                    raise BackupError(f"The picture {name} was changed in the backup.")
            except FileNotFoundError as error:
                raise BackupError(f"The picture {name} is missing in the backup.") from error
            path.chmod(0o600)
            os.utime(path, ns=(modified, modified))
            if path.stat().st_size != size:
                raise BackupError(f"The picture {name} was cut short in the backup.")

    def missing(self, listed: Listed) -> list[str]:
        """Return the pictures whose content is not there whole; sizes only are looked at."""
        return [
            name
            for name, (size, _, sha) in listed.items()
            if not self._blob(sha).is_file() or self._blob(sha).stat().st_size != size
        ]

    def forget_except(self, backups: Iterable[Path]) -> None:
        """Remove contents that neither these backups nor the newest list name."""
        lists = [path / LIST for path in backups] + [self.newest]
        kept = {entry[2] for path in lists if path.is_file() for entry in read_list(path).values()}
        for path in _files(self.folder):
            if path != self.newest and path.name not in kept:
                path.unlink(missing_ok=True)

    def _blob(self, sha: str) -> Path:
        return self.folder / sha[:2] / sha

    def _take(self, path: Path) -> str:
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
        os.close(descriptor)
        draft = Path(name)
        try:
            sha = _copy(path, draft)
            blob = self._blob(sha)
            blob.parent.mkdir(mode=0o700, exist_ok=True)
            draft.rename(blob)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return sha


def read_list(path: Path) -> Listed:
    """Read a list. Raises BackupError when it is damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): (int(e[0]), int(e[1]), str(e[2])) for name, e in value.items()}
    except (OSError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise BackupError(f"The list of pictures {path} is damaged ({error}).") from error


def write_list(path: Path, listed: Listed) -> None:
    """Write a list, whole or not at all."""
    write_atomically(path, json.dumps(listed), mode=0o600)


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not (Path(root) / name).is_symlink()]
        for name in files:
            path = Path(root) / name
            if not path.is_symlink():
                yield path


def _copy(source: Path, target: Path) -> str:
    """Copy and sync; the SHA-256 of what was copied."""
    with source.open("rb") as read, target.open("wb") as write:
        shutil.copyfileobj(read, write, 1024 * 1024)
        write.flush()
        os.fsync(write.fileno())
    with target.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
