"""A merchant's system that hears webhooks: a real HTTP server on loopback, good or bad."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Manner = Literal["answer", "hang", "drip", "endless", "redirect", "break"]
"""How it behaves: answers with `status`; says nothing until released; sends a byte at a time; a
body without an end; leads to the loopback; closes the connection."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A request. Names of headers are in lower case; `at` is monotonic."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Receiver:
    """What it heard, and how it answers; both may be changed at any time."""

    url: str = ""
    port: int = 0
    manner: Manner = "answer"
    status: int = 204
    extra: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    most_at_once: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    judge: Callable[[Heard], int] | None = None
    """The status of each request, in place of `status`."""
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ids(self) -> list[str]:
        """`webhook-id` of each request, in order."""
        return [one.headers["webhook-id"] for one in self.heard]

    @contextlib.contextmanager
    def hearing(self, one: Heard) -> Iterator[None]:
        """Note a request, and how many there are at once."""
        with self._lock:
            self.heard.append(one)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


@contextlib.contextmanager
def run_receiver(manner: Manner = "answer", *, status: int = 204) -> Iterator[Receiver]:
    """Serve on a free port until the end of the block."""
    receiver = Receiver(manner=manner, status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            one = Heard(self.path, headers, body)
            with (
                receiver.hearing(one),
                contextlib.suppress(OSError),  # the caller may have given up meanwhile
            ):
                self._reply(receiver.judge(one) if receiver.judge else receiver.status)

        def _reply(self, status: int) -> None:
            match receiver.manner:
                case "hang":
                    receiver.released.wait(60)
                    self._say(status)
                case "break":
                    self.close_connection = True
                case "redirect":
                    self._say(302, {"location": receiver.url})
                case "drip" | "endless":
                    self.send_response(200)
                    self.end_headers()
                    piece = b"x" if receiver.manner == "drip" else b"x" * 65536
                    while not receiver.released.wait(0.05 if receiver.manner == "drip" else 0):
                        self.wfile.write(piece)
                case _:
                    self._say(status, receiver.extra)

        def _say(self, status: int, extra: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (extra or {}).items():
                self.send_header(name, value)
            body = b"" if status == 204 else b"heard"
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    receiver.port = server.server_port
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
