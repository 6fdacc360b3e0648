"""One or several services' APIs in this process, each on its own port, on one event loop.

uvicorn is made for one application and one process; what differs for several (signals, sockets
bound beforehand, two-step stop) is gathered here.
"""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import uvicorn
import uvloop
from uvicorn._types import ASGIApplication

from ecomm_cli.errors import CliError
from ecomm_cli.system.ports import owner_of

GRACE_SECONDS = 10
"""How long running requests may finish after the first signal."""
_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Listener:
    """An application and the address it is served at."""

    name: str
    app: ASGIApplication
    port: int


class _Server(uvicorn.Server):
    """A server that leaves signals to us: every server would otherwise take them for itself."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start. Raises CliError where uvicorn would end the process and the other servers."""
        try:
            await super().startup(sockets)
        except SystemExit as error:
            raise CliError(
                f"The API on port {self.config.port} did not start; the log says why."
            ) from error


def bind(name: str, host: str, port: int) -> socket.socket:
    """Bind a listening socket. Raises CliError that names who has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends small replies at once only where it is: else a
    # reply of two writes waits 40 ms for the client's acknowledgement of the first.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CliError(
            f"{name} cannot listen on {host}:{port} ({error.strerror}); the port belongs to "
            f"{owner_of(port)}. Stop it, or choose another with --port."
        ) from error
    listener.listen(_BACKLOG)
    listener.settimeout(0)
    return listener


def serve(listeners: Sequence[Listener], sockets: Sequence[socket.socket]) -> None:
    """Serve until SIGINT or SIGTERM; running requests finish, a second signal ends them.

    sockets: one bound socket for each listener, in the same order. They were bound before anything
    else was started, because uvicorn ends the whole process when a port is taken.
    Raises CliError when an application does not start.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve_all(listeners, sockets))


async def _serve_all(listeners: Sequence[Listener], sockets: Sequence[socket.socket]) -> None:
    servers = [
        _Server(
            uvicorn.Config(
                listener.app,
                port=listener.port,
                http="httptools",
                ws="none",
                lifespan="on",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                # The kernel reads X-Forwarded-For itself, and only from proxies it trusts.
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        for listener in listeners
    ]

    def stop() -> None:
        for server in servers:
            server.force_exit = server.should_exit
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    running = {
        asyncio.create_task(server.serve(sockets=[bound]), name=listener.name)
        for server, listener, bound in zip(servers, listeners, sockets, strict=True)
    }
    # One that ends by itself (its lifespan failed) takes the others along.
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.should_exit = True
    await asyncio.wait(running)
    for task in running:
        if error := task.exception():
            raise error
