"""HTTP of what stores tell."""

from typing import Any

from fastapi import Request

from ecomm_core.api.auth import Public
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.product.inbox import service
from ecomm_core.product.inbox.errors import NoLonger, UnknownSender
from ecomm_core.rates import Rate

routes = router("platform", "/webhooks")


@routes.post("/platform", responses=errors(UnknownSender, NoLonger))
@rated(Rate.WEBHOOKS)
async def receive(caller: Public, request: Request) -> Reply[dict[str, Any]]:
    """An event of a store, signed with its connection's secret: stored once, and worked on
    afterwards."""
    await service.receive(caller.kernel, request.headers, await request.body())
    return ok({})
