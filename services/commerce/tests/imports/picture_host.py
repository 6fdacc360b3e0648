"""A host of pictures that imports may ask."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ecomm_core.kernel import Kernel


@dataclass(slots=True)
class Host:
    """An image host on the loopback. `answers`: path -> (status, headers, body) or a function."""

    port: int
    answers: dict[str, Any] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serves(self, path: str, data: bytes, status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, headers, data)
        return self.url(path)


@pytest.fixture
def host(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host that imports may ask although it is on the loopback."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            with lock:
                running.asked[path] += 1
                running.at_once += 1
                running.most_at_once = max(running.most_at_once, running.at_once)
            try:
                answer = running.answers.get(path, (404, {}, b"none"))
                status, headers, body = answer() if callable(answer) else answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # the other side had enough
            finally:
                with lock:
                    running.at_once -= 1

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    allowed = {"outbound_allow": [f"127.0.0.1:{server.server_port}"]}
    monkeypatch.setattr(kernel, "settings", kernel.settings.model_copy(update=allowed))
    yield running
    server.shutdown()
    server.server_close()
    thread.join()
