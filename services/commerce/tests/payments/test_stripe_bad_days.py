"""Stripe declining, silent, slow, failing; money that comes late or goes back."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commerce.flows.sweep import sweep
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_testing.fakes.stripe import Choice
from ecomm_testing.fakes.stripe.faults import Fault, FaultKind

from .conftest import HOLD, MINUTE, Shift, StripeShop, mails_to


@pytest.mark.parametrize(
    "kind", [FaultKind.GARBAGE, FaultKind.SERVER_ERROR, FaultKind.UNAVAILABLE, FaultKind.IN_USE]
)
async def test_a_refund_without_an_answer_is_made_once(stripe: StripeShop, kind: FaultKind) -> None:
    """R6.5: done and not said, or failed under its key for good: the retry makes it one refund."""
    shop = stripe.shop
    shopper = await stripe.buyer(await shop.variant())
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events())
    assert (await stripe.cancel(shopper)).status_code == 200
    stripe.server.fake.faults.add(Fault(kind, "/v1/refunds"))
    with pytest.raises(ProviderUnavailable):
        await shop.run()
    assert await shop.one("select status from refunds") == "pending"
    await shop.run(ahead=timedelta(hours=1))
    assert len(stripe.account.all("re_")) == 1
    assert await shop.one("select status from refunds") == "succeeded"


async def test_a_refund_the_bank_sends_back_is_told_to_the_merchant_once(
    stripe: StripeShop,
) -> None:
    """R6.5: it succeeded and failed days later; nobody refunds again by themselves."""
    shop = stripe.shop
    shopper = await stripe.buyer(await shop.variant())
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events())
    await stripe.cancel(shopper)
    await shop.run()
    assert await shop.one("select status from refunds") == "succeeded"
    [refund] = stripe.account.all("re_")
    stripe.account.fail_refund(refund["id"])
    await stripe.hear_all(stripe.events("refund.failed") * 2)
    await stripe.hear_all(stripe.events("charge.refunded"))
    [row] = await shop.rows("select status, failure_message from refunds")
    assert dict(row) == {"status": "failed", "failure_message": "lost_or_stolen_card"}
    timeline = (await stripe.order(shopper))["timeline"]
    told = [entry["message"] for entry in timeline if entry["kind"] == "refund_failed"]
    assert told == ["The shopper's bank sent a refund back. Give the money back another way."]
    assert len(stripe.account.all("re_")) == 1
    payment = await stripe.payment(shopper)
    assert (payment["status"], payment["refunded"]) == ("captured", 0), "it counts no longer"
    order = await stripe.order(shopper)
    assert (order["payment_status"], order["refundable"]["amount"]) == ("paid", 2989)
    assert [entry["status"] for entry in order["refunds"]] == ["failed"]
    kinds = [
        row["kind"] for row in await shop.rows("select kind from payment_ledger order by at, kind")
    ]
    assert sorted(kinds) == ["charge", "refund", "refund_returned"]


async def test_a_decline_and_a_challenge_are_told_and_tried_again(stripe: StripeShop) -> None:
    shopper = await stripe.buyer(await stripe.shop.variant())
    await stripe.choose(shopper, Choice.DECLINE)
    await stripe.hear_all(stripe.events())
    state = await shopper.state()
    assert (state["state"], state["message"]) == ("failed", "Your card was declined.")
    await stripe.choose(shopper, Choice.CHALLENGE)
    assert (await shopper.state())["state"] == "awaiting_payment"
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events())
    state = await shopper.state()
    assert (state["state"], state["message"]) == ("completed", None)


async def test_stock_is_held_as_long_as_stripes_page_can_be_paid(
    stripe: StripeShop, shift_clock: Shift
) -> None:
    """R3.3: the hold is raised to the session's expiry plus 5 minutes."""
    variant = await stripe.shop.variant(stock=1)
    shopper = await stripe.buyer(variant)
    shift_clock(34 * MINUTE)
    assert await stripe.shop.stock(variant) == (1, 0, 1)
    await stripe.choose(shopper, Choice.PAY)
    assert (await shopper.state())["state"] == "completed"
    assert await stripe.shop.stock(variant) == (1, 1, 0)
    [session] = stripe.account.all("cs_")
    [held] = await stripe.shop.rows("select extract(epoch from expires_at) as at from reservations")
    assert int(held["at"]) == session["expires_at"] + 5 * MINUTE


async def test_an_unpaid_session_expires_on_both_sides(
    stripe: StripeShop, shift_clock: Shift
) -> None:
    variant = await stripe.shop.variant(stock=1)
    shopper = await stripe.buyer(variant)
    shift_clock(HOLD + MINUTE)
    assert await stripe.shop.stock(variant) == (1, 0, 0), "judged at read time"
    await sweep(stripe.shop.kernel)
    assert (await shopper.state())["state"] == "expired"
    await stripe.hear_all(stripe.events("checkout.session.expired"))
    assert (await shopper.state())["state"] == "expired"


async def test_money_that_settles_after_the_hold_takes_what_is_left(
    stripe: StripeShop, shift_clock: Shift
) -> None:
    """R3.4: paid after expiry: reserved again where units are left."""
    variant = await stripe.shop.variant(stock=2)
    shopper = await stripe.buyer(variant)
    await stripe.choose(shopper, Choice.BANK_DEBIT)
    await stripe.hear_all(stripe.events())
    assert (await shopper.state())["state"] == "processing"
    shift_clock(3 * 24 * 60 * MINUTE)
    assert await stripe.shop.stock(variant) == (2, 0, 0)
    await sweep(stripe.shop.kernel)
    assert (await shopper.state())["state"] == "processing", "not given up: it settles"
    await stripe.choose(shopper, Choice.SETTLE)
    await stripe.hear_all(stripe.events("checkout.session.async_payment_succeeded"))
    assert (await shopper.state())["state"] == "completed"
    assert await stripe.shop.stock(variant) == (2, 1, 0)


async def test_money_that_settles_after_the_last_unit_goes_back(
    stripe: StripeShop, shift_clock: Shift, mailbox: Path
) -> None:
    """R3.4: if impossible, refund and notify."""
    shop = stripe.shop
    variant = await shop.variant(stock=1)
    late = await stripe.buyer(variant)
    await stripe.choose(late, Choice.BANK_DEBIT)
    await stripe.hear_all(stripe.events())
    shift_clock(HOLD + MINUTE)
    quick = await stripe.buyer(variant)
    await stripe.choose(quick, Choice.PAY)
    assert (await quick.state())["order"]["number"] == 1001
    await stripe.choose(late, Choice.SETTLE)
    ran = await stripe.hear_all(stripe.events("checkout.session.async_payment_succeeded"))
    assert "commerce.payments.refund" in ran
    state = await late.state()
    assert (state["state"], state["order"]) == ("refunded", None)
    [refund] = stripe.account.all("re_")
    assert refund["amount"] == 2989
    assert await shop.stock(variant) == (1, 1, 0)
    assert await shop.one("select count(*) from orders") == 1
    assert len(mails_to(mailbox, late.email)) == 1


async def test_a_bounced_debit_frees_the_goods(stripe: StripeShop) -> None:
    shopper = await stripe.buyer(await stripe.shop.variant())
    await stripe.choose(shopper, Choice.BANK_DEBIT)
    await stripe.choose(shopper, Choice.BOUNCE)
    await stripe.hear_all(stripe.events())
    assert (await shopper.state())["state"] == "failed"
    assert await stripe.shop.one("select count(*) from orders") == 0


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.SERVER_ERROR, FaultKind.GARBAGE])
async def test_a_bad_answer_keeps_the_checkout_and_the_next_try_makes_one_session(
    stripe: StripeShop, kind: FaultKind
) -> None:
    """R5.1: 503 with Retry-After; stock and intent stay; the same cart goes on."""
    variant = await stripe.shop.variant(stock=1)
    shopper = await stripe.shop.shopper((variant, 1))
    body = await shopper.form()
    stripe.server.fake.faults.add(Fault(kind, "/v1/checkout/sessions"))
    reply = await shopper.post_checkout(body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "payment_unavailable")
    assert int(reply.headers["retry-after"]) > 0
    assert await stripe.shop.stock(variant) == (1, 0, 1)
    started = await shopper.start(body)
    assert started["payment_url"]
    assert len(stripe.account.all("cs_")) == 1
    await stripe.choose(shopper, Choice.PAY)
    assert (await shopper.state())["state"] == "completed"


@pytest.mark.slow
@pytest.mark.parametrize("call", ["create_session", "fetch", "refund"])
async def test_no_transaction_is_open_while_stripe_thinks_for_5_seconds(
    stripe: StripeShop, call: str
) -> None:
    """Architecture §3: nothing of the database is held during an outside call."""
    shop, faults = stripe.shop, stripe.server.fake.faults
    seen: list[Any] = []

    async def watch() -> None:
        for _ in range(8):
            await asyncio.sleep(0.5)
            seen.append(
                await shop.rows(
                    """select pid, state, query from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                          and (state like 'idle in transaction%' or xact_start is not null)"""
                )
            )

    async def watched(slow: Fault, work: Any) -> Any:
        faults.add(slow)
        before = asyncio.get_running_loop().time()
        _, done = await asyncio.gather(watch(), work)
        assert asyncio.get_running_loop().time() - before > 4.9, "the call was not slow"
        return done

    shopper = await shop.shopper((await shop.variant(), 1))
    body = await shopper.form()
    if call == "create_session":
        await watched(Fault(FaultKind.SLOW, "/v1/checkout/sessions"), shopper.start(body))
    else:
        await shopper.start(body)
        await stripe.choose(shopper, Choice.PAY)
        if call == "fetch":
            slow = Fault(FaultKind.SLOW, "/v1/checkout/sessions/", "GET")
            assert (await watched(slow, shopper.state()))["state"] == "completed"
        else:
            await shopper.state()
            await shop.run()
            await stripe.cancel(shopper)
            await watched(Fault(FaultKind.SLOW, "/v1/refunds"), shop.run())
            assert await shop.one("select status from refunds") == "succeeded"
    assert len(seen) == 8
    assert all(found == [] for found in seen), seen
