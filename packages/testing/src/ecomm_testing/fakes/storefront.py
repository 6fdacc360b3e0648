"""A storefront that hears revalidation calls: a real HTTP server on loopback."""

import contextlib
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeStorefront:
    """Keeps the tags of each call; `key` checks signatures once it is set, `status` is answered."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.key: bytes | None = None
        self.status = 200
        self.url = ""

    def hear(self, body: bytes, signature: str) -> int:
        """Take one call; the status to answer with."""
        if self.key is not None:
            wanted = hmac.new(self.key, body, hashlib.sha256).hexdigest()
            if not hmac.compare_digest(signature, f"sha256={wanted}"):
                return 401
        if self.status < 300:
            self.calls.append(list(json.loads(body)["tags"]))
        return self.status


@contextlib.contextmanager
def run_storefront() -> Iterator[FakeStorefront]:
    """Serve on a free port until the end of the block."""
    fake = FakeStorefront()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            known = self.path == "/api/revalidate"
            status = fake.hear(body, self.headers.get("x-ecomm-signature", "")) if known else 404
            with contextlib.suppress(ConnectionError):  # the caller may have died meanwhile
                self.send_response(status)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
