"""Endpoints and dependencies are coroutines, or the application does not start."""

from collections.abc import AsyncIterator
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI

from ecomm_core.api.app import check_coroutines
from ecomm_core.api.router import router


def blocking() -> None:
    """A dependency that would run in a thread."""


async def through(_below: Annotated[None, Depends(blocking)]) -> None:
    """One that hides it a level deeper."""


async def streaming() -> AsyncIterator[None]:
    """As contexts with a transaction are."""
    yield


def application(dependency: object) -> FastAPI:
    routes = router("some")

    @routes.get("/some", dependencies=[Depends(dependency)])  # type: ignore[arg-type]  # any of the above
    async def some() -> None: ...

    app = FastAPI()
    app.include_router(routes, prefix="/api/v1")
    return app


def test_coroutines_pass() -> None:
    check_coroutines(application(streaming))


@pytest.mark.parametrize("dependency", [blocking, through])
def test_a_dependency_in_a_thread_stops_the_start(dependency: object) -> None:
    with pytest.raises(RuntimeError, match=r"test_coroutines\.blocking"):
        check_coroutines(application(dependency))


def test_an_endpoint_in_a_thread_stops_the_start() -> None:
    routes = router("slow")

    @routes.get("/slow")
    def slow() -> None: ...

    app = FastAPI()
    app.include_router(routes)
    with pytest.raises(RuntimeError, match="slow"):
        check_coroutines(app)
