"""What happens when nobody pays: warned, then read-only; shoppers never notice, orders are never
lost."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from commerce.billing import tasks
from commerce.billing.states import LIFECYCLE, State
from ecomm_core import clock
from ecomm_core.states import IllegalTransition
from ecomm_testing.actors import ShopStore, create_store
from ecomm_testing.outbox import run_outbox

DAY = 86_400.0


@pytest.fixture
def later(payer: Any, shift_clock: Any) -> Any:
    """Some days on, signed in anew; the clock has looked."""

    async def move(days: float) -> Any:
        shift_clock(days * DAY)
        await payer.tick()
        await payer.sign_in()
        return await payer.current()

    return move


async def test_a_trial_is_warned_of_then_grace_then_read_only(payer: Any, later: Any) -> None:
    await payer.put_on("trial", trial_ends_in=timedelta(days=14))
    assert (await payer.current())["state"] == "trialing"
    assert await payer.mails() == []
    assert (await later(11.5))["state"] == "trialing"
    assert [key.split(":")[1] for key in await payer.mails()] == ["trial_ends"]
    grace = await later(14.5)
    assert (grace["state"], grace["read_only"]) == ("grace", False)
    assert (await payer.store()).status_code == 201, "grace already closes"
    assert (await later(20))["state"] == "grace"
    closed = await later(22)
    assert (closed["state"], closed["read_only"]) == ("read_only", True)
    assert [key.split(":")[1] for key in await payer.mails()] == [
        "trial_ends",
        "grace",
        "read_only",
    ]
    refused = await payer.store("Another")
    assert (refused.status_code, refused.json()["error"]["code"]) == (402, "read_only")
    current = await payer.subscribe("starter")
    assert (current["state"], current["read_only"], current["plan"]) == ("active", False, "starter")


async def test_a_failed_payment_takes_two_weeks_to_close(payer: Any, later: Any) -> None:
    await payer.subscribe("starter")
    await payer.portal("bad_card")
    late = await later(31.5)
    assert (late["state"], late["card"]) == ("past_due", "Test card 0002")
    newest, _ = await payer.call("GET", "/invoices")
    assert newest["status"] == "open"
    assert (await later(37))["state"] == "past_due"
    assert (await later(40))["state"] == "grace"
    assert (await later(48))["state"] == "read_only"
    assert [key.split(":")[1] for key in await payer.mails()] == ["past_due", "grace", "read_only"]
    refused = await payer.ask("POST", "/checkout", plan="starter")
    assert refused.json()["error"]["code"] == "already_subscribed", "a second one is sold"
    await payer.portal("good_card")
    paid = await payer.current()
    assert (paid["state"], paid["read_only"]) == ("active", False)
    assert {bill["status"] for bill in await payer.call("GET", "/invoices")} == {"paid"}


async def test_a_plan_that_was_cancelled_ends_with_its_period(payer: Any, later: Any) -> None:
    await payer.subscribe("growth")
    await payer.call("POST", "/cancel")
    assert (await later(29))["state"] == "active"
    over = await later(32)
    assert (over["state"], over["read_only"]) == ("cancelled", True)
    current = await payer.subscribe("starter")
    assert (current["plan"], current["state"], current["read_only"]) == ("starter", "active", False)


async def test_a_paid_plan_goes_on_by_itself(payer: Any, later: Any) -> None:
    begun = await payer.subscribe("starter")
    renewed = await later(31.5)
    assert (renewed["state"], renewed["period_start"]) == ("active", begun["period_end"])
    assert len(await payer.call("GET", "/invoices")) == 2
    assert await payer.mails() == []


async def test_read_only_serves_orders_and_nothing_else(
    payer: Any, kernel: Any, make_shop: Any, mock_webhooks: None
) -> None:
    """Shoppers buy and pay; the merchant ships, refunds, exports, pays the bill."""
    store: ShopStore = await create_store(payer.merchant, kernel)
    shop = make_shop(store)
    product = await store.product(stock=5)
    variant = UUID(product["variants"][0]["id"])
    await payer.rows("update tenants set read_only_since = :now", now=clock.now())
    assert (await payer.current())["read_only"]

    order = await (await shop.shopper((variant, 2))).buy()
    found = await payer.merchant.get(f"{store.path}/orders")
    [row] = found.json()["data"]
    assert row["number"] == order["number"]
    path = f"{store.path}/orders/{row['id']}"
    shown = (await payer.merchant.get(path)).json()["data"]
    item = shown["items"][0]["id"]
    parcel = {"items": [{"item_id": item, "quantity": 1}], "carrier": "dhl"}
    parcel["tracking_number"] = "JD0001"
    assert (await payer.merchant.post(f"{path}/fulfillments", json=parcel)).status_code == 201
    back = {"lines": [{"item_id": item, "quantity": 1, "restock": False}]}
    assert (await payer.merchant.post(f"{path}/refunds", json=back)).status_code == 201
    assert (await payer.merchant.get(f"{store.path}/orders/export")).status_code == 200

    before = await payer.rows("select count(*) as n from audit_log where store_id is not null")
    closed = [
        ("POST", f"{store.path}/products", {"title": "No", "price": store.money(1)}),
        ("PATCH", f"{store.path}/products/{product['id']}", {"title": "No"}),
        ("PATCH", store.path, {"name": "No"}),
        ("POST", f"{store.path}/categories", {"name": "No"}),
        ("POST", "/team/invites", {"email": "a@example.com", "role": "staff"}),
        ("DELETE", store.path, None),
    ]
    for method, where, body in closed:
        reply = await payer.merchant.request(method, where, json=body)
        assert (where, reply.status_code, reply.json()["error"]["code"]) == (
            where,
            402,
            "read_only",
        )
    assert before == await payer.rows(
        "select count(*) as n from audit_log where store_id is not null"
    )
    assert (await payer.subscribe("starter"))["read_only"] is False
    named = await payer.merchant.patch(store.path, json={"name": "Yes"})
    assert named.status_code == 200


async def test_an_api_key_of_a_read_only_business_is_held_to_the_same(
    payer: Any, kernel: Any
) -> None:
    store = await create_store(payer.merchant, kernel)
    made = await payer.merchant.post(
        "/api-keys", json={"name": "A", "scopes": ["products:write", "products:read"]}
    )
    headers = {"Authorization": f"Bearer {made.json()['data']['key']}"}
    await payer.rows("update tenants set read_only_since = :now", now=clock.now())
    path, api = f"/api/v1{store.path}/products", payer.merchant.api
    body = {"title": "No", "price": store.money(1)}
    refused = await api.post(path, json=body, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (402, "read_only")
    assert (await api.get(path, headers=headers)).status_code == 200


async def test_owners_hear_of_a_limit_at_80_and_at_100_percent_once(payer: Any) -> None:
    await payer.put_on("pro")
    for used, expected in ((7, []), (8, ["80"]), (9, ["80"]), (10, ["80", "100"])):
        await payer.rows(
            """insert into usage (tenant_id, name, scope_id, used)
               select id, 'stores', id, :used from tenants
               on conflict (tenant_id, name, scope_id) do update set used = excluded.used""",
            used=used,
        )
        await tasks.tell_of_use(payer.kernel)
        await tasks.tell_of_use(payer.kernel)
        assert [key.split(":")[3] for key in await payer.mails()] == expected


async def test_the_mail_of_a_limit_names_use_limit_and_remedy(payer: Any, mailbox: Any) -> None:
    await payer.put_on("growth")
    await payer.rows(
        "insert into usage (tenant_id, name, scope_id, used) select id, 'stores', id, 3 "
        "from tenants"
    )
    await tasks.tell_of_use(payer.kernel)
    await run_outbox(payer.kernel, payer.merchant.tenant_id, untold=["commerce.email.verification"])
    [mail] = [
        text
        for text in (path.read_text("utf-8") for path in mailbox.glob("*.eml"))
        if payer.merchant.email in text
    ]
    assert "Your Growth plan includes 3 stores, and you use them all." in mail
    assert "Pro includes more." in mail


def test_nothing_leads_back_into_a_trial_and_a_read_only_business_may_return() -> None:
    for state in State:
        assert State.TRIALING not in LIFECYCLE.allowed(state)
    assert State.ACTIVE in LIFECYCLE.allowed(State.READ_ONLY)
    with pytest.raises(IllegalTransition):
        LIFECYCLE.check(State.ACTIVE, State.READ_ONLY)
