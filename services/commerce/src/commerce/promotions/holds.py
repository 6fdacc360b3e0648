"""What a checkout takes while it may still be paid: uses of discounts, and balances (R4.5, R4.6).

Taken when payment starts, in the checkout's transaction, by conditional statements: of many
shoppers with the last use of a code or the same gift card, one gets it. What is not spent comes
back when the checkout is over. Rows are locked in key order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, LargeBinary

from commerce.promotions.errors import BalanceGone, DiscountGone
from commerce.promotions.tenders import Tender, TenderKind

_IDS = ARRAY(PgUUID(as_uuid=True))

_USE = text(
    """with wanted as (
         select w.id, w.amount from unnest(:ids, :amounts) as w (id, amount)
       ), locked as materialized (
         select d.id from discounts d where d.store_id = :store and d.id = any(:ids)
          order by d.id for no key update
       ), counted as (
         update discounts d set used = d.used + 1
           from wanted w join locked l on l.id = w.id
          where d.id = w.id and d.deleted_at is null
            and (d.usage_limit is null or d.used < d.usage_limit)
         returning d.tenant_id, d.store_id, d.id, w.amount, d.customer_limit
       ), used as (
         insert into discount_usages as u
                (tenant_id, id, store_id, discount_id, checkout_id, customer_key, status, amount,
                 currency, created_at, updated_at)
         select c.tenant_id, gen_random_uuid(), c.store_id, c.id, :checkout, :customer_key, 'held',
                c.amount, :currency, :now, :now
           from counted c
         on conflict (tenant_id, discount_id, checkout_id) do update
            set status = 'held', amount = excluded.amount, customer_key = excluded.customer_key,
                currency = excluded.currency, order_id = null, updated_at = excluded.updated_at
         returning discount_id
       )
       select c.id, c.customer_limit from counted c join used u on u.discount_id = c.id"""
).bindparams(
    bindparam("ids", type_=_IDS),
    bindparam("amounts", type_=ARRAY(BigInteger())),
    bindparam("customer_key", type_=LargeBinary()),
)

_USED_BY = text(
    """select u.discount_id, count(*) as uses from discount_usages u
        where u.discount_id = any(:ids) and u.customer_key = :customer_key
          and u.status <> 'released'
        group by u.discount_id"""
).bindparams(bindparam("ids", type_=_IDS), bindparam("customer_key", type_=LargeBinary()))

_LOCK_ACCOUNTS = text(
    """with cards as (
         select g.id from gift_cards g where g.store_id = :store and g.id = any(:cards)
          order by g.id for no key update
       ), credits as (
         select c.id from store_credits c where c.store_id = :store and c.id = any(:credits)
          order by c.id for no key update
       )
       select (select count(*) from cards) + (select count(*) from credits)"""
).bindparams(bindparam("cards", type_=_IDS), bindparam("credits", type_=_IDS))

_REDEEM = text(
    """insert into tender_ledger
         (tenant_id, id, store_id, gift_card_id, store_credit_id, amount, currency, reason,
          checkout_id, actor, at)
       select :tenant, gen_random_uuid(), :store, w.card, w.credit, -w.amount, :currency,
              'redeemed', :checkout, :actor, :now
         from unnest(:cards, :credits, :amounts) as w (card, credit, amount)
        where w.amount <= (
                select coalesce(sum(e.amount), 0) from tender_ledger e
                 where e.gift_card_id = w.card or e.store_credit_id = w.credit)
          and (w.card is null or exists (
                select from gift_cards g where g.id = w.card and g.active
                   and g.currency = :currency
                   and (g.expires_at is null or g.expires_at > :now)))
       returning coalesce(gift_card_id, store_credit_id) as account"""
).bindparams(
    bindparam("cards", type_=_IDS),
    bindparam("credits", type_=_IDS),
    bindparam("amounts", type_=ARRAY(BigInteger())),
)

_RELEASE = text(
    """with freed as (
         update discount_usages u set status = 'released', updated_at = :now
          where u.checkout_id = :checkout and u.status = any(:statuses)
         returning u.tenant_id, u.discount_id
       ), counted as (
         update discounts d set used = d.used - 1 from freed f
          where d.tenant_id = f.tenant_id and d.id = f.discount_id
       ), taken as (
         select e.tenant_id, e.store_id, e.gift_card_id, e.store_credit_id, e.currency,
                -sum(e.amount) as amount
           from tender_ledger e where e.checkout_id = :checkout
          group by e.tenant_id, e.store_id, e.gift_card_id, e.store_credit_id, e.currency
         having sum(e.amount) < 0
       )
       insert into tender_ledger
         (tenant_id, id, store_id, gift_card_id, store_credit_id, amount, currency, reason,
          checkout_id, actor, at)
       select t.tenant_id, gen_random_uuid(), t.store_id, t.gift_card_id, t.store_credit_id,
              t.amount, t.currency, 'released', :checkout, :actor, :now
         from taken t where :balances"""
)

_STANDING = text(
    """select (select count(*) from discount_usages u
                where u.checkout_id = :checkout and u.status = 'held') as uses,
              (select coalesce(-sum(e.amount), 0) from tender_ledger e
                where e.checkout_id = :checkout) as amount"""
)

_SETTLE = text(
    """update discount_usages set status = 'used', order_id = :order, updated_at = :now
        where checkout_id = :checkout and status = 'held'"""
)


@dataclass(frozen=True, slots=True)
class Use:
    """One discount that applies, and what it takes (minor units)."""

    discount_id: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Everything a checkout takes. `customer_key` names the customer in usages."""

    tenant_id: UUID
    store_id: UUID
    checkout_id: UUID
    currency: str
    customer_key: bytes
    uses: Sequence[Use]
    tenders: Sequence[Tender]

    @property
    def balances(self) -> list[Tender]:
        """The tenders that are accounts of ours."""
        return [t for t in self.tenders if t.kind is not TenderKind.PROVIDER]

    @property
    def empty(self) -> bool:
        """Nothing has to be held."""
        return not self.uses and not self.balances


async def take(session: AsyncSession, hold: Hold, *, actor: str, now: datetime) -> None:
    """Hold all of it or nothing. Raises DiscountGone, BalanceGone (409); the caller's transaction
    must end then."""
    if hold.uses:
        await _use(session, hold, now)
    if hold.balances:
        await _redeem(session, hold, actor, now)


async def release(session: AsyncSession, checkout_id: UUID, *, actor: str, now: datetime) -> None:
    """Give back what a checkout holds; nothing happens a second time."""
    await session.execute(
        _RELEASE,
        {
            "checkout": checkout_id,
            "statuses": ["held"],
            "balances": True,
            "actor": actor,
            "now": now,
        },
    )


async def unuse(session: AsyncSession, checkout_id: UUID, *, now: datetime) -> None:
    """A cancelled order gives its uses of discounts back (what it paid is refunded apart)."""
    await session.execute(
        _RELEASE,
        {
            "checkout": checkout_id,
            "statuses": ["held", "used"],
            "balances": False,
            "actor": "system",
            "now": now,
        },
    )


async def stands(session: AsyncSession, hold: Hold) -> bool:
    """Whether everything is still held. With the checkout locked this does not change."""
    if hold.empty:
        return True
    found = (await session.execute(_STANDING, {"checkout": hold.checkout_id})).one()
    wanted = (len(hold.uses), sum(tender.amount for tender in hold.balances))
    return (found.uses, found.amount) == wanted


async def take_again(session: AsyncSession, hold: Hold, *, actor: str, now: datetime) -> None:
    """Hold everything after some of it had been let go (paid late). Raises DiscountGone,
    BalanceGone (409) when it cannot be had any more."""
    await release(session, hold.checkout_id, actor=actor, now=now)
    await take(session, hold, actor=actor, now=now)


async def settle(session: AsyncSession, hold: Hold, *, order_id: UUID, now: datetime) -> None:
    """The order stands: what was held is used."""
    if hold.uses:
        await session.execute(
            _SETTLE, {"checkout": hold.checkout_id, "order": order_id, "now": now}
        )


async def _use(session: AsyncSession, hold: Hold, now: datetime) -> None:
    ids = [use.discount_id for use in hold.uses]
    taken = (
        await session.execute(
            _USE,
            {
                "store": hold.store_id,
                "ids": ids,
                "amounts": [use.amount for use in hold.uses],
                "checkout": hold.checkout_id,
                "customer_key": hold.customer_key,
                "currency": hold.currency,
                "now": now,
            },
        )
    ).all()
    if len(taken) != len(ids):
        raise DiscountGone
    limits = {row.id: row.customer_limit for row in taken if row.customer_limit is not None}
    if not limits:
        return
    counts = await session.execute(
        _USED_BY, {"ids": list(limits), "customer_key": hold.customer_key}
    )
    if any(row.uses > limits[row.discount_id] for row in counts):
        raise DiscountGone


async def _redeem(session: AsyncSession, hold: Hold, actor: str, now: datetime) -> None:
    cards = [t.id if t.kind is TenderKind.GIFT_CARD else None for t in hold.balances]
    credit = [t.id if t.kind is TenderKind.STORE_CREDIT else None for t in hold.balances]
    accounts = {
        "store": hold.store_id,
        "cards": [card for card in cards if card is not None],
        "credits": [account for account in credit if account is not None],
    }
    if await session.scalar(_LOCK_ACCOUNTS, accounts) != len(hold.balances):
        raise BalanceGone
    written = await session.execute(
        _REDEEM,
        {
            "tenant": hold.tenant_id,
            "store": hold.store_id,
            "cards": cards,
            "credits": credit,
            "amounts": [t.amount for t in hold.balances],
            "currency": hold.currency,
            "checkout": hold.checkout_id,
            "actor": actor,
            "now": now,
        },
    )
    if len(written.all()) != len(hold.balances):
        raise BalanceGone
