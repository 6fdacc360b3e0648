"""The ledger of gift cards and store credit: every change is an entry, no number is overwritten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.promotions.models import EntryReason
from commerce.promotions.tenders import TenderKind
from ecomm_core.ids import new_id

_ENTRY = text(
    """insert into tender_ledger
         (tenant_id, id, store_id, gift_card_id, store_credit_id, amount, currency, reason,
          order_id, refund_id, actor, note, at)
       values (:tenant, :id, :store, :card, :credit, :amount, :currency, :reason, :order, :refund,
               :actor, :note, :now)"""
)


async def enter(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    kind: TenderKind,
    account_id: UUID,
    amount: int,
    currency: str,
    reason: EntryReason,
    actor: str,
    now: datetime,
    order_id: UUID | None = None,
    refund_id: UUID | None = None,
    note: str | None = None,
) -> None:
    """Write one entry (minor units, negative takes). The caller holds the account's row locked
    when the amount is negative. Raises ValueError for the payment provider: it has its own books.
    """
    if kind is TenderKind.PROVIDER:
        raise ValueError("the payment provider's money is not in this ledger")
    card = kind is TenderKind.GIFT_CARD
    await session.execute(
        _ENTRY,
        {
            "tenant": tenant_id,
            "id": new_id(),
            "store": store_id,
            "card": account_id if card else None,
            "credit": None if card else account_id,
            "amount": amount,
            "currency": currency,
            "reason": reason,
            "order": order_id,
            "refund": refund_id,
            "actor": actor,
            "note": note,
            "now": now,
        },
    )


async def give_back(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    kind: TenderKind,
    account_id: UUID,
    amount: int,
    currency: str,
    order_id: UUID,
    actor: str,
    now: datetime,
    refund_id: UUID | None = None,
) -> None:
    """Money of an order goes back to the gift card or credit that paid it (R6.6)."""
    await enter(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        kind=kind,
        account_id=account_id,
        amount=amount,
        currency=currency,
        reason=EntryReason.REFUNDED,
        actor=actor,
        now=now,
        order_id=order_id,
        refund_id=refund_id,
    )
