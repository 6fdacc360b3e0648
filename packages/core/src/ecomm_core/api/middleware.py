"""One pure ASGI middleware: request id, security headers, timing, metrics, the last net.

BaseHTTPMiddleware is not used: five pure ASGI layers cost a tenth of one of those.
"""

import time
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecomm_core import metrics
from ecomm_core.api.errors import internal_error_body, too_large_body
from ecomm_core.api.rating import DECISION
from ecomm_core.ids import new_id
from ecomm_core.logging import get_logger
from ecomm_core.ratelimit import Decision

log = get_logger(__name__)

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
DEFAULT_CACHE_CONTROL = "private, no-store"
MAX_REQUEST_ID = 64
TOO_LARGE = 413


class KernelMiddleware:
    """Outermost layer of every service's application."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self._headers = dict(SECURITY_HEADERS)
        if secure:
            self._headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        metrics.request_started()
        request_id = _request_id(scope)
        scope["ecomm.request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status = 0
        too_large = False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, too_large
            if too_large:
                return
            if message["type"] == "http.response.start":
                status = int(message["status"])
                if status == TOO_LARGE and _is_plain(message):
                    # The framework refuses large bodies in plain text, outside our handlers.
                    too_large = True
                    await _send_json(deliver, status, too_large_body(request_id))
                    return
            await deliver(message)

        async def deliver(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", DEFAULT_CACHE_CONTROL)
                decision: Decision | None = scope.get(DECISION)
                if decision is not None:
                    message["headers"].extend(decision.headers())
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if not too_large:
                log.exception("unhandled", method=scope["method"], path=scope["path"])
            if status == 0:
                status = 500
                await _send_json(deliver, status, internal_error_body(request_id))
        finally:
            metrics.request_ended()
            seconds = time.perf_counter() - started
            route = scope.get("route")
            template = getattr(route, "path", "unmatched")
            metrics.observe_request(scope["method"], template, status or 500, seconds)
            if status >= 500:
                log.warning("server_error", status=status, method=scope["method"], route=template)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            if 0 < len(given) <= MAX_REQUEST_ID and given.replace("-", "").isalnum():
                return str(given)
    return new_id().hex


def _is_plain(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/plain")
        for name, value in message["headers"]
    )


async def _send_json(send: Send, status: int, body: bytes) -> None:
    headers: list[Any] = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
