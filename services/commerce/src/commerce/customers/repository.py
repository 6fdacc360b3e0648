"""Queries on shoppers' accounts. E-mails are case-folded by the caller."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import CustomerAccount
from ecomm_core.ids import new_id


async def insert_new(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    email: str,
    name: str,
    password_hash: str,
) -> CustomerAccount | None:
    """Insert an account; None when the store has one with this e-mail (also one made right now)."""
    made = await session.execute(
        insert(CustomerAccount)
        .values(
            tenant_id=tenant_id,
            id=new_id(),
            store_id=store_id,
            email=email,
            name=name,
            password_hash=password_hash,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "store_id", "email"])
        .returning(CustomerAccount)
    )
    return made.scalar_one_or_none()


async def by_email(session: AsyncSession, store_id: UUID, email: str) -> CustomerAccount | None:
    """The store's account with this e-mail."""
    return await session.scalar(
        select(CustomerAccount).where(
            CustomerAccount.store_id == store_id, CustomerAccount.email == email
        )
    )


async def get(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerAccount | None:
    """An account of the store."""
    return await session.scalar(
        select(CustomerAccount).where(
            CustomerAccount.store_id == store_id, CustomerAccount.id == customer_id
        )
    )


async def set_password_hash(session: AsyncSession, customer_id: UUID, password_hash: str) -> None:
    """Replace an account's password hash."""
    await session.execute(
        update(CustomerAccount)
        .where(CustomerAccount.id == customer_id)
        .values(password_hash=password_hash)
    )
