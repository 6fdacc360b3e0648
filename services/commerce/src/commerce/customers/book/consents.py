"""Consent to marketing e-mail: what an address said, when, where, and to which words.

Kept by address, not by account: guests agree too. The latest word counts; nothing is overwritten.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.book import repository
from commerce.customers.book.schemas import MarketingOut
from ecomm_core import clock
from ecomm_core.accounts.service import fold_email
from ecomm_core.ids import new_id

PURPOSE = "marketing_email"


async def set_marketing(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    email: str,
    granted: bool,
    source: str,
    text_version: str,
    actor: str,
    now: datetime | None = None,
) -> bool:
    """Write down that an address agrees, or no longer does. The same word again is not repeated;
    returns whether anything changed."""
    folded = fold_email(email)
    latest = await repository.latest_consent(session, store_id, folded)
    if (latest.granted if latest is not None else False) is granted:
        return False
    await repository.add_consent(
        session,
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "store_id": store_id,
            "email": folded,
            "purpose": PURPOSE,
            "granted": granted,
            "at": now or clock.now(),
            "source": source,
            "text_version": text_version,
            "actor": actor,
        },
    )
    return True


async def allows_marketing(session: AsyncSession, store_id: UUID, email: str) -> bool:
    """Whether the shop may write to this address about more than its orders."""
    latest = await repository.latest_consent(session, store_id, fold_email(email))
    return latest is not None and latest.granted


async def marketing(session: AsyncSession, store_id: UUID, email: str) -> MarketingOut:
    """What counts now for an address."""
    latest = await repository.latest_consent(session, store_id, email)
    if latest is None:
        return MarketingOut(granted=False, at=None, source=None, text_version=None)
    return MarketingOut(
        granted=latest.granted,
        at=latest.at,
        source=latest.source,
        text_version=latest.text_version,
    )
