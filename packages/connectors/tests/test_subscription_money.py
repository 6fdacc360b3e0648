"""Credit, refunds, tax: what of a bill is money, on both adapters of the subscription port."""

from __future__ import annotations

from typing import Any

import pytest

from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_connectors.subscriptions.port import CreditRequest, InvoiceState
from ecomm_connectors.subscriptions.proration import Period, prorated
from ecomm_testing.fakes.stripe import FakeStripeServer, Fault, FaultKind

from .conftest import Clock
from .subscribing import MockSide, StripeSide, wish
from .test_subscriptions import server, side

__all__ = ["server", "side"]


async def credit(side: Any, ref: str, amount: int, key: str = "k1") -> str:
    state = await side.provider.fetch(ref)
    request = CreditRequest(key, state.customer_ref, amount, "USD", "For a friend")
    return str(await side.provider.add_credit(request))


async def newest(side: Any, ref: str) -> InvoiceState:
    found: tuple[InvoiceState, ...] = await side.provider.invoices(ref)
    return max(found, key=lambda one: one.created_at)


async def test_credit_is_taken_off_the_next_bill_once(side: Any) -> None:
    ref = await side.begin(wish())
    first = await newest(side, ref)
    assert (first.paid, first.tax, first.refunded, first.subscription_ref) == (4_900, 0, 0, ref)
    names = {await credit(side, ref, 2_000) for _ in range(3)}
    assert len(names) == 1, "one credit under two names"
    await side.renew(ref, paid=True)
    assert (await newest(side, ref)).paid == 2_900
    await side.renew(ref, paid=True)
    assert (await newest(side, ref)).paid == 4_900


async def test_credit_that_was_taken_back_is_asked_for_again(side: Any) -> None:
    ref = await side.begin(wish())
    await credit(side, ref, 2_000)
    await credit(side, ref, -2_000, "k1:back")
    await side.renew(ref, paid=True)
    assert (await newest(side, ref)).paid == 4_900


async def test_the_mock_asks_for_credit_that_was_used_before_it_was_taken_back() -> None:
    side = MockSide(Clock())
    ref = await side.begin(wish())
    await credit(side, ref, 2_000)
    await side.renew(ref, paid=True)
    await credit(side, ref, -2_000, "k1:back")
    await side.renew(ref, paid=True)
    assert (await newest(side, ref)).paid == 6_900
    await side.browser.aclose()


async def test_a_key_stands_for_one_amount_at_the_mock() -> None:
    side = MockSide(Clock())
    ref = await side.begin(wish())
    await credit(side, ref, 2_000)
    with pytest.raises(ProviderRefused) as refused:
        await credit(side, ref, 2_001)
    assert refused.value.reason == "idempotency_conflict"
    await side.browser.aclose()


async def test_stripe_finds_credit_that_it_forgot_the_key_of(server: FakeStripeServer) -> None:
    """The answer was lost, and Stripe keeps keys for a day: what was written is looked for."""
    side = StripeSide(Clock(), server)
    ref = await side.begin(wish())
    customer = (await side.provider.fetch(ref)).customer_ref
    path = f"/v1/customers/{customer}/balance_transactions"
    server.fake.faults.add(Fault(FaultKind.GARBAGE, path=path, method="POST"))
    with pytest.raises(ProviderUnavailable):
        await credit(side, ref, 2_000)
    server.fake._saved.clear()
    await credit(side, ref, 2_000)
    [entry] = server.fake.account.all("cbtxn_")
    assert (entry["amount"], entry["metadata"]) == (-2_000, {"ecomm_credit": "k1"})
    await side.provider.aclose()


async def test_a_refund_and_tax_are_read_at_stripe(server: FakeStripeServer) -> None:
    side = StripeSide(Clock(), server)

    def taxed() -> None:
        side.billing.tax_ppm = 190_000
        side.billing.fingerprint = "card-1"

    await side.on_server(taxed)
    ref = await side.begin(wish())
    bill = await newest(side, ref)
    assert (bill.total, bill.tax, bill.paid, bill.refunded) == (4_900, 782, 4_900, 0)
    await side.on_server(lambda: side.billing.balances.credit_note(bill.ref, 1_000))
    assert (await newest(side, ref)).refunded == 1_000
    assert (await side.provider.fetch(ref)).card_fingerprint == "card-1"
    await side.provider.aclose()


async def test_the_mock_gives_back_what_was_paid_and_no_more() -> None:
    side = MockSide(Clock())
    ref = await side.begin(wish())
    bill = await newest(side, ref)
    await side.provider.refund(ref, bill.ref, 1_000)
    for amount in (0, 3_901):
        with pytest.raises(ProviderRefused) as refused:
            await side.provider.refund(ref, bill.ref, amount)
        assert refused.value.reason == "too_much"
    with pytest.raises(ProviderRefused):
        await side.provider.refund(ref, "min_nothing", 1)
    assert (await newest(side, ref)).refunded == 1_000
    await side.browser.aclose()


def test_a_preview_names_what_is_owed() -> None:
    clock = Clock()
    start = clock().replace(microsecond=0)
    found = prorated(
        period=Period(start, start.replace(year=start.year + 1)),
        old_interval="year",
        old_total=49_000,
        old_title="Starter",
        interval="year",
        total=49_000,
        title="Starter",
        currency="USD",
        at=start,
        balance=-500,
    )
    assert found.due_now == 500
    assert found.lines[-1].text == "Credit taken back"
