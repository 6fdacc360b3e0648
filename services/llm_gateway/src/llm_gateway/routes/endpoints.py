"""HTTP of routes, for operators."""

from typing import Annotated, Any

from fastapi import Path

from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from llm_gateway.access import Operator
from llm_gateway.routes import service
from llm_gateway.routes.errors import DefaultStays, RouteChangedMeanwhile, RouteNotFound
from llm_gateway.routes.schemas import RouteIn, RouteOut

routes = router("routes", "/operator/routes")

Named = Annotated[str, Path(pattern=r"^[a-z][a-z0-9._-]{0,79}$")]


@routes.get("")
async def list_routes(context: Operator) -> Reply[list[RouteOut]]:
    """The routes in force."""
    return ok(await service.listed(context.session))


@routes.get("/{name}/versions", responses=errors(RouteNotFound))
async def list_versions(context: Operator, name: Named) -> Reply[list[RouteOut]]:
    """All versions of a route, the newest first."""
    return ok(await service.versions(context.session, name))


@routes.put("/{name}", responses=errors(RouteChangedMeanwhile))
async def put_route(context: Operator, name: Named, body: RouteIn) -> Reply[RouteOut]:
    """Write a route: which models are asked in which order, what sends a call on to the next, and
    how long all of it may take. The version before stays to go back to."""
    return ok(await service.put(context.session, name, body, actor=context.actor))


@routes.delete("/{name}", responses=errors(RouteNotFound, DefaultStays, RouteChangedMeanwhile))
async def remove_route(context: Operator, name: Named) -> Reply[dict[str, Any]]:
    """Take a route out of force; its versions stay to be looked at."""
    await service.remove(context.session, name, actor=context.actor)
    return ok({})
