"""HTTP of taxes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from commerce.pricing import service, tax_rates, tax_settings, tax_sheet
from commerce.pricing.errors import TaxRateExists, TaxRateNotFound, TooManyTaxRates
from commerce.pricing.schemas import (
    PlacedTaxRateIn,
    TaxPresetsIn,
    TaxPresetsOut,
    TaxRateOut,
    TaxSettings,
    TaxTestIn,
    TaxTestOut,
)
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound
from commerce.stores.schemas import TaxRateIn
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CountryCode, Reply, ok
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("taxes", "/stores/{store_id}")

CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "A CSV file."}
}


def csv_reply(name: str, body: bytes) -> Response:
    """A file to save."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@routes.get("/tax-rates", responses=errors(StoreNotFound))
async def list_rates(
    context: StoreViewer, country: Annotated[CountryCode, Query()] | None = None
) -> Reply[list[TaxRateOut]]:
    """The store's tax rates by country, state, postcode, class and slot."""
    return ok(await service.list_rates(context.session, context.store_id, country))


@routes.put("/tax-rates", responses=errors(StoreNotFound, TooManyTaxRates))
async def set_rate(context: StoreAdmin, body: TaxRateIn) -> Reply[TaxRateOut]:
    """Set the standard rate of a country. Orders keep the rate they were made with."""
    rate = await service.set_rate(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        body=body,
    )
    return ok(rate)


@routes.post(
    "/tax-rates", status_code=201, responses=errors(StoreNotFound, TaxRateExists, TooManyTaxRates)
)
async def create_rate(context: StoreAdmin, body: PlacedTaxRateIn) -> Reply[TaxRateOut]:
    """Add a rate for a country, a state or postcodes, and a class of goods."""
    made = await tax_rates.create(context.session, context.store, body, actor=context.actor)
    return ok(tax_rates.to_out(made))


@routes.get("/tax-rates/export", response_class=Response, responses=CSV)
async def export_rates(context: StoreViewer) -> Response:
    """All rates as a CSV file, which the import takes back."""
    return csv_reply("tax-rates", await tax_sheet.export(context.session, context.store))


@routes.post("/tax-rates/import", responses=errors(StoreNotFound, TaxRateExists, TooManyTaxRates))
async def import_rates(context: StoreAdmin, body: SheetIn) -> Reply[SheetOut]:
    """Add and change rates from a CSV file, all or nothing; a dry run unless told otherwise."""
    return ok(await tax_sheet.take(context.session, context.store, body, actor=context.actor))


@routes.post("/tax-rates/presets", responses=errors(StoreNotFound, TooManyTaxRates))
async def add_presets(context: StoreAdmin, body: TaxPresetsIn) -> Reply[TaxPresetsOut]:
    """Add the standard rates of countries that have none yet."""
    return ok(
        await tax_rates.add_presets(context.session, context.store, body, actor=context.actor)
    )


@routes.get("/tax-rates/test", responses=errors(StoreNotFound))
async def test_sale(context: StoreViewer, sale: Annotated[TaxTestIn, Query()]) -> Reply[TaxTestOut]:
    """Try a sale: which rates apply to it, what they take, and why the others do not."""
    return ok(await tax_settings.try_sale(context.session, context.store, sale))


@routes.put("/tax-rates/{rate_id}", responses=errors(StoreNotFound, TaxRateNotFound, TaxRateExists))
async def replace_rate(
    context: StoreAdmin, rate_id: UUID, body: PlacedTaxRateIn
) -> Reply[TaxRateOut]:
    """Change a rate. Orders keep the one they were made with."""
    rate = await tax_rates.replace(
        context.session, context.store, rate_id, body, actor=context.actor
    )
    return ok(tax_rates.to_out(rate))


@routes.delete("/tax-rates/{rate_id}", responses=errors(StoreNotFound, TaxRateNotFound))
async def delete_rate(context: StoreAdmin, rate_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a rate; a country without one is not taxed."""
    await service.delete_rate(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        rate_id=rate_id,
    )
    return ok({})


@routes.get("/tax-settings", responses=errors(StoreNotFound))
async def settings(context: StoreViewer) -> Reply[TaxSettings]:
    """Whether prices include tax, whether shipping is taxed, and how tax is rounded."""
    return ok(await tax_settings.read(context.session, context.store))


@routes.put("/tax-settings", responses=errors(StoreNotFound))
async def set_settings(context: StoreAdmin, body: TaxSettings) -> Reply[TaxSettings]:
    """Change how the store taxes. Open carts follow, orders keep what they were made with."""
    return ok(
        await tax_settings.write(
            context.kernel, context.session, context.store, body, actor=context.actor
        )
    )
