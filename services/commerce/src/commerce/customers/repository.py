"""Queries on shoppers' accounts. E-mails are case-folded by the caller."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import CustomerAccount, CustomerLink
from ecomm_core.ids import new_id


async def insert_new(session: AsyncSession, values: Mapping[str, Any]) -> CustomerAccount | None:
    """Insert an account; None when the store has one with this e-mail (also one made right now)."""
    made = await session.execute(
        insert(CustomerAccount)
        .values({"id": new_id(), **values})
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


async def claim(session: AsyncSession, store_id: UUID, email: str) -> CustomerAccount | None:
    """The row of an address nobody signs in with yet, kept from others."""
    found: CustomerAccount | None = await session.scalar(
        select(CustomerAccount)
        .where(
            CustomerAccount.store_id == store_id,
            CustomerAccount.email == email,
            CustomerAccount.password_hash.is_(None),
            CustomerAccount.disabled_at.is_(None),
        )
        .with_for_update(key_share=True)
    )
    return found


async def lock(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerAccount | None:
    """A customer of the store, kept from others until the transaction ends."""
    found: CustomerAccount | None = await session.scalar(
        select(CustomerAccount)
        .where(CustomerAccount.store_id == store_id, CustomerAccount.id == customer_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return found


async def lock_email(session: AsyncSession, store_id: UUID, email: str) -> CustomerAccount | None:
    """The store's customer with this e-mail, kept from others until the transaction ends."""
    found: CustomerAccount | None = await session.scalar(
        select(CustomerAccount)
        .where(CustomerAccount.store_id == store_id, CustomerAccount.email == email)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return found


async def link(session: AsyncSession, link_id: UUID, *, lock: bool = False) -> CustomerLink | None:
    """A link that was mailed."""
    query = select(CustomerLink).where(CustomerLink.id == link_id)
    found: CustomerLink | None = await session.scalar(query.with_for_update() if lock else query)
    return found


async def link_since(
    session: AsyncSession, customer_id: UUID, purpose: str, since: datetime
) -> bool:
    """Whether such a link was mailed since."""
    found = await session.scalar(
        select(CustomerLink.id)
        .where(
            CustomerLink.customer_id == customer_id,
            CustomerLink.purpose == purpose,
            CustomerLink.used_at.is_(None),
            CustomerLink.created_at > since,
        )
        .limit(1)
    )
    return found is not None


async def use_links(session: AsyncSession, customer_id: UUID, purpose: str, now: datetime) -> None:
    """No link of this purpose works any more."""
    await session.execute(
        update(CustomerLink)
        .where(
            CustomerLink.customer_id == customer_id,
            CustomerLink.purpose == purpose,
            CustomerLink.used_at.is_(None),
        )
        .values(used_at=now)
    )


_LIVE = """subject_id = :customer and audience = 'shopper' and revoked_at is null"""


async def sessions(session: AsyncSession, customer_id: UUID, now: datetime) -> Sequence[Row[Any]]:
    """The shopper's log-ins that may still be refreshed, the last used first."""
    found = await session.execute(
        text(
            f"""select id, user_agent, ip, created_at,
                  coalesce(last_used_at, created_at) as last_used_at
                 from token_families where {_LIVE} and expires_at > :now
                order by last_used_at desc, id desc limit 100"""  # noqa: S608 - a constant
        ),
        {"customer": customer_id, "now": now},
    )
    return found.all()


async def end_session(
    session: AsyncSession, customer_id: UUID, family_id: UUID, now: datetime
) -> bool:
    """End one log-in; False where there is none of this id."""
    ended = await session.execute(
        text(
            f"""update token_families set revoked_at = :now, revoked_reason = 'revoked'
                where id = :id and {_LIVE} returning 1"""  # noqa: S608 - a constant
        ),
        {"id": family_id, "customer": customer_id, "now": now},
    )
    return ended.first() is not None


async def end_sessions(
    session: AsyncSession,
    customer_id: UUID,
    reason: str,
    now: datetime,
    *,
    but: UUID | None = None,
) -> None:
    """End the shopper's log-ins, all but one."""
    await session.execute(
        text(
            f"""update token_families set revoked_at = :now, revoked_reason = :reason
                where {_LIVE} and id is distinct from cast(:but as uuid)"""  # noqa: S608 - a constant
        ),
        {"now": now, "reason": reason, "customer": customer_id, "but": but},
    )
