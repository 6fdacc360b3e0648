"""HTTP of shipping: the merchant's rates, and what they offer a cart. Paying is a flow
(`commerce.flows.checkout_endpoints`)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.cart import service as carts
from commerce.cart.contexts import CartHolder
from commerce.cart.errors import CartNotFound, CurrencyUnavailable
from commerce.cart.sums import CartTaxes
from commerce.checkout import rates, zones
from commerce.checkout.errors import (
    RateNotFound,
    RegionTaken,
    TooManyRates,
    TooManyZones,
    ZoneNotFound,
)
from commerce.checkout.schemas import (
    ShippingRatesOut,
    ShippingTestIn,
    ShippingTestOut,
    ShippingZoneIn,
    ShippingZoneOut,
    StoredShippingRateOut,
)
from commerce.checkout.shipping_price import state_code
from commerce.pricing.taxes.matching import Place
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from commerce.stores.schemas import ShippingRateIn
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CountryCode, Reply, ok

routes = router("shipping", "/stores/{store_id}")
shop_routes = router("carts", "/public/stores/{slug}/carts")


@routes.get("/shipping-rates", responses=errors(StoreNotFound))
async def list_rates(context: StoreViewer) -> Reply[list[StoredShippingRateOut]]:
    """The store's shipping rates, cheapest first."""
    found = await rates.stored(context.session, context.store_id)
    return ok([rates.stored_out(rate, context.store.currency) for rate in found])


@routes.post(
    "/shipping-rates",
    status_code=201,
    responses=errors(StoreNotFound, ZoneNotFound, TooManyRates),
)
async def create_rate(context: StoreAdmin, body: ShippingRateIn) -> Reply[StoredShippingRateOut]:
    """Add a rate: flat, by price or by weight, free from `free_over` on."""
    rate = await rates.create(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        body=body,
    )
    return ok(rates.stored_out(rate, context.store.currency))


@routes.put(
    "/shipping-rates/{rate_id}", responses=errors(StoreNotFound, RateNotFound, ZoneNotFound)
)
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


@routes.delete("/shipping-rates/{rate_id}", responses=errors(StoreNotFound, RateNotFound))
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


@routes.get("/shipping-zones", responses=errors(StoreNotFound))
async def list_zones(context: StoreViewer) -> Reply[list[ShippingZoneOut]]:
    """The store's shipping zones."""
    return ok(await zones.listed(context.session, context.store_id))


@routes.post(
    "/shipping-zones", status_code=201, responses=errors(StoreNotFound, RegionTaken, TooManyZones)
)
async def create_zone(context: StoreAdmin, body: ShippingZoneIn) -> Reply[ShippingZoneOut]:
    """Add a zone. A region belongs to one zone; a zone without regions is the rest of the world."""
    return ok(
        await zones.create(
            context.kernel, context.session, context.store, body, actor=context.actor
        )
    )


@routes.get("/shipping-zones/test", responses=errors(StoreNotFound))
async def test_address(
    context: StoreViewer, asked: Annotated[ShippingTestIn, Query()]
) -> Reply[ShippingTestOut]:
    """Try an address: its zone, which rates go there, what they cost, and why others do not."""
    return ok(await zones.try_address(context.session, context.store, asked))


@routes.put("/shipping-zones/{zone_id}", responses=errors(StoreNotFound, ZoneNotFound, RegionTaken))
async def replace_zone(
    context: StoreAdmin, zone_id: UUID, body: ShippingZoneIn
) -> Reply[ShippingZoneOut]:
    """Change a zone; its rates go where it goes. Checkouts under way keep what they froze."""
    return ok(
        await zones.replace(
            context.kernel, context.session, context.store, zone_id, body, actor=context.actor
        )
    )


@routes.delete("/shipping-zones/{zone_id}", responses=errors(StoreNotFound, ZoneNotFound))
async def delete_zone(context: StoreAdmin, zone_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a zone with its rates, and say how many they were."""
    removed = await zones.delete(
        context.kernel, context.session, context.store, zone_id, actor=context.actor
    )
    return ok({"rates": removed})


@shop_routes.get(
    "/{cart_id}/shipping-rates",
    responses=errors(StoreNotFound, StorePaused, CartNotFound, CurrencyUnavailable),
)
async def shipping_rates(
    context: CartHolder,
    cart_id: UUID,
    country: Annotated[CountryCode, Query()],
    state: Annotated[str | None, Query(max_length=120)] = None,
    postal_code: Annotated[str | None, Query(max_length=20)] = None,
    rate: Annotated[UUID | None, Query(description="Sums with this one, if it goes there.")] = None,
    use_store_credit: Annotated[
        bool, Query(description="Sums with the signed-in customer's credit.")
    ] = False,
) -> Reply[ShippingRatesOut]:
    """How this cart can be shipped to a place, and what it costs with one of the ways: `rate`, else
    the cheapest."""
    store, now = context.store, clock.now()
    rows = await carts.view(
        context.session,
        cart_id=cart_id,
        token_hash=context.token_hash,
        country=country,
        now=now,
    )
    place = Place(country, state_code(country, state), postal_code or "")
    asked = await carts.asked(
        context.session,
        context.store_id,
        rows,
        CartTaxes(store.prices_include_tax, store.shipping_taxable).at(rows, place),
        at=now,
        test=store.test_mode or context.kernel.settings.local,
        use_credit=use_store_credit,
    )
    return ok(rates.offered(rows, country, state, asked, rate))
