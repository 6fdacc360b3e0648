"""Plans collected by Stripe, on a server that answers as Stripe documents: its word in any order,
twice, forged; and coupons."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from commerce.billing import operating
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_core import clock
from ecomm_testing.actors import register_merchant
from ecomm_testing.fakes.stripe import Fault, FaultKind
from services.commerce.tests.payers import AtStripe


async def test_a_plan_begins_when_stripe_says_so_and_only_then(stripe: AtStripe) -> None:
    await stripe.begin("growth")
    assert (await stripe.payer.current())["plan"] == "self_hosted"
    await stripe.hear_all()
    current = await stripe.payer.current()
    assert (current["plan"], current["state"], current["card"]) == ("growth", "active", "Visa 4242")
    [bill] = await stripe.payer.call("GET", "/invoices")
    assert bill["url"].startswith("https://invoice.stripe.com/")


async def test_its_word_twice_and_in_any_order_is_the_same(stripe: AtStripe) -> None:
    ref = await stripe.begin("starter")
    await stripe.hear_all()
    await stripe.act(lambda billing: billing.fail_renewal(ref))
    failed = next(e for e in stripe.account.events if e["type"] == "invoice.payment_failed")
    await stripe.act(lambda billing: billing.pay(failed["data"]["object"]["id"]))
    for event in [*reversed(stripe.account.events), *stripe.account.events]:
        reply = await stripe.hear(event)
        assert reply.status_code == 200
        await stripe.payer.work()
    current = await stripe.payer.current()
    assert (current["plan"], current["state"]) == ("starter", "active")
    events = [e for e in stripe.account.events if e["data"]["object"]["object"] != "price"]
    [row] = await stripe.payer.rows("select count(*) as n from subscription_events")
    assert row["n"] == len(events), "kept twice"
    assert len(await stripe.payer.call("GET", "/invoices")) == 2


async def test_what_is_forged_changes_nothing(stripe: AtStripe) -> None:
    await stripe.begin("pro")
    for event in stripe.account.events:
        assert (await stripe.hear(event, secret="whsec_somebody_else_0123456")).status_code == 401
    await stripe.payer.work()
    assert (await stripe.payer.current())["plan"] == "self_hosted"
    assert await stripe.payer.rows("select 1 from subscription_events") == []


async def test_a_failed_payment_and_an_end_are_heard(stripe: AtStripe) -> None:
    ref = await stripe.begin("starter")
    await stripe.hear_all()
    await stripe.act(lambda billing: billing.fail_renewal(ref))
    await stripe.hear_all()
    assert (await stripe.payer.current())["state"] == "past_due"
    await stripe.act(lambda billing: billing.end(ref))
    await stripe.hear_all()
    current = await stripe.payer.current()
    assert (current["state"], current["read_only"]) == ("cancelled", True)


async def test_a_change_whose_answer_is_lost_is_made_once(stripe: AtStripe) -> None:
    ref = await stripe.begin("starter")
    await stripe.hear_all()
    preview = await stripe.payer.call("POST", "/preview", plan="growth")
    path = f"/v1/subscriptions/{ref}"
    stripe.server.fake.faults.add(Fault(FaultKind.GARBAGE, path=path))
    lost = await stripe.payer.ask("POST", "/change", plan="growth", at=preview["at"])
    assert lost.status_code == 503
    changed = await stripe.payer.call("POST", "/change", plan="growth", at=preview["at"])
    assert changed["plan"] == "growth"
    totals = [bill["total"]["amount"] for bill in await stripe.payer.call("GET", "/invoices")]
    assert sorted(totals) == [4_900, preview["due_now"]["amount"]]


async def test_a_coupon_counts_its_users_and_is_used_up(stripe: AtStripe) -> None:
    code = f"spring{stripe.payer.merchant.tenant_id.hex[-8:]}"
    async with stripe.payer.kernel.database.transaction() as session:
        made = await operating.make_coupon(session, code, percent=50, months=3, most=1)
    assert made == code.upper()
    await stripe.begin("starter", coupon=code)
    [coupon] = stripe.account.all("coupon_")
    assert (coupon["percent_off"], coupon["duration_in_months"]) == ("50", "3")
    async with stripe.payer.kernel.database.transaction() as session:
        with pytest.raises(operating.CodeTaken):
            await operating.make_coupon(session, code, percent=10)


async def test_a_coupon_that_is_used_up_is_refused_to_the_next(stripe: AtStripe, api: Any) -> None:
    code = f"one{stripe.payer.merchant.tenant_id.hex[-8:]}"
    async with stripe.payer.kernel.database.transaction() as session:
        await operating.make_coupon(session, code, amount=500, most=1)
    body = {"plan": "starter", "coupon": code}
    others = [stripe.payer.merchant, await register_merchant(api)]
    replies = await asyncio.gather(
        *(one.post("/subscriptions/checkout", json=body) for one in others)
    )
    assert sorted(reply.status_code for reply in replies) == [200, 422]
    again = await stripe.payer.rows("select 1 from coupon_redemptions")
    assert len(again) <= 1


async def test_an_operator_gives_a_free_period_and_a_plan(payer: Any) -> None:
    until = clock.now().replace(microsecond=0)
    async with operating.tenant_of(payer.kernel, payer.merchant.email) as (session, tenant_id):
        await operating.free_until(session, tenant_id, until)
    current = await payer.current()
    assert (current["plan"], current["state"]) == ("trial", "trialing")
    async with operating.tenant_of(payer.kernel, payer.merchant.email) as (session, tenant_id):
        await operating.put_on(session, tenant_id, "growth")
    current = await payer.current()
    assert (current["plan"], current["state"]) == ("growth", None)


def _pages(stripe: Any) -> list[str]:
    """Where the checkout's pages stand at Stripe, oldest first."""
    return [one["status"] for one in stripe.account.all("cs_")]


def _running(stripe: Any) -> list[Any]:
    return [one for one in stripe.account.all("sub_") if one["status"] == "active"]


async def test_a_second_checkout_replaces_the_first(stripe: Any) -> None:
    """Of the pages that a business was given one can be paid on; asked again for the same, it is
    the same, and one that was closed is not given out again. Planted: the page before stays
    open."""
    payer = stripe.payer
    first = await payer.call("POST", "/checkout", plan="starter")
    second = await payer.call("POST", "/checkout", plan="growth")
    await payer.work()
    assert _pages(stripe) == ["expired", "open"]
    assert await payer.call("POST", "/checkout", plan="growth") == second
    await payer.work()
    assert _pages(stripe) == ["expired", "open"]
    third = await payer.call("POST", "/checkout", plan="starter")
    await payer.work()
    assert third["url"] != first["url"]
    assert _pages(stripe) == ["expired", "expired", "open"]
    session = third["url"].rsplit("/", 1)[1]
    await stripe.act(lambda billing: billing.complete(session))
    await stripe.hear_all()
    assert (await payer.current())["plan"] == "starter"
    late = await payer.ask("POST", "/checkout", plan="growth")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "already_subscribed")
    assert _pages(stripe) == ["expired", "expired", "complete"]


async def test_of_two_checkouts_at_once_one_page_is_left(stripe: Any) -> None:
    plans = ("starter", "growth", "pro")
    replies = await asyncio.gather(
        *(stripe.payer.ask("POST", "/checkout", plan=plan) for plan in plans)
    )
    assert [reply.status_code for reply in replies] == [200] * 3
    await stripe.payer.work()
    assert sorted(_pages(stripe)) == ["expired", "expired", "open"]


async def _pay_twice(stripe: Any) -> list[str]:
    """Paid on a page of which we have not heard yet, then on another one; the subscriptions."""
    found = []
    for plan in ("starter", "growth"):
        opened = await stripe.payer.call("POST", "/checkout", plan=plan)
        session = opened["url"].rsplit("/", 1)[1]
        paid = await stripe.act(lambda billing, session=session: billing.complete(session))
        found.append(str(paid["id"]))
    return found


async def test_a_second_subscription_ends_and_its_money_goes_back(stripe: Any) -> None:
    """Both were paid before a word of either came: one stays, the other is undone once, whatever
    is heard how often, and the log of the business says so. Planted below: nobody undoes it."""
    first, second = await _pay_twice(stripe)
    for _ in range(2):
        await stripe.hear_all()
    [kept] = _running(stripe)
    assert kept["id"] == first
    assert stripe.account.get(second)["status"] == "canceled"
    [refund] = stripe.account.all("re_")
    assert (refund["amount"], refund["reason"]) == (14_900, "duplicate")
    current = await stripe.payer.current()
    assert (current["plan"], current["state"]) == ("starter", "active")
    [entry] = await stripe.payer.rows(
        "select before, after from audit_log where action = 'subscription.undo_second'"
    )
    assert entry["before"] == {"ref": second}
    assert entry["after"] == {"refunded": 14_900, "currency": "USD"}


async def test_an_undoing_whose_answer_is_lost_is_done_once(
    stripe: Any, shift_clock: Callable[[float], None]
) -> None:
    """The money went back, and nobody heard: asked again, it does not go back twice."""
    _, second = await _pay_twice(stripe)
    stripe.server.fake.faults.add(Fault(FaultKind.GARBAGE, path="/v1/refunds"))
    for event in stripe.account.events:
        assert (await stripe.hear(event)).status_code == 200
    with pytest.raises(ProviderUnavailable):
        await stripe.payer.work()
    shift_clock(3_600)
    await stripe.payer.work()
    assert stripe.account.get(second)["status"] == "canceled"
    assert [one["amount"] for one in stripe.account.all("re_")] == [14_900]
    told = await stripe.payer.rows(
        "select 1 from audit_log where action = 'subscription.undo_second'"
    )
    assert len(told) == 1


async def test_where_nobody_undoes_it_both_are_paid(
    stripe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a second subscription is noted in the process's log alone, as it once was."""

    async def note(*_: Any) -> None:
        return None

    monkeypatch.setattr("commerce.billing.superseding.undo_later", note)
    await _pay_twice(stripe)
    await stripe.hear_all()
    assert len(_running(stripe)) == 2
    assert stripe.account.all("re_") == []
