"""Pages and routes beside the API: the mock payment page, and what local mode alone has."""

import asyncio
import json
from collections.abc import Callable
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from commerce.billing.providers import subscriptions_of
from commerce.catalog.media.serving import routes as media
from commerce.payments.providers import providers_of
from commerce.service import SERVICE
from commerce.sourcing import simulated
from ecomm_connectors.payments.mock.app import mock_app
from ecomm_connectors.subscriptions.mock.app import subscription_pages
from ecomm_core import clock
from ecomm_core.api.internal import is_internal
from ecomm_core.db.lost import LOST
from ecomm_core.errors import NotFound, Unavailable
from ecomm_core.kernel import Kernel
from ecomm_core.mail.mailbox.app import mailbox_app
from ecomm_core.service import resolve
from ecomm_core.tasks.health import Level, read_work

MAX_SHIFT: Final = 10 * 365 * 86_400
"""Seconds; ten years either way reach every window a rule has."""


def mount_pages(app: FastAPI, kernel: Kernel) -> None:
    """Mount them.

    `/mock-pay` is there in every mode, because a store in test mode pays at the mock in production
    too: sessions are made for such stores only, their ids cannot be guessed, and no money moves.
    `/health/work` tells whoever runs the platform what waits (`_Work`).
    `/mailbox`, `/_test/clock` and `/simulated-supplier` do not exist outside local mode.
    """
    app.include_router(media)
    work = Route("/health/work", _Work(kernel), methods=["GET"], include_in_schema=False)
    app.router.routes.append(work)
    # Before the API's routes: each of them would be tried first.
    app.router.routes.insert(0, Mount("/mock-pay", app=_MockPages(kernel, _pay_pages)))
    settings = kernel.settings
    if not settings.local:
        return
    # Nobody outside local mode is sent to the mock to pay for a plan.
    app.router.routes.insert(0, Mount("/mock-billing", app=_MockPages(kernel, _billing_pages)))
    app.router.add_route("/_test/clock", _set_clock, methods=["POST"], include_in_schema=False)
    if settings.mailbox_dir is not None:
        app.mount("/mailbox", mailbox_app(settings.mailbox_dir))
    pages = simulated.pages(kernel)
    if pages is not None:
        app.mount("/simulated-supplier", pages)


def _pay_pages(kernel: Kernel) -> ASGIApp:
    return mock_app(providers_of(kernel).courier)


def _billing_pages(kernel: Kernel) -> ASGIApp:
    return subscription_pages(subscriptions_of(kernel).courier, static="/mock-pay/static")


class _Work:
    """`GET /health/work`: what waits in each queue and since when, what was given up, and the last
    run of each scheduled job, in words; 503 where something is stuck.

    For whoever runs the platform, and nobody else: in local mode, which listens on this machine
    alone, it is open; in production it is there for requests that carry our servers' own signature
    (`ecomm_core.api.internal`). Anybody else finds nothing, a signed-in merchant as well.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (await self._answer(scope))(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        settings = self._kernel.settings
        key = settings.internal_key.get_secret_value()
        if not settings.local and not is_internal(scope, key):
            raise NotFound
        # Beside the loop: a process of the API has not imported its tasks.
        jobs = await asyncio.to_thread(resolve, SERVICE.scheduled)
        try:
            work = await read_work(self._kernel.database, jobs)
        except LOST as error:
            raise Unavailable from error
        status = 503 if work.level is Level.STUCK else 200
        return JSONResponse(work.as_json(), status, headers={"Cache-Control": "no-store"})


class _MockPages:
    """A mock provider's pages around this process's courier, made when first asked for."""

    def __init__(self, kernel: Kernel, make: Callable[[Kernel], ASGIApp]) -> None:
        self._kernel = kernel
        self._make = make
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if self._app is None:
            self._app = self._make(self._kernel)
        await self._app(scope, receive, send)


async def _set_clock(request: Request) -> Response:
    """`{"shift_seconds": n}`: move the clock of every process. Replies with the shift."""
    try:
        asked = json.loads(await request.body())
        seconds = asked["shift_seconds"]
    except (ValueError, KeyError, TypeError, RecursionError):
        seconds = None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return _refused('send {"shift_seconds": <number>}')
    if not -MAX_SHIFT <= seconds <= MAX_SHIFT:
        return _refused(f"shift_seconds lies within {MAX_SHIFT} either way")
    clock.set_shift(float(seconds))
    return JSONResponse({"data": {"shift_seconds": clock.shift()}, "error": None})


def _refused(message: str) -> Response:
    error = {"code": "invalid", "message": message, "details": [], "request_id": ""}
    return JSONResponse({"data": None, "error": error}, status_code=422)
