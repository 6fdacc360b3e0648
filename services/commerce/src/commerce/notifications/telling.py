"""From something that happened to what people are told: the outbox's consumers, one for each part
of commerce. Told twice, each person hears it once."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.notifications import repository
from commerce.notifications.heard import RESOURCES
from commerce.notifications.kinds import (
    FACTS,
    FOLD_FOR,
    WRITTEN_TO,
    Email,
    NotificationKind,
    roles_for,
)
from commerce.notifications.news import news_of
from commerce.notifications.slots import next_summary
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

MAIL_FOLDED_AFTER: Final = timedelta(minutes=5)
"""A mail about something that folds waits for what follows, and then says how many they are."""


async def tell(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Tell everybody of an event who may see what it is about, as they chose to be told."""
    store_id, event_id, resource_id = delivery.store_id, delivery.event_id, delivery.resource_id
    if store_id is None or event_id is None or resource_id is None:
        return
    news = await news_of(session, delivery)
    if news is None:
        return
    kind, now = news.kind, clock.now()
    at = delivery.occurred_at or now
    facts = FACTS[kind]
    if facts.folds:
        await repository.lock_folding(session, store_id, kind.value)
    written = await repository.tell(
        session,
        {
            "tenant": delivery.tenant_id,
            "store": store_id,
            "event": event_id,
            "kind": kind.value,
            "resource_type": RESOURCES[str(delivery.type)],
            "resource": resource_id,
            "facts": news.facts,
            "roles": roles_for(kind),
            "permission": facts.permission,
            "written_to": sorted(WRITTEN_TO),
            "usual": facts.email.value,
            "folds": facts.folds,
            "since": now - FOLD_FOR,
            "at": at,
            "now": now,
        },
    )
    folded = [row.folded_into for row in written if row.folded_into is not None]
    if folded:
        await repository.fold(session, folded, at)
    heads = [row for row in written if row.folded_into is None]
    daily = [row for row in heads if row.email == Email.DAILY]
    if daily:
        # All of one store: its clock is everybody's.
        slot = next_summary(now, daily[0].timezone)
        await repository.set_mail_at(session, [row.id for row in daily], slot)
    for row in heads:
        if row.email == Email.ONCE:
            await _write_to(kernel, session, delivery.tenant_id, kind, row, now)


async def _write_to(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    kind: NotificationKind,
    told: Any,
    now: datetime,
) -> None:
    """Its words are made when it leaves (`mails.complete`)."""
    await mail.send(
        session,
        kernel,
        tenant_id=tenant_id,
        kind=mail.Kind.NOTIFICATION,
        to=told.address,
        key=f"notification:{told.id}",
        context={},
        ref=told.id,
        not_before=now + MAIL_FOLDED_AFTER if FACTS[kind].folds else None,
    )
