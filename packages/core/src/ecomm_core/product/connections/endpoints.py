"""HTTP that the platform calls, signed (`ecomm_core.contracts.connection`)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path

from ecomm_core.api.errors import errors
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.contracts.connection import (
    About,
    Connected,
    ConnectIn,
    ResourceStatus,
    SecretsIn,
    SignedInAt,
    SignInIn,
)
from ecomm_core.errors import NotFound, Unauthenticated
from ecomm_core.product.connections import service, tickets
from ecomm_core.product.connections.access import Platform
from ecomm_core.product.connections.errors import ConnectedElsewhere, Disconnected
from ecomm_core.product.spec import spec_of

routes = router("platform", "/platform")

ResourceType = Annotated[str, Path(pattern="^[a-z_]{1,40}$")]


@routes.get("/about", responses=errors(Unauthenticated))
async def about(caller: Platform) -> Reply[About]:
    """What the product is, what it wants to hear, and what it needs to do in a store."""
    spec = spec_of(caller.kernel)
    return ok(
        About(
            name=spec.name,
            title=spec.title,
            summary=spec.summary,
            events=[event.value for event in spec.events],
            scopes=sorted(spec.scopes),
            resources=sorted(spec.status),
        )
    )


@routes.put(
    "/connections/{store_id}",
    responses=errors(Unauthenticated, ConnectedElsewhere),
    openapi_extra=SECRET_REPLY,
)
async def connect(caller: Platform, store_id: UUID, body: ConnectIn) -> Reply[Connected]:
    """Connect a store, or the same one again with a fresh key; the former key ends."""
    tenant_id, key, plan = await service.connect(caller.kernel, store_id, body)
    return ok(
        Connected(
            tenant_id=tenant_id,
            api_key=key,
            plan=plan,
            dashboard_url=caller.kernel.settings.dashboard_url,
        )
    )


@routes.put("/connections/{store_id}/secrets", responses=errors(Unauthenticated, NotFound))
async def renew(caller: Platform, store_id: UUID, body: SecretsIn) -> Reply[dict[str, Any]]:
    """Take other secrets, and another key to the platform where one is given."""
    await service.renew(caller.kernel, store_id, body)
    return ok({})


@routes.post(
    "/connections/{store_id}/sign-in",
    responses=errors(Unauthenticated, NotFound, Disconnected),
    openapi_extra=SECRET_REPLY,
)
async def sign_in(caller: Platform, store_id: UUID, body: SignInIn) -> Reply[SignedInAt]:
    """An address that opens the product signed in, once, within a minute."""
    return ok(await tickets.issue(caller.kernel, store_id, body))


@routes.get(
    "/connections/{store_id}/resources/{resource_type}/{resource_id}",
    responses=errors(Unauthenticated, NotFound),
)
async def status(
    caller: Platform, store_id: UUID, resource_type: ResourceType, resource_id: UUID
) -> Reply[ResourceStatus]:
    """What the product has done for one product, order or other resource of the store."""
    hook = spec_of(caller.kernel).status.get(resource_type)
    if hook is None:
        raise NotFound
    async with service.of_store(caller.kernel, store_id) as (session, found):
        return ok(await hook(session, found.connection, resource_id))


@routes.delete("/connections/{store_id}", responses=errors(Unauthenticated))
async def disconnect(caller: Platform, store_id: UUID) -> Reply[dict[str, Any]]:
    """Do nothing more for the store; an unknown one is none already. What was made stays the
    merchant's until they erase it here."""
    await service.disconnect(caller.kernel, store_id)
    return ok({})
