"""Queries of gift cards, with their balances from the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import LargeBinary, Text

from commerce.promotions.models import GiftCard

SORTS = {"-created": "g.created_at desc, g.id desc", "created": "g.created_at, g.id"}

_CARD = """select g.id, g.last4, g.initial, g.currency, g.active, g.expires_at, g.email, g.note,
       g.test, g.order_id, g.created_at, b.balance
  from gift_cards g
  cross join lateral (
    select coalesce(sum(e.amount), 0) as balance from tender_ledger e
     where e.tenant_id = g.tenant_id and e.gift_card_id = g.id) as b
 where g.store_id = :store"""

_FILTERS = """
   and (cast(:hash as bytea) is null or g.code_hash = cast(:hash as bytea))
   and (cast(:last4 as text) is null or g.last4 = :last4)
   and (cast(:email as text) is null or lower(g.email) like :email)
   and (cast(:state as text) is null or :state = case
        when not g.active then 'off' when g.expires_at <= :now then 'expired'
        when b.balance <= 0 then 'empty' else 'active' end)"""

_ONE = text(f"{_CARD} and g.id = :card")

_ENTRIES = text(
    """select e.id, e.amount, e.currency, e.reason, e.order_id, o.number, e.checkout_id, e.actor,
              e.note, e.at, count(*) over () as total
         from tender_ledger e
         left join orders o on o.tenant_id = e.tenant_id
          and o.id = coalesce(e.order_id, (
                select k.order_id from checkouts k
                 where k.tenant_id = e.tenant_id and k.id = e.checkout_id))
        where e.store_id = :store and (e.gift_card_id = :account or e.store_credit_id = :account)
        order by e.at desc, e.id desc limit :limit offset :offset"""
)

_SELLS_IN = text(
    """select exists (select from stores where id = :store and currency = :currency)
           or exists (select from store_currencies
                       where store_id = :store and currency = :currency and enabled)"""
)


@dataclass(frozen=True, slots=True)
class CardQuery:
    """What is asked of the list: a whole code by its hash, the last four signs, or an address."""

    code_hash: bytes | None
    last4: str | None
    email: str | None
    state: str | None
    sort: str


async def page(
    session: AsyncSession,
    store_id: UUID,
    query: CardQuery,
    now: datetime,
    *,
    offset: int,
    limit: int,
) -> tuple[list[Row[Any]], int]:
    """One page of the store's cards, and how many there are."""
    values = {
        "store": store_id,
        "hash": query.code_hash,
        "last4": query.last4,
        "email": None if query.email is None else f"%{query.email.casefold()}%",
        "state": query.state,
        "now": now,
    }
    typed = (
        bindparam("hash", type_=LargeBinary()),
        bindparam("last4", type_=Text()),
        bindparam("email", type_=Text()),
        bindparam("state", type_=Text()),
    )
    counted = text(f"select count(*) from ({_CARD}{_FILTERS}) as c").bindparams(*typed)  # noqa: S608 - constants only
    rows = text(
        f"{_CARD}{_FILTERS} order by {SORTS[query.sort]} limit :limit offset :offset"
    ).bindparams(*typed)
    total = int(await session.scalar(counted, values) or 0)
    found = await session.execute(rows, {**values, "limit": limit, "offset": offset})
    return list(found.all()), total


async def one(session: AsyncSession, store_id: UUID, card_id: UUID) -> Row[Any] | None:
    """A card with its balance."""
    values = {"store": store_id, "card": card_id}
    return (await session.execute(_ONE, values)).first()


async def locked(session: AsyncSession, store_id: UUID, card_id: UUID) -> GiftCard | None:
    """The card's row, kept from checkouts until the transaction ends."""
    query = select(GiftCard).where(GiftCard.store_id == store_id, GiftCard.id == card_id)
    found: GiftCard | None = await session.scalar(query.with_for_update(key_share=True))
    return found


async def entries(
    session: AsyncSession, store_id: UUID, account_id: UUID, *, offset: int, limit: int
) -> list[Row[Any]]:
    """The ledger of a card or a credit, newest first; each row carries the total."""
    values = {"store": store_id, "account": account_id, "offset": offset, "limit": limit}
    return list((await session.execute(_ENTRIES, values)).all())


async def sells_in(session: AsyncSession, store_id: UUID, currency: str) -> bool:
    """Whether the store sells in a currency."""
    typed = _SELLS_IN.bindparams(bindparam("currency", type_=Text()))
    return bool(await session.scalar(typed, {"store": store_id, "currency": currency}))
