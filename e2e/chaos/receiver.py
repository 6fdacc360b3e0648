"""The storefront's place: hears revalidations, and can be the death of whoever calls it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from ecomm_testing.fakes.storefront import FakeStorefront, run_storefront


class Receiver:
    """A fake storefront that counts what it was told. `poison` is a tag whose caller is killed."""

    def __init__(self, fake: FakeStorefront) -> None:
        self.fake = fake
        self.poison: str | None = None
        self.deaths = 0
        self._hear = fake.hear
        fake.hear = self.hear  # type: ignore[method-assign]  # the fake has no other way in

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.fake.url

    def hear(self, body: bytes, signature: str) -> int:
        """Take a call; the poisoned one ends its caller before it gets an answer."""
        if self.poison is not None and self.poison.encode() in body:
            self.deaths += 1
            kill_callers(int(self.url.rpartition(":")[2]))
            return 500
        return self._hear(body, signature)


def kill_callers(port: int) -> None:
    """kill -9 every other process with a connection to a port of ours."""
    pids = {
        connection.pid
        for connection in psutil.net_connections(kind="tcp")
        if connection.raddr and getattr(connection.raddr, "port", None) == port and connection.pid
    } - {os.getpid()}
    for pid in pids:
        with suppress(ProcessLookupError):  # killed by another call's thread just now
            os.kill(pid, signal.SIGKILL)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Serve until the end of the block."""
    with run_storefront() as fake:
        yield Receiver(fake)
