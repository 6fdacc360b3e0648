"""Rules of store credit: one account per customer and currency, kept as a ledger."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.promotions import accounts
from commerce.promotions.cards.repository import sells_in
from commerce.promotions.cards.schemas import AdjustIn
from commerce.promotions.cards.service import check_adjustment
from commerce.promotions.credits.schemas import CreditIn, CreditOut
from commerce.promotions.errors import BadDiscount, CreditNotFound, CurrencyRefused, CustomerUnknown
from commerce.promotions.models import EntryReason
from commerce.promotions.tenders import TenderKind
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.money import MAX_AMOUNT

FORFEITED = "Forfeited: the customer was deleted."

_CREDIT = """select c.id, c.customer_id, a.email, a.name, c.currency, c.updated_at, b.balance
  from store_credits c
  join customer_accounts a on a.tenant_id = c.tenant_id and a.id = c.customer_id
  cross join lateral (
    select coalesce(sum(e.amount), 0) as balance from tender_ledger e
     where e.tenant_id = c.tenant_id and e.store_credit_id = c.id) as b
 where c.store_id = :store"""

_PAGE = text(
    f"""{_CREDIT} and (cast(:customer as uuid) is null or c.customer_id = :customer)
 order by c.created_at desc, c.id desc limit :limit offset :offset"""
)
_COUNT = text(
    """select count(*) from store_credits c where c.store_id = :store
          and (cast(:customer as uuid) is null or c.customer_id = :customer)"""
)
_ONE = text(f"{_CREDIT} and c.id = :credit")
_LOCK = text(
    """select c.id, c.currency from store_credits c
        where c.store_id = :store and c.id = :credit for no key update"""
)
_LOCK_THEIRS = text(
    """select c.id, c.currency from store_credits c
        where c.store_id = :store and c.customer_id = :customer
        order by c.id for no key update"""
)
_SUMS = text(
    """select e.store_credit_id as id, sum(e.amount) as balance from tender_ledger e
        where e.store_credit_id = any(cast(:ids as uuid[])) group by e.store_credit_id"""
)
_OPEN = text(
    """insert into store_credits (tenant_id, id, store_id, customer_id, currency, created_at,
                                   updated_at)
       select a.tenant_id, :id, a.store_id, a.id, :currency, :now, :now
         from customer_accounts a where a.store_id = :store and a.id = :customer
       on conflict (tenant_id, customer_id, currency) do update set updated_at = :now
       returning id"""
)


async def listed(
    context: StoreContext, *, customer_id: UUID | None, offset: int, limit: int
) -> tuple[list[CreditOut], int]:
    """One page of the store's credits, or one customer's."""
    values = {"store": context.store_id, "customer": customer_id}
    total = int(await context.session.scalar(_COUNT, values) or 0)
    rows = await context.session.execute(_PAGE, {**values, "limit": limit, "offset": offset})
    return [_out(row) for row in rows], total


async def get(context: StoreContext, credit_id: UUID) -> CreditOut:
    """One. Raises CreditNotFound (404)."""
    values = {"store": context.store_id, "credit": credit_id}
    row = (await context.session.execute(_ONE, values)).first()
    if row is None:
        raise CreditNotFound
    return _out(row)


async def grant(context: StoreContext, body: CreditIn) -> CreditOut:
    """Give a customer credit; the account is opened with the first one.

    Raises CustomerUnknown (404), BadDiscount, CurrencyRefused (422).
    """
    session = context.session
    if not 0 < body.amount.amount <= MAX_AMOUNT:
        raise BadDiscount.on_field("amount.amount", "Must be more than nothing.")
    if not await sells_in(session, context.store_id, body.amount.currency):
        raise CurrencyRefused.on_field("amount.currency")
    credit_id = await open_account(
        session, context.store_id, body.customer_id, body.amount.currency
    )
    if credit_id is None:
        raise CustomerUnknown.on_field("customer_id")
    await _enter(context, credit_id, body.amount.currency, body.amount.amount, body.note)
    return await get(context, credit_id)


async def open_account(
    session: AsyncSession, store_id: UUID, customer_id: UUID, currency: str
) -> UUID | None:
    """The customer's account in a currency, made when there is none; None for an unknown one."""
    found: UUID | None = await session.scalar(
        _OPEN,
        {
            "id": new_id(),
            "store": store_id,
            "customer": customer_id,
            "currency": currency,
            "now": clock.now(),
        },
    )
    return found


async def adjust(context: StoreContext, credit_id: UUID, body: AdjustIn) -> CreditOut:
    """Put on or take off by hand. Raises CreditNotFound (404), BalanceTooLow (409), BadDiscount
    (422)."""
    values = {"store": context.store_id, "credit": credit_id}
    locked = (await context.session.execute(_LOCK, values)).first()
    if locked is None:
        raise CreditNotFound
    standing = await get(context, credit_id)
    check_adjustment(body, standing.balance.amount)
    await _enter(context, credit_id, locked.currency, body.amount, body.note)
    return await get(context, credit_id)


async def locked_balances(
    session: AsyncSession, store_id: UUID, customer_id: UUID
) -> list[tuple[UUID, str, int]]:
    """(account, currency, balance) of a customer's credits that hold something, kept from others
    until the transaction ends."""
    rows = (await session.execute(_LOCK_THEIRS, {"store": store_id, "customer": customer_id})).all()
    sums = await session.execute(_SUMS, {"ids": [row.id for row in rows]})
    held = {row.id: int(row.balance) for row in sums}
    return [(row.id, row.currency, held[row.id]) for row in rows if held.get(row.id, 0) > 0]


async def forfeit(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, customer_id: UUID, actor: str
) -> list[tuple[str, int]]:
    """Write off what is left of the credits of somebody who is deleted: (currency, amount) each."""
    held = await locked_balances(session, store_id, customer_id)
    for credit_id, currency, balance in held:
        await _write(session, tenant_id, store_id, actor, credit_id, currency, -balance, FORFEITED)
    return [(currency, balance) for _, currency, balance in held]


async def _enter(
    context: StoreContext, credit_id: UUID, currency: str, amount: int, note: str
) -> None:
    await _write(
        context.session,
        context.tenant_id,
        context.store_id,
        context.actor,
        credit_id,
        currency,
        amount,
        note,
    )


async def _write(
    session: AsyncSession,
    tenant_id: UUID,
    store_id: UUID,
    actor: str,
    credit_id: UUID,
    currency: str,
    amount: int,
    note: str,
) -> None:
    await accounts.enter(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        kind=TenderKind.STORE_CREDIT,
        account_id=credit_id,
        amount=amount,
        currency=currency,
        reason=EntryReason.ADJUSTED,
        actor=actor,
        now=clock.now(),
        note=note,
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="store_credit.adjust",
        resource_type="store_credit",
        resource_id=credit_id,
        after={"amount": amount, "currency": currency, "note": note},
    )


def _out(row: Row[Any]) -> CreditOut:
    return CreditOut(
        id=row.id,
        customer_id=row.customer_id,
        email=row.email,
        name=row.name,
        balance=Money(amount=int(row.balance), currency=row.currency),
        updated_at=row.updated_at,
    )
