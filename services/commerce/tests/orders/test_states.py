"""The order machine and what is derived from sums."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.orders.models import OrderStatus
from commerce.orders.states import LIFECYCLE, fulfilment_status, payment_status, simple_status
from ecomm_core.states import IllegalTransition

GRAPH = {
    "draft": {"pending", "open", "cancelled"},
    "pending": {"open", "expired", "cancelled"},
    "open": {"on_hold", "completed", "cancelled"},
    "on_hold": {"open", "cancelled"},
    "expired": {"open"},
    "completed": {"open"},
    "cancelled": set[str](),
}


@pytest.mark.parametrize(("current", "wanted"), list(itertools.product(OrderStatus, OrderStatus)))
def test_the_machine_is_the_rules(current: OrderStatus, wanted: OrderStatus) -> None:
    """R6.1, R6.6: every pair is allowed or refused as the rules say, naming what is allowed."""
    if wanted in GRAPH[current]:
        LIFECYCLE.check(current, wanted)
        return
    with pytest.raises(IllegalTransition) as refusal:
        LIFECYCLE.check(current, wanted)
    [detail] = refusal.value.details
    assert (detail["current"], set(detail["allowed"])) == (current, GRAPH[current])


@pytest.mark.parametrize(
    ("total", "captured", "refunded", "authorized", "status"),
    [
        (1000, 0, 0, 0, "unpaid"),
        (1000, 0, 0, 1000, "authorized"),
        (1000, 400, 0, 0, "partially_paid"),
        (1000, 1000, 0, 0, "paid"),
        (1000, 1000, 1, 0, "partially_refunded"),
        (1000, 1000, 1000, 0, "refunded"),
        (1000, 2000, 0, 0, "overpaid"),
        (1000, 2000, 1000, 0, "paid"),
        (0, 0, 0, 0, "paid"),
    ],
)
def test_payment_status_is_derived_from_sums(
    total: int, captured: int, refunded: int, authorized: int, status: str
) -> None:
    """R6.2: order-level status comes from the sums of the payments."""
    derived = payment_status(
        total=total, captured=captured, refunded=refunded, authorized=authorized
    )
    assert derived == status


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_sum_has_a_status(total: int, captured: int, refunded: int) -> None:
    """R6.2: paid exactly when what is kept is the total."""
    status = payment_status(total=total, captured=captured, refunded=min(refunded, captured))
    kept = captured - min(refunded, captured)
    assert (status in ("paid",)) == (kept == total)


@pytest.mark.parametrize(
    ("ordered", "shipped", "returned", "status"),
    [
        (3, 0, 0, "unfulfilled"),
        (3, 1, 0, "partial"),
        (3, 3, 0, "fulfilled"),
        (3, 3, 1, "partially_returned"),
        (3, 3, 3, "returned"),
    ],
)
def test_fulfilment_status_is_derived_from_units(
    ordered: int, shipped: int, returned: int, status: str
) -> None:
    """R6.3."""
    assert fulfilment_status(ordered=ordered, shipped=shipped, returned=returned) == status


@pytest.mark.parametrize(
    ("order", "payment", "fulfilment", "simple"),
    [
        ("open", "paid", "unfulfilled", "paid"),
        ("open", "unpaid", "unfulfilled", "pending"),
        ("open", "authorized", "unfulfilled", "pending"),
        ("open", "paid", "partial", "shipped"),
        ("completed", "paid", "fulfilled", "shipped"),
        ("cancelled", "refunded", "unfulfilled", "cancelled"),
        ("open", "refunded", "unfulfilled", "refunded"),
        ("open", "partially_refunded", "unfulfilled", "paid"),
    ],
)
def test_one_word_for_people(order: str, payment: str, fulfilment: str, simple: str) -> None:
    """R6.4: derived from the three."""
    assert simple_status(order, payment, fulfilment) == simple


def test_a_delivered_order_says_so() -> None:
    """R6.4."""
    assert simple_status("completed", "paid", "fulfilled", delivered=True) == "delivered"
