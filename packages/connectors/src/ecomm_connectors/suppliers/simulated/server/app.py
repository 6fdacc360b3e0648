"""The simulated supplier over HTTP.

POST /v1/accounts                     open an account; every other call bears its key
GET  /v1/account                      who we are, balance
GET  /v1/products?query=&page=        search
POST /v1/products/by-picture          search by a picture (raw bytes)
GET  /v1/best-sellers?category=&page=
GET  /v1/products/{id}
POST /v1/stock                        {"ids": […]}
POST /v1/freight                      {"warehouse", "country", "lines"}
POST /v1/orders                       GET /v1/orders?reference=&since=    GET /v1/orders/{id}
POST /v1/orders/{id}/pay              POST /v1/orders/{id}/cancel
POST /v1/disputes                     GET /v1/disputes?reference=&order_id=  GET /v1/disputes/{id}
POST /v1/disputes/{id}/withdraw
PUT  /v1/webhook                      {"url", "products"}
GET  /v1/panel                        the fault panel; PUT /v1/panel/account, /v1/panel/override
POST /v1/panel/faults                 DELETE /v1/panel/faults
POST /v1/panel/orders/{id}            POST /v1/panel/disputes/{id}   POST /v1/panel/deliver
POST /v1/panel/past                   what the account bought before anybody watched
GET  /pictures/{name}                 drawn when first asked for

Replies are {"ok": true, "data": …} or {"ok": false, "error": {code, message, sku}}.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ecomm_connectors.payments.signature import sign
from ecomm_connectors.suppliers.simulated.server import faults, hints
from ecomm_connectors.suppliers.simulated.server.desk import CALLS, PANEL, new_account
from ecomm_connectors.suppliers.simulated.server.faults import Fault, Kind
from ecomm_connectors.suppliers.simulated.server.pictures import Gallery
from ecomm_connectors.suppliers.simulated.server.store import (
    Doc,
    Store,
    account_by_key,
    put_account,
)
from ecomm_connectors.suppliers.simulated.server.world import Refused, World
from ecomm_connectors.suppliers.simulated.signing import SIGNATURE_HEADER

Send = Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]
"""(address, body, headers) -> HTTP status. May raise anything: not delivered."""

_MAX_BODY: Final = 1024 * 1024
_MAX_PICTURE: Final = 8 * 1024 * 1024
_BATCH: Final = 50
_SEND_TIMEOUT: Final = 5.0
_EARLY: Final = {
    Kind.TIMEOUT: (504, "timeout", "no answer"),
    Kind.UNAVAILABLE: (503, "unavailable", "try again later"),
    Kind.RATE_LIMIT: (429, "rate_limit", "too many requests"),
    Kind.REFUSED_OK: (200, "refused", "the request was not taken"),
    Kind.EXPIRED: (401, "token_expired", "the key is not valid any more"),
}
"""Answers to calls that are not done."""

_log = logging.getLogger(__name__)


class SimulatedSupplier:
    """The supplier around one file. `clock`: unix seconds; `send`: carries webhooks, None: nobody
    is told. `pictures`: folder of drawings already made, None: each is drawn anew."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float],
        send: Send | None = None,
        pictures: Path | None = None,
    ) -> None:
        self._store = Store(path)
        self._clock = clock
        self._send = send
        self._gallery = Gallery(pictures)
        self.app = Starlette(routes=self._routes())

    async def run_due(self) -> int:
        """Look at what drifted, and send the webhooks that are due; how many were sent."""
        if self._send is None or not self._store.exists():
            return 0
        due = await run_in_threadpool(self._claim)
        taken = await asyncio.gather(*(self._deliver(one) for one in due))
        done = [one.hint_id for one, good in zip(due, taken, strict=True) if good]
        if done:
            await run_in_threadpool(self._forget, done)
        return len(done)

    async def keep_telling(self, every: float = 5.0) -> None:
        """`run_due` every few seconds until cancelled."""
        while True:
            try:
                while await self.run_due():
                    pass
            except Exception:  # noqa: BLE001 - a bad round must not end the telling
                _log.exception("webhooks of the simulated supplier")
            await asyncio.sleep(every)

    def _routes(self) -> list[Route]:
        def call(path: str, method: str, name: str) -> Route:
            return Route(path, self._endpoint(name, CALLS[name], name), methods=[method])

        def board(path: str, method: str, name: str) -> Route:
            return Route(path, self._endpoint(name, PANEL[name], None), methods=[method])

        return [
            Route("/v1/accounts", self._open_account, methods=["POST"]),
            call("/v1/account", "GET", "account"),
            call("/v1/products", "GET", "search"),
            Route("/v1/products/by-picture", self._by_picture, methods=["POST"]),
            call("/v1/best-sellers", "GET", "best_sellers"),
            call("/v1/products/{product_id}", "GET", "product"),
            call("/v1/stock", "POST", "stock"),
            call("/v1/freight", "POST", "freight"),
            call("/v1/orders", "POST", "place"),
            call("/v1/orders", "GET", "find"),
            call("/v1/orders/{order_id}", "GET", "order"),
            call("/v1/orders/{order_id}/pay", "POST", "pay"),
            call("/v1/orders/{order_id}/cancel", "POST", "cancel"),
            call("/v1/disputes", "POST", "dispute"),
            call("/v1/disputes", "GET", "find_dispute"),
            call("/v1/disputes/{dispute_id}", "GET", "get_dispute"),
            call("/v1/disputes/{dispute_id}/withdraw", "POST", "withdraw_dispute"),
            call("/v1/webhook", "PUT", "subscribe"),
            board("/v1/panel", "GET", "overview"),
            board("/v1/panel/account", "PUT", "account"),
            board("/v1/panel/override", "PUT", "override"),
            board("/v1/panel/orders/{order_id}", "POST", "order"),
            board("/v1/panel/disputes/{dispute_id}", "POST", "decide"),
            board("/v1/panel/past", "POST", "past"),
            Route("/v1/panel/faults", self._faults, methods=["POST", "DELETE"]),
            Route("/v1/panel/deliver", self._deliver_now, methods=["POST"]),
            Route("/pictures/{name}", self._picture, methods=["GET"]),
        ]

    def _endpoint(
        self, name: str, act: Callable[[World, Doc], Any], op: str | None
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                asked = await _asked(request)
                return await self._answer(request, asked, act, op)
            except Refused as refusal:
                return _refusal(refusal)

        answer.__name__ = name
        return answer

    async def _answer(
        self, request: Request, asked: Doc, act: Callable[[World, Doc], Any], op: str | None
    ) -> Response:
        key = _key(request)
        fault = await run_in_threadpool(self._fault, key, op) if op else None
        if fault is not None:
            early = await _before(request, fault)
            if early is not None:
                return early

        def work() -> Any:
            with self._store.act() as db:
                world = World(db, _account(db, key), self._clock())
                if op == "place" and fault is not None and fault.kind is Kind.UNPAID:
                    return act(world, {**asked, "_unpaid": True})
                return act(world, asked)

        data = await run_in_threadpool(work)
        if op == "stock" and fault is not None and fault.kind is Kind.PARTIAL:
            data["products"] = data["products"][::2]
        told = JSONResponse({"ok": True, "data": data})
        return told if fault is None else await _after(request, fault, told)

    def _fault(self, key: str, op: str) -> Fault | None:
        with self._store.act() as db:
            return faults.take(db, _account(db, key)["id"], op)

    async def _open_account(self, request: Request) -> Response:
        def work() -> Doc:
            with self._store.act() as db:
                made = new_account(str(asked.get("name", ""))[:80], self._clock())
                put_account(db, made)
                return made

        try:
            asked = await _asked(request)
        except Refused as refusal:
            return _refusal(refusal)
        made = await run_in_threadpool(work)
        told = {name: made[name] for name in ("id", "name", "api_key", "webhook_secret")}
        return JSONResponse({"ok": True, "data": told}, 201)

    async def _by_picture(self, request: Request) -> Response:
        """The twelve products whose pictures look most like the one sent."""
        try:
            key = _key(request)
            body = await _body(request, _MAX_PICTURE)
            fault = await run_in_threadpool(self._fault, key, "image_search")
            early = await _before(request, fault) if fault is not None else None
            if early is not None:
                return early
            alike = await run_in_threadpool(self._gallery.alike, body)
        except Refused as refusal:
            return _refusal(refusal)

        def work() -> list[Doc]:
            with self._store.act() as db:
                world = World(db, _account(db, key), self._clock())
                return [world.summary(one) for one in alike[:12]]

        found = await run_in_threadpool(work)
        data = {"products": found, "next_page": None, "total": len(found)}
        told = JSONResponse({"ok": True, "data": data})
        return told if fault is None else await _after(request, fault, told)

    async def _faults(self, request: Request) -> Response:
        def work() -> Any:
            with self._store.act() as db:
                account = _account(db, _key(request))
                if request.method == "POST":
                    return faults.order(db, account["id"], asked)
                return faults.clear(db, account["id"])

        try:
            asked = await _asked(request)
            return JSONResponse({"ok": True, "data": await run_in_threadpool(work)})
        except Refused as refusal:
            return _refusal(refusal)

    async def _deliver_now(self, request: Request) -> Response:
        del request
        return JSONResponse({"ok": True, "data": {"sent": await self.run_due()}})

    async def _picture(self, request: Request) -> Response:
        drawn = await run_in_threadpool(self._gallery.picture, request.path_params["name"])
        if drawn is None:
            return Response(status_code=404)
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(drawn, media_type="image/webp", headers=headers)

    def _claim(self) -> list[hints.Delivery]:
        with self._store.act() as db:
            hints.watch(db, self._clock())
            return hints.claim(db, self._clock(), _BATCH)

    def _forget(self, done: list[int]) -> None:
        with self._store.act() as db:
            db.executemany("delete from hints where id = ?", [(one,) for one in done])

    async def _deliver(self, one: hints.Delivery) -> bool:
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(one.secret, one.body, int(self._clock())),
        }
        sends = [self._attempt(one, headers) for _ in range(one.copies)]
        return all(await asyncio.gather(*sends))

    async def _attempt(self, one: hints.Delivery, headers: Mapping[str, str]) -> bool:
        if self._send is None:
            return False
        try:
            async with asyncio.timeout(_SEND_TIMEOUT):
                return 200 <= await self._send(one.url, one.body, headers) < 300
        except Exception:  # noqa: BLE001 - a sender may fail in any way; the hint stays
            return False


async def _before(request: Request, fault: Fault) -> Response | None:
    """What keeps the call from being done; None when it is to be done."""
    if fault.kind in {Kind.DELAY, Kind.TIMEOUT}:
        await _silent(request, fault.seconds)
    said = _EARLY.get(fault.kind)
    if said is None:
        return None
    told = _error(*said)
    if fault.kind is Kind.RATE_LIMIT:
        told.headers["Retry-After"] = str(int(fault.seconds))
    return told


async def _after(request: Request, fault: Fault, told: JSONResponse) -> Response:
    """What becomes of the answer of a call that was done."""
    match fault.kind:
        case Kind.TIMEOUT_AFTER:
            await _silent(request, fault.seconds)
            return _error(504, "timeout", "no answer")
        case Kind.ERROR_AFTER:
            return _error(502, "bad_gateway", "upstream")
        case Kind.TRUNCATE:
            whole = bytes(told.body)
            return Response(whole[: len(whole) // 2], media_type="application/json")
        case Kind.GARBAGE:
            return HTMLResponse("<html><body>Please stand by.</body></html>")
        case _:
            return told


async def _silent(request: Request, seconds: float) -> None:
    """Stay silent, but not longer than the caller listens."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass


async def _asked(request: Request) -> Doc:
    """Query, body and path in one, the path last: it cannot be talked over."""
    asked: Doc = dict(request.query_params)
    if request.method in {"POST", "PUT"}:
        body = await _body(request, _MAX_BODY)
        try:
            given = json.loads(body or b"{}")
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise Refused(422, "bad_request", "send a JSON object")
        asked.update(given)
    asked.pop("_unpaid", None)
    return {**asked, **request.path_params}


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise Refused(413, "bad_request", "too large")
    except ClientDisconnect:
        raise Refused(400, "bad_request", "the body did not arrive") from None
    return bytes(body)


def _key(request: Request) -> str:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme.lower() == "bearer" else ""


def _account(db: Any, key: str) -> Doc:
    found = account_by_key(db, key) if key else None
    if found is None:
        raise Refused(401, "bad_key", "no account has this key")
    return found


def _refusal(refusal: Refused) -> JSONResponse:
    return _error(refusal.status, refusal.code, refusal.message, refusal.sku)


def _error(status: int, code: str, message: str, sku: str | None = None) -> JSONResponse:
    error = {"code": code, "message": message, "sku": sku}
    return JSONResponse({"ok": False, "error": error}, status)
