"""HTTP of shipping: the merchant's rates, and what they offer a cart. Paying is a flow
(`commerce.flows.checkout_endpoints`)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.cart import service as carts
from commerce.cart.contexts import CartHolder
from commerce.cart.errors import CartNotFound
from commerce.cart.view import CartTaxes
from commerce.checkout import rates
from commerce.checkout.errors import RateNotFound, TooManyRates
from commerce.checkout.schemas import ShippingRatesOut, StoredShippingRateOut
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from commerce.stores.schemas import ShippingRateIn
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CountryCode, Reply, ok

routes = router("shipping", "/stores/{store_id}/shipping-rates")
shop_routes = router("carts", "/public/stores/{slug}/carts")


@routes.get("", responses=errors(StoreNotFound))
async def list_rates(context: StoreViewer) -> Reply[list[StoredShippingRateOut]]:
    """The store's shipping rates, cheapest first."""
    found = await rates.stored(context.session, context.store_id)
    return ok([rates.stored_out(rate, context.store.currency) for rate in found])


@routes.post("", status_code=201, responses=errors(StoreNotFound, TooManyRates))
async def create_rate(context: StoreAdmin, body: ShippingRateIn) -> Reply[StoredShippingRateOut]:
    """Add a flat rate, free from `free_over` on."""
    rate = await rates.create(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        body=body,
    )
    return ok(rates.stored_out(rate, context.store.currency))


@routes.put("/{rate_id}", responses=errors(StoreNotFound, RateNotFound))
async def replace_rate(
    context: StoreAdmin, rate_id: UUID, body: ShippingRateIn
) -> Reply[StoredShippingRateOut]:
    """Change a rate. Checkouts under way keep what they froze."""
    rate = await rates.replace(
        context.kernel,
        context.session,
        store_id=context.store_id,
        rate_id=rate_id,
        actor=context.actor,
        body=body,
    )
    return ok(rates.stored_out(rate, context.store.currency))


@routes.delete("/{rate_id}", responses=errors(StoreNotFound, RateNotFound))
async def delete_rate(context: StoreAdmin, rate_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a rate. Without rates a store ships nowhere."""
    await rates.delete(
        context.kernel,
        context.session,
        store_id=context.store_id,
        rate_id=rate_id,
        actor=context.actor,
    )
    return ok({})


@shop_routes.get(
    "/{cart_id}/shipping-rates", responses=errors(StoreNotFound, StorePaused, CartNotFound)
)
async def shipping_rates(
    context: CartHolder, cart_id: UUID, country: Annotated[CountryCode, Query()]
) -> Reply[ShippingRatesOut]:
    """How this cart can be shipped to a country, and what it costs with the first way."""
    store = context.store
    rows = await carts.view(
        context.session,
        cart_id=cart_id,
        token_hash=context.token_hash,
        country=country,
        now=clock.now(),
    )
    taxes = CartTaxes(store.prices_include_tax, store.shipping_taxable)
    return ok(rates.offered(rows, country, taxes))
