"""Queries on tax rates and a store's pricing settings."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing.models import PricingSettings, TaxRate
from ecomm_core.ids import new_id

_PLACE = (
    TaxRate.country,
    TaxRate.state,
    TaxRate.postal_pattern,
    TaxRate.tax_class,
    TaxRate.slot,
    TaxRate.id,
)


async def of_store(session: AsyncSession, store_id: UUID) -> list[TaxRate]:
    """The store's rates by place, class and slot."""
    found = await session.scalars(
        select(TaxRate).where(TaxRate.store_id == store_id).order_by(*_PLACE)
    )
    return list(found)


async def in_country(session: AsyncSession, store_id: UUID, country: str) -> list[TaxRate]:
    """The rates of one country, its states and postcodes."""
    found = await session.scalars(
        select(TaxRate)
        .where(TaxRate.store_id == store_id, TaxRate.country == country)
        .order_by(*_PLACE)
    )
    return list(found)


async def rate(session: AsyncSession, store_id: UUID, rate_id: UUID) -> TaxRate | None:
    """A rate, locked."""
    return await session.scalar(
        select(TaxRate)
        .where(TaxRate.store_id == store_id, TaxRate.id == rate_id)
        .with_for_update(key_share=True)
    )


async def count_rates(session: AsyncSession, store_id: UUID) -> int:
    """How many rates the store has."""
    found = select(func.count()).select_from(TaxRate).where(TaxRate.store_id == store_id)
    return int(await session.scalar(found) or 0)


async def settings_of(session: AsyncSession, store_id: UUID) -> PricingSettings | None:
    """The store's choices, where it made any."""
    return await session.scalar(select(PricingSettings).where(PricingSettings.store_id == store_id))


async def put_settings(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, values: Mapping[str, Any]
) -> None:
    """Write some of a store's choices; the others stay, or are the defaults."""
    defaults = {"tax_rounding": "line", "rate_max_age_days": 7, "omnibus": False}
    statement = insert(PricingSettings).values(
        tenant_id=tenant_id, store_id=store_id, **{**defaults, **values}
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "store_id"],
            set_={**values, "updated_at": func.now()},
        )
    )


async def of_country(session: AsyncSession, store_id: UUID, country: str) -> TaxRate | None:
    """The store's rate for a country."""
    return await session.scalar(
        select(TaxRate).where(
            TaxRate.store_id == store_id,
            TaxRate.country == country,
            TaxRate.state == "",
            TaxRate.postal_pattern == "",
            TaxRate.tax_class == "standard",
            TaxRate.slot == 1,
        )
    )


async def put(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    country: str,
    name: str,
    rate_ppm: int,
) -> TaxRate:
    """Insert or replace the rate of a country; two at once leave one row."""
    statement = insert(TaxRate).values(
        tenant_id=tenant_id,
        id=new_id(),
        store_id=store_id,
        country=country,
        name=name,
        rate_ppm=rate_ppm,
    )
    statement = statement.on_conflict_do_update(
        constraint="uq_tax_rates_place",
        set_={"name": name, "rate_ppm": rate_ppm, "updated_at": func.now()},
    )
    written = await session.execute(
        statement.returning(TaxRate), execution_options={"populate_existing": True}
    )
    return written.scalar_one()


async def remove(session: AsyncSession, store_id: UUID, rate_id: UUID) -> TaxRate | None:
    """Delete a rate; returns what it was, or None where there is none."""
    return await session.scalar(
        delete(TaxRate)
        .where(TaxRate.store_id == store_id, TaxRate.id == rate_id)
        .returning(TaxRate)
    )
