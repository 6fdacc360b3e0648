"""How a store taxes, and a sale to try it on."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import repository, tax_rates
from commerce.pricing.schemas import JudgedRateOut, TaxSettings, TaxTestIn, TaxTestOut
from commerce.pricing.taxes.computing import Rounding, Taxable, tax_parts
from commerce.pricing.taxes.explaining import Judged, Verdict, explain
from commerce.pricing.taxes.matching import Place
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel


async def read(session: AsyncSession, store: StoreFacts) -> TaxSettings:
    """The store's choices."""
    row = await repository.settings_of(session, store.id)
    return TaxSettings(
        prices_include_tax=store.prices_include_tax,
        shipping_taxable=store.shipping_taxable,
        rounding=Rounding.LINE if row is None else Rounding(row.tax_rounding),
    )


async def write(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, wanted: TaxSettings, *, actor: str
) -> TaxSettings:
    """Change the store's choices; orders keep what they were made with."""
    before = await read(session, store)
    if wanted == before:
        return before
    await repository.put_settings(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        values={"tax_rounding": wanted.rounding.value},
    )
    await stores.set_taxing(
        kernel,
        session,
        store_id=store.id,
        prices_include_tax=wanted.prices_include_tax,
        shipping_taxable=wanted.shipping_taxable,
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="tax_settings.update",
        resource_type="store",
        resource_id=store.id,
        before=before.model_dump(mode="json"),
        after=wanted.model_dump(mode="json"),
    )
    return wanted


async def try_sale(session: AsyncSession, store: StoreFacts, sale: TaxTestIn) -> TaxTestOut:
    """Which rates tax a sale and why; nothing is stored."""
    rows = await repository.in_country(session, store.id, sale.country)
    rates = [tax_rates.engine_rate(row) for row in rows]
    place = Place(sale.country, sale.state, sale.postal_code)
    judged = explain(rates, place, sale.tax_class)
    applied = tuple(
        sorted((j.rate for j in judged if j.verdict is Verdict.APPLIED), key=lambda r: r.slot)
    )
    taxed = tax_parts([Taxable(sale.amount, applied)], inclusive=store.prices_include_tax)[0]
    takes = {share.rate: share.amount for share in taxed.shares}

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=store.currency)

    return TaxTestOut(
        net=money(taxed.net),
        tax=money(taxed.tax),
        gross=money(taxed.gross),
        inclusive=store.prices_include_tax,
        rates=[
            JudgedRateOut(
                rate=tax_rates.to_out(row),
                jurisdiction=said.rate.jurisdiction,
                verdict=said.verdict,
                reason=_reason(said, sale),
                amount=money(takes[said.rate]) if said.verdict is Verdict.APPLIED else None,
            )
            for row, said in zip(rows, judged, strict=True)
        ],
    )


def _reason(said: Judged, sale: TaxTestIn) -> str:
    rate, winner = said.rate, said.beaten_by
    if winner is not None:
        return f"{winner.name} ({winner.jurisdiction}) has the same slot and says more."
    return {
        Verdict.APPLIED: "Applies.",
        Verdict.UNTAXED_CLASS: f"Goods of the class {sale.tax_class} are not taxed.",
        Verdict.OTHER_COUNTRY: f"Only for {rate.country}.",
        Verdict.OTHER_STATE: f"Only for {rate.country}-{rate.state}.",
        Verdict.OTHER_POSTCODE: f"Only for postcodes like {rate.postal_pattern}.",
        Verdict.OTHER_CLASS: f"Only for goods of the class {rate.tax_class}.",
        Verdict.LESS_SPECIFIC: "Another rate of the same slot says more.",
        Verdict.ZERO_RATE: "The rate is 0 %.",
    }[said.verdict]
