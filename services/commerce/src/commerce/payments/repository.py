"""Queries of payments, refunds and the inbox of provider events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.models import PaymentStatus, RefundStatus

_INSERT = text(
    """insert into payments
         (tenant_id, id, store_id, checkout_id, attempt, provider, status, amount, currency,
          captured, refunded, test, content_hash, requested_at, expires_at, created_at, updated_at)
       values
         (:tenant_id, :id, :store_id, :checkout_id, :attempt, :provider, 'created', :amount,
          :currency, 0, 0, :test, :content_hash, :requested_at, :expires_at, :requested_at,
          :requested_at)"""
)

_OPENED = text(
    """update payments set provider_ref = :ref, payment_url = :url, expires_at = :expires_at,
              test = :test, updated_at = :now
        where id = :id and (provider_ref is null or provider_ref = :ref)
       returning status"""
)

_TRUTH = text(
    """update payments set status = :status, captured = :captured, refunded = :refunded,
              failure_code = :failure_code, failure_message = :failure_message,
              payment_url = :payment_url, provider_ref = coalesce(provider_ref, :ref),
              order_id = coalesce(cast(:order as uuid), order_id), checked_at = :checked_at,
              updated_at = :now
        where id = :id"""
)

_REFUND = text(
    """insert into refunds (tenant_id, id, store_id, payment_id, order_id, amount, currency, status,
                            reason, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :payment_id, :order_id, :amount, :currency, 'pending',
               :reason, :now, :now)"""
)

_REFUND_SETTLED = text(
    """update refunds set status = :status, provider_ref = :ref, failure_message = :message,
              updated_at = :now
        where id = :id and status = 'pending' returning id"""
)

_LOAD_REFUND = text(
    """select r.tenant_id, r.store_id, r.id, r.payment_id, r.order_id, r.amount, r.currency,
              r.status, r.reason, p.provider, p.provider_ref, p.checkout_id, p.captured, p.refunded
         from refunds r join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id
        where r.id = :id"""
)

_LOCATE = text("select tenant_id, store_id, payment_id from locate_payment(:provider, :ref)")

_RECEIVE = text(
    """insert into provider_events
         (tenant_id, id, provider, event_id, type, provider_ref, received_at)
       values (:tenant_id, :id, :provider, :event_id, :type, :ref, :now)
       on conflict (tenant_id, provider, event_id) do nothing returning id"""
)

_EVENT = text("select received_at, processed_at from provider_events where id = :id")

_PROCESSED = text("update provider_events set processed_at = :now where id = :id")


@dataclass(frozen=True, slots=True)
class Truth:
    """What is written to an attempt after asking the provider."""

    status: PaymentStatus
    captured: int
    refunded: int
    failure_code: str | None
    failure_message: str | None
    payment_url: str | None
    provider_ref: str | None
    checked_at: datetime


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write an attempt before the provider is called."""
    await session.execute(_INSERT, values)


async def opened(
    session: AsyncSession,
    payment_id: UUID,
    *,
    provider_ref: str,
    payment_url: str,
    expires_at: datetime,
    test: bool,
    now: datetime,
) -> PaymentStatus | None:
    """Keep what the provider answered. The attempt's status, or None when another reference is
    already there."""
    status = await session.scalar(
        _OPENED,
        {
            "id": payment_id,
            "ref": provider_ref,
            "url": payment_url,
            "expires_at": expires_at,
            "test": test,
            "now": now,
        },
    )
    return PaymentStatus(status) if status is not None else None


async def record(
    session: AsyncSession,
    payment_id: UUID,
    truth: Truth,
    *,
    now: datetime,
    order_id: UUID | None = None,
) -> None:
    """Write what the provider says."""
    await session.execute(
        _TRUTH,
        {
            "id": payment_id,
            "status": truth.status,
            "captured": truth.captured,
            "refunded": truth.refunded,
            "failure_code": truth.failure_code,
            "failure_message": truth.failure_message,
            "payment_url": truth.payment_url,
            "ref": truth.provider_ref,
            "order": order_id,
            "checked_at": truth.checked_at,
            "now": now,
        },
    )


async def insert_refund(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write a pending refund."""
    await session.execute(_REFUND, values)


async def refund_settled(
    session: AsyncSession,
    refund_id: UUID,
    *,
    status: RefundStatus,
    provider_ref: str | None,
    message: str | None,
    now: datetime,
) -> bool:
    """Write a refund's outcome; False when it had one."""
    result = await session.execute(
        _REFUND_SETTLED,
        {
            "id": refund_id,
            "status": status,
            "ref": provider_ref,
            "message": message,
            "now": now,
        },
    )
    return result.first() is not None


async def load_refund(session: AsyncSession, refund_id: UUID) -> Row[Any] | None:
    """A refund with its payment's place at the provider."""
    return (await session.execute(_LOAD_REFUND, {"id": refund_id})).first()


async def locate(session: AsyncSession, provider: str, ref: str) -> Row[Any] | None:
    """(tenant_id, store_id, payment_id) of a provider's reference, before a tenant is known."""
    return (await session.execute(_LOCATE, {"provider": provider, "ref": ref})).first()


async def receive(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Put an event into the inbox; False when it is there already."""
    return (await session.execute(_RECEIVE, values)).first() is not None


async def event(session: AsyncSession, event_id: UUID) -> Row[Any] | None:
    """(received_at, processed_at) of an inbox row."""
    return (await session.execute(_EVENT, {"id": event_id})).first()


async def processed(session: AsyncSession, event_id: UUID, now: datetime) -> None:
    """The event has had its effect."""
    await session.execute(_PROCESSED, {"id": event_id, "now": now})
