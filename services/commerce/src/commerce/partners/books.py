"""SQL of what affiliates earn: commissions, the ledger that only grows, payouts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.ids import new_id

_EARN: Final = text(
    """insert into commissions (tenant_id, id, introduction_id, provider, invoice_ref, net,
              rate_ppm, amount, kept, currency, state, earned_at, settle_at)
       values (:tenant, :id, :introduction, :provider, :invoice_ref, :net, :rate_ppm, :amount,
               :amount, :currency, 'earned', :earned_at, :settle_at)
       on conflict (tenant_id, provider, invoice_ref) do nothing returning id"""
)
_WRITE: Final = text(
    """insert into commission_ledger (tenant_id, id, key, kind, pending, payable, currency,
              commission_id, payout_id, at)
       values (:tenant, :id, :key, :kind, :pending, :payable, :currency, :commission, :payout,
               :now)
       on conflict (tenant_id, key) do nothing returning id"""
)
_LIST: Final = text(
    """select c.id, i.name, c.net, c.rate_ppm, c.amount, c.kept, c.currency, c.state, c.earned_at,
              c.settle_at, p.reference, p.paid_at
         from commissions c
         join introductions i on i.tenant_id = c.tenant_id and i.id = c.introduction_id
         left join affiliate_payouts p on p.tenant_id = c.tenant_id and p.id = c.payout_id
        order by c.earned_at desc, c.id desc offset :offset limit :limit"""
)
_PAYOUTS: Final = """select id, amount, currency, state, opened_at, paid_at, reference
  from affiliate_payouts where tenant_id = :tenant"""


async def commissions_of(
    session: AsyncSession, tenant_id: UUID, introduction_id: UUID
) -> dict[tuple[str, str], Row[Any]]:
    """What was earned with one business: (provider, bill) -> commission. Locked."""
    rows = await session.execute(
        text(
            """select id, provider, invoice_ref, rate_ppm, kept, state, currency, settle_at
                 from commissions where tenant_id = :tenant and introduction_id = :introduction
                order by id for update"""
        ),
        {"tenant": tenant_id, "introduction": introduction_id},
    )
    return {(row.provider, row.invoice_ref): row for row in rows}


async def paying_others(session: AsyncSession, tenant_id: UUID, introduction_id: UUID) -> int:
    """How many other businesses an affiliate brought that paid and were not given it back."""
    found = await session.scalar(
        text(
            """select count(distinct introduction_id) from commissions
                where tenant_id = :tenant and kept > 0 and introduction_id <> :introduction"""
        ),
        {"tenant": tenant_id, "introduction": introduction_id},
    )
    return int(found or 0)


async def paying(session: AsyncSession) -> int:
    """How many businesses an affiliate brought that paid and were not given it back."""
    found = await session.scalar(
        text("select count(distinct introduction_id) from commissions where kept > 0")
    )
    return int(found or 0)


async def earn(session: AsyncSession, values: Mapping[str, Any]) -> UUID | None:
    """Write a commission; None where this bill has one."""
    row = (await session.execute(_EARN, {"id": new_id(), **values})).first()
    return None if row is None else UUID(str(row.id))


async def keep(session: AsyncSession, tenant_id: UUID, row_id: UUID, state: str, kept: int) -> None:
    """Another state of a commission, and what is left of it."""
    await session.execute(
        text(
            """update commissions set state = :state, kept = :kept
                where tenant_id = :tenant and id = :id"""
        ),
        {"tenant": tenant_id, "id": row_id, "state": state, "kept": kept},
    )


async def write(
    session: AsyncSession,
    tenant_id: UUID,
    *,
    key: str,
    kind: str,
    currency: str,
    now: datetime,
    pending: int = 0,
    payable: int = 0,
    commission_id: UUID | None = None,
    payout_id: UUID | None = None,
) -> bool:
    """Write an entry of the ledger, once for its key; False where it was written before."""
    made = await session.execute(
        _WRITE,
        {
            "tenant": tenant_id,
            "id": new_id(),
            "key": key,
            "kind": kind,
            "pending": pending,
            "payable": payable,
            "currency": currency,
            "commission": commission_id,
            "payout": payout_id,
            "now": now,
        },
    )
    return made.first() is not None


async def balance(session: AsyncSession) -> tuple[int, int, int]:
    """(pending, payable, paid so far) of an affiliate: sums of the ledger's entries."""
    row = (
        await session.execute(
            text(
                """select coalesce(sum(pending), 0)::bigint as pending,
                          coalesce(sum(payable), 0)::bigint as payable,
                          coalesce(-sum(payable) filter (where kind = 'paid'), 0)::bigint as paid
                     from commission_ledger"""
            )
        )
    ).one()
    return int(row.pending), int(row.payable), int(row.paid)


async def commissions(
    session: AsyncSession, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of commissions, the newest first, and how many there are."""
    rows = await session.execute(_LIST, {"offset": offset, "limit": limit})
    total = await session.scalar(text("select count(*) from commissions"))
    return rows.all(), int(total or 0)


async def payouts(
    session: AsyncSession, tenant_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of payouts, the newest first, and how many there are."""
    rows = await session.execute(
        text(f"{_PAYOUTS} order by opened_at desc, id desc offset :offset limit :limit"),
        {"tenant": tenant_id, "offset": offset, "limit": limit},
    )
    total = await session.scalar(
        text("select count(*) from affiliate_payouts where tenant_id = :tenant"),
        {"tenant": tenant_id},
    )
    return rows.all(), int(total or 0)


async def open_payout(session: AsyncSession, tenant_id: UUID) -> Row[Any] | None:
    """The payout that waits for the operator."""
    found = await session.execute(text(f"{_PAYOUTS} and state = 'open'"), {"tenant": tenant_id})
    return found.first()


async def payout(session: AsyncSession, tenant_id: UUID, payout_id: UUID) -> Row[Any] | None:
    """A payout, locked."""
    found = await session.execute(
        text(f"{_PAYOUTS} and id = :id for update"), {"tenant": tenant_id, "id": payout_id}
    )
    return found.first()


async def begin_payout(
    session: AsyncSession, tenant_id: UUID, *, minimum: int, currency: str, now: datetime
) -> UUID | None:
    """Put all approved commission into one payout; None where it is less than `minimum`."""
    rows = (
        await session.execute(
            text(
                """select id, kept from commissions
                    where tenant_id = :tenant and state = 'approved' and payout_id is null
                    order by id for update"""
            ),
            {"tenant": tenant_id},
        )
    ).all()
    amount = sum(row.kept for row in rows)
    if amount < minimum:
        return None
    payout_id = new_id()
    await session.execute(
        text(
            """insert into affiliate_payouts (tenant_id, id, amount, currency, state, opened_at)
               values (:tenant, :id, :amount, :currency, 'open', :now)"""
        ),
        {
            "tenant": tenant_id,
            "id": payout_id,
            "amount": amount,
            "currency": currency,
            "now": now,
        },
    )
    await session.execute(
        text(
            """update commissions set payout_id = :payout
                where tenant_id = :tenant and id = any(:ids)"""
        ),
        {"tenant": tenant_id, "payout": payout_id, "ids": [row.id for row in rows]},
    )
    return payout_id


async def pay(
    session: AsyncSession, tenant_id: UUID, payout_id: UUID, reference: str, now: datetime
) -> None:
    """A payout was paid, and every commission in it."""
    of = {"tenant": tenant_id, "id": payout_id}
    await session.execute(
        text(
            """update affiliate_payouts set state = 'paid', paid_at = :now, reference = :reference
                where tenant_id = :tenant and id = :id"""
        ),
        {**of, "now": now, "reference": reference},
    )
    await session.execute(
        text(
            """update commissions set state = 'paid'
                where tenant_id = :tenant and payout_id = :id"""
        ),
        of,
    )
