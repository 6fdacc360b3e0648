"""One log for people, with a coloured prefix for each process, and one rotated file for each."""

import asyncio
import contextlib
import logging
import os
import sys
from collections import deque
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

MAX_BYTES = 10 * 1024 * 1024
KEPT_FILES = 3
LAST_LINES = 12
_LONGEST_LINE = 64 * 1024
_POLL_SECONDS = 0.5
_RESET = "\x1b[0m"
_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)


class Logbook:
    """Takes the output of all processes."""

    def __init__(self, folder: Path, names: Iterable[str], *, screen: TextIO | None = None) -> None:
        """Prepare for processes with these names.

        folder: where `<name>.log` goes. screen: where people look (default: standard output);
        coloured when it is a terminal and NO_COLOR is not set.
        """
        self.folder = folder
        self._screen = screen or sys.stdout
        names = list(names)
        self._width = max((len(name) for name in names), default=0)
        self._order = {name: index for index, name in enumerate(names)}
        self._coloured = self._screen.isatty() and not os.environ.get("NO_COLOR")
        self._files: dict[str, RotatingFileHandler] = {}
        self._last: dict[str, deque[str]] = {}
        self._listening = True

    def path(self, name: str) -> Path:
        """Return the log file of a process."""
        return self.folder / f"{name}.log"

    def line(self, name: str, text: str) -> None:
        """Write one line of a process to its file and, with its prefix, to the screen."""
        self._file(name).emit(logging.makeLogRecord({"msg": text}))
        self._last.setdefault(name, deque(maxlen=LAST_LINES)).append(text)
        self.show(name, text)

    def begin(self, name: str) -> None:
        """A process begins a new life: what it said before does not explain this one."""
        self._last.pop(name, None)

    def last_words(self, name: str) -> list[str]:
        """Return the last lines of a process's present life."""
        return [line for line in self._last.get(name, ()) if line.strip()]

    def say(self, text: str) -> None:
        """Write a line of the supervisor itself."""
        self.line("ecomm", text)

    def show(self, name: str, text: str) -> None:
        """Write one line to the screen only; empty ones are spared."""
        if not text.strip():
            return
        prefix = f"{name:<{self._width}} │"
        if self._coloured:
            colour = _COLOURS[self._order.get(name, 0) % len(_COLOURS)]
            prefix = f"\x1b[{colour}m{prefix}{_RESET}"
        self.write(f"{prefix} {text}\n")

    def write(self, text: str) -> None:
        """Write to the screen; when nobody looks any more, only the files go on."""
        if not self._listening:
            return
        try:
            self._screen.write(text)
            self._screen.flush()
        except OSError:
            self._listening = False

    async def copy(self, name: str, stream: asyncio.StreamReader) -> None:
        """Write all lines of a process until it closes its output."""
        rest = b""
        while chunk := await stream.read(_LONGEST_LINE):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self.line(name, line.decode(errors="replace").rstrip("\r"))
            if len(rest) > _LONGEST_LINE:
                self.line(name, rest.decode(errors="replace"))
                rest = b""
        if rest:
            self.line(name, rest.decode(errors="replace"))

    async def follow(self, name: str) -> None:
        """Show what a server appends to its own log file; keep that file from growing for ever."""
        path = self.path(name)
        position = path.stat().st_size if path.exists() else 0
        while True:
            with contextlib.suppress(OSError):
                position = self._show_from(name, path, position)
            await asyncio.sleep(_POLL_SECONDS)

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _show_from(self, name: str, path: Path, position: int) -> int:
        size = path.stat().st_size
        if size > position:
            with path.open("rb") as stream:
                stream.seek(position)
                data = stream.read(size - position)
            complete = data.rfind(b"\n") + 1
            for line in data[:complete].splitlines():
                self.show(name, line.decode(errors="replace"))
            position += complete
        if size > MAX_BYTES:
            # The server keeps the file open for appending: it is copied and emptied, not renamed.
            path.with_name(f"{path.name}.1").write_bytes(path.read_bytes())
            os.truncate(path, 0)
            return 0
        return position if size >= position else 0

    def _file(self, name: str) -> RotatingFileHandler:
        if name not in self._files:
            handler = _QuietFile(
                self.path(name), maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
            )
            self._files[name] = handler
        return self._files[name]


class _QuietFile(RotatingFileHandler):
    """On a full disk lines are lost in the file; on the screen they stay, without a traceback
    for each."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Go on."""
