"""HTTP of virtual keys, for operators."""

from uuid import UUID

from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from llm_gateway.access import TenantOperator
from llm_gateway.keys import service
from llm_gateway.keys.errors import KeyEnded, KeyNotFound
from llm_gateway.keys.schemas import KeyIn, KeyOut, KeyScopeIn, NewKeyOut
from llm_gateway.tenants.errors import TenantNotFound

routes = router("keys", "/operator/tenants/{tenant_id}/keys")


@routes.get("", responses=errors(TenantNotFound))
async def list_keys(context: TenantOperator, tenant_id: UUID, page: PageDep) -> ListReply[KeyOut]:
    """A tenant's keys, the newest first. What a key is, is never shown again."""
    rows, total = await service.listed(
        context.session, tenant_id, offset=page.offset, limit=page.per_page
    )
    return page_of([KeyOut.model_validate(row) for row in rows], page.info(total))


@routes.post("", status_code=201, responses=errors(TenantNotFound), openapi_extra=SECRET_REPLY)
async def create_key(context: TenantOperator, tenant_id: UUID, body: KeyIn) -> Reply[NewKeyOut]:
    """Make a key for a service that acts for this tenant. The key is shown this once."""
    row, key = await service.create(
        context.session,
        tenant_id,
        name=body.name,
        scope=body,
        expires_at=body.expires_at,
        actor=context.actor,
    )
    return ok(NewKeyOut(**KeyOut.model_validate(row).model_dump(), key=key))


@routes.put("/{key_id}/scope", responses=errors(KeyNotFound, KeyEnded))
async def rescope_key(context: TenantOperator, key_id: UUID, body: KeyScopeIn) -> Reply[KeyOut]:
    """Say anew what a key may be used for; it counts from the next call on."""
    row = await service.rescope(context.session, key_id, body, actor=context.actor)
    return ok(KeyOut.model_validate(row))


@routes.post(
    "/{key_id}/rotate",
    status_code=201,
    responses=errors(KeyNotFound, KeyEnded),
    openapi_extra=SECRET_REPLY,
)
async def rotate_key(context: TenantOperator, key_id: UUID) -> Reply[NewKeyOut]:
    """Make the key that follows, with the same scope. The old one goes on for 24 hours."""
    row, key = await service.rotate(context.session, key_id, actor=context.actor)
    return ok(NewKeyOut(**KeyOut.model_validate(row).model_dump(), key=key))


@routes.delete("/{key_id}", responses=errors(KeyNotFound))
async def revoke_key(context: TenantOperator, key_id: UUID) -> Reply[KeyOut]:
    """End a key: every process refuses it within moments, a minute at the very most."""
    return ok(
        KeyOut.model_validate(await service.revoke(context.session, key_id, actor=context.actor))
    )
