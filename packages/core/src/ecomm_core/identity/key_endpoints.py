"""HTTP of API keys; what a scope opens: `ecomm_core.api.scopes`."""

from typing import Any
from uuid import UUID

from ecomm_core.accounts import api_keys
from ecomm_core.accounts.members import AboveYou
from ecomm_core.api.auth import TeamAdmin, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import LimitReached, NotFound
from ecomm_core.identity import keys, shapes
from ecomm_core.identity.key_schemas import ApiKeyIn, ApiKeyOut, NewApiKeyOut, ScopesOut

routes = router("api_keys", "/api-keys")


@routes.get("")
async def list_keys(context: Viewer, page: PageDep) -> ListReply[ApiKeyOut]:
    """The business's API keys, the newest first. Keys themselves are never shown again."""
    found, total = await api_keys.listed(
        context.session, context.tenant_id, offset=page.offset, limit=page.per_page
    )
    return page_of([shapes.api_key(one) for one in found], page.info(total))


@routes.get("/scopes")
async def list_scopes(context: Viewer) -> Reply[ScopesOut]:
    """Every scope a key may have; to who holds a custom role, those they may give."""
    return ok(ScopesOut(scopes=keys.may_give(keys.rules_of(context.kernel), context.held)))


@routes.post(
    "",
    status_code=201,
    responses=errors(LimitReached, NotFound, AboveYou),
    openapi_extra=SECRET_REPLY,
)
async def create_key(context: TeamAdmin, body: ApiKeyIn) -> Reply[NewApiKeyOut]:
    """Make a key, for all stores or some, with the scopes it needs. The key is shown this once. For
    who manages keys and enters every store, where the plan has API access. It never does more than
    its maker's own role."""
    made, key = await keys.create_key(
        context.session,
        keys.rules_of(context.kernel),
        tenant_id=context.tenant_id,
        user_id=context.claims.subject,
        held=context.held,
        name=body.name,
        scopes=body.scopes,
        store_ids=body.store_ids,
        expires_at=body.expires_at,
    )
    return ok(NewApiKeyOut(**shapes.api_key(made).model_dump(), key=key))


@routes.delete("/{key_id}", responses=errors(NotFound))
async def revoke_key(context: TeamAdmin, key_id: UUID) -> Reply[dict[str, Any]]:
    """End a key; it is refused from its next request on."""
    await api_keys.revoke(
        context.session, tenant_id=context.tenant_id, key_id=key_id, actor=context.actor
    )
    return ok({})
