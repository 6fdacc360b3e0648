"""Queries of payments, refunds and the inbox of provider events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.models import PaymentStatus, RefundStatus
from ecomm_connectors.payments.port import Payer
from ecomm_core.accounts.people import fold_email

_INSERT = text(
    """insert into payments
         (tenant_id, id, store_id, checkout_id, attempt, provider, status, amount, currency,
          captured, refunded, test, content_hash, payout_account, capture_late, requested_at,
          expires_at, created_at, updated_at)
       values
         (:tenant_id, :id, :store_id, :checkout_id, :attempt, :provider, 'created', :amount,
          :currency, 0, 0, :test, :content_hash, :payout_account, :capture_late, :requested_at,
          :expires_at, :requested_at, :requested_at)"""
)

_OPENED = text(
    """update payments set provider_ref = :ref, payment_url = :url, expires_at = :expires_at,
              test = :test, updated_at = :now
        where id = :id and (provider_ref is null or provider_ref = :ref)
       returning status"""
)

_TRUTH = text(
    """update payments set
              -- A dispute may have moved it since; what was read later knows better.
              status = case when status in ('disputed', 'won', 'lost')
                              or checked_at > :checked_at then status else :status end,
              captured = greatest(captured, :captured),
              refunded = case when checked_at > :checked_at then greatest(refunded, :refunded)
                              else :refunded end,
              failure_code = :failure_code, failure_message = :failure_message,
              payment_url = :payment_url, provider_ref = coalesce(provider_ref, :ref),
              order_id = coalesce(cast(:order as uuid), order_id),
              card_fingerprint = coalesce(cast(:card as text), card_fingerprint),
              billing_country = coalesce(cast(:country as text), billing_country),
              payer_matches = coalesce(cast(:matches as boolean), payer_matches),
              checked_at = greatest(checked_at, :checked_at),
              updated_at = :now
        where id = :id"""
)

_LOCK_ATTEMPT = text("select status, order_id from payments where id = :id for no key update")

_REFUND = text(
    """insert into refunds (tenant_id, id, store_id, payment_id, order_id, order_refund_id, amount,
                            currency, status, reason, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :payment_id, :order_id, :order_refund_id, :amount,
               :currency, 'pending', :reason, :now, :now)"""
)

_REFUND_SETTLED = text(
    """update refunds set status = :status, provider_ref = :ref, failure_message = :message,
              updated_at = :now
        where id = :id and status = 'pending' returning id"""
)

_REFUND_BOUNCED = text(
    """update refunds set status = 'failed', failure_message = :message, updated_at = :now
        where id = :id and payment_id = :payment and status = 'succeeded'
       returning order_id, amount, order_refund_id, payment_id"""
)

_LOAD_REFUND = text(
    """select r.tenant_id, r.store_id, r.id, r.payment_id, r.order_id, r.order_refund_id,
              r.amount, r.currency,
              r.status, r.reason, p.provider, p.provider_ref, p.checkout_id, p.captured, p.refunded
         from refunds r join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id
        where r.id = :id"""
)

_PARTS = text("select status from refunds where order_refund_id = :id")

_LOCATE = text("select tenant_id, store_id, payment_id from locate_payment(:provider, :ref)")

_RECEIVE = text(
    """insert into provider_events
         (tenant_id, id, provider, event_id, type, provider_ref, received_at, payment_id, declined)
       values (:tenant_id, :id, :provider, :event_id, :type, :ref, :now, :payment, :declined)
       on conflict (tenant_id, provider, event_id) do nothing returning id"""
)

_EVENT = text(
    """select e.type, e.received_at, e.processed_at, p.checked_at, p.order_id
         from provider_events e
         left join payments p on p.tenant_id = e.tenant_id and p.id = cast(:payment as uuid)
        where e.id = :id"""
)

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
    payer: Payer | None = None


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
    email: str | None = None,
) -> None:
    """Write what the provider says. Of who paid, whether their address there is `email`: the
    address itself is not kept."""
    payer = truth.payer or Payer()
    matches = None
    if payer.email is not None and email is not None:
        matches = fold_email(payer.email) == fold_email(email)
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
            "card": payer.card_fingerprint,
            "country": payer.country,
            "matches": matches,
            "now": now,
        },
    )


_DROP_PAYERS = text(
    """update payments set card_fingerprint = null, billing_country = null, payer_matches = null
        where checkout_id = any (cast(:ids as uuid[]))
          and (card_fingerprint is not null or billing_country is not null
               or payer_matches is not null)"""
)


async def drop_payers(session: AsyncSession, checkout_ids: Sequence[UUID]) -> None:
    """Let go of what the provider said of who paid these checkouts."""
    await session.execute(_DROP_PAYERS, {"ids": list(checkout_ids)})


async def lock_attempt(session: AsyncSession, payment_id: UUID) -> Row[Any]:
    """(status, order_id) of an attempt that exists, kept from others."""
    return (await session.execute(_LOCK_ATTEMPT, {"id": payment_id})).one()


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


async def refund_bounced(
    session: AsyncSession, refund_id: UUID, payment_id: UUID, *, message: str | None, now: datetime
) -> Row[Any] | None:
    """A refund that had succeeded came back: (order_id, amount), or None where that is known."""
    values = {"id": refund_id, "payment": payment_id, "message": message, "now": now}
    return (await session.execute(_REFUND_BOUNCED, values)).first()


async def load_refund(session: AsyncSession, refund_id: UUID) -> Row[Any] | None:
    """A refund with its payment's place at the provider."""
    return (await session.execute(_LOAD_REFUND, {"id": refund_id})).first()


async def refund_parts(session: AsyncSession, order_refund_id: UUID) -> list[RefundStatus]:
    """How the parts of an order's refund stand at their providers."""
    rows = await session.scalars(_PARTS, {"id": order_refund_id})
    return [RefundStatus(status) for status in rows]


async def locate(session: AsyncSession, provider: str, ref: str) -> Row[Any] | None:
    """(tenant_id, store_id, payment_id) of a provider's reference, before a tenant is known."""
    return (await session.execute(_LOCATE, {"provider": provider, "ref": ref})).first()


async def receive(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Put an event into the inbox; False when it is there already."""
    return (await session.execute(_RECEIVE, values)).first() is not None


async def event(
    session: AsyncSession, event_id: UUID, *, payment_id: UUID | None = None
) -> Row[Any] | None:
    """(type, received_at, processed_at) of an inbox row; and of a payment when it was looked at
    last (checked_at) and the order that it bought (order_id)."""
    return (await session.execute(_EVENT, {"id": event_id, "payment": payment_id})).first()


async def processed(session: AsyncSession, event_id: UUID, now: datetime) -> None:
    """The event has had its effect."""
    await session.execute(_PROCESSED, {"id": event_id, "now": now})
