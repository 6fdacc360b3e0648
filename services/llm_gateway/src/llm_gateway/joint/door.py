"""The whole gateway of one process: made once, closed at its end."""

import sys
from typing import Final

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Match, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from ecomm_core.kernel import Kernel
from llm_gateway.admission.service import admission_of
from llm_gateway.deferrals.ports import RUN
from llm_gateway.engine import Engine
from llm_gateway.http.endpoints import Door
from llm_gateway.joint.adapters import Adapters
from llm_gateway.joint.callers import Callers, Catalogue
from llm_gateway.joint.gate import Gate
from llm_gateway.joint.runner import Runner
from llm_gateway.keys.authenticate import keys_of
from llm_gateway.prices.book import PriceBook
from llm_gateway.provider_keys.service import providers_of
from llm_gateway.routes.service import routes_of

PART: Final = "gateway.door"
_NO_LIMIT: Final = sys.maxsize


def install(kernel: Kernel, prices: PriceBook) -> None:
    """Make the door of this process; its routes are served by `routes_in`."""
    adapters = Adapters()
    engine = Engine(Catalogue(), adapters, Gate(admission_of(kernel)))
    callers = Callers(keys_of(kernel), routes_of(kernel), prices, providers_of(kernel), adapters)
    kernel.parts[PART] = Door(engine, callers)
    kernel.parts[RUN] = Runner(engine, callers)
    # The last first: what is being settled, then the connections.
    kernel.closers.append(adapters.close)
    kernel.closers.append(engine.close)


def door_of(kernel: Kernel) -> Door:
    """The door of this process."""
    part = kernel.parts[PART]
    if not isinstance(part, Door):
        raise TypeError("the gateway's wiring puts its door into the kernel")
    return part


class AtTheDoor(BaseRoute):
    """Everything below `/v1`: the door's own paths, past the framework's layers of the API."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._app: ASGIApp | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is for the door."""
        ours = scope["type"] == "http" and scope["path"].startswith("/v1/")
        return (Match.FULL, {}) if ours else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; the door stands since the process's start."""
        if self._app is None:
            router = Router(routes=door_of(self._kernel).routes())
            # The application's limit is for its own interface; the door has one of its own.
            self._app = RequestBodyLimitMiddleware(router, max_body_size=_NO_LIMIT)
        await self._app(scope, receive, send)
