"""How a refund goes back over what paid (R6.5): the payment provider first, then store credit, then
gift cards. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from commerce.promotions.tenders import TenderKind

BACKWARDS: Final = (TenderKind.PROVIDER, TenderKind.STORE_CREDIT, TenderKind.GIFT_CARD)
"""Which kind of tender gets its money back first."""


@dataclass(frozen=True, slots=True)
class PaidBy:
    """One tender of an order, in minor units. `id` is the payment's, the credit's or the card's;
    `refunded` counts what was asked back and has not settled, too."""

    kind: TenderKind
    id: UUID
    captured: int
    refunded: int

    @property
    def left(self) -> int:
        """What it can still get back."""
        return max(self.captured - self.refunded, 0)


@dataclass(frozen=True, slots=True)
class RefundPart:
    """What one tender gets back."""

    kind: TenderKind
    id: UUID
    amount: int


def split(tenders: Sequence[PaidBy], amount: int) -> tuple[RefundPart, ...]:
    """The parts of a refund of `amount`; their sum is `amount` and none is 0. No tender gets more
    than it gave. Within a kind, the tenders' own order.

    Raises ValueError for an amount below zero or above what is left on all of them.
    """
    if amount < 0 or amount > sum(tender.left for tender in tenders):
        raise ValueError("a refund lies between 0 and what is left")
    parts = []
    for tender in sorted(tenders, key=lambda tender: BACKWARDS.index(tender.kind)):
        part = min(tender.left, amount)
        if part > 0:
            parts.append(RefundPart(tender.kind, tender.id, part))
            amount -= part
    return tuple(parts)
