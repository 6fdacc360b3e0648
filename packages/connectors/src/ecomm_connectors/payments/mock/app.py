"""The mock provider's hosted page and its JSON twin, as a Starlette application to mount.

GET  /sessions/{id}            the page
POST /sessions/{id}            its form: csrf, action, card and country where they are said
GET  /sessions/{id}/challenge  3-D Secure
POST /sessions/{id}/actions    JSON {"action": "pay", "card": "4242", "country": "DE"} for journeys
                               without a browser; the last two may be left out
GET  /static/*.css
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from math import ceil
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_connectors.payments.mock import disputing
from ecomm_connectors.payments.mock.delivery import MockCourier
from ecomm_connectors.payments.mock.pages import (
    PageContext,
    challenge_page,
    error_page,
    payment_page,
)
from ecomm_connectors.payments.mock.rules import Action, ActionNotPossible
from ecomm_connectors.payments.mock.session import MockSession
from ecomm_connectors.payments.port import PaymentStatus

_MAX_BODY: Final = 4096
_MAX_FIELDS: Final = 8
_SHEETS: Final = {
    name: files("ecomm_connectors.payments.mock").joinpath("static", name).read_bytes()
    for name in ("tokens.css", "pay.css")
}
_CARD: Final = re.compile(r"[0-9]{4,19}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_HOST_SOURCE: Final = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class _Refusal(Exception):
    """Ends a request: HTTP status, stable code, and which error page says it."""

    def __init__(self, status: int, code: str, message: str, page: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.page = page


def mock_app(courier: MockCourier) -> Starlette:
    """The application. After each choice the courier sends the webhook and is waited for (bounded
    by its timeout); a webhook that was not taken stays pending and `courier.run_due` tries again.
    """
    desk = _Desk(courier)
    return Starlette(
        routes=[
            Route("/sessions/{session_id}", desk.show, methods=["GET"]),
            Route("/sessions/{session_id}", desk.submit, methods=["POST"]),
            Route("/sessions/{session_id}/challenge", desk.show_challenge, methods=["GET"]),
            Route("/sessions/{session_id}/actions", desk.act, methods=["POST"]),
            Route("/static/{name}", _style_sheet, methods=["GET"]),
        ]
    )


class _Desk:
    """The four endpoints around one courier."""

    def __init__(self, courier: MockCourier) -> None:
        self._courier = courier
        self._provider = courier.provider

    async def show(self, request: Request) -> Response:
        return await self._page(request, payment_page)

    async def show_challenge(self, request: Request) -> Response:
        return await self._page(request, challenge_page)

    async def submit(self, request: Request) -> Response:
        """The form's answer: 303 to the shop, to the challenge, or back to the page."""

        async def answer() -> Response:
            body = await _body(request, "application/x-www-form-urlencoded")
            fields = _fields(body)
            session_id = request.path_params["session_id"]
            expected = self._csrf(session_id)
            if not hmac.compare_digest(fields.get("csrf", "").encode(), expected.encode()):
                raise _Refusal(403, "csrf_failed", "the form's token does not match", "forbidden")
            session, _ = await self._choose(session_id, fields)
            target = self._target(request, session, Action(fields["action"]))
            return RedirectResponse(target, 303, _headers(session))

        return await self._answered(request, answer, _html_refusal)

    async def act(self, request: Request) -> Response:
        """JSON in the envelope; data: session_id, status, redirect_url, webhook_delivered."""

        async def answer() -> Response:
            body = await _body(request, "application/json")
            try:
                asked = json.loads(body)
            except (ValueError, RecursionError):
                asked = None
            if not isinstance(asked, dict):
                raise _unprocessable()
            session_id = request.path_params["session_id"]
            session, delivered = await self._choose(session_id, asked)
            data = {
                "session_id": session.id,
                "status": session.status,
                "redirect_url": self._target(request, session, Action(asked["action"])),
                "webhook_delivered": delivered,
            }
            return JSONResponse({"data": data, "error": None}, headers=_headers(session))

        return await self._answered(request, answer, _json_refusal)

    async def _page(
        self, request: Request, render: Callable[[MockSession, PageContext], str]
    ) -> Response:
        async def answer() -> Response:
            session = await self._provider.current(request.path_params["session_id"])
            context = PageContext(
                here=_path(request, session.id),
                static=_static(request),
                csrf=self._csrf(session.id),
            )
            return HTMLResponse(render(session, context), headers=_headers(session))

        return await self._answered(request, answer, _html_refusal)

    async def _choose(
        self, session_id: str, asked: Mapping[str, object]
    ) -> tuple[MockSession, bool]:
        """(the session afterwards, whether all its webhooks were taken)."""
        action = asked.get("action")
        if not isinstance(action, str) or action not in set(Action):
            raise _unprocessable()
        session = await self._provider.choose(
            session_id,
            Action(action),
            card=_said(asked, "card", _CARD),
            country=_said(asked, "country", _COUNTRY),
        )
        return session, await self._courier.flush(session_id, known=session)

    def _target(self, request: Request, session: MockSession, action: Action) -> str:
        """Where the shopper goes after the choice."""
        if action is Action.ABANDON:
            return session.cancel_url
        if action in disputing.ACTIONS:
            return _path(request, session.id)
        if session.status is PaymentStatus.REQUIRES_ACTION:
            return f"{_path(request, session.id)}/challenge"
        if session.status is PaymentStatus.FAILED:
            return _path(request, session.id)
        return session.success_url

    def _csrf(self, session_id: str) -> str:
        """Bound to the session's unguessable id: who can read the page may use its form."""
        key = self._provider.secret.encode()
        return hmac.new(key, f"csrf:{session_id}".encode(), hashlib.sha256).hexdigest()

    async def _answered(
        self,
        request: Request,
        answer: Callable[[], Awaitable[Response]],
        refuse: Callable[[Request, _Refusal], Response],
    ) -> Response:
        try:
            _same_site(request)
            return await answer()
        except _Refusal as refusal:
            return refuse(request, refusal)
        except ActionNotPossible as error:
            return refuse(request, _Refusal(409, "action_not_possible", str(error), "conflict"))
        except ProviderRefused as error:
            return refuse(request, _Refusal(404, error.reason, error.message, "not_found"))
        except ProviderUnavailable as error:
            away = _Refusal(503, error.code, str(error), "unavailable")
            answered = refuse(request, away)
            answered.headers["Retry-After"] = str(ceil(error.retry_after or 2))
            return answered


def _same_site(request: Request) -> None:
    """Browsers say where a request was made; other sites' pages must not choose for a shopper."""
    if request.method != "GET" and request.headers.get("sec-fetch-site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        raise _Refusal(403, "cross_site", "made by another site's page", "forbidden")


async def _body(request: Request, content_type: str) -> bytes:
    """The raw body, at most 4 KiB; 415 for another type, 413 for more."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != content_type:
        raise _Refusal(415, "unsupported_media_type", f"send {content_type}", "unprocessable")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BODY:
                raise _Refusal(413, "body_too_large", "at most 4 KiB", "unprocessable")
    except ClientDisconnect:
        raise _Refusal(400, "disconnected", "the body did not arrive", "unprocessable") from None
    return bytes(body)


def _fields(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_MAX_FIELDS))
    except ValueError:
        raise _Refusal(422, "too_many_fields", "not this page's form", "unprocessable") from None


def _said(asked: Mapping[str, object], name: str, form: re.Pattern[str]) -> str | None:
    """A field that may be left out. Raises a refusal (422) for another form."""
    value = asked.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not form.fullmatch(value):
        raise _Refusal(422, f"bad_{name}", f"{name} must be like {form.pattern}", "unprocessable")
    return value


def _unprocessable() -> _Refusal:
    choices = ", ".join(Action)
    return _Refusal(422, "unknown_action", f"action must be one of: {choices}", "unprocessable")


def _html_refusal(request: Request, refusal: _Refusal) -> Response:
    context = PageContext(here="", static=_static(request), csrf="")
    return HTMLResponse(error_page(refusal.page, context), refusal.status, _headers(None))


def _json_refusal(request: Request, refusal: _Refusal) -> Response:
    error = {
        "code": refusal.code,
        "message": refusal.message,
        "details": [],
        "request_id": request.scope.get("ecomm.request_id", ""),
    }
    return JSONResponse({"data": None, "error": error}, refusal.status, _headers(None))


def _headers(session: MockSession | None) -> dict[str, str]:
    return {**_HEADERS, "Content-Security-Policy": _policy(session)}


def _policy(session: MockSession | None) -> str:
    """Nothing runs, nothing is framed. Browsers apply `form-action` to the redirect after a form
    too, so the shop's two return addresses are named."""
    targets = ["'self'"]
    if session is not None:
        targets += sorted({_source(session.success_url), _source(session.cancel_url)})
    return (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {' '.join(targets)}"
    )


def _source(url: str) -> str:
    """The address's origin as a CSP source; only its scheme where the host cannot be written."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme}://{host}" if _HOST_SOURCE.fullmatch(host) else f"{parts.scheme}:"


def _path(request: Request, session_id: str) -> str:
    return f"{request.scope.get('root_path', '')}/sessions/{session_id}"


def _static(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/static"


async def _style_sheet(request: Request) -> Response:
    sheet = _SHEETS.get(request.path_params["name"])
    if sheet is None:
        return Response(status_code=404)
    headers = {**_HEADERS, "Cache-Control": "public, max-age=3600"}
    return Response(sheet, media_type="text/css", headers=headers)
