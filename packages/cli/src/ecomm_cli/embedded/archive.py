"""Continuous archiving of PostgreSQL's write-ahead log: what the server is told, what is kept.

A segment is compressed into the archive when it is full, or a minute after its first change. It is
written beside its place, synced and renamed, so that half of one is never taken for a whole; one
that is there already is compared, never overwritten.
"""

import re
import shlex
from pathlib import Path

TIMEOUT_SECONDS = 60
"""Longest time that a committed change waits for its segment to be archived."""
ENABLED = "enabled"
"""Written with the first base backup: before it there is nothing that archived WAL could follow."""
_SEGMENT = re.compile(r"[0-9A-F]{24}")
_SEGMENT_BYTES = 16 * 1024 * 1024


def settings(archive: Path) -> dict[str, str]:
    """Return the server's settings that archive into a folder."""
    folder = shlex.quote(str(archive)).replace("%", "%%")
    done, part = f"{folder}/%f.gz", f"{folder}/%f.part"
    command = (
        f"test ! -e {folder}/{ENABLED} || "
        f"if test -e {done}; then gzip -cdq {done} | cmp -s - %p; "
        f"else gzip -1cq %p > {part} && sync {part} && mv {part} {done}; fi"
    )
    return {
        "archive_mode": "on",
        "archive_command": command,
        "archive_timeout": f"{TIMEOUT_SECONDS}s",
    }


def fetching(archive: Path) -> dict[str, str]:
    """Return the settings with which a restored server reads what was archived."""
    folder = shlex.quote(str(archive)).replace("%", "%%")
    return {"restore_command": f"test -e {folder}/%f.gz && gzip -cdq {folder}/%f.gz > %p"}


def system_id(data_dir: Path) -> str | None:
    """Return the number that tells clusters apart (`pg_control` begins with it); None without."""
    try:
        with (data_dir / "global" / "pg_control").open("rb") as control:
            return str(int.from_bytes(control.read(8), "little"))
    except OSError:
        return None


def segment_of(timeline: int, lsn: str) -> str:
    """Return the name of the segment that holds a position such as `0/2000028`."""
    high, _, low = lsn.partition("/")
    return f"{timeline:08X}{int(high, 16):08X}{int(low, 16) // _SEGMENT_BYTES:08X}"


def is_segment(name: str) -> bool:
    """Tell whether a file of `pg_wal` is a segment."""
    return _SEGMENT.fullmatch(name) is not None


def forget_before(archive: Path, segment: str) -> int:
    """Remove segments that no base from `segment` on needs, of whatever timeline; how many."""
    removed = 0
    for path in archive.glob("*.gz"):
        name = path.name.removesuffix(".gz")
        if is_segment(name) and name[8:] < segment[8:]:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
