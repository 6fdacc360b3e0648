"""Rates of places and classes, one by one and as ready-made sets."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.conflicts import refusing
from commerce.pricing import repository
from commerce.pricing.errors import TaxRateExists, TaxRateNotFound, TooManyTaxRates
from commerce.pricing.models import TaxRate
from commerce.pricing.schemas import PlacedTaxRateIn, TaxPresetsIn, TaxPresetsOut, TaxRateOut
from commerce.pricing.standard import standard_rate
from commerce.pricing.taxes.matching import Rate
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags

MAX_RATES: Final = 1000
"""Every sale reads the rates of its country."""

_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU: Final = tuple(_UNION.split())
"""Members of the European Union; source: european-union.europa.eu, "EU countries"."""

TAKEN: Final = {"uq_tax_rates_place": TaxRateExists.on_field("country")}


async def create(
    session: AsyncSession, store: StoreFacts, body: PlacedTaxRateIn, *, actor: str
) -> TaxRate:
    """Add a rate. Raises TaxRateExists, TooManyTaxRates (409)."""
    await check_room(session, store.id, 1)
    rate = TaxRate(tenant_id=store.tenant_id, store_id=store.id, **body.model_dump())
    with refusing(TAKEN):
        session.add(rate)
        await session.flush()
    await changed(session, store, rate.id, actor, "tax_rate.create", after=facts(rate))
    return rate


async def replace(
    session: AsyncSession, store: StoreFacts, rate_id: UUID, body: PlacedTaxRateIn, *, actor: str
) -> TaxRate:
    """Change a rate; orders keep the one they were made with.

    Raises TaxRateNotFound (404), TaxRateExists (409).
    """
    rate = await repository.rate(session, store.id, rate_id)
    if rate is None:
        raise TaxRateNotFound
    before = facts(rate)
    for name, value in body.model_dump().items():
        setattr(rate, name, value)
    with refusing(TAKEN):
        await session.flush()
    if facts(rate) != before:
        await changed(session, store, rate.id, actor, "tax_rate.update", before, facts(rate))
    return rate


async def add_presets(
    session: AsyncSession, store: StoreFacts, body: TaxPresetsIn, *, actor: str
) -> TaxPresetsOut:
    """Add the standard rates of countries that have none yet; what is there stays as it is.

    Raises TooManyTaxRates (409).
    """
    wanted = list(dict.fromkeys([*body.countries, *(EU if body.eu else ())]))
    there = {
        rate.country
        for rate in await repository.of_store(session, store.id)
        if (rate.state, rate.postal_pattern, rate.tax_class, rate.slot) == ("", "", "standard", 1)
    }
    missing = [(country, standard_rate(country)) for country in wanted if country not in there]
    await check_room(session, store.id, sum(1 for _, known in missing if known))
    added = []
    for country, known in missing:
        if known is not None:
            rate = await repository.put(
                session,
                tenant_id=store.tenant_id,
                store_id=store.id,
                country=country,
                name=known.name,
                rate_ppm=known.rate_ppm,
            )
            added.append(to_out(rate))
    if added:
        after = {"countries": [rate.country for rate in added]}
        await changed(session, store, None, actor, "tax_rate.presets", after=after)
    return TaxPresetsOut(
        added=added,
        kept=[country for country in wanted if country in there],
        unknown=[country for country, known in missing if known is None],
    )


async def check_room(session: AsyncSession, store_id: UUID, more: int) -> None:
    """Raises TooManyTaxRates (409) where `more` rates do not fit."""
    if await repository.count_rates(session, store_id) + more > MAX_RATES:
        raise TooManyTaxRates


async def changed(
    session: AsyncSession,
    store: StoreFacts,
    rate_id: UUID | None,
    actor: str,
    action: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Drop what was made from the rates, and write down who changed what."""
    drop_tags(session, tags.store(store.id))
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action=action,
        resource_type="tax_rate",
        resource_id=rate_id,
        before=before,
        after=after,
    )


def to_out(rate: TaxRate) -> TaxRateOut:
    """A rate as merchants see it."""
    return TaxRateOut.model_validate(rate)


def engine_rate(rate: TaxRate) -> Rate:
    """A stored rate as the engine takes it."""
    out = to_out(rate)
    return Rate(
        name=out.name,
        ppm=out.rate_ppm,
        country=out.country,
        state=out.state,
        postal_pattern=out.postal_pattern,
        tax_class=out.tax_class,
        slot=out.slot,
    )


def facts(rate: TaxRate) -> dict[str, Any]:
    """What the audit log keeps of a rate."""
    return to_out(rate).model_dump(mode="json", exclude={"id"})
