"""What a backup consists of, written last: a folder without a manifest is no backup.

Every file is named with its size and SHA-256. Pictures lie in a store that all backups share, each
under its own hash; a list says which were there.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ecomm_cli.backups.errors import BackupError
from ecomm_cli.system.files import read_json, write_json

VERSION = 1
NAME = "manifest.json"
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its size in bytes and SHA-256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole backup."""

    name: str
    reason: str
    began_at: str
    ended_at: str
    postgres_major: int
    system_id: str
    timeline: int
    start_lsn: str
    stop_lsn: str
    revisions: Mapping[str, str]
    secrets: str
    """`plain`, or `sealed` with the operator's passphrase."""
    files: Mapping[str, Entry]
    media_bytes: int = 0
    media_files: int = 0
    version: int = VERSION
    extra: Mapping[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write it; from now on the folder is a backup."""
        write_json(folder / NAME, asdict(self), mode=0o600)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read it. Raises BackupError when there is none that we understand."""
        try:
            value = read_json(folder / NAME)
            if not value:
                raise BackupError(f"{folder} is no backup: it has no {NAME}.")
            if value.get("version") != VERSION:
                raise BackupError(f"{folder} was made by another release of Ecomm.")
            files: Any = value.pop("files")
            return cls(**value, files={k: Entry(**v) for k, v in files.items()})  # type: ignore[arg-type] # checked by its use: a damaged one raises
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError(f"The manifest in {folder} is damaged ({error}).") from error

    @property
    def began(self) -> datetime:
        """When it was begun, UTC."""
        return datetime.fromisoformat(self.began_at)


def digest(path: Path) -> Entry:
    """Return a file's size and hash."""
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256")
        return Entry(stream.tell(), found.hexdigest())


def entries(folder: Path) -> Iterator[tuple[str, Entry]]:
    """Yield every file of a folder by its relative name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != NAME:
            yield path.relative_to(folder).as_posix(), digest(path)


def problems(folder: Path, manifest: Manifest) -> list[str]:
    """Return what is wrong with a backup's own files, one sentence each; every byte is read."""
    found = []
    for name, wanted in manifest.files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif path.stat().st_size != wanted.bytes:
            found.append(f"{name} has {path.stat().st_size} bytes, not {wanted.bytes}")
        elif digest(path) != wanted:
            found.append(f"{name} was changed")
    return found
