"""Names in the OpenAPI document: readable, and one for each schema."""

from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI

from ecomm_core.api.openapi import describe
from ecomm_core.api.router import access, router
from ecomm_core.api.schemas import ListReply, Output, Reply


class Thing(Output):
    """A thing."""

    name: str


@access("public")
async def anybody() -> None:
    """Nothing to show."""


Anybody = Annotated[None, Depends(anybody)]


def _app(*replies: Any) -> FastAPI:
    routes = router("things", "/things")
    for number, reply in enumerate(replies):

        async def endpoint(_context: Anybody) -> Any:
            """Read things."""

        routes.add_api_route(f"/{number}", endpoint, response_model=reply, name=f"read_{number}")
    app = FastAPI()
    app.state.api_resources, app.state.api_examples = {}, None
    app.include_router(routes)
    return app


def test_a_reply_is_named_after_what_it_holds() -> None:
    schemas = describe(_app(Reply[Thing], ListReply[Thing]))["components"]["schemas"]
    assert {"ThingReply", "ThingListReply"} <= schemas.keys()


def test_two_schemas_of_one_name_are_refused() -> None:
    """`Reply[list[X]]` and `ListReply[X]` would both be XListReply; one would vanish."""
    with pytest.raises(RuntimeError, match="would both be ThingListReply"):
        describe(_app(Reply[list[Thing]], ListReply[Thing]))
