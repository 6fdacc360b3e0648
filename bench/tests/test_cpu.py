"""CPU time of trees: what has ended stays counted."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.cpu import fine_cpu_ms, tree

BURN = "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass\n"


@pytest.fixture
def idle_child() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that burns 200 ms in a child of its own, waits for it, and then sleeps."""
    script = (
        f"import subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {BURN!r}])\n"
        "print('done', flush=True)\ntime.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_child_that_ended_is_counted_in_its_parent(
    idle_child: "subprocess.Popen[bytes]",
) -> None:
    """As backends and workers come and go."""
    assert tree(idle_child.pid) == [idle_child.pid]
    assert fine_cpu_ms(idle_child.pid) >= 190


def test_a_thread_that_ended_gives_no_time_back() -> None:
    """A pool that shrinks would otherwise hide what it did."""

    def burn() -> None:
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass

    before = fine_cpu_ms(os.getpid())
    thread = threading.Thread(target=burn)
    thread.start()
    ended = Path(f"/proc/self/task/{thread.native_id}")
    thread.join()
    while ended.exists():
        time.sleep(0.01)
    assert fine_cpu_ms(os.getpid()) - before >= 95
