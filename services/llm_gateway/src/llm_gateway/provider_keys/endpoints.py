"""HTTP of providers' keys, for operators. They go in and never come out."""

from typing import Annotated, Any

from fastapi import Path

from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from llm_gateway.access import Operator
from llm_gateway.provider_keys import service
from llm_gateway.provider_keys.errors import ProviderNotFound
from llm_gateway.provider_keys.schemas import ProviderKeyIn, ProviderKeyOut

routes = router("providers", "/operator/providers")

Named = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


@routes.get("")
async def list_providers(context: Operator) -> Reply[list[ProviderKeyOut]]:
    """Which providers have a key, with its last four characters."""
    rows = await service.listed(context.session)
    return ok([ProviderKeyOut.model_validate(row) for row in rows])


@routes.put("/{provider}")
async def put_provider(
    context: Operator, provider: Named, body: ProviderKeyIn
) -> Reply[ProviderKeyOut]:
    """Set a provider's key. The next call uses it; the one before is gone."""
    row = await service.put(
        context.session, context.kernel.sealer, provider, body, actor=context.actor
    )
    return ok(ProviderKeyOut.model_validate(row))


@routes.delete("/{provider}", responses=errors(ProviderNotFound))
async def remove_provider(context: Operator, provider: Named) -> Reply[dict[str, Any]]:
    """Forget a provider's key. Routes pass by a provider without one."""
    await service.remove(context.session, provider, actor=context.actor)
    return ok({})
