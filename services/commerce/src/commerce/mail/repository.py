"""Queries of mails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

_NULLABLE = (
    bindparam("store_id", type_=PgUUID(as_uuid=True)),
    bindparam("order_id", type_=PgUUID(as_uuid=True)),
)

_INSERT = text(
    """insert into mail_messages
         (tenant_id, id, store_id, message_key, template, recipient, subject, order_id, context,
          created_at)
       values (:tenant_id, :id, :store_id, :message_key, :template, :recipient, '', :order_id,
               :context, :created_at)
       on conflict (tenant_id, message_key) do nothing
       returning 1"""
).bindparams(*_NULLABLE, bindparam("context", type_=Text()))

_CLAIM_NEW = text(
    """with before as (
         select state from mail_messages
          where tenant_id = :tenant_id and message_key = :message_key)
       insert into mail_messages as m
         (tenant_id, id, store_id, message_key, template, recipient, subject, order_id, source,
          state, created_at)
       values (:tenant_id, :id, :store_id, :message_key, :template, :recipient, '', :order_id,
               :source, 'sending', :created_at)
       on conflict (tenant_id, message_key) do update
          set recipient = excluded.recipient, state = 'sending'
        where m.state in ('queued', 'sending')
       returning m.id, coalesce((select state from before), 'queued') as before"""
).bindparams(*_NULLABLE, bindparam("source", type_=JSONB()))

_CLAIM = text(
    """update mail_messages m set state = 'sending'
         from (select id, state from mail_messages where id = :id for update) b
        where m.id = b.id and b.state in ('queued', 'sending')
       returning m.id, b.state as before, m.tenant_id, m.store_id, m.message_key, m.template,
                 m.recipient, m.order_id, m.context"""
)

_SETTLE = text(
    """update mail_messages
          set state = :state, error = :error, provider = :provider,
              subject = coalesce(:subject, subject), context = null,
              sent_at = case when :state = 'sent' then cast(:now as timestamptz) end
        where id = :id"""
).bindparams(
    bindparam("error", type_=Text()),
    bindparam("provider", type_=Text()),
    bindparam("subject", type_=Text()),
    bindparam("now", type_=DateTime(timezone=True)),
)

_RELEASE = text("update mail_messages set state = 'queued' where id = :id and state = 'sending'")

_FORGET = text(
    """update mail_messages
          set recipient = :nobody, subject = '[erased]', context = null, error = null,
              state = case when state = 'queued' then 'skipped' else state end
        where store_id = :store and lower(recipient) = :email and template in :kinds
          and state <> 'sending'"""
).bindparams(bindparam("store", type_=PgUUID(as_uuid=True)), bindparam("kinds", expanding=True))

_BROKEN = text(
    """update email_templates set problem = :problem, problem_at = :now
        where store_id = :store and kind = :kind and body is not null"""
)


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail that is ours to send. `before` is the state it was found in."""

    id: UUID
    before: str
    tenant_id: UUID
    store_id: UUID | None
    message_key: str
    template: str
    recipient: str
    order_id: UUID | None
    context: str | None


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a mail that waits; False when its key is taken."""
    return (await session.execute(_INSERT, values)).first() is not None


async def claim_new(session: AsyncSession, values: Mapping[str, Any]) -> tuple[UUID, str] | None:
    """The row of this message key, written if need be, and the state it was in before; None when
    it is settled."""
    row = (await session.execute(_CLAIM_NEW, values)).first()
    return (row.id, row.before) if row is not None else None


async def claim(session: AsyncSession, mail_id: UUID) -> MailRow | None:
    """A mail that waits; None when it is settled, or gone."""
    row = (await session.execute(_CLAIM, {"id": mail_id})).mappings().first()
    return MailRow(**row) if row is not None else None


async def settle(
    session: AsyncSession,
    mail_id: UUID,
    *,
    state: str,
    now: datetime,
    subject: str | None = None,
    provider: str | None = None,
    error: str | None = None,
) -> None:
    """Note what became of it; what it said is forgotten."""
    await session.execute(
        _SETTLE,
        {
            "id": mail_id,
            "state": state,
            "now": now,
            "subject": subject,
            "provider": provider,
            "error": error,
        },
    )


async def forget_recipient(
    session: AsyncSession, store_id: UUID, email: str, kinds: Sequence[str], *, nobody: str
) -> None:
    """Empty the rows of an address; those that wait are not sent."""
    values = {"store": store_id, "email": email, "kinds": list(kinds), "nobody": nobody}
    await session.execute(_FORGET, values)


async def release(session: AsyncSession, mail_id: UUID) -> None:
    """It surely did not go out: let it be tried again."""
    await session.execute(_RELEASE, {"id": mail_id})


async def template_broken(
    session: AsyncSession, store_id: UUID, kind: str, problem: str, now: datetime
) -> None:
    """The store's own words for a kind could not be used."""
    values = {"store": store_id, "kind": kind, "problem": problem[:500], "now": now}
    await session.execute(_BROKEN, values)
