"""Queries of sent mails."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_CLAIM = text(
    """insert into mail_messages as m
         (tenant_id, id, store_id, message_key, template, recipient, subject, created_at)
       values (:tenant, :id, :store, :key, :template, :recipient, :subject, :now)
       on conflict (tenant_id, message_key) do update
          set recipient = excluded.recipient, subject = excluded.subject
        where m.sent_at is null
       returning id"""
)

_SENT = text("update mail_messages set sent_at = :now where id = :id")


async def claim(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    mail_id: UUID,
    store_id: UUID,
    key: str,
    template: str,
    recipient: str,
    subject: str,
    now: datetime,
) -> UUID | None:
    """The row of this message key; None when its mail has been sent."""
    row: UUID | None = await session.scalar(
        _CLAIM,
        {
            "tenant": tenant_id,
            "id": mail_id,
            "store": store_id,
            "key": key,
            "template": template,
            "recipient": recipient,
            "subject": subject,
            "now": now,
        },
    )
    return row


async def sent(session: AsyncSession, mail_id: UUID, now: datetime) -> None:
    """The transport has taken it."""
    await session.execute(_SENT, {"id": mail_id, "now": now})
