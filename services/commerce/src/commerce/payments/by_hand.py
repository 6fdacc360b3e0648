"""Money that merchants took themselves: a transfer, cash, a card terminal. Behind the same port as
every provider, so that orders, refunds and sums know one kind of payment. Nobody is asked: its
books are our own rows, and a refund is a note that the merchant gives the money back themselves."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState
from ecomm_connectors.payments.errors import InvalidSignature, ProviderRefused
from ecomm_connectors.payments.port import (
    MoneyEntry,
    PaymentState,
    PaymentStatus,
    ProviderEvent,
    RefundRequest,
    RefundState,
    RefundStatus,
    SessionCreated,
    SessionRequest,
)
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope

NAME: Final = "manual"

_PAYMENT = text(
    """select p.id, p.amount, p.currency, p.captured, p.test,
              (select coalesce(sum(r.amount), 0) from refunds r
                where r.tenant_id = p.tenant_id and r.payment_id = p.id
                  and r.status in ('pending', 'succeeded')) as refunded
         from payments p where p.id = :id and p.provider = 'manual'"""
)

_REFUNDS = text(
    """select r.id, r.status, r.amount, r.currency from refunds r
         join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id
        where r.payment_id = :id and p.provider = 'manual' order by r.created_at, r.id"""
)


def ref_of(tenant_id: UUID, payment_id: UUID) -> str:
    """What such a payment is called."""
    return f"{NAME}_{tenant_id.hex}_{payment_id.hex}"


def taken(
    tenant_id: UUID, payment_id: UUID, amount: int, currency: str, *, test: bool
) -> PaymentState:
    """The state of a payment that a merchant says they have taken."""
    return PaymentState(
        provider=NAME,
        provider_ref=ref_of(tenant_id, payment_id),
        reference=str(payment_id),
        status=PaymentStatus.CAPTURED,
        currency=currency,
        amount=amount,
        amount_captured=amount,
        amount_refunded=0,
        test=test,
    )


class ByHand:
    """The provider that is the merchant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def name(self) -> str:
        """Its name in rows."""
        return NAME

    def amount_step(self, currency: str) -> int:
        """Any amount."""
        del currency
        return 1

    async def create_session(self, request: SessionRequest) -> SessionCreated:
        """There is no page."""
        del request
        raise _no("invalid_request", "Nobody pays by hand on a page.")

    async def fetch(self, provider_ref: str) -> PaymentState:
        """What our own rows say."""
        tenant_id, payment_id = _read(provider_ref)
        async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            row = (await session.execute(_PAYMENT, {"id": payment_id})).first()
        if row is None:
            raise _no("not_found", "No such payment.")
        return PaymentState(
            provider=NAME,
            provider_ref=provider_ref,
            reference=str(row.id),
            status=PaymentStatus.CAPTURED if row.captured else PaymentStatus.CANCELLED,
            currency=row.currency,
            amount=row.amount,
            amount_captured=row.captured,
            amount_refunded=int(row.refunded),
            test=row.test,
        )

    async def find(self, reference: str, *, since: datetime) -> PaymentState | None:
        """A payment is written in one transaction with its order: there is none to find."""
        del reference, since
        return None

    async def capture(self, provider_ref: str, *, idempotency_key: str) -> PaymentState:
        """It is captured from the beginning."""
        del idempotency_key
        return await self.fetch(provider_ref)

    async def cancel(self, provider_ref: str) -> PaymentState:
        """What was taken is taken."""
        return await self.fetch(provider_ref)

    async def refund(self, request: RefundRequest) -> RefundState:
        """The merchant gives it back themselves: done."""
        return RefundState(
            provider=NAME,
            refund_ref=f"{NAME}_{request.reference}",
            provider_ref=request.provider_ref,
            reference=request.reference,
            status=RefundStatus.SUCCEEDED,
            amount=request.amount,
            currency=request.currency,
        )

    async def list_refunds(self, provider_ref: str) -> tuple[RefundState, ...]:
        """What our own rows say was given back, oldest first."""
        tenant_id, payment_id = _read(provider_ref)
        async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            rows = (await session.execute(_REFUNDS, {"id": payment_id})).all()
        return tuple(
            RefundState(
                provider=NAME,
                refund_ref=f"{NAME}_{row.id}",
                provider_ref=provider_ref,
                reference=str(row.id),
                status=RefundStatus(row.status),
                amount=row.amount,
                currency=row.currency,
            )
            for row in rows
        )

    async def list_since(
        self, since: datetime, *, until: datetime | None = None
    ) -> AsyncIterator[MoneyEntry]:
        """There are no books but ours to compare with."""
        del since, until
        entries: tuple[MoneyEntry, ...] = ()
        for entry in entries:
            yield entry

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """No bank stands between."""
        raise _no("not_found", f"No dispute {dispute_ref}.")

    async def submit_evidence(
        self, dispute_ref: str, evidence: DisputeEvidence, *, idempotency_key: str
    ) -> DisputeState:
        """No bank stands between."""
        del evidence, idempotency_key
        raise _no("not_found", f"No dispute {dispute_ref}.")

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> ProviderEvent:
        """Nobody writes to us."""
        del raw_body, headers, now
        raise InvalidSignature("nobody signs for the merchant")


def _no(reason: str, message: str) -> ProviderRefused:
    return ProviderRefused(reason, message)


def _read(provider_ref: str) -> tuple[UUID, UUID]:
    name, _, ids = provider_ref.partition("_")
    tenant, _, payment = ids.partition("_")
    try:
        if name != NAME:
            raise ValueError("another provider's")
        return UUID(hex=tenant), UUID(hex=payment)
    except ValueError as error:
        raise _no("not_found", "No such payment.") from error
