"""Declines, late money, lost answers, and the sweeper that forgets nothing."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from commerce.flows.sweep import sweep
from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable

Shift = Callable[[float], None]
MINUTE = 60.0


async def _lost(_body: bytes, _headers: Any) -> int:
    raise ConnectionError("the network ate it")


async def _silent(*_: Any) -> None:
    raise ProviderUnavailable("no answer")


async def _paid_when_the_stock_was_gone(shop: Any, shift_clock: Shift, variant: str) -> Any:
    """A buyer whose money came after the hold had ended and another had bought the only piece."""
    late = await _buyer(shop, variant)
    await late.choose("pay_late")
    await late.state()
    shift_clock(22 * MINUTE)
    await (await shop.shopper((variant, 1))).buy()
    shift_clock(40 * MINUTE)
    await late.state()
    return late


async def _buyer(shop: Any, variant: Any, quantity: int = 1) -> Any:
    shopper = await shop.shopper((variant, quantity))
    await shopper.start()
    return shopper


async def _checkout(shop: Any, shopper: Any) -> dict[str, Any]:
    [row] = await shop.rows(
        "select state, order_id, due_at, message from checkouts where id = :id",
        id=shopper.checkout_id,
    )
    return dict(row)


async def test_a_decline_is_told_and_tried_again(shop: Any) -> None:
    """R6.2: the attempt stays open for another card; a retry is attempt n + 1, stock held."""
    variant = await shop.variant(stock=5)
    shopper = await _buyer(shop, variant, 2)
    await shopper.choose("decline")
    state = await shopper.state()
    assert (state["state"], state["message"]) == ("failed", "The card was declined.")
    assert state["payment_url"] == shopper.payment_url, "another card may be tried there"
    assert await shop.stock(variant) == (5, 0, 2)

    again = (await shopper.retry()).json()["data"]
    assert again["payment_url"] != shopper.payment_url
    assert again["totals"]["total"]["amount"] == 5488
    assert await shop.stock(variant) == (5, 0, 2)
    attempts = await shop.rows("select attempt, status from payments order by attempt")
    assert [(row["attempt"], row["status"]) for row in attempts] == [(1, "failed"), (2, "created")]
    await shopper.choose("pay", again["payment_url"])
    assert (await shopper.state())["state"] == "completed"
    assert await shop.stock(variant) == (5, 2, 0)


async def test_another_card_on_the_same_page_completes(shop: Any) -> None:
    shopper = await _buyer(shop, await shop.variant())
    await shopper.choose("decline")
    assert (await shopper.state())["state"] == "failed"
    await shopper.choose("pay")
    state = await shopper.state()
    assert (state["state"], state["message"]) == ("completed", None)
    [payment] = await shop.rows("select status, failure_code from payments")
    assert (payment["status"], payment["failure_code"]) == ("captured", None)


async def test_a_challenge_that_fails_is_a_decline(shop: Any) -> None:
    shopper = await _buyer(shop, await shop.variant())
    await shopper.choose("challenge")
    assert (await shopper.state())["state"] == "awaiting_payment"
    await shopper.choose("challenge_fail")
    assert (await shopper.state())["state"] == "failed"
    again = (await shopper.retry()).json()["data"]["payment_url"]
    await shopper.choose("challenge", again)
    await shopper.choose("challenge_ok", again)
    assert (await shopper.state())["state"] == "completed"


async def test_ten_retries_at_once_are_one_attempt(shop: Any) -> None:
    shopper = await _buyer(shop, await shop.variant())
    await shopper.choose("decline")
    await shopper.state()
    replies = await asyncio.gather(*(shopper.retry() for _ in range(10)))
    assert {reply.status_code for reply in replies} == {200}, [r.text for r in replies]
    assert len({reply.json()["data"]["payment_url"] for reply in replies}) == 1
    assert await shop.one("select max(attempt) from payments") == 2


async def test_a_retry_without_a_decline_gives_the_open_page(shop: Any) -> None:
    shopper = await _buyer(shop, await shop.variant())
    reply = await shopper.retry()
    assert reply.json()["data"]["payment_url"] == shopper.payment_url


async def test_retrying_what_is_over_is_refused(shop: Any, shift_clock: Shift) -> None:
    shopper = await _buyer(shop, await shop.variant())
    shift_clock(30 * MINUTE)
    assert (await shopper.state())["state"] == "expired"
    reply = await shopper.retry()
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "checkout_over")
    bought = await shop.shopper((await shop.variant(), 1))
    await bought.buy()
    reply = await bought.retry()
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "cart_completed")


async def test_an_unpaid_checkout_expires_and_frees_its_stock(
    shop: Any, shift_clock: Shift
) -> None:
    """R3.3: expiry is judged at read time; the sweeper cleans."""
    variant = await shop.variant(stock=1)
    shopper = await _buyer(shop, variant)
    shift_clock(21 * MINUTE)
    assert await shop.stock(variant) == (1, 0, 0), "held no longer, before anybody swept"
    await sweep(shop.kernel)
    assert (await _checkout(shop, shopper))["state"] == "expired"
    assert (await _checkout(shop, shopper))["due_at"] is None
    [held] = await shop.rows("select status from reservations")
    assert held["status"] == "released"
    assert (await (await shop.shopper((variant, 1))).buy())["number"] == 1001


async def test_an_expired_checkout_starts_over(shop: Any, shift_clock: Shift) -> None:
    variant = await shop.variant(stock=1)
    shopper = await _buyer(shop, variant)
    first = shopper.payment_url
    shift_clock(30 * MINUTE)
    await sweep(shop.kernel)
    again = await shopper.start()
    assert again["checkout_id"] == shopper.checkout_id
    assert again["payment_url"] != first
    assert await shop.stock(variant) == (1, 0, 1)
    await shopper.choose("pay")
    assert (await shopper.state())["state"] == "completed"


async def test_paid_and_unheard_becomes_an_order_within_15_minutes(
    shop: Any, shift_clock: Shift
) -> None:
    """R5.4: no return, no webhook: the sweeper asks the provider by itself."""
    variant = await shop.variant(stock=3)
    shopper = await _buyer(shop, variant)
    shop.providers.deliver = _lost
    await shopper.choose("pay")
    shift_clock(6 * MINUTE)
    await sweep(shop.kernel)
    row = await _checkout(shop, shopper)
    assert row["state"] == "completed"
    assert await shop.stock(variant) == (3, 1, 0)
    timeline = await shop.rows("select kind, actor from order_timeline order by at, id")
    assert [(entry["kind"], entry["actor"]) for entry in timeline] == [
        ("placed", "shopper"),
        ("paid", "sweeper"),
    ]


async def test_a_late_payment_takes_what_is_left(shop: Any, shift_clock: Shift) -> None:
    """R3.4: paid after expiry: re-reserved where units are left."""
    variant = await shop.variant(stock=2)
    shopper = await _buyer(shop, variant)
    await shopper.choose("pay_late")
    assert (await shopper.state())["state"] == "processing"
    shift_clock(22 * MINUTE)
    assert await shop.stock(variant) == (2, 0, 0), "the hold has run out"
    await sweep(shop.kernel)
    assert (await _checkout(shop, shopper))["state"] == "processing", "not given up: it settles"
    shift_clock(40 * MINUTE)
    state = await shopper.state()
    assert state["state"] == "completed"
    assert await shop.stock(variant) == (2, 1, 0)


async def test_a_late_payment_without_stock_goes_back(
    shop: Any, shift_clock: Shift, mailbox: Any
) -> None:
    """R3.4: if impossible, refund and notify both sides."""
    variant = await shop.variant(stock=1)
    late = await _buyer(shop, variant)
    await late.choose("pay_late")
    await late.state()
    shift_clock(22 * MINUTE)
    assert (await (await shop.shopper((variant, 1))).buy())["number"] == 1001
    shift_clock(40 * MINUTE)

    state = await late.state()
    assert (state["state"], state["order"]) == ("refunded", None)
    assert "last unit" in state["message"]
    assert await shop.stock(variant) == (1, 1, 0)
    ran = await shop.run()
    assert "commerce.payments.refund" in ran
    [refund] = await shop.rows("select status, amount, reason from refunds")
    assert (refund["status"], refund["amount"], refund["reason"]) == ("succeeded", 2989, "no_stock")
    [payment] = await shop.rows(
        "select status, captured, refunded from payments where checkout_id = :id",
        id=late.checkout_id,
    )
    assert (payment["status"], payment["captured"], payment["refunded"]) == (
        "refunded",
        2989,
        2989,
    )
    mails = [path.read_text("utf-8") for path in mailbox.glob("*.eml")]
    [told] = [mail for mail in mails if late.email in mail]
    assert "on its way back" in told
    [audited] = await shop.rows("select after from audit_log where action = 'payment.give_back'")
    assert audited["after"]["reason"] == "no_stock"
    assert await shop.one("select count(*) from orders") == 1


async def test_a_refunded_checkout_may_be_tried_again(shop: Any, shift_clock: Shift) -> None:
    variant = await shop.variant(stock=1)
    late = await _paid_when_the_stock_was_gone(shop, shift_clock, variant)
    await shop.run()
    async with shop.transaction() as session:
        await session.execute(
            text("update inventory_items set on_hand = 5 where variant_id = :id"),
            {"id": variant},
        )
    assert (await late.buy())["number"] == 1002
    assert await shop.one("select count(*) from refunds where status = 'succeeded'") == 1


async def test_money_under_way_is_not_paid_twice(shop: Any) -> None:
    shopper = await _buyer(shop, await shop.variant())
    await shopper.choose("pay_late")
    assert (await shopper.state())["state"] == "processing"
    changed = await shopper.post_checkout(await shopper.form(address={"city": "Bremen"}))
    assert (changed.status_code, changed.json()["error"]["code"]) == (409, "payment_processing")
    again = await shopper.retry()
    assert (again.status_code, again.json()["error"]["code"]) == (409, "payment_processing")
    assert await shop.one("select count(*) from payments") == 1


@pytest.mark.parametrize("made", [True, False], ids=["page made", "never asked"])
async def test_a_crash_between_intent_and_answer_is_found(
    shop: Any, provider: Any, shift_clock: Shift, *, made: bool
) -> None:
    """R5.4: intents without a reference are looked up at the provider by ours."""

    def crashed(_given: Any) -> Any:
        raise SystemExit("killed")

    async def killed(*_: Any) -> None:
        raise SystemExit("killed")

    variant = await shop.variant(stock=1)
    shopper = await shop.shopper((variant, 1))
    body = await shopper.form()
    if made:
        provider.after["create_session"] = crashed
    else:
        provider.before["create_session"] = killed
    with pytest.raises(SystemExit):
        await shopper.post_checkout(body)
    provider.after.clear()
    provider.before.clear()
    [row] = await shop.rows("select id, checkout_id, provider_ref, status from payments")
    assert (row["provider_ref"], row["status"]) == (None, "created"), "the intent survived"
    assert await shop.stock(variant) == (1, 0, 1)

    shift_clock(6 * MINUTE)
    await sweep(shop.kernel)
    [row] = await shop.rows("select provider_ref, status from payments")
    state = await shop.one("select state from checkouts")
    if made:
        assert row["provider_ref"] is not None
        assert state == "awaiting_payment"
        resumed = await shopper.start(body)
        assert resumed["payment_url"].endswith(row["provider_ref"])
        assert await shop.one("select count(*) from payments") == 1
        await shopper.choose("pay")
        assert (await shopper.state())["state"] == "completed"
    else:
        assert (row["provider_ref"], row["status"], state) == (None, "cancelled", "expired")
        assert await shop.stock(variant) == (1, 0, 0), "nobody can pay: the stock is free"
        assert (await shopper.buy())["number"] == 1001


async def test_the_sweeper_outlasts_a_silent_provider(
    shop: Any, provider: Any, shift_clock: Shift
) -> None:
    variant = await shop.variant(stock=1)
    shopper = await _buyer(shop, variant)
    shop.providers.deliver = _lost
    await shopper.choose("pay")
    provider.before["fetch"] = _silent
    shift_clock(6 * MINUTE)
    await sweep(shop.kernel)
    row = await _checkout(shop, shopper)
    assert row["state"] == "awaiting_payment"
    assert row["due_at"] is not None, "it comes back"
    provider.before.clear()
    shift_clock(12 * MINUTE)
    await sweep(shop.kernel)
    assert (await _checkout(shop, shopper))["state"] == "completed"


async def test_two_sweepers_at_once_make_one_order(shop: Any, shift_clock: Shift) -> None:
    shopper = await _buyer(shop, await shop.variant())
    shop.providers.deliver = _lost
    await shopper.choose("pay")
    shift_clock(6 * MINUTE)
    await asyncio.gather(*(sweep(shop.kernel) for _ in range(4)), shopper.state())
    assert await shop.one("select count(*) from orders") == 1


async def test_a_lost_webhook_is_sent_again(shop: Any, shift_clock: Shift) -> None:
    delivered = shop.providers.deliver
    shopper = await _buyer(shop, await shop.variant())
    shop.providers.deliver = _lost
    reply = await shopper.choose("pay")
    assert reply.json()["data"]["webhook_delivered"] is False
    shop.providers.deliver = delivered
    shift_clock(MINUTE)
    await shop.providers.courier.run_due()
    assert "commerce.orders.orchestrate_payment" in await shop.run()
    assert (await _checkout(shop, shopper))["state"] == "completed"


async def test_a_doubled_webhook_has_one_effect(shop: Any) -> None:
    """R5.3: (provider, event) once."""
    shopper = await _buyer(shop, await shop.variant())
    await shopper.choose("duplicate_webhook")
    assert await shop.one("select count(*) from provider_events") == 1
    ran = await shop.run()
    assert ran.count("commerce.orders.orchestrate_payment") == 1
    assert (await shopper.state())["state"] == "completed"
    assert await shop.one("select count(*) from orders") == 1


async def test_a_refund_the_provider_will_not_make_is_said(
    shop: Any, provider: Any, shift_clock: Shift
) -> None:
    """R6.5: a failed refund is never counted as made."""

    async def refuses(*_: Any) -> None:
        raise ProviderRefused("charge_disputed", "the bank has it")

    variant = await shop.variant(stock=1)
    late = await _paid_when_the_stock_was_gone(shop, shift_clock, variant)
    provider.before["refund"] = refuses
    await shop.run()
    [refund] = await shop.rows("select status, failure_message from refunds")
    assert refund["status"] == "failed"
    assert "charge_disputed" in refund["failure_message"]
    paid = await shop.rows(
        "select status, refunded from payments where checkout_id = :id", id=late.checkout_id
    )
    assert [(row["status"], row["refunded"]) for row in paid] == [("captured", 0)]


async def test_a_refund_that_was_made_and_not_answered_is_made_once(
    shop: Any, provider: Any, shift_clock: Shift
) -> None:
    """R6.5: the refund's id is its key: asked again it is the same refund."""

    def lost(_made: Any) -> Any:
        raise ProviderUnavailable("the answer was lost")

    variant = await shop.variant(stock=1)
    late = await _paid_when_the_stock_was_gone(shop, shift_clock, variant)
    provider.after["refund"] = lost
    with pytest.raises(ProviderUnavailable):
        await shop.run()
    provider.after.clear()
    await shop.run(ahead=timedelta(minutes=5))
    [refund] = await shop.rows("select status, amount from refunds")
    assert (refund["status"], refund["amount"]) == ("succeeded", 2989)
    told = await shop.providers.mock.fetch(str(late.payment_url).rsplit("/", 1)[1])
    assert told.amount_refunded == 2989
