"""Forgetting a person, whoever asks: what the shop knows of them goes, what the law keeps stays.

Orders and invoices keep what they froze, a ledger its rows. Who has a row in one is made nobody,
since the ledger names them; everybody else is deleted.
"""

from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import violated
from commerce.customers.models import (
    CustomerAccount,
    CustomerAddress,
    CustomerLink,
    SegmentMember,
    WishlistItem,
)
from commerce.customers.people.service import index
from commerce.mail.nobody import NOBODY
from ecomm_core import clock

CREDIT_KEY: Final = "fk_store_credits_tenant_id_customer_id"
"""Who has a ledger of credit is named by it, and is not deleted."""


def own_address(account: CustomerAccount) -> str:
    """The address whose guest orders go with the account, else none. They are theirs who proved it;
    an address that somebody typed to open an account must not touch another person's orders. A
    guest has no account: their row is nothing but the address of those orders."""
    guest = account.password_hash is None
    return account.email if guest or account.email_verified_at is not None else ""


async def erase(session: AsyncSession, account: CustomerAccount) -> bool:
    """Delete a locked account, or make it nobody where a ledger names it; whether it is gone."""
    try:
        async with session.begin_nested():
            await session.execute(delete(CustomerAccount).where(CustomerAccount.id == account.id))
    except IntegrityError as error:
        if violated(error) != CREDIT_KEY:
            raise
        await _make_nobody(session, account)
        return False
    return True


async def _make_nobody(session: AsyncSession, account: CustomerAccount) -> None:
    for kept in (CustomerAddress, WishlistItem, CustomerLink, SegmentMember):
        await session.execute(delete(kept).where(kept.customer_id == account.id))
    now = clock.now()
    account.email, account.name = f"{account.id}@{NOBODY}", ""
    account.password_hash = account.email_verified_at = account.phone = account.country = None
    account.tags, account.note, account.marketing = [], "", False
    account.disabled_at, account.updated_at = now, now
    index(account)
    await session.flush()
