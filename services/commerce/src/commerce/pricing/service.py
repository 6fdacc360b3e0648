"""Taxes and prices: the public face of this folder. A country without a rate is not taxed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.pricing import currency_repository, repository, tax_rates
from commerce.pricing.cost_rates import rates_into
from commerce.pricing.currencies.convert import AS_IT_IS, Direction, Ending, Rate, convert
from commerce.pricing.errors import TaxRateNotFound
from commerce.pricing.history import keep as keep_history
from commerce.pricing.models import VariantPrice
from commerce.pricing.presenting import Presenter, Shown
from commerce.pricing.schemas import TaxRateOut
from commerce.pricing.standard import prices_include_tax, standard_rate
from commerce.pricing.store_currencies import offered
from commerce.stores.schemas import TaxRateIn
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags

__all__ = [
    "Ending",
    "Presenter",
    "Rate",
    "Shown",
    "as_it_is",
    "convert",
    "create_default_rates",
    "delete_rate",
    "keep_history",
    "list_rates",
    "offered",
    "presented",
    "presenter",
    "prices_include_tax",
    "rate_for",
    "rates_into",
    "set_rate",
    "up",
]


def as_it_is() -> Ending:
    """Every price ends as it does."""
    return AS_IT_IS


def up(step: int, below: int) -> Ending:
    """Prices are multiples of `step` less `below`; one between two goes up."""
    return Ending(step, below, Direction.UP)


async def presenter(
    session: AsyncSession, *, store_id: UUID, base: str, currency: str, today: date
) -> Presenter:
    """How amounts of the store's currency are shown in another one it sells in.

    Raises CurrencyNotOffered (422), ExchangeRateStale (409).
    """
    if currency == base:
        return Presenter.own(base)
    facts = await currency_repository.facts(session, store_id, base, today, currency=currency)
    return Presenter.of(base, currency, facts.get(currency), today=today)


async def presented(
    session: AsyncSession,
    *,
    store_id: UUID,
    base: str,
    currency: str,
    variants: Mapping[UUID, tuple[int, int | None]],
    today: date,
) -> tuple[Presenter, dict[UUID, Shown]]:
    """What shoppers are shown of variants (id -> price, former price, in the store's currency), and
    how other amounts are shown beside them. Raises what `presenter` raises."""
    found = await presenter(session, store_id=store_id, base=base, currency=currency, today=today)
    own: dict[tuple[UUID, str], VariantPrice] = {}
    if found.rate is not None:
        own = await currency_repository.explicit(session, store_id, list(variants))
    shown = {}
    for variant, (price, compare_at) in variants.items():
        row = own.get((variant, currency))
        explicit = None if row is None else (row.price, row.compare_at_price)
        shown[variant] = found.shown(price, compare_at, explicit)
    return found, shown


async def list_rates(
    session: AsyncSession, store_id: UUID, country: str | None = None
) -> list[TaxRateOut]:
    """The store's rates by place, class and slot; of one country where asked."""
    if country is not None:
        found = await repository.in_country(session, store_id, country)
    else:
        found = await repository.of_store(session, store_id)
    return [tax_rates.to_out(rate) for rate in found]


async def rate_for(session: AsyncSession, store_id: UUID, country: str) -> TaxRateOut | None:
    """The rate for goods that go to a country (ISO 3166-1), or None: untaxed."""
    rate = await repository.of_country(session, store_id, country)
    return None if rate is None else tax_rates.to_out(rate)


async def set_rate(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, actor: str, body: TaxRateIn
) -> TaxRateOut:
    """Set the standard rate of a country, replacing what was there.

    Raises TooManyTaxRates (409).
    """
    before = await repository.of_country(session, store_id, body.country)
    if before is None:
        await tax_rates.check_room(session, store_id, 1)
    old = None if before is None else tax_rates.facts(before)
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
        after=tax_rates.facts(rate),
    )
    return tax_rates.to_out(rate)


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
        before=tax_rates.facts(rate),
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
