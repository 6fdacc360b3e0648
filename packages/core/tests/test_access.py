"""A route declares its access by the context it takes, or the application does not start."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI

from ecomm_core.api.app import check_access
from ecomm_core.api.router import access, api_routes, declared_access, router


@access("public")
def anybody() -> None:
    """A context for the tests."""


def application(*routers: APIRouter) -> FastAPI:
    app = FastAPI()
    for included in routers:
        app.include_router(included, prefix="/api/v1")
    return app


def declared() -> APIRouter:
    routes = router("good")

    @routes.get("/good")
    def good(_context: Annotated[None, Depends(anybody)]) -> None: ...

    return routes


def test_a_route_without_declared_access_stops_the_start() -> None:
    """Included routers are looked into: their routes are not in `app.routes` themselves."""
    bare = router("bad")

    @bare.get("/bad")
    def bad() -> None: ...

    with pytest.raises(RuntimeError, match="/api/v1/bad"):
        check_access(application(declared(), bare))


def test_declared_routes_pass_and_say_who_may_call() -> None:
    app = application(declared())
    check_access(app)
    assert [declared_access(route) for route in api_routes(app)] == ["public"]


def test_an_application_without_routes_cannot_pass_by_having_none() -> None:
    with pytest.raises(RuntimeError, match="no routes"):
        check_access(FastAPI())


def test_unknown_access_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match="unknown access"):
        access("everyone")
