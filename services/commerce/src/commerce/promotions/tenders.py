"""How a total is paid (R4.6): gift cards, soonest expiry first, then store credit, then the payment
provider. Tenders never touch the tax base; they are taken after the total stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

_NEVER = datetime.max.replace(tzinfo=UTC)


class TenderKind(StrEnum):
    """What pays."""

    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class GiftCardBalance:
    """What a card the shopper named still holds. No expiry comes last."""

    id: UUID
    balance: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tender:
    """An amount and what pays it; `id` is the card's or the credit account's."""

    kind: TenderKind
    amount: int
    id: UUID | None = None


def plan(
    total: int,
    *,
    gift_card_lines: int = 0,
    cards: Sequence[GiftCardBalance] = (),
    credit: tuple[UUID, int] | None = None,
) -> tuple[Tender, ...]:
    """Split `total` over its tenders; their sum is `total`, and none is 0.

    `gift_card_lines` is the part of it that buys gift cards: gift cards do not pay that.

    Raises ValueError for negative amounts, or a part that is larger than the total.
    """
    if total < 0 or not 0 <= gift_card_lines <= total:
        raise ValueError("a total is 0 or more and its parts lie within it")
    left = total
    by_card = total - gift_card_lines
    tenders = []
    for card in sorted(cards, key=lambda card: (card.expires_at or _NEVER, card.id)):
        amount = min(card.balance, by_card)
        if amount > 0:
            tenders.append(Tender(TenderKind.GIFT_CARD, amount, card.id))
            by_card -= amount
            left -= amount
    if credit is not None and min(credit[1], left) > 0:
        amount = min(credit[1], left)
        tenders.append(Tender(TenderKind.STORE_CREDIT, amount, credit[0]))
        left -= amount
    if left > 0:
        tenders.append(Tender(TenderKind.PROVIDER, left))
    return tuple(tenders)
