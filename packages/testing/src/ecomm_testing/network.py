"""What a process tried to reach, by Python's own audit events: nobody's word is taken for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class NetworkOracle:
    """What the process tried while it was watched. Only the loopback is really reached."""

    active: bool = False
    connects: list[tuple[str, int]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)

    def hook(self, event: str, args: tuple[object, ...]) -> None:
        """See sys.addaudithook."""
        if not self.active:
            return
        if event == "socket.getaddrinfo":
            self.lookups.append(str(args[0]))
        if event == "socket.connect":
            address = args[1]
            if not isinstance(address, tuple):
                self.connects.append((str(address), 0))
                raise ConnectionRefusedError("the tests use no unix sockets")
            self.connects.append((str(address[0]), int(address[1])))
            if address[0] not in {"127.0.0.1", "::1"}:
                raise ConnectionRefusedError("the tests do not leave this machine")


_oracle = NetworkOracle()
sys.addaudithook(_oracle.hook)  # cannot be removed; does nothing while inactive


@contextmanager
def watched() -> Iterator[NetworkOracle]:
    """The oracle, awake for the block."""
    _oracle.connects.clear()
    _oracle.lookups.clear()
    _oracle.active = True
    try:
        yield _oracle
    finally:
        _oracle.active = False
