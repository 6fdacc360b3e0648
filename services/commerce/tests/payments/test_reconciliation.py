"""Reconciliation: nothing is found in a sound store, and each kind of fault is found (R5.4)."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from commerce.payments.reconciliation import tasks
from commerce.payments.reconciliation.models import MismatchKind
from ecomm_connectors.payments.mock.rules import Action
from ecomm_core import clock
from ecomm_core.tasks.schedule import run_slot
from ecomm_testing.actors import PASSWORD
from ecomm_testing.fakes.stripe import Choice
from ecomm_testing.fakes.stripe.faults import Fault, FaultKind

from .conftest import Shift, StripeShop

HOUR = 3600.0


async def on_server(stripe: StripeShop, act: Any) -> Any:
    async def run() -> Any:
        return act()

    return await asyncio.to_thread(stripe.server.call, run)


async def paid(stripe: StripeShop) -> Any:
    shopper = await stripe.buyer(await stripe.shop.variant(stock=9))
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events("checkout.session.completed"))
    return shopper


async def lived(stripe: StripeShop) -> Any:
    """A sale with a partial refund and a dispute that was won, all of it heard."""
    shopper = await paid(stripe)
    store = stripe.shop.store
    path = f"{store.path}/orders/{await stripe.order_id(shopper)}/refunds"
    body = {"lines": [], "adjustment": {"amount": 100, "currency": "EUR"}}
    assert (await store.merchant.post(path, json=body)).status_code == 201
    await stripe.shop.run()
    charge = stripe.account.all("ch_")[-1]
    dispute = await on_server(stripe, lambda: stripe.account.disputes.open(charge))
    await stripe.hear_all(stripe.events("charge.dispute.created"))
    await on_server(stripe, lambda: stripe.account.disputes.close(dispute["id"], won=True))
    await stripe.hear_all(stripe.events("charge.dispute.closed"))
    return shopper


async def mismatches(shop: Any, **query: Any) -> list[dict[str, Any]]:
    path = f"{shop.store.path}/reconciliation/mismatches"
    reply = await shop.store.merchant.get(path, params=query)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def runs(shop: Any) -> list[dict[str, Any]]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/reconciliation/runs")
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def execute(shop: Any, statement: str, **values: Any) -> None:
    """A fault of ours, planted."""
    async with shop.transaction() as session:
        await session.execute(text(statement), values)


async def later(shop: Any, shift_clock: Shift, seconds: float) -> None:
    """Time goes by; the merchant signs in again."""
    shift_clock(seconds)
    merchant = shop.store.merchant
    body = {"email": merchant.email, "password": PASSWORD}
    reply = await shop.api.post("/api/v1/auth/login", json=body)
    assert reply.status_code == 200, reply.text
    object.__setattr__(merchant, "access_token", reply.json()["data"]["access_token"])


async def check(shop: Any) -> dict[str, Any]:
    """Ask for a comparison, wait for it."""
    reply = await shop.store.merchant.post(f"{shop.store.path}/reconciliation/runs")
    assert (reply.status_code, reply.json()["data"]["status"]) == (202, "queued"), reply.text
    await shop.run()
    return (await runs(shop))[0]


async def test_nothing_is_found_where_everything_was_heard(
    stripe: StripeShop, kernel: Any, shift_clock: Shift
) -> None:
    """R5.4: charge, refund, dispute and its return are on both sides; every kind was compared."""
    await lived(stripe)
    await later(stripe.shop, shift_clock, HOUR)
    await tasks.reconcile_all(kernel)
    [run] = await runs(stripe.shop)
    assert (run["status"], run["payments"], run["mismatches"]) == ("done", 1, 0)
    assert await mismatches(stripe.shop) == []
    assert (await check(stripe.shop))["mismatches"] == 0


async def test_a_day_is_compared_once_however_many_clocks_run(
    stripe: StripeShop, kernel: Any, shift_clock: Shift
) -> None:
    await paid(stripe)
    await later(stripe.shop, shift_clock, HOUR)
    slot = uuid4().int % 10**9
    ran = [await run_slot(kernel, tasks.DAILY, slot, tasks.reconcile_all) for _ in range(2)]
    assert ran == [True, False]
    assert len(await runs(stripe.shop)) == 1


async def test_what_was_heard_late_is_no_fault(stripe: StripeShop, shift_clock: Shift) -> None:
    """A refund made in Stripe's own pages, heard of three days later: in nobody's window on both
    sides at once, and equal over its whole life."""
    await paid(stripe)
    charge = stripe.account.all("ch_")[-1]
    await on_server(
        stripe, lambda: stripe.account.create_refund({"charge": charge["id"], "amount": "500"})
    )
    await later(stripe.shop, shift_clock, 72 * HOUR)
    await stripe.hear_all(stripe.events("charge.refunded"))
    await later(stripe.shop, shift_clock, 73 * HOUR)
    run = await check(stripe.shop)
    assert (run["payments"], run["mismatches"]) == (1, 0)


async def plant_ledger(stripe: StripeShop, kind: str, debit: str, credit: str, by: int) -> None:
    """A movement in the ledger that never was, or one that was forgotten."""
    shop = stripe.shop
    if by > 0:
        await execute(
            shop,
            "insert into payment_ledger (tenant_id, id, store_id, at, kind, debit, credit, amount, "
            "currency, payment_id, test) select tenant_id, gen_random_uuid(), store_id, :at, :kind,"
            " :debit, :credit, :by, currency, id, test from payments",
            at=clock.now() - timedelta(minutes=30),
            kind=kind,
            debit=debit,
            credit=credit,
            by=by,
        )
    else:
        await execute(shop, "delete from payment_ledger where kind = :kind", kind=kind)


ACCOUNTS = {
    "charge": ("provider", "sales"),
    "refund": ("refunds", "provider"),
    "dispute": ("disputes", "provider"),
    "dispute_return": ("provider", "disputes"),
}


@pytest.mark.parametrize("kind", list(ACCOUNTS))
@pytest.mark.parametrize("problem", ["unknown", "amount"])
async def test_the_ledger_forgets_or_miscounts(
    stripe: StripeShop, shift_clock: Shift, kind: str, problem: str
) -> None:
    """R5.4: the provider moved money that the ledger does not have, or in another amount."""
    await lived(stripe)
    await later(stripe.shop, shift_clock, HOUR)
    await plant_ledger(stripe, kind, *ACCOUNTS[kind], 7 if problem == "amount" else 0)
    run = await check(stripe.shop)
    assert run["mismatches"] == 1
    [found] = await mismatches(stripe.shop, status="open")
    assert found["kind"] == f"{kind}_{problem}"
    real = 100 if kind == "refund" else 2989 if kind == "charge" else 2889
    assert found["found"]["amount"] == real
    assert found["expected"]["amount"] == (real + 7 if problem == "amount" else 0)
    assert found["order_number"] == 1001


@pytest.mark.parametrize("kind", list(ACCOUNTS))
async def test_the_ledger_has_what_the_provider_never_did(
    stripe: StripeShop, shift_clock: Shift, kind: str
) -> None:
    """R5.4."""
    shopper = await stripe.buyer(await stripe.shop.variant(stock=9))
    if kind != "charge":
        await stripe.choose(shopper, Choice.PAY)
        await stripe.hear_all(stripe.events("checkout.session.completed"))
    await later(stripe.shop, shift_clock, HOUR)
    await plant_ledger(stripe, kind, *ACCOUNTS[kind], 7)
    await check(stripe.shop)
    [found] = await mismatches(stripe.shop, status="open")
    assert (found["kind"], found["expected"]["amount"]) == (f"{kind}_missing", 7)
    assert found["found"]["amount"] == 0


async def test_money_in_our_name_of_no_payment_we_know(
    stripe: StripeShop, shift_clock: Shift, kernel: Any
) -> None:
    """R5.4: a payment whose row is gone is found by what we wrote on it; other systems' payments on
    the same account are none of ours."""
    await paid(stripe)
    charge = stripe.account.all("ch_")[-1]
    charge["metadata"]["ecomm_reference"] = str(uuid4())
    other = dict(charge, id="ch_3other", metadata={}, payment_intent=None)
    stripe.account._objects[other["id"]] = other
    await later(stripe.shop, shift_clock, HOUR)
    await execute(stripe.shop, "delete from payment_ledger")
    await execute(stripe.shop, "update payments set provider_ref = null")
    await tasks.reconcile_all(kernel)
    [found] = await mismatches(stripe.shop)
    assert (found["kind"], found["payment_id"]) == ("charge_unknown", None)
    assert (found["provider_ref"], found["found"]["amount"]) == (charge["id"], 2989)


async def test_a_movement_in_another_currency_than_its_payments(
    stripe: StripeShop, shift_clock: Shift
) -> None:
    await paid(stripe)
    await later(stripe.shop, shift_clock, HOUR)
    await plant_ledger(stripe, "refund", *ACCOUNTS["refund"], 7)
    await execute(
        stripe.shop,
        "insert into payment_ledger select tenant_id, gen_random_uuid(), store_id, at, kind, debit,"
        " credit, amount, 'USD', payment_id, dispute_id, test from payment_ledger"
        " where kind = 'refund'",
    )
    await check(stripe.shop)
    assert [found["kind"] for found in await mismatches(stripe.shop)] == ["currency"]


async def test_what_matches_again_is_resolved_by_itself_and_what_is_explained_stays(
    stripe: StripeShop, shift_clock: Shift
) -> None:
    await lived(stripe)
    await later(stripe.shop, shift_clock, HOUR)
    await plant_ledger(stripe, "refund", *ACCOUNTS["refund"], 7)
    await check(stripe.shop)
    [found] = await mismatches(stripe.shop, status="open", kind="refund_amount")
    path = f"{stripe.shop.store.path}/reconciliation/mismatches/{found['id']}/resolve"
    reply = await stripe.shop.store.merchant.post(path, json={"note": "Seven cents by hand."})
    assert reply.json()["data"]["resolved_by"].startswith("user:")
    await check(stripe.shop)
    assert await mismatches(stripe.shop, status="open") == [], "explained, with these figures"
    await plant_ledger(stripe, "refund", *ACCOUNTS["refund"], 7)
    await check(stripe.shop)
    assert len(await mismatches(stripe.shop, status="open")) == 1, "other figures are news"
    await execute(stripe.shop, "delete from payment_ledger where amount = 7")
    await check(stripe.shop)
    [found] = await mismatches(stripe.shop, status="resolved")
    assert found["resolved_by"] == "system"


async def test_a_provider_that_does_not_answer_fails_the_run_and_finds_nothing(
    stripe: StripeShop, shift_clock: Shift
) -> None:
    await paid(stripe)
    await later(stripe.shop, shift_clock, HOUR)
    stripe.server.fake.faults.add(Fault(FaultKind.UNAVAILABLE, "/v1/charges", method="GET"))
    run = await check(stripe.shop)
    assert (run["status"], run["mismatches"]) == ("failed", 0)
    assert run["error"] == "A payment provider did not answer."
    assert (await check(stripe.shop))["status"] == "done"


async def test_one_comparison_at_a_time(stripe: StripeShop) -> None:
    path = f"{stripe.shop.store.path}/reconciliation/runs"
    assert (await stripe.shop.store.merchant.post(path)).status_code == 202
    again = await stripe.shop.store.merchant.post(path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "check_running")


async def test_the_mock_is_compared_as_well(shop: Any, shift_clock: Shift) -> None:
    """commerce.md §7: a refund and a dispute at the mock, then a ledger that forgot."""
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.buy()
    session = str(shopper.payment_url).rsplit("/", 1)[1]
    await shop.providers.mock.choose(session, Action.DISPUTE)
    await shop.providers.courier.flush(session)
    await shop.run()
    await later(shop, shift_clock, HOUR)
    run = await check(shop)
    assert (run["payments"], run["mismatches"]) == (1, 0)
    await execute(shop, "delete from payment_ledger where kind = 'charge'")
    await check(shop)
    [found] = await mismatches(shop)
    assert (found["kind"], found["provider"]) == ("charge_unknown", "mock")


def test_every_kind_of_mismatch_is_planted_above() -> None:
    planted = {f"{kind}_{what}" for kind in ACCOUNTS for what in ("unknown", "amount", "missing")}
    assert {kind.value for kind in MismatchKind} == planted | {"currency"}
