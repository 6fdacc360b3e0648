"""Consent to being told apart: what a browser's owner said, when, and to which words.

Nothing ties a browser to a customer: its random name is known to the browser alone, and whoever
holds it may read all that is kept under it and have it forgotten. What is counted without a name
needs no consent, and goes on.
"""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics import repository
from commerce.analytics.models import BrowserConsent
from commerce.analytics.schemas import (
    BrowserConsentOut,
    ConsentIn,
    VisitorEventOut,
    VisitorForgottenOut,
    VisitorOut,
)
from commerce.stores.contexts import PublicStoreContext, StoreContext
from ecomm_core import clock
from ecomm_core.api.pagination import Page
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

PURPOSE: Final = "statistics"


async def given(session: AsyncSession, store_id: UUID, visitor: UUID) -> bool:
    """Whether a visitor's latest word is an agreement."""
    latest = await repository.consent_of(session, store_id, visitor)
    return latest is not None and latest.granted


async def say(context: PublicStoreContext, said: ConsentIn) -> BrowserConsentOut:
    """Write a word down; the same one again, to the same words, is the one that is there.

    Raises Invalid (422) for an agreement without a visitor.
    """
    if said.granted and said.visitor is None:
        raise Invalid.on_field("visitor", "An agreement names whose events it is about.")
    latest = None
    if said.visitor is not None:
        latest = await repository.consent_of(context.session, context.store_id, said.visitor)
    if latest and (latest.granted, latest.text_version) == (said.granted, said.text_version):
        return BrowserConsentOut.model_validate(latest)
    row = BrowserConsent(
        tenant_id=context.tenant_id,
        id=new_id(),
        store_id=context.store_id,
        purpose=PURPOSE,
        at=clock.now(),
        **said.model_dump(),
    )
    context.session.add(row)
    await context.session.flush()
    return BrowserConsentOut.model_validate(row)


async def log(context: StoreContext, page: Page) -> tuple[list[BrowserConsentOut], int]:
    """A page of the store's log, the latest first, and how many lines it has."""
    rows, total = await repository.consents(
        context.session, context.store_id, offset=page.offset, limit=page.per_page
    )
    return [BrowserConsentOut.model_validate(row) for row in rows], total


async def kept_of(context: PublicStoreContext, visitor: UUID, page: Page) -> VisitorOut:
    """All that is kept under a visitor's name."""
    session, store_id = context.session, context.store_id
    said = await repository.consents_of(session, store_id, visitor)
    events, total = await repository.visitor_events(
        session, store_id, visitor, offset=page.offset, limit=page.per_page
    )
    return VisitorOut(
        consents=[BrowserConsentOut.model_validate(row) for row in said],
        events=[VisitorEventOut.model_validate(row) for row in events],
        total=total,
    )


async def forget(context: PublicStoreContext, visitor: UUID) -> VisitorForgottenOut:
    """Take a visitor's name from everything. Who had agreed no longer does, and that is written
    down first."""
    latest = await repository.consent_of(context.session, context.store_id, visitor)
    if latest is not None and latest.granted:
        words = {"text_version": latest.text_version, "locale": latest.locale}
        await say(context, ConsentIn(granted=False, visitor=visitor, **words))
    events, said = await repository.forget_visitor(context.session, context.store_id, visitor)
    return VisitorForgottenOut(events=events, consents=said)
