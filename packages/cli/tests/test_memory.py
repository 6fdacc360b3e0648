"""Memory of a process tree: every page once, children and what left them included."""

import mmap
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecomm_cli.system import memory
from ecomm_cli.system.identity import ProcessIdentity
from ecomm_cli.system.memory import Memory, ProcessTable, memory_of

MEGABYTE = 1024 * 1024

# A parent that maps 60 MB, two forked children that share it, and one that has left the tree.
_TREE = """
import os, sys, time
block = bytearray(60 * 1024 * 1024)
for n in range(2):
    if os.fork() == 0:
        time.sleep(60)
if os.fork() == 0:
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.wait()
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def tree() -> Iterator[ProcessIdentity]:
    with subprocess.Popen(
        [sys.executable, "-c", _TREE], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        identity = ProcessIdentity.of(process.pid)
        assert identity is not None
        try:
            yield identity
        finally:
            os.killpg(process.pid, 9)


def test_shared_pages_count_once_and_nobody_is_forgotten(tree: ProcessIdentity) -> None:
    family = ProcessTable().family(tree)
    assert len(family) == 4  # parent, two children, and the orphan in its session
    used = memory_of(family)
    assert used.processes == 4
    assert 60 * MEGABYTE < used.bytes < 110 * MEGABYTE
    # Each of them has all of it resident: added up, that would be four times as much.
    assert sum(_resident(pid) for pid in family) > 4 * 60 * MEGABYTE


def test_memory_grows_with_what_is_written() -> None:
    identity = ProcessIdentity.of(os.getpid())
    assert identity is not None
    before = memory_of({os.getpid()}).bytes
    with mmap.mmap(-1, 40 * MEGABYTE) as block:
        for page in range(0, 40 * MEGABYTE, mmap.PAGESIZE):
            block[page] = 1
        assert memory_of({os.getpid()}).bytes - before > 39 * MEGABYTE


def test_what_has_ended_takes_nothing(tree: ProcessIdentity) -> None:
    table = ProcessTable()
    family = table.family(tree)
    os.killpg(tree.pid, 9)
    deadline = time.monotonic() + 60
    while any(ProcessIdentity.of(pid) for pid in family):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert memory_of(family) == Memory()
    assert table.family(tree) == set()


def test_what_may_not_be_looked_at_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Root may look at everything, so a folder that refuses stands for the kernel."""

    class Closed(type(tmp_path)):  # type: ignore[misc]  # pathlib picks its class by platform
        def open(self, *_args: object, **_kwargs: object) -> object:
            raise PermissionError

        def __truediv__(self, other: str) -> "Closed":
            return self

    monkeypatch.setattr(memory, "PROC", Closed(tmp_path))
    assert memory_of({1, 2}) == Memory(hidden=2)


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * mmap.PAGESIZE
