"""Queries on tax rates."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing.models import TaxRate
from ecomm_core.ids import new_id


async def of_store(session: AsyncSession, store_id: UUID) -> list[TaxRate]:
    """The store's rates by country code."""
    found = await session.scalars(
        select(TaxRate).where(TaxRate.store_id == store_id).order_by(TaxRate.country)
    )
    return list(found)


async def of_country(session: AsyncSession, store_id: UUID, country: str) -> TaxRate | None:
    """The store's rate for a country."""
    return await session.scalar(
        select(TaxRate).where(TaxRate.store_id == store_id, TaxRate.country == country)
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
        index_elements=["tenant_id", "store_id", "country"],
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
