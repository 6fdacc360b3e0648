"""Whose mail it is, and in whose words: a store's sender and template in one look. SELECT only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class MailSender:
    """A store as its mails show it, and what it changed about mails of one kind: `subject` and
    `body` are None where our own words count."""

    name: str
    slug: str
    locale: str
    locales: list[str]
    """The store's other languages that shoppers see."""
    timezone: str
    contact_email: str | None
    tokens: dict[str, Any]
    logo: str | None
    from_name: str | None
    reply_to: str | None
    from_email: str | None
    verified_at: datetime | None
    enabled: bool
    subject: str | None
    body: str | None


_STORE = text(
    """select s.name, s.slug, s.locale, s.timezone, s.contact_email, s.theme->'tokens' as tokens,
              s.theme->>'logo' as logo, m.from_name, m.reply_to, m.from_email, m.verified_at,
              coalesce(t.enabled, true) as enabled, t.subject, t.body,
              array(select l.locale from store_locales l
                     where l.tenant_id = s.tenant_id and l.store_id = s.id and l.published
                     order by l.locale) as locales
         from stores s
         left join mail_senders m on m.tenant_id = s.tenant_id and m.store_id = s.id
         left join email_templates t
           on t.tenant_id = s.tenant_id and t.store_id = s.id and t.kind = :kind
        where s.id = :store"""
)


async def load_sender(session: AsyncSession, store_id: UUID, kind: str) -> MailSender | None:
    """The store; None when there is none (a deleted one still tells its shoppers of refunds)."""
    row = (await session.execute(_STORE, {"store": store_id, "kind": kind})).mappings().first()
    return MailSender(**{**row, "tokens": row["tokens"] or {}}) if row is not None else None
