"""Plans collected by Stripe, on a server that answers as Stripe documents: its word in any order,
twice, forged; and coupons."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from commerce.billing import operating
from commerce.billing.providers import PART, SubscriptionProviders
from commerce.payments.providers import PROVIDERS as PAYMENTS
from commerce.payments.providers import Providers
from commerce.settings import CommerceSettings
from ecomm_core import clock
from ecomm_testing.actors import register_merchant
from ecomm_testing.fakes.stripe import FakeStripe, FakeStripeServer, Fault, FaultKind, signed

SECRET = "whsec_of_the_tests_0123456789"


class AtStripe:
    """A payer whose fees Stripe collects, seen from both sides."""

    def __init__(self, payer: Any, server: FakeStripeServer) -> None:
        self.payer, self.server = payer, server

    @property
    def account(self) -> Any:
        return self.server.fake.account

    async def act(self, what: Any) -> Any:
        async def run() -> Any:
            return what(self.account.billing)

        return await asyncio.to_thread(self.server.call, run)

    async def begin(self, plan: str = "starter", **wanted: Any) -> str:
        opened = await self.payer.call("POST", "/checkout", plan=plan, **wanted)
        session = opened["url"].rsplit("/", 1)[1]
        return str((await self.act(lambda billing: billing.complete(session)))["id"])

    async def hear(self, event: Any, *, secret: str = SECRET) -> Any:
        body, signature = signed(event, secret, timestamp=int(clock.timestamp()))
        return await self.payer.merchant.api.post(
            "/api/v1/webhooks/stripe", content=body, headers={"Stripe-Signature": signature}
        )

    async def hear_all(self) -> None:
        for event in self.account.events:
            reply = await self.hear(event)
            assert reply.status_code == 200, reply.text
        await self.payer.work()


@pytest.fixture(scope="module")
def server() -> Iterator[FakeStripeServer]:
    with FakeStripeServer(FakeStripe()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def stripe(kernel: Any, payer: Any, server: FakeStripeServer) -> AsyncIterator[AtStripe]:
    server.fake.reset(clock=clock.timestamp)
    assert isinstance(kernel.settings, CommerceSettings)
    settings = kernel.settings.model_copy(
        update={
            "billing": True,
            "stripe_secret_key": SecretStr("sk_test_fake"),
            "stripe_webhook_secret": SecretStr(SECRET),
            "stripe_api_base": server.url,
        }
    )
    before = {part: kernel.parts[part] for part in (PART, PAYMENTS)}
    client = kernel.parts["internal_http"]
    made: dict[str, Any] = {
        PART: SubscriptionProviders(kernel, settings, client),
        PAYMENTS: Providers(kernel, settings, client),
    }
    kernel.parts.update(made)
    yield AtStripe(payer, server)
    kernel.parts.update(before)
    for one in made.values():
        await one.close()


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
