"""Finds what stalls an event loop in tests: blocking calls and long computations on it.

The promise is a loop that never stands still for 200 ms (blocking work goes to `run_blocking()`).
How late a task wakes says little on a busy machine, so what counts is the time in which the loop's
process was able to run: the kernel's account of its threads' waiting for a processor is taken off
(each of them may hold the interpreter's lock meanwhile), what the machine below a virtual one took
away, and garbage collections, which take long only because a test process holds so much. A second
thread looks at the stack while the loop stands still, so that a failure shows where.

Some of what a machine does is in no account: a page fetched from a full disk, a processor that its
host lent to somebody else. So one reading blames nobody. A test that stalls runs again
(`pytest-rerunfailures`, in the project's pytest options, looks for `STOOD_STILL`) and fails when it
stalls every time, as a blocking call does; the summary names each that was run again.
"""

import asyncio
import gc
import os
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

LIMIT: Final = 0.2
"""Seconds."""

STOOD_STILL: Final = "the event loop stood still here"
"""What a stalled test's failure begins with: the pattern of the options' `--only-rerun`."""

_BEAT: Final = 0.02
_THREADS: Final = "/proc/self/task"
_PROCESSORS: Final = "/proc/stat"
_TICK: Final = 1 / os.sysconf("SC_CLK_TCK")
_OURS: Final = (
    "/ecomm_core/",
    "/ecomm_connectors/",
    "/commerce/src/commerce/",
    "/llm_gateway/src/llm_gateway/",
)
"""A stall is the product's when its own code is on the stack, not when a test does slow things."""


class StallWatch:
    """Watches a loop of the thread that makes the watch, whenever it runs."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limit: float = LIMIT) -> None:
        self._loop = loop
        self._limit = limit
        self._thread = threading.get_ident()
        self._stop = threading.Event()
        self._garbage_collected: tuple[float, float | None] = (0.0, None)
        """Seconds so far, and when the running collection began: read at once by another thread."""
        self._starved = 0.0
        self._stolen = 0.0
        self._taken: dict[bytes, int] = {}
        self._delays: dict[str, int] = {}
        self._open: dict[str, int] = {}
        """Accounts that are read fifty times a second stay open: opening is what costs."""
        self._beaten = time.monotonic()
        self.stalls: list[str] = []
        """The stack of each stall."""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch until the end of the block."""
        beating = self._loop.call_later(_BEAT, self._beat)
        # First of all callbacks: another's is then never outside the time that is taken off.
        gc.callbacks.insert(0, self._garbage)
        # The account is read before the other thread runs: what happens while it starts counts.
        opening = time.monotonic(), self._waited()
        looking = threading.Thread(target=self._look, args=opening, name="stalls", daemon=True)
        looking.start()
        try:
            yield
        finally:
            gc.callbacks.remove(self._garbage)
            self._stop.set()
            beating.cancel()
            looking.join()
            for account in list(self._open):
                self._close(account)

    def _beat(self) -> None:
        if not self._stop.is_set():
            self._beaten = time.monotonic()
            self._loop.call_later(_BEAT, self._beat)

    def _garbage(self, phase: str, _info: dict[str, int]) -> None:
        collected, began = self._garbage_collected
        if phase == "start":
            self._garbage_collected = collected, time.monotonic()
        elif began is not None:
            self._garbage_collected = collected + time.monotonic() - began, None

    def _waited(self) -> float:
        """Seconds so far in which threads had no processor or garbage was collected.

        Only grows; the thread that asks is left out, because nobody waits for it.
        """
        own = str(threading.get_native_id())
        for name in os.listdir(_THREADS):  # noqa: PTH208 - names are enough, fifty times a second
            if name == own:
                continue
            if (told := self._read(f"{_THREADS}/{name}/schedstat")) is None:
                self._delays.pop(name, None)
                continue
            delay = int(told.split()[1])
            self._starved += max(0, delay - self._delays.get(name, delay)) / 1e9
            self._delays[name] = delay
        if (told := self._read(_PROCESSORS, 8192)) is not None:
            self._stolen += self._more_taken(told)
        collected, began = self._garbage_collected
        now = time.monotonic() - began if began is not None else 0.0
        return self._starved + self._stolen + collected + now

    def _more_taken(self, told: bytes) -> float:
        """Seconds taken from a processor since the last look: from the one that lost most, because
        a thread is on one at a time. The sum of all could excuse any stall on a busy host."""
        most = 0
        for line in told.split(b"\n")[1:]:
            fields = line.split()
            if not fields or not fields[0].startswith(b"cpu"):
                break
            taken = int(fields[8])
            most = max(most, taken - self._taken.get(fields[0], taken))
            self._taken[fields[0]] = taken
        return most * _TICK

    def _read(self, account: str, size: int = 256) -> bytes | None:
        """The first lines of an account of the kernel's; None when there is none (any more)."""
        try:
            if account not in self._open:
                self._open[account] = os.open(account, os.O_RDONLY | os.O_CLOEXEC)
            return os.pread(self._open[account], size, 0) or None
        except OSError:  # the thread ended; no statistics
            self._close(account)
            return None

    def _close(self, account: str) -> None:
        if (descriptor := self._open.pop(account, None)) is not None:
            os.close(descriptor)

    def _look(self, began: float, waited: float) -> None:
        """Take the stack of a loop that stands still; judge when it turns again.

        The kernel adds a wait for a processor when it is over, so what looks like a stall may yet
        turn out to have been none. Reading the account lets other threads run, so each moment is
        kept with the account read *before* it, and judged with the one read *after* it: a
        collection between the two is taken off, never blamed.
        """
        samples = deque([(began, waited)])
        suspect: tuple[float, float, str] | None = None
        ending = False
        while not ending:
            ending = self._stop.wait(_BEAT)
            now = time.monotonic()
            samples.append((now, waited))
            if not self._loop.is_running():
                # Between fixtures and tests nothing runs; a stall begins after that.
                self._beaten = now
            beat = self._beaten
            waited = self._waited()
            if suspect is not None and beat != suspect[0]:
                since, before, stack = suspect
                suspect = None
                if beat - since - _BEAT - (waited - before) >= self._limit:
                    self.stalls.append(stack)
            while len(samples) > 1 and samples[1][0] <= beat:
                samples.popleft()
            before = samples[0][1]
            if suspect is not None or now - beat - _BEAT - (waited - before) < self._limit:
                continue
            frame = sys._current_frames().get(self._thread)
            if frame is not None and _is_ours(frame) and self._beaten == beat:
                suspect = beat, before, "".join(traceback.format_stack(frame)[-12:])


def _is_ours(frame: FrameType | None) -> bool:
    while frame is not None:
        if any(part in frame.f_code.co_filename for part in _OURS):
            return True
        frame = frame.f_back
    return False
