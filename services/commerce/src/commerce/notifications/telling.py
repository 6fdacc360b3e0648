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
    Email,
    NotificationKind,
    default_email,
    roles_for,
)
from commerce.notifications.news import news_of
from commerce.notifications.slots import next_summary
from commerce.reads.notified import people_of
from ecomm_core import clock
from ecomm_core.accounts.people import Role
from ecomm_core.ids import new_id
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
    told: dict[UUID, tuple[Any, bool, Email]] = {}
    for person in await people_of(session, store_id, kind.value, roles_for(kind)):
        in_app, email = _chosen(kind, person)
        if in_app or email is not Email.NEVER:
            told[person.user_id] = (person, in_app, email)
    if not told:
        return
    heads: dict[tuple[UUID, bool], UUID] = {}
    if FACTS[kind].folds:
        await repository.lock_folding(session, store_id, kind.value)
        heads = await repository.heads(session, told, store_id, kind.value, now - FOLD_FOR)
    rows = []
    for user_id, (person, in_app, email) in told.items():
        head = heads.get((user_id, in_app))
        daily = email is Email.DAILY and head is None
        mail_at = next_summary(now, person.timezone).isoformat() if daily else None
        rows.append(
            {
                "id": str(new_id()),
                "user_id": str(user_id),
                "folded_into": None if head is None else str(head),
                "in_app": in_app,
                "mail_at": mail_at,
            }
        )
    written = await repository.insert(
        session,
        {
            "tenant": delivery.tenant_id,
            "store": store_id,
            "event": event_id,
            "kind": kind.value,
            "resource_type": RESOURCES[str(delivery.type)],
            "resource": resource_id,
            "facts": news.facts,
            "rows": rows,
            "at": at,
            "now": now,
        },
    )
    folded = [row.folded_into for row in written if row.folded_into is not None]
    if folded:
        await repository.fold(session, folded, at)
    for row in written:
        person, _, email = told[row.user_id]
        if row.folded_into is None and email is Email.ONCE:
            await _write_to(kernel, session, delivery.tenant_id, kind, row.id, person, now)


async def _write_to(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    kind: NotificationKind,
    notification_id: UUID,
    person: Any,
    now: datetime,
) -> None:
    """Its words are made when it leaves (`mails.complete`)."""
    await mail.send(
        session,
        kernel,
        tenant_id=tenant_id,
        kind=mail.Kind.NOTIFICATION,
        to=person.address,
        key=f"notification:{notification_id}",
        context={},
        ref=notification_id,
        not_before=now + MAIL_FOLDED_AFTER if FACTS[kind].folds else None,
    )


def _chosen(kind: NotificationKind, person: Any) -> tuple[bool, Email]:
    """(in the app, by mail): a person's choice, or what is usual for their role."""
    in_app = True if person.in_app is None else bool(person.in_app)
    role = Role(person.role)
    email = default_email(kind, role) if person.email is None else Email(person.email)
    return in_app, email if person.mailable else Email.NEVER
