"""`create_app`: every service's application, with the same edges."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from ecomm_core import metrics
from ecomm_core.api import errors
from ecomm_core.api.middleware import KernelMiddleware
from ecomm_core.api.openapi import describe
from ecomm_core.api.router import api_routes, declared_access
from ecomm_core.kernel import Kernel

MAX_BODY = 1024 * 1024
"""Bytes of a JSON body; routes that take uploads say their own limit."""

Hook = Callable[[Kernel], Awaitable[None]]


def create_app(
    kernel: Kernel,
    *,
    title: str,
    routers: Sequence[APIRouter],
    prefix: str = "/api/v1",
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
) -> FastAPI:
    """The application of a service: middleware, error mapping, health, metrics, documented routes.

    Raises RuntimeError when a route declares no access.
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
        openapi_url="/openapi.json",
        docs_url="/docs",
        redoc_url="/redoc",
        lifespan=lifespan,
        telemetry={"tracing": False},
        max_body_size=MAX_BODY,
        generate_unique_id_function=_operation_id,
    )
    app.state.kernel = kernel
    build_inner = app.build_middleware_stack

    def build_stack() -> ASGIApp:
        # Outermost: the framework's own layers (errors, body limit) answer through it too.
        return KernelMiddleware(build_inner(), secure=not kernel.settings.local)

    app.build_middleware_stack = build_stack  # type: ignore[method-assign]  # see above
    errors.install(app)
    for router in routers:
        app.include_router(router, prefix=prefix)
    _health(app, kernel)
    check_access(app)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


def check_access(app: FastAPI) -> None:
    """Raise RuntimeError unless every API route declares its access."""
    routes = list(api_routes(app))
    if not routes:
        raise RuntimeError("the application has no routes to check")
    bare = [str(route.path) for route in routes if declared_access(route) is None]
    if bare:
        raise RuntimeError(f"routes without declared access: {', '.join(bare)}")


def _operation_id(route: APIRoute) -> str:
    tag = route.tags[0] if route.tags else "root"
    return f"{tag}_{route.name}"


def _health(app: FastAPI, kernel: Kernel) -> None:
    async def database_answers() -> bool:
        try:
            async with kernel.database.transaction() as session:
                await session.execute(text("select 1"))
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        except Exception as exc:  # noqa: BLE001 - SQLAlchemy wraps drivers' errors; health says no
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
        return Response(metrics.render(), media_type="text/plain; version=0.0.4")

    for path in ("/health", "/health/ready", "/api/v1/health"):
        app.router.add_route(path, health, methods=["GET"], include_in_schema=False)
    app.router.add_route("/health/live", live, methods=["GET"], include_in_schema=False)
    app.router.add_route("/metrics", show_metrics, methods=["GET"], include_in_schema=False)
