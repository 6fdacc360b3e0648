"""PostgreSQL's own manifest of a base backup, and whether the base is what it says.

What `pg_verifybackup` checks, done here: the wheel's copy of that program does not start.
Source: PostgreSQL 18, "Backup Manifest Format".
"""

import hashlib
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecomm_cli.backups.errors import BackupError

MANIFEST = "backup_manifest"
BASE, WAL = "base.tar.gz", "pg_wal.tar.gz"
_UNLISTED = ("pg_wal/",)
"""The log is read by recovery, which checks each record; the manifest does not list it."""


@dataclass(frozen=True, slots=True)
class WalRange:
    """The part of the log a base cannot do without."""

    timeline: int
    start_lsn: str
    stop_lsn: str


def wal_range(folder: Path) -> WalRange:
    """Read it from PostgreSQL's manifest. Raises BackupError."""
    try:
        ranges = _read(folder)["WAL-Ranges"]
        first, last = ranges[0], ranges[-1]
        return WalRange(int(last["Timeline"]), str(first["Start-LSN"]), str(last["End-LSN"]))
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BackupError(f"PostgreSQL's manifest in {folder} is damaged ({error}).") from error


def base_problems(folder: Path) -> list[str]:
    """Return what is wrong with a base, one sentence each; every file in it is read."""
    try:
        listed = {
            str(entry["Path"]): (int(entry["Size"]), str(entry["Checksum"]))
            for entry in _read(folder)["Files"]
        }
        found: list[str] = []
        with tarfile.open(folder / BASE, "r|gz") as packed:
            for member in packed:
                if not member.isfile() or member.name.startswith(_UNLISTED):
                    continue
                stream = packed.extractfile(member)
                wanted = listed.pop(member.name, None)
                if stream is None or wanted is None:
                    found.append(f"{member.name} is not in PostgreSQL's manifest")
                elif (member.size, _sha256(stream)) != wanted:
                    found.append(f"{member.name} was changed")
    except (OSError, EOFError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        return [f"the base cannot be read ({error})"]
    return found + [f"{name} is missing in the base" for name in listed]


def _read(folder: Path) -> Any:
    """The manifest, whose last line is its own checksum."""
    text = (folder / MANIFEST).read_bytes()
    value = json.loads(text)
    body = text[: text.rindex(b'"Manifest-Checksum"')]
    if hashlib.sha256(body).hexdigest() != value["Manifest-Checksum"]:
        raise ValueError("its checksum is another")
    return value


def _sha256(stream: Any) -> str:
    found = hashlib.sha256()
    while block := stream.read(1024 * 1024):
        found.update(block)
    return found.hexdigest()
