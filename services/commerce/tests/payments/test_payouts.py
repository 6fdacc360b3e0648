"""Stores that are paid out to accounts of their own (Stripe Connect): closed until the account may
take charges, and the money goes on from then on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from commerce.payments.providers import PROVIDERS, Providers
from commerce.settings import CommerceSettings
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_core.kernel import Kernel
from ecomm_core.settings import Mode
from ecomm_testing.fakes.stripe import Choice
from ecomm_testing.fakes.stripe.faults import Fault, FaultKind
from ecomm_testing.members import join

from .conftest import SECRET, StripeShop


@pytest.fixture
async def connect(stripe: StripeShop, kernel: Kernel) -> AsyncIterator[StripeShop]:
    """The same shop, where each store connects an account of its own."""
    assert isinstance(kernel.settings, CommerceSettings)
    settings = kernel.settings.model_copy(
        update={
            "stripe_secret_key": SecretStr("sk_test_fake"),
            "stripe_webhook_secret": SecretStr(SECRET),
            "stripe_api_base": stripe.server.url,
            "stripe_connect": True,
        }
    )
    before = kernel.parts[PROVIDERS]
    providers = kernel.parts[PROVIDERS] = Providers(kernel, settings, kernel.parts["internal_http"])
    yield stripe
    kernel.parts[PROVIDERS] = before
    await providers.close()


async def on_server(stripe: StripeShop, act: Any) -> Any:
    async def run() -> Any:
        return act()

    return await asyncio.to_thread(stripe.server.call, run)


async def settings(stripe: StripeShop) -> dict[str, Any]:
    store = stripe.shop.store
    reply = await store.merchant.get(f"{store.path}/payments/settings")
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()["data"]
    return found


async def onboard(stripe: StripeShop) -> dict[str, Any]:
    """Begin, or go on; the settings once the job has run."""
    store = stripe.shop.store
    reply = await store.merchant.post(f"{store.path}/payments/onboarding")
    assert reply.status_code == 202, reply.text
    assert reply.json()["data"]["account"]["preparing"]
    await stripe.shop.run()
    return await settings(stripe)


async def checkout(stripe: StripeShop) -> tuple[int, str | None]:
    """(status, error code) of a shopper's checkout."""
    shopper = await stripe.shop.shopper((await stripe.shop.variant(stock=5), 1))
    reply = await shopper.post_checkout()
    error = reply.json()["error"]
    return reply.status_code, error["code"] if error else None


async def test_a_store_sells_once_its_account_may_take_charges(connect: StripeShop) -> None:
    """Closed, onboarding, open, restricted, open again; the money of a sale goes on to the merchant
    and a refund comes back from there."""
    stripe = connect
    found = await settings(stripe)
    assert (found["mode"], found["reason"], found["account"]) == ("closed", "onboarding", None)
    assert await checkout(stripe) == (409, "checkout_closed")

    found = await onboard(stripe)
    [account] = stripe.account.all("acct_")
    assert found["account"]["link"].startswith(stripe.server.url)
    assert found["account"]["requirements"], "what Stripe still asks for is shown"
    assert (found["mode"], account["country"]) == ("closed", "DE")
    await onboard(stripe)
    assert len(stripe.account.all("acct_")) == 1, "going on opens no second account"

    await on_server(stripe, lambda: stripe.account.connected.onboard(account["id"]))
    await stripe.hear_all(stripe.events("account.updated") * 2)
    found = await settings(stripe)
    assert (found["mode"], found["reason"]) == ("live", None)
    assert found["account"]["charges_enabled"]

    shopper = await stripe.buyer(await stripe.shop.variant(stock=5))
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events("checkout.session.completed"))
    [intent] = stripe.account.all("pi_")
    assert intent["transfer_data"] == {"destination": account["id"]}
    assert (await stripe.order(shopper))["payment_status"] == "paid"
    await stripe.cancel(shopper)
    await stripe.shop.run()
    [refund] = stripe.account.all("re_")
    assert refund["transfer_reversal"] is not None

    await on_server(
        stripe, lambda: stripe.account.connected.restrict(account["id"], "external_account")
    )
    await stripe.hear_all(stripe.events("account.updated")[-1:])
    found = await settings(stripe)
    assert (found["mode"], found["account"]["requirements"]) == ("closed", ["external_account"])
    assert await checkout(stripe) == (409, "checkout_closed")

    # No webhook at all: the merchant comes back, and the truth is read.
    await on_server(stripe, lambda: stripe.account.connected.onboard(account["id"]))
    store = stripe.shop.store
    assert (await store.merchant.post(f"{store.path}/payments/account/check")).status_code == 202
    await stripe.shop.run()
    assert (await settings(stripe))["mode"] == "live"
    actions = await stripe.shop.rows(
        "select action from audit_log where action like 'payout_account.charges%' order by at, id"
    )
    assert [row["action"].rpartition("_")[2] for row in actions] == ["on", "off", "on"]


async def test_test_mode_needs_no_account(connect: StripeShop) -> None:
    store = connect.shop.store
    assert (await store.merchant.patch(store.path, json={"test_mode": True})).status_code == 200
    found = await settings(connect)
    assert (found["mode"], found["provider"]) == ("test", "mock")
    shopper = await connect.buyer(await connect.shop.variant())
    assert "/mock-pay/" in shopper.payment_url


async def test_an_account_is_opened_once_though_stripe_did_not_answer(
    connect: StripeShop,
) -> None:
    stripe = connect
    stripe.server.fake.faults.add(Fault(FaultKind.GARBAGE, "/v1/accounts"))
    store = stripe.shop.store
    assert (await store.merchant.post(f"{store.path}/payments/onboarding")).status_code == 202
    with pytest.raises(ProviderUnavailable):
        await stripe.shop.run()
    assert (await settings(stripe))["account"]["provider_ref"] is None
    await stripe.shop.run(ahead=timedelta(hours=1))
    [account] = stripe.account.all("acct_")
    assert (await settings(stripe))["account"]["provider_ref"] == account["id"]


async def test_accounts_of_other_platforms_are_none_of_ours(connect: StripeShop) -> None:
    stripe = connect
    await on_server(
        stripe, lambda: stripe.account.connected.create({"country": "DE", "controller": {}})
    )
    [account] = stripe.account.all("acct_")
    await on_server(stripe, lambda: stripe.account.connected.onboard(account["id"]))
    reply = await stripe.hear(stripe.events("account.updated")[-1])
    assert (reply.status_code, reply.json()["data"]["fresh"]) == (200, False)
    assert (await settings(stripe))["mode"] == "closed"


async def test_staff_neither_connect_nor_see_the_page(connect: StripeShop, kernel: Kernel) -> None:
    store = connect.shop.store
    await onboard(connect)
    staff = await join(kernel, store.merchant, "staff", None)
    reply = await staff.post(f"{store.path}/payments/onboarding")
    assert reply.status_code == 403
    seen = (await staff.get(f"{store.path}/payments/settings")).json()["data"]
    assert seen["account"]["link"] is None
    assert (await settings(connect))["account"]["link"] is not None


async def test_where_the_operator_takes_the_money_nobody_connects(stripe: StripeShop) -> None:
    store = stripe.shop.store
    reply = await store.merchant.post(f"{store.path}/payments/onboarding")
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "nothing_to_connect")
    assert stripe.account.all("acct_") == []


@pytest.mark.parametrize(
    ("mode", "said", "connects"),
    [
        (Mode.PRODUCTION, None, True),
        (Mode.PRODUCTION, False, False),
        (Mode.LOCAL, None, False),
        (Mode.LOCAL, True, True),
    ],
)
def test_stores_connect_in_production_unless_the_operator_says_otherwise(
    kernel: Kernel, mode: Mode, said: bool | None, connects: bool
) -> None:
    assert isinstance(kernel.settings, CommerceSettings)
    settings = kernel.settings.model_copy(
        update={
            "mode": mode,
            "stripe_secret_key": SecretStr("sk_test_fake"),
            "stripe_connect": said,
        }
    )
    assert settings.connects is connects


async def test_the_list_of_attempts(stripe: StripeShop) -> None:
    """Attempts that failed are there, too; people find them by address, number and reference."""
    shopper = await stripe.buyer(await stripe.shop.variant(stock=5))
    await stripe.choose(shopper, Choice.DECLINE)
    await stripe.hear_all(stripe.events())
    await stripe.choose(shopper, Choice.PAY)
    await stripe.hear_all(stripe.events())
    await stripe.buyer(await stripe.shop.variant(stock=5))
    store = stripe.shop.store

    async def found(**query: Any) -> list[dict[str, Any]]:
        reply = await store.merchant.get(f"{store.path}/payments", params=query)
        assert reply.status_code == 200, reply.text
        rows: list[dict[str, Any]] = reply.json()["data"]
        return rows

    assert [row["status"] for row in await found()] == ["created", "captured"]
    [row] = await found(state="succeeded")
    assert (row["email"], row["captured"]["amount"], row["order_number"]) == (
        shopper.email,
        2989,
        1001,
    )
    assert [row["status"] for row in await found(state="open")] == ["created"]
    for search in (shopper.email.upper(), "1001", "#1001", row["provider_ref"]):
        assert [one["id"] for one in await found(search=search)] == [row["id"]]
    assert await found(search="%") == []
    assert await found(test=False) == []
