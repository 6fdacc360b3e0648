"""What pays a total: gift cards, then store credit, then the payment provider."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.promotions.tenders import GiftCardBalance, Tender, TenderKind, plan

AT = datetime(2026, 11, 21, tzinfo=UTC)
SOON = GiftCardBalance(UUID(int=1), 1_000, AT + timedelta(days=1))
LATER = GiftCardBalance(UUID(int=2), 1_000, AT + timedelta(days=9))
NEVER = GiftCardBalance(UUID(int=3), 1_000, None)
CREDIT = (UUID(int=9), 700)


def test_the_card_that_expires_first_pays_first_then_credit_then_the_provider() -> None:
    """R4.6."""
    assert plan(4_000, cards=[NEVER, LATER, SOON], credit=CREDIT) == (
        Tender(TenderKind.GIFT_CARD, 1_000, SOON.id),
        Tender(TenderKind.GIFT_CARD, 1_000, LATER.id),
        Tender(TenderKind.GIFT_CARD, 1_000, NEVER.id),
        Tender(TenderKind.STORE_CREDIT, 700, CREDIT[0]),
        Tender(TenderKind.PROVIDER, 300),
    )


def test_gift_cards_do_not_buy_gift_cards() -> None:
    """R4.6."""
    assert plan(1_500, gift_card_lines=1_000, cards=[SOON]) == (
        Tender(TenderKind.GIFT_CARD, 500, SOON.id),
        Tender(TenderKind.PROVIDER, 1_000),
    )


def test_a_total_that_is_paid_needs_no_provider() -> None:
    """R4.7."""
    assert plan(0) == ()
    assert plan(900, cards=[SOON]) == (Tender(TenderKind.GIFT_CARD, 900, SOON.id),)


@pytest.mark.parametrize(("total", "part"), [(-1, 0), (10, 11), (10, -1)])
def test_impossible_totals_are_refused(total: int, part: int) -> None:
    """R4.7."""
    with pytest.raises(ValueError, match="0 or more"):
        plan(total, gift_card_lines=part)


@given(
    total=st.integers(0, 10_000),
    share=st.integers(0, 100),
    balances=st.lists(st.integers(0, 4_000), max_size=4),
    credit=st.integers(0, 4_000),
)
def test_tenders_are_the_total(total: int, share: int, balances: list[int], credit: int) -> None:
    """R2.3: total = sum of the tenders, none above what it holds."""
    cards = [GiftCardBalance(UUID(int=n), held, None) for n, held in enumerate(balances)]
    gifts = total * share // 100
    tenders = plan(total, gift_card_lines=gifts, cards=cards, credit=(UUID(int=99), credit))
    assert sum(tender.amount for tender in tenders) == total
    assert all(tender.amount > 0 for tender in tenders)
    by_card = [t for t in tenders if t.kind is TenderKind.GIFT_CARD]
    assert sum(t.amount for t in by_card) <= total - gifts
    assert all(t.amount <= balances[t.id.int] for t in by_card if t.id is not None)
