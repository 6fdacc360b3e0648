"""Queries of the merchant's list, of links in mails, and of the form's switch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime

from commerce.customers.subscribing.models import Subscriber, SubscriberStatus
from commerce.marketing.subscribers.models import NewsletterSettings, SubscriberLink
from commerce.marketing.subscribers.schemas import SubscriberSort, SubscriberSource
from ecomm_core.accounts.service import fold_email

_COLUMN: dict[str, Any] = {
    "created": Subscriber.created_at,
    "email": Subscriber.email,
    "confirmed": Subscriber.confirmed_at,
}


@dataclass(frozen=True, slots=True)
class SubscriberQuery:
    """What the list shows; None is any. search: part of an address."""

    status: SubscriberStatus | None = None
    over_limit: bool | None = None
    source: SubscriberSource | None = None
    search: str | None = None
    sort: SubscriberSort = SubscriberSort.CREATED_DESC


async def page(
    session: AsyncSession, store_id: UUID, query: SubscriberQuery, *, offset: int, limit: int
) -> tuple[Sequence[Subscriber], int]:
    """(subscribers of the page, how many there are)."""
    wanted = and_(Subscriber.store_id == store_id, *_filters(query))
    total = await session.scalar(select(func.count()).where(wanted))
    rows = await session.scalars(
        select(Subscriber).where(wanted).order_by(*_order(query.sort)).offset(offset).limit(limit)
    )
    return rows.all(), int(total or 0)


def _filters(query: SubscriberQuery) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if query.status is not None:
        chosen.append(Subscriber.status == query.status.value)
    if query.over_limit is not None:
        chosen.append(Subscriber.over_limit.is_(query.over_limit))
    if query.source is not None:
        chosen.append(Subscriber.source == query.source.value)
    if query.search and query.search.strip():
        chosen.append(Subscriber.email.contains(fold_email(query.search), autoescape=True))
    return chosen


def _order(sort: SubscriberSort) -> list[Any]:
    column = _COLUMN[sort.value.removeprefix("-")]
    if sort.value.startswith("-"):
        return [column.desc().nulls_last(), Subscriber.id.desc()]
    return [column.asc().nulls_last(), Subscriber.id.asc()]


_COUNTS = text(
    """select count(*) filter (where status = 'confirmed') as confirmed,
              count(*) filter (where status = 'pending' and not over_limit) as pending,
              count(*) filter (where over_limit) as over_limit,
              count(*) filter (where status = 'unsubscribed') as unsubscribed,
              count(*) filter (where status = 'suppressed') as suppressed,
              count(*) filter (where asked_at >= :since) as asked_30d,
              count(*) filter (where confirmed_at >= :since) as confirmed_30d,
              count(*) filter (where unsubscribed_at >= :since) as unsubscribed_30d,
              count(*) filter (where asked_at >= :since and confirmed_at >= :since) as answered
         from subscribers where store_id = :store"""
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("since", type_=DateTime(timezone=True)),
)


async def counts(session: AsyncSession, store_id: UUID, since: datetime) -> Row[Any]:
    """How many stand where, and what came since then."""
    return (await session.execute(_COUNTS, {"store": store_id, "since": since})).one()


async def customer_of(session: AsyncSession, store_id: UUID, email: str) -> UUID | None:
    """Whose customer row has an address."""
    found: UUID | None = await session.scalar(
        text("select id from customer_accounts where store_id = :store and email = :email"),
        {"store": store_id, "email": email},
    )
    return found


async def speaks(session: AsyncSession, store_id: UUID, locale: str) -> bool:
    """Whether the shop is shown in a language besides its own."""
    found = await session.scalar(
        text(
            """select exists (select from store_locales
                               where store_id = :store and locale = :locale and published)"""
        ),
        {"store": store_id, "locale": locale},
    )
    return bool(found)


async def mailed(
    session: AsyncSession, subscriber_id: UUID, since: datetime
) -> tuple[datetime | None, int]:
    """(when the last confirmation was asked for, how many were since then)."""
    row = (
        await session.execute(
            select(
                func.max(SubscriberLink.created_at),
                func.count().filter(SubscriberLink.created_at >= since),
            ).where(SubscriberLink.subscriber_id == subscriber_id)
        )
    ).one()
    return row[0], int(row[1])


async def link(
    session: AsyncSession, link_id: UUID, *, lock: bool = False
) -> SubscriberLink | None:
    """A link of this store's, by row-level security."""
    query = select(SubscriberLink).where(SubscriberLink.id == link_id)
    if lock:
        query = query.with_for_update()
    found: SubscriberLink | None = await session.scalar(query)
    return found


_SETTINGS = text(
    """select n.form,
              exists (select from mail_senders m
                       where m.tenant_id = s.tenant_id and m.store_id = s.id
                         and m.from_email is not null and m.verified_at is not null) as own_sender
         from stores s
         left join newsletter_settings n on n.tenant_id = s.tenant_id and n.store_id = s.id
        where s.id = :store"""
)


async def settings(session: AsyncSession, store_id: UUID) -> tuple[bool, bool]:
    """(whether the shop shows its form, whether it sends from a proven address of its own)."""
    row = (await session.execute(_SETTINGS, {"store": store_id})).one()
    return (row.own_sender if row.form is None else row.form), row.own_sender


async def set_form(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, form: bool, now: datetime
) -> None:
    """Switch the form."""
    row = insert(NewsletterSettings).values(
        tenant_id=tenant_id, store_id=store_id, form=form, updated_at=now
    )
    await session.execute(
        row.on_conflict_do_update(
            index_elements=["tenant_id", "store_id"],
            set_={"form": row.excluded.form, "updated_at": row.excluded.updated_at},
        )
    )
