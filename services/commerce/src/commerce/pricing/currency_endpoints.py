"""HTTP of currencies and of prices in them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from starlette.responses import Response

from commerce.pricing import price_lists, store_currencies
from commerce.pricing.currency_schemas import (
    CurrenciesOut,
    CurrencyIn,
    CurrencyOut,
    NewCurrencyIn,
    PricedVariantOut,
    PricingSettingsIn,
    RatesFileIn,
    VariantPricesIn,
)
from commerce.pricing.endpoints import CSV, csv_reply
from commerce.pricing.errors import (
    CurrencyExists,
    CurrencyNotFound,
    CurrencyNotOffered,
    RatesUnreadable,
    VariantNotFound,
)
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CurrencyCode, Reply, ok
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("currencies", "/stores/{store_id}")

Code = Annotated[CurrencyCode, Path()]


@routes.get("/currencies", name="list", responses=errors(StoreNotFound))
async def list_currencies(context: StoreViewer) -> Reply[CurrenciesOut]:
    """The store's own currency and those it sells in besides, with today's rates."""
    return ok(await store_currencies.listed(context.session, context.store, clock.now()))


@routes.post("/currencies", status_code=201, responses=errors(StoreNotFound, CurrencyExists))
async def add(context: StoreAdmin, body: NewCurrencyIn) -> Reply[CurrencyOut]:
    """Sell in one more currency."""
    return ok(
        await store_currencies.add(
            context.kernel,
            context.session,
            context.store,
            body,
            actor=context.actor,
            now=clock.now(),
        )
    )


@routes.put("/currencies/settings", responses=errors(StoreNotFound))
async def set_settings(context: StoreAdmin, body: PricingSettingsIn) -> Reply[CurrenciesOut]:
    """Say how old a rate may be, and whether reductions show the prior price."""
    return ok(
        await store_currencies.set_settings(
            context.kernel,
            context.session,
            context.store,
            body,
            actor=context.actor,
            now=clock.now(),
        )
    )


@routes.post("/currencies/rates", responses=errors(StoreNotFound, RatesUnreadable))
async def take_rates(context: StoreAdmin, body: RatesFileIn) -> Reply[CurrenciesOut]:
    """Set the store's rates by hand from the European Central Bank's file."""
    return ok(
        await store_currencies.take_rates(
            context.kernel,
            context.session,
            context.store,
            body.xml,
            actor=context.actor,
            now=clock.now(),
        )
    )


@routes.put("/currencies/{code}", responses=errors(StoreNotFound, CurrencyNotFound))
async def change(context: StoreAdmin, code: Code, body: CurrencyIn) -> Reply[CurrencyOut]:
    """Change how prices in a currency are made. Orders keep the rate they were made with."""
    return ok(
        await store_currencies.change(
            context.kernel,
            context.session,
            context.store,
            code,
            body,
            actor=context.actor,
            now=clock.now(),
        )
    )


@routes.delete("/currencies/{code}", responses=errors(StoreNotFound, CurrencyNotFound))
async def remove(context: StoreAdmin, code: Code) -> Reply[dict[str, Any]]:
    """Sell in a currency no more. Prices set in it stay, for the day it comes back."""
    await store_currencies.remove(
        context.kernel, context.session, context.store, code, actor=context.actor
    )
    return ok({})


@routes.get("/products/{product_id}/prices", responses=errors(StoreNotFound, VariantNotFound))
async def product_prices(context: StoreViewer, product_id: UUID) -> Reply[list[PricedVariantOut]]:
    """What a product's variants cost in each currency, and where each price comes from."""
    return ok(await price_lists.of_product(context.session, context.store, product_id, clock.now()))


@routes.put(
    "/products/{product_id}/prices",
    responses=errors(StoreNotFound, VariantNotFound, CurrencyNotOffered),
)
async def set_product_prices(
    context: StoreStaff, product_id: UUID, body: VariantPricesIn
) -> Reply[list[PricedVariantOut]]:
    """Set prices in other currencies, or take them back; what is not named stays."""
    await price_lists.set_of_product(
        context.kernel,
        context.session,
        context.store,
        product_id,
        body.prices,
        actor=context.actor,
    )
    return ok(await price_lists.of_product(context.session, context.store, product_id, clock.now()))


@routes.get(
    "/price-lists/export",
    response_class=Response,
    responses={**errors(StoreNotFound, CurrencyNotFound), **CSV},
)
async def export_prices(
    context: StoreViewer, currency: Annotated[CurrencyCode, Query()]
) -> Response:
    """Every variant with its own price in a currency, as a CSV file that the import takes back."""
    body = await price_lists.export(context.session, context.store, currency)
    return csv_reply(f"prices-{currency}", body)


@routes.post("/price-lists/import", responses=errors(StoreNotFound))
async def import_prices(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Set prices in other currencies from a CSV file, all or nothing; a dry run unless told
    otherwise. An empty price takes one back."""
    return ok(
        await price_lists.take(
            context.kernel, context.session, context.store, body, actor=context.actor
        )
    )
