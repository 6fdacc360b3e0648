"""TCP ports on the loopback interface: which are free, and who sits on the others."""

import socket
from dataclasses import dataclass
from functools import cache

from ecomm_cli.system.identity import command_line

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class PortOwner:
    """The process that listens on a port, as far as we may see it."""

    port: int
    pid: int | None
    command: str

    def __str__(self) -> str:
        if self.pid is None:
            return "another process (not visible to this user)"
        shown = self.command if len(self.command) <= 80 else self.command[:79] + "…"
        return f"`{shown}` (process {self.pid})"


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port now, on both loopback addresses.

    Servers here set SO_REUSEADDR, so sockets in TIME_WAIT do not count; a listener does.
    """
    if not _can_bind(socket.AF_INET, LOOPBACK, port):
        return False
    return not _has_ipv6_loopback() or _can_bind(socket.AF_INET6, "::1", port)


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@cache
def _has_ipv6_loopback() -> bool:
    return socket.has_ipv6 and _can_bind(socket.AF_INET6, "::1", 0)


def owner_of(port: int) -> PortOwner:
    """Name the process that listens on a port; `pid` is None when it is not visible."""
    import psutil  # noqa: PLC0415 - only needed when something is in the way

    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        connections = []
    for connection in connections:
        listens = connection.status == psutil.CONN_LISTEN
        if listens and getattr(connection.laddr, "port", None) == port:
            pid = connection.pid
            return PortOwner(port, pid, command_line(pid) if pid is not None else "")
    return PortOwner(port, None, "")


def next_free(start: int, taken: frozenset[int] = frozenset()) -> int:
    """Return the first port at or above `start` that is free and not in `taken`.

    Raises OSError when the 200 ports after `start` are all in use.
    """
    for port in range(start, min(start + 200, 65536)):
        if port not in taken and is_free(port):
            return port
    raise OSError(f"no free port between {start} and {start + 199}")
