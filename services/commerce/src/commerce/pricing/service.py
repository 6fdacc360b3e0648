"""Rules of taxes: one rate per country; a country without a rate is not taxed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.pricing import repository
from commerce.pricing.errors import TaxRateNotFound
from commerce.pricing.models import TaxRate
from commerce.pricing.schemas import TaxRateOut
from commerce.pricing.standard import prices_include_tax, standard_rate
from commerce.stores.schemas import TaxRateIn
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags

__all__ = [
    "create_default_rates",
    "delete_rate",
    "list_rates",
    "prices_include_tax",
    "rate_for",
    "set_rate",
]


async def list_rates(session: AsyncSession, store_id: UUID) -> list[TaxRateOut]:
    """The store's rates by country code."""
    return [_out(rate) for rate in await repository.of_store(session, store_id)]


async def rate_for(session: AsyncSession, store_id: UUID, country: str) -> TaxRateOut | None:
    """The rate for goods that go to a country (ISO 3166-1), or None: untaxed."""
    rate = await repository.of_country(session, store_id, country)
    return None if rate is None else _out(rate)


async def set_rate(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, actor: str, body: TaxRateIn
) -> TaxRateOut:
    """Set the one rate of a country, replacing what was there."""
    before = await repository.of_country(session, store_id, body.country)
    old = None if before is None else _facts(before)
    rate = await repository.put(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        country=body.country,
        name=body.name,
        rate_ppm=body.rate_ppm,
    )
    drop_tags(session, tags.store(store_id))
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="tax_rate.set",
        resource_type="tax_rate",
        resource_id=rate.id,
        before=old,
        after=_facts(rate),
    )
    return _out(rate)


async def delete_rate(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, actor: str, rate_id: UUID
) -> None:
    """Stop taxing a country. Raises TaxRateNotFound (404)."""
    rate = await repository.remove(session, store_id, rate_id)
    if rate is None:
        raise TaxRateNotFound
    drop_tags(session, tags.store(store_id))
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="tax_rate.delete",
        resource_type="tax_rate",
        resource_id=rate_id,
        before=_facts(rate),
    )


async def create_default_rates(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, country: str
) -> None:
    """Give a new store its country's standard rate; none where the country has none."""
    standard = standard_rate(country)
    if standard is not None:
        await repository.put(
            session,
            tenant_id=tenant_id,
            store_id=store_id,
            country=standard.country,
            name=standard.name,
            rate_ppm=standard.rate_ppm,
        )


def _out(rate: TaxRate) -> TaxRateOut:
    return TaxRateOut(id=rate.id, country=rate.country, name=rate.name, rate_ppm=rate.rate_ppm)


def _facts(rate: TaxRate) -> dict[str, str | int]:
    return {"country": rate.country, "name": rate.name, "rate_ppm": rate.rate_ppm}
