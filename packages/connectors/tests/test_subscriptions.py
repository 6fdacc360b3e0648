"""The subscription port on both adapters: the mock in memory, Stripe's on the fake of Stripe."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from ecomm_connectors.payments.errors import (
    InvalidSignature,
    ProviderRefused,
    ProviderUnavailable,
)
from ecomm_connectors.subscriptions.port import (
    ChangeRequest,
    Coupon,
    InvoiceStatus,
    Item,
    Status,
    SubscriptionProvider,
)
from ecomm_connectors.subscriptions.proration import next_end
from ecomm_testing.fakes.stripe import FakeStripe, FakeStripeServer, Fault, FaultKind

from .conftest import Clock
from .subscribing import GROWTH, STARTER, STORE, TENANT, YEARLY, MockSide, StripeSide, wish


@pytest.fixture(scope="module")
def server() -> Iterator[FakeStripeServer]:
    with FakeStripeServer(FakeStripe()) as running:
        yield running


@pytest.fixture(params=["mock", "stripe"])
async def side(request: pytest.FixtureRequest, server: FakeStripeServer) -> AsyncIterator[Any]:
    clock = Clock()
    if request.param == "mock":
        mock = MockSide(clock)
        yield mock
        await mock.browser.aclose()
        return
    stripe = StripeSide(clock, server)
    yield stripe
    await stripe.provider.aclose()


async def test_a_subscription_begins_on_the_hosted_page(side: Any) -> None:
    assert isinstance(side.provider, SubscriptionProvider)
    ref = await side.begin(wish(items=(STARTER, STORE)))
    state = await side.provider.fetch(ref)
    assert (state.status, state.reference, state.interval) == (Status.ACTIVE, TENANT, "month")
    assert dict(state.items) == {"starter": 1, "extra_store": 2}
    assert state.period_end == next_end(state.period_start, "month")
    [invoice] = await side.provider.invoices(ref)
    assert (invoice.status, invoice.total, invoice.currency) == (
        InvoiceStatus.PAID,
        4_900 + 2 * 2_900,
        "USD",
    )
    kinds = {event.type for event in side.events()}
    assert {"customer.subscription.created", "invoice.paid"} <= kinds
    assert {event.reference for event in side.events() if event.ref == ref} == {TENANT}


async def test_equal_wishes_open_one_page_and_others_under_its_key_are_refused(side: Any) -> None:
    first = await side.provider.open_checkout(wish())
    assert await side.provider.open_checkout(wish()) == first
    with pytest.raises(ProviderRefused) as refused:
        await side.provider.open_checkout(wish(interval="year", items=(YEARLY,)))
    assert refused.value.reason == "idempotency_conflict"


async def test_what_a_preview_says_is_what_a_change_costs(side: Any) -> None:
    ref = await side.begin(wish())
    begun = await side.provider.fetch(ref)
    half = begun.period_start + (begun.period_end - begun.period_start) / 2
    side.clock.shift += half - side.clock()
    preview = await side.provider.preview(ref, interval="month", items=(GROWTH,), at=side.clock())
    assert [line.amount for line in preview.lines] == [-2_450, 7_450]
    assert (preview.due_now, preview.credit, preview.each_period) == (5_000, 0, 14_900)
    assert preview.next_at == begun.period_end
    assert dict((await side.provider.fetch(ref)).items) == {"starter": 1}, "a preview changes"
    change = ChangeRequest("change:1", ref, "month", (GROWTH,), preview.at)
    changed = await side.provider.change(change)
    again = await side.provider.change(change)
    assert dict(changed.items) == dict(again.items) == {"growth": 1}
    assert changed.period_end == begun.period_end
    newest, *_ = await side.provider.invoices(ref)
    assert newest.total == 5_000
    assert len(await side.provider.invoices(ref)) == 2, "a change asked for twice is billed twice"


async def test_another_interval_begins_a_period_of_its_own(side: Any) -> None:
    ref = await side.begin(wish())
    begun = await side.provider.fetch(ref)
    preview = await side.provider.preview(ref, interval="year", items=(YEARLY,), at=side.clock())
    assert preview.due_now == 149_000 - 4_900
    state = await side.provider.change(
        ChangeRequest("change:2", ref, "year", (YEARLY,), preview.at)
    )
    assert (state.interval, state.period_end) == ("year", next_end(begun.period_start, "year"))


async def test_add_ons_come_and_go_with_a_change(side: Any) -> None:
    ref = await side.begin(wish(items=(STARTER, STORE)))
    now = side.clock()
    state = await side.provider.change(ChangeRequest("c:1", ref, "month", (GROWTH,), now))
    assert dict(state.items) == {"growth": 1}
    state = await side.provider.change(ChangeRequest("c:2", ref, "month", (GROWTH, STORE), now))
    assert dict(state.items) == {"growth": 1, "extra_store": 2}


async def test_it_ends_with_its_period_unless_that_is_taken_back(side: Any) -> None:
    ref = await side.begin(wish())
    assert (await side.provider.cancel_at_end(ref, on=True)).cancel_at_end
    assert not (await side.provider.cancel_at_end(ref, on=False)).cancel_at_end


async def test_a_payment_that_fails_is_told_of_and_can_be_made_up(side: Any) -> None:
    ref = await side.begin(wish())
    await side.renew(ref, paid=False)
    state = await side.provider.fetch(ref)
    assert state.status is Status.PAST_DUE
    newest, *_ = await side.provider.invoices(ref)
    assert newest.status is InvoiceStatus.OPEN
    assert "invoice.payment_failed" in [event.type for event in side.events()]
    page = await side.provider.open_portal(state.customer_ref, return_url="https://app.example")
    if isinstance(side, MockSide):
        await side.browser.post(f"{page.url}/actions", json={"action": "good_card"})
    else:
        await side.on_server(lambda: side.billing.pay(newest.ref))
    assert (await side.provider.fetch(ref)).status is Status.ACTIVE
    newest, *_ = await side.provider.invoices(ref)
    assert newest.status is InvoiceStatus.PAID


async def test_a_period_that_is_paid_is_followed_by_the_next(side: Any) -> None:
    ref = await side.begin(wish())
    before = await side.provider.fetch(ref)
    await side.renew(ref, paid=True)
    after = await side.provider.fetch(ref)
    assert (after.status, after.period_start) == (Status.ACTIVE, before.period_end)


async def test_a_stranger_s_subscription_is_not_found(side: Any) -> None:
    for ref in ("", "sub_1none", "msub_00_1", "msub_x", "\x00"):
        with pytest.raises(ProviderRefused) as refused:
            await side.provider.fetch(ref)
        assert refused.value.reason == "not_found"


async def test_what_is_not_signed_is_refused(side: Any) -> None:
    for headers in ({}, {"Mock-Signature": "t=1,v1=00"}, {"Stripe-Signature": "t=1,v1=00"}):
        with pytest.raises(InvalidSignature):
            side.provider.parse_webhook(b"{}", headers, side.clock())


async def test_stripe_is_told_of_a_coupon_once_and_of_another_rule_as_another(
    server: FakeStripeServer,
) -> None:
    side = StripeSide(Clock(), server)
    for number in (1, 2):
        coupon = Coupon("SPRING", percent=50, months=3)
        await side.provider.open_checkout(wish(idempotency_key=f"k{number}", coupon=coupon))
    changed = Coupon("SPRING", amount=1_000)
    await side.provider.open_checkout(wish(idempotency_key="k3", coupon=changed))
    assert len(server.fake.account.all("coupon_")) == 2
    await side.provider.aclose()


async def test_stripe_has_each_price_once_until_it_changes(server: FakeStripeServer) -> None:
    side = StripeSide(Clock(), server)
    for number, amount in enumerate((4_900, 4_900, 5_900)):
        item = Item("starter", "Starter", amount)
        await side.provider.open_checkout(wish(idempotency_key=f"p{number}", items=(item,)))
    found = [(p["unit_amount"], p["lookup_key"]) for p in server.fake.account.all("price_")]
    assert found == [(4_900, None), (5_900, "ecomm:starter:month")]
    await side.provider.aclose()


async def test_an_answer_that_does_not_come_leaves_the_outcome_open(
    server: FakeStripeServer,
) -> None:
    side = StripeSide(Clock(), server)
    server.fake.faults.add(Fault(FaultKind.SERVER_ERROR, path="/v1/prices", method="GET"))
    with pytest.raises(ProviderUnavailable):
        await side.provider.open_checkout(wish())
    await side.provider.aclose()


async def test_events_of_payments_are_not_of_subscriptions(server: FakeStripeServer) -> None:
    side = StripeSide(Clock(), server)
    thing = {"object": "checkout.session", "mode": "payment", "id": "cs_test_1"}
    event: dict[str, Any] = {"id": "evt_1", "object": "event", "created": 1}
    event |= {"type": "checkout.session.completed", "data": {"object": thing}}
    assert side.parse(event) is None
    await side.provider.aclose()


async def test_a_page_that_is_closed_begins_nothing(side: Any) -> None:
    """Asked twice, it is the same; one that was paid says so and stays what it is."""
    page = await side.provider.open_checkout(wish())
    assert await side.provider.close_page(page.ref) is True
    assert await side.provider.close_page(page.ref) is True
    assert not await side.can_be_paid(page)
    ref = await side.begin(wish(idempotency_key="another"))
    assert (await side.provider.fetch(ref)).status is Status.ACTIVE


async def test_what_is_undone_has_ended_and_is_given_back(side: Any) -> None:
    """Asked twice, the money goes back once."""
    ref = await side.begin(wish(items=(STARTER, STORE)))
    for _ in range(2):
        undone = await side.provider.undo(ref)
        assert (undone.refunded, undone.currency) == (4_900 + 2 * 2_900, "USD")
    assert (await side.provider.fetch(ref)).status is Status.ENDED
