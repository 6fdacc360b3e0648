"""Queries of disputes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.disputes.models import EvidenceState
from commerce.payments.models import PaymentStatus

# Written with nothing moved; the update that follows moves the ledger.
_KNOW = text(
    """insert into disputes
         (tenant_id, id, store_id, payment_id, order_id, provider, provider_ref, status, inquiry,
          reason, amount, currency, withdrawn, returned, fee, fee_currency, due_by, submissions,
          evidence, evidence_state, test, opened_at, checked_at, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :payment_id, :order_id, :provider, :ref, :status,
          :inquiry, :reason, :amount, :currency, 0, 0, 0, :fee_currency, :due_by, :submissions,
          '{}', 'none', :test, :opened_at, :checked_at, :now, :now)
       on conflict (tenant_id, provider, provider_ref) do nothing returning id"""
)

_LOCK = text(
    """select id, order_id, status, inquiry, withdrawn, returned, fee, submissions, checked_at
         from disputes where provider = :provider and provider_ref = :ref for no key update"""
)

_TOLD = text(
    """update disputes set status = :status, inquiry = :inquiry, reason = :reason,
              amount = :amount, withdrawn = :withdrawn, returned = :returned, fee = :fee,
              fee_currency = case when fee = 0 then :fee_currency else fee_currency end,
              due_by = :due_by, submissions = :submissions,
              order_id = coalesce(order_id, :order_id),
              closed_at = case when :closed then coalesce(closed_at, :now) end,
              evidence_state = case when :submissions > submissions and evidence_state = 'sending'
                                    then 'sent' else evidence_state end,
              checked_at = :checked_at, updated_at = :now
        where id = :id"""
)

_EVIDENCE = text(
    """update disputes set evidence = :evidence, evidence_state = 'sending', evidence_error = null,
              updated_at = :now
        where id = :id"""
).bindparams(bindparam("evidence", type_=JSONB()))

_EVIDENCE_ENDED = text(
    """update disputes set evidence_state = :state, evidence_error = :error, updated_at = :now
        where id = :id"""
)

_PAYMENT = text(
    """update payments set status = :status, updated_at = :now where id = :id
       returning order_id"""
)

_GET = text(
    """select id, tenant_id, store_id, payment_id, order_id, provider, provider_ref, status,
              evidence, evidence_state, submissions, due_by, currency
         from disputes where id = :id and store_id = :store for no key update"""
)

_HELD = text(
    """select coalesce(sum(withdrawn - returned), 0) from disputes
        where payment_id = any(:payments) and status <> 'won'"""
)

_LOST = text(
    """select coalesce(sum(withdrawn - returned), 0) from disputes
        where order_id = :order and status = 'lost'"""
)


async def know(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a dispute that was not known; False when it was."""
    return (await session.execute(_KNOW, values)).first() is not None


async def lock(session: AsyncSession, provider: str, ref: str) -> Row[Any] | None:
    """The dispute as it was known, kept from others until the transaction ends."""
    return (await session.execute(_LOCK, {"provider": provider, "ref": ref})).first()


async def told(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write what the provider says."""
    await session.execute(_TOLD, values)


async def move_payment(
    session: AsyncSession, payment_id: UUID, status: PaymentStatus, now: datetime
) -> None:
    """Write the attempt's status."""
    await session.execute(_PAYMENT, {"id": payment_id, "status": status, "now": now})


async def get(session: AsyncSession, store_id: UUID, dispute_id: UUID) -> Row[Any] | None:
    """The dispute, locked."""
    return (await session.execute(_GET, {"id": dispute_id, "store": store_id})).first()


async def write_evidence(
    session: AsyncSession, dispute_id: UUID, evidence: Mapping[str, str], now: datetime
) -> None:
    """Keep what shall be sent, before it is."""
    values = {"id": dispute_id, "evidence": dict(evidence), "now": now}
    await session.execute(_EVIDENCE, values)


async def evidence_ended(
    session: AsyncSession, dispute_id: UUID, state: EvidenceState, error: str | None, now: datetime
) -> None:
    """What became of the answer."""
    values = {"id": dispute_id, "state": state, "error": error, "now": now}
    await session.execute(_EVIDENCE_ENDED, values)


async def held(session: AsyncSession, payment_ids: list[UUID]) -> int:
    """What banks hold or kept of these payments."""
    return int(await session.scalar(_HELD, {"payments": payment_ids}) or 0)


async def lost(session: AsyncSession, order_id: UUID) -> int:
    """What banks gave back to the shopper of an order for good."""
    return int(await session.scalar(_LOST, {"order": order_id}) or 0)
