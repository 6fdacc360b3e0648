"""HTTP of taxes."""

from typing import Any
from uuid import UUID

from commerce.pricing import service
from commerce.pricing.errors import TaxRateNotFound
from commerce.pricing.schemas import TaxRateOut
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound
from commerce.stores.schemas import TaxRateIn
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("taxes", "/stores/{store_id}/tax-rates")


@routes.get("", responses=errors(StoreNotFound))
async def list_rates(context: StoreViewer) -> Reply[list[TaxRateOut]]:
    """The store's tax rates by country."""
    return ok(await service.list_rates(context.session, context.store_id))


@routes.put("", responses=errors(StoreNotFound))
async def set_rate(context: StoreAdmin, body: TaxRateIn) -> Reply[TaxRateOut]:
    """Set the rate of a country. Orders keep the rate they were made with."""
    rate = await service.set_rate(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        body=body,
    )
    return ok(rate)


@routes.delete("/{rate_id}", responses=errors(StoreNotFound, TaxRateNotFound))
async def delete_rate(context: StoreAdmin, rate_id: UUID) -> Reply[dict[str, Any]]:
    """Stop taxing a country."""
    await service.delete_rate(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        rate_id=rate_id,
    )
    return ok({})
