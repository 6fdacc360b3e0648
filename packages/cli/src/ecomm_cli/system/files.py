"""Small files written so that a crash leaves the old content or the new, never half of it."""

import contextlib
import json
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: str, *, mode: int = 0o644) -> None:
    """Write a file through a temporary neighbour and a rename, with the given permissions."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_json(path: Path, value: object, *, mode: int = 0o644) -> None:
    """Write a value as indented JSON, atomically."""
    write_atomically(path, json.dumps(value, indent=2, sort_keys=True) + "\n", mode=mode)


def read_json(path: Path) -> dict[str, object]:
    """Return the object in a JSON file, or an empty one when the file does not exist.

    Raises ValueError when the file holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{path} does not hold a JSON object")  # noqa: TRY004 - content, not a type
    return value


def last_lines(path: Path, count: int, *, limit: int = 16_384) -> list[str]:
    """Return the last lines of a log file (at most `limit` bytes are read)."""
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - limit))
            text = stream.read().decode(errors="replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip()][-count:]
