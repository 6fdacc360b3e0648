"""`create_app`: every service's application, with the same edges."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as PlainRoute
from starlette.types import ASGIApp

from ecomm_core import metrics
from ecomm_core.accounts.rights import Areas
from ecomm_core.api import errors
from ecomm_core.api.finding import RouteIndex
from ecomm_core.api.middleware import KernelMiddleware
from ecomm_core.api.openapi import describe
from ecomm_core.api.router import Route, api_routes, declared_access, route_calls
from ecomm_core.api.scopes import Resources
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.backlog import measure_backlog

MAX_BODY = 1024 * 1024
"""Bytes of a JSON body; routes that take uploads say their own limit."""

OPENAPI_URL = "/openapi.json"

Hook = Callable[[Kernel], Awaitable[None]]


def create_app(
    kernel: Kernel,
    *,
    title: str,
    routers: Sequence[APIRouter],
    prefix: str = "/api/v1",
    resources: Resources | None = None,
    areas: Areas | None = None,
    always_open: Collection[str] = (),
    examples: Path | None = None,
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
) -> FastAPI:
    """The application of a service: middleware, error mapping, health, metrics, documented routes.

    examples: the file of recorded calls that the OpenAPI document shows.
    always_open: tags of routers that answer a business whose bill stayed unpaid (see `unpaid`).
    resources: what API keys' scopes are named after, by the routers' tags (see `scopes`).
    areas: what people's permissions are named after, by the same tags (see `accounts.rights`).

    Raises RuntimeError when a route declares no access, or a merchant route has no scope.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await kernel.start()
        lag = metrics.LoopLagMonitor()
        lag.start()
        if on_start:
            await on_start(kernel)
        try:
            yield
        finally:
            if on_stop:
                await on_stop(kernel)
            await lag.stop()
            await kernel.stop()

    app = FastAPI(
        title=title,
        version="1",
        openapi_url=OPENAPI_URL,
        docs_url="/docs",
        redoc_url="/redoc",
        lifespan=lifespan,
        telemetry={"tracing": False},
        max_body_size=MAX_BODY,
        generate_unique_id_function=_operation_id,
    )
    app.state.kernel = kernel
    app.state.api_resources = resources or {}
    app.state.api_areas = areas or resources or {}
    app.state.api_always_open = frozenset(always_open)
    app.state.api_examples = examples
    build_inner = app.build_middleware_stack

    def build_stack() -> ASGIApp:
        # Outermost: the framework's own layers (errors, body limit) answer through it too.
        return KernelMiddleware(build_inner(), secure=not kernel.settings.local)

    app.build_middleware_stack = build_stack  # type: ignore[method-assign]  # see above
    errors.install(app)
    for router in routers:
        app.include_router(router, prefix=prefix)
    _health(app, kernel)
    app.state.methods = errors.methods_by_path(app)
    check_access(app)
    check_scopes(app)
    check_coroutines(app)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's documented way
    _document(app)
    app.router.routes.insert(0, RouteIndex(app.router.routes))
    return app


def _document(app: FastAPI) -> None:
    """Make and write the OpenAPI document in a thread: its first reading takes longer than a loop
    may stand still. The framework's own route makes it on the loop."""

    async def openapi(_request: Request) -> Response:
        return await asyncio.to_thread(lambda: JSONResponse(describe(app)))

    routes = app.router.routes
    at = next(n for n, route in enumerate(routes) if getattr(route, "path", "") == OPENAPI_URL)
    routes[at] = PlainRoute(OPENAPI_URL, openapi, include_in_schema=False)


def check_access(app: FastAPI) -> None:
    """Raise RuntimeError unless every API route declares its access."""
    routes = list(api_routes(app))
    if not routes:
        raise RuntimeError("the application has no routes to check")
    bare = [str(route.path) for route in routes if declared_access(route) is None]
    if bare:
        raise RuntimeError(f"routes without declared access: {', '.join(bare)}")


def check_scopes(app: FastAPI) -> None:
    """Raise RuntimeError unless every merchant route has a scope for API keys, or says that none
    may call it. An application without a table of resources takes no keys."""
    resources: Resources = app.state.api_resources
    if not resources:
        return
    bare: dict[str, str] = {}
    for route in api_routes(app):
        if declared_access(route) != "merchant":
            continue
        original = route.original_route
        try:
            if isinstance(original, Route):
                original.api_scope(resources)
        except KeyError as error:
            bare[str(route.path)] = str(error)
    if bare:
        named = ", ".join(f"{path} (tag {tag})" for path, tag in bare.items())
        raise RuntimeError(f"merchant routes without a scope for API keys: {named}")


def check_coroutines(app: FastAPI) -> None:
    """Raise RuntimeError unless every endpoint and dependency is a coroutine function: the
    framework sends any other to a thread and back, which costs more than most of them do."""
    blocking = {
        f"{call.__module__}.{call.__qualname__}"
        for route in api_routes(app)
        for call in route_calls(route)
        if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call))
    }
    if blocking:
        raise RuntimeError(f"not coroutine functions: {', '.join(sorted(blocking))}")


def _operation_id(route: APIRoute) -> str:
    tag = route.tags[0] if route.tags else "root"
    return f"{tag}_{route.name}"


def _health(app: FastAPI, kernel: Kernel) -> None:
    async def database_answers() -> bool:
        try:
            async with kernel.database.transaction() as session:
                await session.execute(text("select 1"))
        except Exception as exc:  # noqa: BLE001 - whatever it is, health says no
            metrics.health_failed(repr(exc))
            return False
        return True

    async def health(_request: Request) -> Response:
        """200 once the database answers."""
        if await database_answers():
            return JSONResponse({"status": "ok"})
        return JSONResponse(
            {"status": "unavailable"}, status_code=503, headers={"Retry-After": "2"}
        )

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def show_metrics(_request: Request) -> Response:
        await measure_backlog(kernel.database)
        # Beside the loop: a sample per operation, status and bucket is a long text.
        text_of_all = await asyncio.to_thread(metrics.render)
        return Response(text_of_all, media_type="text/plain; version=0.0.4")

    for path in ("/health", "/health/ready", "/api/v1/health"):
        app.router.add_route(path, health, methods=["GET"], include_in_schema=False)
    app.router.add_route("/health/live", live, methods=["GET"], include_in_schema=False)
    app.router.add_route("/metrics", show_metrics, methods=["GET"], include_in_schema=False)
