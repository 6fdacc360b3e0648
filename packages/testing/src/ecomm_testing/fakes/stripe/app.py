"""The fake's HTTP: Stripe's paths, the idempotency layer, the faults, the hosted page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ecomm_testing.fakes.stripe.account import API_VERSION, Choice, FakeAccount, public
from ecomm_testing.fakes.stripe.faults import Fault, FaultKind, Faults
from ecomm_testing.fakes.stripe.page import hosted_page
from ecomm_testing.fakes.stripe.webhooks import Courier, Endpoint
from ecomm_testing.fakes.stripe.wire import (
    Object,
    Params,
    StripeAPIError,
    decode_form,
    expanded,
    known_only,
    list_page,
)

_LISTS: Final = {
    "checkout/sessions": ("cs_", frozenset({"payment_intent", "status"})),
    "payment_intents": ("pi_", frozenset[str]()),
    "charges": ("ch_", frozenset({"payment_intent"})),
    "refunds": ("re_", frozenset({"payment_intent", "charge"})),
    "disputes": ("du_", frozenset({"payment_intent", "charge"})),
    "balance_transactions": ("txn_", frozenset({"type", "source", "currency"})),
}
_PAGING: Final = frozenset({"created", "ending_before", "expand", "limit", "starting_after"})
_MAX_KEY: Final = 255


_ID: Final = re.compile(r"(?:cs|pi|ch|re|evt|du|acct|sub|cus)_[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class _Saved:
    """The first answer under an idempotency key, and what was asked."""

    fingerprint: str
    reply: tuple[int, Object]


class FakeStripe:
    """One account of a Stripe that lives in this process. `app` is the ASGI application.

    account: objects and events. faults: bad days to order. endpoint: where webhooks go.
    requests: (method, path, parameters) of every API call that reached the account.
    """

    def __init__(
        self,
        *,
        api_key: str = "sk_test_fake",
        endpoint: Endpoint | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.api_key = api_key
        self.endpoint = endpoint or Endpoint()
        self.courier = Courier(self.endpoint)
        self.account = FakeAccount(clock, self.courier.dispatch)
        self.faults = Faults()
        self.requests: list[tuple[str, str, Params]] = []
        self._saved: dict[str, _Saved] = {}
        self.app = Starlette(
            routes=[
                Route("/v1/{path:path}", self._api, methods=["GET", "POST", "DELETE"]),
                Route("/c/pay/{session}", self._page, methods=["GET"]),
                Route("/c/pay/{session}", self._submit, methods=["POST"]),
            ]
        )

    def reset(self, *, clock: Callable[[], float] = time.time) -> None:
        """A new, empty account with good days, for the next test."""
        self.account = FakeAccount(clock, self.courier.dispatch)
        self.faults.clear()
        self.requests.clear()
        self._saved.clear()
        self.endpoint.reset()

    async def _api(self, request: Request) -> Response:
        raw = await request.body() if request.method == "POST" else b""
        fault = self.faults.take(request.method, request.url.path)
        headers = {"Request-Id": f"req_{secrets.token_hex(7)}", "Stripe-Version": API_VERSION}
        try:
            self._authenticate(request)
            if fault is not None:
                _refuse_early(fault)
            encoded = raw.decode() if request.method == "POST" else request.url.query
            params = decode_form(encoded)
            self.requests.append((request.method, request.url.path, params))
            key = request.headers.get("idempotency-key") if request.method == "POST" else None
            status, body, replayed = self._once(key, request, params, fault)
            if replayed:
                headers["Idempotent-Replayed"] = "true"
        except StripeAPIError as error:
            status, body = error.status, error.body
            if status == 429:
                headers["Retry-After"] = "2"
        if fault is not None and fault.kind in (FaultKind.SILENT_SUCCESS, FaultKind.SLOW):
            await _wait(request, fault.seconds)
        if fault is not None and fault.kind is FaultKind.GARBAGE:
            return HTMLResponse("<html>upstream said something else</html>", headers=headers)
        return JSONResponse(body, status, headers)

    def _authenticate(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.api_key}":
            raise StripeAPIError(401, "invalid_request_error", "Invalid API Key provided")

    def _once(
        self, key: str | None, request: Request, params: Params, fault: Fault | None
    ) -> tuple[int, Object, bool]:
        """(status, body, replayed). https://docs.stripe.com/api/idempotent_requests"""
        if key is None:
            return *self._execute(request, params, fault), False
        if len(key) > _MAX_KEY:
            raise StripeAPIError(400, "invalid_request_error", "Idempotency key is too long")
        fingerprint = json.dumps([request.url.path, params], sort_keys=True)
        saved = self._saved.get(key)
        if saved is not None and saved.fingerprint != fingerprint:
            raise StripeAPIError(
                400,
                "idempotency_error",
                "Keys for idempotent requests can only be used with the same parameters they were"
                f" first used with. Try using a key other than '{key}' if you meant to execute a"
                " different request.",
            )
        if saved is not None:
            return *saved.reply, True
        try:
            reply = self._execute(request, params, fault)
        except StripeAPIError as error:
            if not error.stored:
                raise
            reply = (error.status, error.body)
        self._saved[key] = _Saved(fingerprint, reply)
        return *reply, False

    def _execute(self, request: Request, params: Params, fault: Fault | None) -> tuple[int, Object]:
        if fault is not None and fault.kind is FaultKind.SERVER_ERROR:
            raise StripeAPIError(500, "api_error", "An unknown error occurred", stored=True)
        expand = params.get("expand", [])
        thing = self._route(request, params)
        body = public(expanded(thing, expand, self.account.get))
        # A snapshot, as sent: a replay must repeat it although the object has changed since.
        copy: Object = json.loads(json.dumps(body, default=public))
        return 200, _without_private(copy)

    def _route(self, request: Request, params: Params) -> Object:
        path = request.path_params["path"].strip("/")
        base = f"{request.url.scheme}://{request.url.netloc}"
        account = self.account
        credit = account.billing.balances
        routes: dict[str, Callable[[str], Object]] = {
            "POST checkout/sessions": lambda _: account.create_session(params, base),
            "POST checkout/sessions/*/expire": account.expire_session,
            "GET checkout/sessions/*": lambda name: account.need("cs_", name),
            "POST payment_intents/*/capture": lambda name: account.capture_intent(name, params),
            "POST payment_intents/*/cancel": lambda name: account.cancel_intent(name, params),
            "GET payment_intents/*": lambda name: account.need("pi_", name),
            "GET charges/*": lambda name: account.need("ch_", name),
            "POST refunds": lambda _: account.create_refund(params),
            "GET refunds/*": lambda name: account.need("re_", name),
            "GET disputes/*": lambda name: account.need("du_", name),
            "POST disputes/*": lambda name: account.disputes.update(name, params),
            "POST accounts": lambda _: account.connected.create(params),
            "GET accounts/*": lambda name: account.need("acct_", name),
            "POST account_links": lambda _: account.connected.link(params, base),
            "GET prices": lambda _: account.billing.prices(params),
            "POST prices": lambda _: account.billing.make_price(params),
            "POST coupons": lambda _: account.billing.make_coupon(params),
            "GET subscriptions/*": lambda name: account.need("sub_", name),
            "POST subscriptions/*": lambda name: account.billing.update(name, params),
            "DELETE subscriptions/*": lambda name: account.billing.cancel(name, params),
            "GET invoices": lambda _: account.billing.invoices(params),
            "POST invoices/create_preview": lambda _: account.billing.preview(params),
            "POST billing_portal/sessions": lambda _: account.billing.portal(params, base),
            "GET customers/*/balance_transactions": lambda name: credit.entries(name, params),
            "POST customers/*/balance_transactions": lambda name: credit.add(name, params),
            "GET events": lambda _: list_page(account.events, params, "/v1/events"),
            **{f"GET {kind}": lambda _: self._list(path, params) for kind in _LISTS},
        }
        asked = f"{request.method} {path}"
        identifier = _ID.search(path)
        if identifier is not None:
            asked = asked.replace(identifier[0], "*", 1)
        if asked not in routes:
            raise StripeAPIError(
                404,
                "invalid_request_error",
                f"Unrecognized request URL ({request.method}: {request.url.path}).",
            )
        return routes[asked](identifier[0] if identifier is not None else "")

    def _list(self, path: str, params: Params) -> Object:
        prefix, filters = _LISTS[path]
        known_only(params, filters | _PAGING)
        wanted = {name: params[name] for name in filters if name in params}
        objects = [
            public(thing)
            for thing in self.account.all(prefix)
            if all(thing.get(name) == value for name, value in wanted.items())
        ]
        return list_page(objects, params, f"/v1/{path}")

    async def _page(self, request: Request) -> Response:
        session = self.account.get(request.path_params["session"])
        if session is None or session["object"] != "checkout.session":
            return HTMLResponse("<h1>Not found</h1>", 404)
        intent = self.account.get(session["payment_intent"] or "")
        return HTMLResponse(hosted_page(session, intent))

    async def _submit(self, request: Request) -> Response:
        form = decode_form((await request.body()).decode())
        if form.get("choice") not in set(Choice):
            return HTMLResponse("<h1>No such choice</h1>", 422)
        try:
            session = self.account.choose(request.path_params["session"], Choice(form["choice"]))
        except StripeAPIError as error:
            return JSONResponse(error.body, error.status)
        done = session["status"] == "complete"
        target = session["success_url"] if done else urlsplit(str(request.url)).path
        return RedirectResponse(
            target.replace("{CHECKOUT_SESSION_ID}", session["id"]), status_code=303
        )


def _refuse_early(fault: Fault) -> None:
    if fault.kind is FaultKind.RATE_LIMIT:
        raise StripeAPIError(429, "invalid_request_error", "Too many requests", code="rate_limit")
    if fault.kind is FaultKind.UNAVAILABLE:
        raise StripeAPIError(503, "api_error", "Service unavailable")
    if fault.kind is FaultKind.IN_USE:
        raise StripeAPIError(
            409,
            "idempotency_error",
            "There is currently another in-progress request using this Idempotency Key",
            code="idempotency_key_in_use",
        )


async def _wait(request: Request, seconds: float) -> None:
    """Stay silent, but not longer than the caller listens."""

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass


def _without_private(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_private(inner) for key, inner in value.items() if not key.startswith("_")
        }
    return [_without_private(inner) for inner in value] if isinstance(value, list) else value
