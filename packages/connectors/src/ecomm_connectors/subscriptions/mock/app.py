"""The mock's hosted pages, as a Starlette application to mount.

GET  /pages/{id}           the page: a checkout, or the portal
POST /pages/{id}           its form: csrf, action
POST /pages/{id}/actions   JSON {"action": "pay"} for journeys without a browser
"""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_connectors.payments.mock.pages import format_amount
from ecomm_connectors.subscriptions.mock import rules
from ecomm_connectors.subscriptions.mock.book import Book, PageRow
from ecomm_connectors.subscriptions.mock.courier import SubscriptionCourier
from ecomm_connectors.subscriptions.port import InvoiceStatus

_PACKAGE: Final = "ecomm_connectors.subscriptions.mock"
_MAX_BODY: Final = 4096
_WORDS: Final[dict[str, str]] = json.loads(
    files(_PACKAGE).joinpath("locales", "en.json").read_text("utf-8")
)
_environment: Final = Environment(
    loader=ChoiceLoader([PackageLoader(_PACKAGE), PackageLoader("ecomm_connectors.payments.mock")]),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_ACTIONS: Final = {
    "checkout": ("pay", "decline", "back"),
    "portal": ("good_card", "bad_card", "back"),
}


def subscription_pages(courier: SubscriptionCourier, *, static: str) -> Starlette:
    """The application. `static` is where the payment mock's style sheets are. After each choice the
    webhooks are sent and waited for (bounded)."""
    desk = _Desk(courier, static)
    return Starlette(
        routes=[
            Route("/pages/{page_id}", desk.show, methods=["GET"]),
            Route("/pages/{page_id}", desk.submit, methods=["POST"]),
            Route("/pages/{page_id}/actions", desk.act, methods=["POST"]),
        ]
    )


class _Desk:
    def __init__(self, courier: SubscriptionCourier, static: str) -> None:
        self._courier = courier
        self._provider = courier.provider
        self._static = static

    async def show(self, request: Request) -> Response:
        async def answer() -> Response:
            book, page = await self._provider.page(request.path_params["page_id"])
            return self._html(request, book, page)

        return await self._answered(answer)

    async def submit(self, request: Request) -> Response:
        async def answer() -> Response:
            if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return self._refused(403, _WORDS["gone"])
            fields = dict(parse_qsl((await _body(request)).decode("utf-8", "replace")))
            page_id = request.path_params["page_id"]
            if not hmac.compare_digest(
                fields.get("csrf", "").encode(), self._csrf(page_id).encode()
            ):
                return self._refused(403, _WORDS["gone"])
            _, page = await self._choose(page_id, fields)
            return RedirectResponse(_target(request, page, fields["action"]), 303, _headers(page))

        return await self._answered(answer)

    async def act(self, request: Request) -> Response:
        """JSON in the envelope; data: state, redirect_url."""

        async def answer() -> Response:
            try:
                asked: Any = json.loads(await _body(request))
            except (ValueError, RecursionError):
                asked = {}
            _, page = await self._choose(
                request.path_params["page_id"], asked if isinstance(asked, dict) else {}
            )
            data = {
                "state": page.state,
                "redirect_url": _target(request, page, str(asked["action"])),
            }
            return JSONResponse({"data": data, "error": None}, headers=_headers(page))

        return await self._answered(answer)

    async def _choose(self, page_id: str, asked: Mapping[str, object]) -> tuple[Book, PageRow]:
        _, page = await self._provider.page(page_id)
        action = asked.get("action")
        if action not in _ACTIONS[page.kind]:
            raise rules.NotNow("choose one of " + ", ".join(_ACTIONS[page.kind]))

        def act(book: Book, page: PageRow, now: Any) -> None:
            if action == "pay":
                rules.pay(book, page, now)
            elif action == "decline":
                rules.decline(page)
            elif action in ("good_card", "bad_card"):
                rules.use_card(book, now, works=action == "good_card")

        book, page = await self._provider.choose(page_id, act)
        await self._courier.flush(book)
        return book, page

    def _html(self, request: Request, book: Book, page: PageRow) -> Response:
        here = f"{request.scope.get('root_path', '')}/pages/{request.path_params['page_id']}"
        common = {
            "t": _WORDS,
            "static": self._static,
            "here": here,
            "csrf": self._csrf(request.path_params["page_id"]),
            "alert": _WORDS["declined_alert"] if page.state == "declined" else None,
        }
        if page.kind == "portal":
            left = sum(row.total for row in book.invoices if row.status is InvoiceStatus.OPEN)
            body = _environment.get_template("portal.html").render(
                **common,
                card_works=book.card_works,
                open_bills=format_amount(left, book.currency) if left else None,
            )
        else:
            body = _environment.get_template("checkout.html").render(
                **common,
                amount=format_amount(rules.first_total(book, page), book.currency),
                each=_WORDS["per_year" if page.interval == "year" else "per_month"],
                lines=[
                    {
                        "name": rules.titles([row]),
                        "amount": format_amount(row.amount * row.quantity, book.currency),
                    }
                    for row in page.items
                ],
                done=page.state == "done",
                success_url=page.success_url,
            )
        return HTMLResponse(body, headers=_headers(page))

    def _refused(self, status: int, text: str) -> Response:
        body = _environment.get_template("refused.html").render(
            t=_WORDS, static=self._static, text=text
        )
        return HTMLResponse(body, status, _headers(None))

    def _csrf(self, page_id: str) -> str:
        key = self._provider.secret.encode()
        return hmac.new(key, f"csrf:{page_id}".encode(), hashlib.sha256).hexdigest()

    async def _answered(self, answer: Callable[[], Awaitable[Response]]) -> Response:
        try:
            return await answer()
        except rules.NotNow as error:
            return self._refused(409, _WORDS["conflict"].format(why=error))
        except ProviderRefused:
            return self._refused(404, _WORDS["gone"])
        except ProviderUnavailable as error:
            answered = self._refused(503, _WORDS["gone"])
            answered.headers["Retry-After"] = str(int(error.retry_after or 2))
            return answered


async def _body(request: Request) -> bytes:
    """At most 4 KiB; more is none of these pages' forms."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            raise rules.NotNow("the form is too large")
    return bytes(body)


def _target(request: Request, page: PageRow, action: str) -> str:
    if action == "back":
        return page.cancel_url
    if page.state == "done":
        return page.success_url
    return f"{request.scope.get('root_path', '')}/pages/{request.path_params['page_id']}"


def _headers(page: PageRow | None) -> dict[str, str]:
    """Nothing runs, nothing is framed; browsers apply `form-action` to the redirect after a form,
    too."""
    targets = ["'self'"]
    if page is not None:
        for url in sorted({page.success_url, page.cancel_url}):
            parts = urlsplit(url)
            targets.append(f"{parts.scheme}://{parts.netloc}")
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {' '.join(targets)}"
    )
    return {**_HEADERS, "Content-Security-Policy": policy}
