"""The clock every business rule reads. In local mode a file shifts it for all processes at once.

Rules call `now()` and hand it to SQL as a parameter; SQL's own now() is bookkeeping only.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["configure", "now", "set_shift", "shift", "timestamp"]


class _Shift:
    """Seconds added to the real time, re-read when the file's mtime changes (one stat a call)."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.seconds = 0.0
        self._mtime_ns = -1

    def current(self) -> float:
        if self.path is None:
            return self.seconds
        try:
            mtime_ns = os.stat(self.path).st_mtime_ns  # noqa: PTH116 - half the cost of Path.stat
        except FileNotFoundError:
            self.seconds, self._mtime_ns = 0.0, -1
            return 0.0
        if mtime_ns != self._mtime_ns:
            self.seconds = float(self.path.read_text() or 0)
            self._mtime_ns = mtime_ns
        return self.seconds


_shift = _Shift()


def configure(path: Path | None) -> None:
    """Follow the shift in `path` (local mode), or run unshifted for None."""
    _shift.path = path
    _shift.seconds = 0.0
    _shift._mtime_ns = -1


def timestamp() -> float:
    """Seconds since the epoch, shifted."""
    return time.time() + _shift.current()


def now() -> datetime:
    """The current time, UTC with zone, shifted."""
    return datetime.now(UTC) + timedelta(seconds=_shift.current())


def shift() -> float:
    """Seconds the clock is ahead of the real time."""
    return _shift.current()


def set_shift(seconds: float) -> None:
    """Set the shift for every process that follows the same file.

    Raises RuntimeError outside local mode, where no file is configured.
    """
    if _shift.path is None:
        raise RuntimeError("the clock can be shifted in local mode only")
    temporary = _shift.path.with_suffix(f".{os.getpid()}")
    temporary.write_text(str(seconds))
    temporary.replace(_shift.path)
