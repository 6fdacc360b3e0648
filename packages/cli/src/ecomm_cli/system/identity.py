"""Process identities that survive being written to disk.

A pid alone is not enough: after a crash or a reboot the number may belong to somebody else. The
kernel's start time (clock ticks since boot, field 22 of /proc/<pid>/stat) and the boot id make it
unique.
"""

import os
import signal
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROC = Path("/proc")
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Stat:
    """The fields of /proc/<pid>/stat that we use."""

    state: str
    parent: int
    group: int
    session: int
    start_ticks: int


def read_stat(pid: int) -> Stat | None:
    """Return the stat fields of a process, or None when there is no such process."""
    try:
        raw = (PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return None
    # The command name (field 2) may hold spaces and parentheses: count from the last one.
    fields = raw[raw.rindex(b")") + 2 :].split()
    return Stat(
        state=fields[0].decode(),
        parent=int(fields[1]),
        group=int(fields[2]),
        session=int(fields[3]),
        start_ticks=int(fields[19]),
    )


@cache
def boot_id() -> str:
    """Return the kernel's id of this boot."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """One process, not merely its number."""

    pid: int
    start_ticks: int
    boot: str

    @classmethod
    def of(cls, pid: int) -> "ProcessIdentity | None":
        """Return the identity of a running process; None for missing ones and zombies."""
        stat = read_stat(pid)
        if stat is None or stat.state in "ZX":
            return None
        return cls(pid=pid, start_ticks=stat.start_ticks, boot=boot_id())

    @classmethod
    def from_json(cls, value: object) -> "ProcessIdentity | None":
        """Read what `to_json` wrote; None when it is something else."""
        match value:
            case {"pid": int(pid), "start_ticks": int(ticks), "boot": str(boot)}:
                return cls(pid=pid, start_ticks=ticks, boot=boot)
            case _:
                return None

    def to_json(self) -> dict[str, int | str]:
        """Return plain values for the state file."""
        return {"pid": self.pid, "start_ticks": self.start_ticks, "boot": self.boot}

    def is_alive(self) -> bool:
        """Tell whether this very process still runs (a zombie does not)."""
        return ProcessIdentity.of(self.pid) == self

    def send(self, signal_number: signal.Signals) -> bool:
        """Send a signal; False when the process is gone."""
        if not self.is_alive():
            return False
        try:
            os.kill(self.pid, signal_number)
        except ProcessLookupError:
            return False
        return True

    def wait_gone(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for the process to end; tell whether it did."""
        deadline = time.monotonic() + timeout
        while self.is_alive():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True


def command_line(pid: int) -> str:
    """Return a process's command line for people, or an empty string when it is not visible."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return ""
    return raw.replace(b"\0", b" ").decode(errors="replace").strip()


def working_directory(pid: int) -> Path | None:
    """Return a process's working directory, or None when it may not be read."""
    try:
        return (PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def environment_value(pid: int, name: str) -> str | None:
    """Return one variable of the environment a process was started with, if readable."""
    try:
        raw = (PROC / str(pid) / "environ").read_bytes()
    except OSError:
        return None
    prefix = name.encode() + b"="
    for entry in raw.split(b"\0"):
        if entry.startswith(prefix):
            return entry[len(prefix) :].decode(errors="replace")
    return None


def processes_in(folder: Path) -> list[ProcessIdentity]:
    """Return the live processes whose working directory is this folder, as far as visible."""
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit() and working_directory(int(entry.name)) == folder:
            identity = ProcessIdentity.of(int(entry.name))
            if identity is not None:
                found.append(identity)
    return found


def session_members(session: int) -> list[ProcessIdentity]:
    """Return the live processes of a session (what a child started with its own session left)."""
    members = []
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        stat = read_stat(int(entry.name))
        if stat is None or stat.session != session or stat.state in "ZX":
            continue
        members.append(ProcessIdentity(int(entry.name), stat.start_ticks, boot_id()))
    return members
