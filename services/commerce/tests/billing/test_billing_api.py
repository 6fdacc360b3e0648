"""Plans as merchants meet them: bought, used up, changed, ended."""

import asyncio
from typing import Any

import httpx2
import pytest

from commerce.billing import operating
from ecomm_core import plan_table, plans
from ecomm_testing.members import join


async def test_without_billing_nothing_is_limited(payer: Any) -> None:
    current = await payer.current()
    assert (current["plan"], current["state"]) == ("self_hosted", None)
    assert [one["limit"] for one in current["usage"]] == [None] * 4
    assert current["open"], "local mode has the mock to try plans with"
    assert not current["may_manage"]


async def test_the_shop_window_is_the_table(payer: Any) -> None:
    sold = await payer.call("GET", "/plans")
    months = {plan["name"]: plan["month"]["amount"] for plan in sold["plans"]}
    assert months == {"starter": 4_900, "growth": 14_900, "pro": 34_900, "enterprise": 99_900}
    growth = sold["plans"][1]
    assert growth["year"] == {"amount": 149_000, "currency": "USD"}
    assert {one["name"]: one["limit"] for one in growth["limits"]}["stores"] == 3
    made = {
        plan["name"]: {one["name"]: one["limit"] for one in plan["limits"]}["ai_items"]
        for plan in sold["plans"]
    }
    assert made == {"starter": 100, "growth": 1_000, "pro": 10_000, "enterprise": None}
    assert sold["test"]


async def test_a_plan_is_bought_on_the_hosted_page(payer: Any) -> None:
    opened = await payer.call("POST", "/checkout", plan="growth", interval="year")
    again = await payer.call("POST", "/checkout", plan="growth", interval="year")
    assert again == opened, "asked twice, two pages"
    declined = await payer.page(opened["url"], "decline")
    assert declined["state"] == "declined"
    assert (await payer.current())["plan"] == "self_hosted"
    paid = await payer.page(opened["url"], "pay")
    assert paid["redirect_url"].endswith("/billing?paid=growth")
    current = await payer.current()
    assert (current["plan"], current["state"], current["interval"]) == ("growth", "active", "year")
    assert current["next_total"] == {"amount": 149_000, "currency": "USD"}
    assert (current["card"], current["test"], current["may_manage"]) == (
        "Test card 4242",
        True,
        True,
    )
    [bill] = await payer.call("GET", "/invoices")
    assert (bill["status"], bill["total"]["amount"]) == ("paid", 149_000)
    refused = await payer.ask("POST", "/checkout", plan="pro")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "already_subscribed")


async def test_a_limit_is_refused_with_its_remedy_and_lifted_by_it(payer: Any) -> None:
    await payer.subscribe("starter")
    assert (await payer.store()).status_code == 201
    refused = await payer.store("Another")
    assert refused.status_code == 402
    error = refused.json()["error"]
    [detail] = error["details"]
    assert error["message"] == "Starter includes 1 store; you use 1. Growth lifts it."
    assert {key: detail[key] for key in ("limit", "used", "allowed", "plan")} == {
        "limit": "stores",
        "used": 1,
        "allowed": 1,
        "plan": "starter",
    }
    assert (detail["lifted_by"], detail["lifted_by_plan"]) == ("Growth", "growth")
    preview = await payer.call("POST", "/preview", plan="growth")
    assert preview["due_now"]["amount"] == 10_000
    changed = await payer.call("POST", "/change", plan="growth", at=preview["at"])
    assert (changed["plan"], changed["state"]) == ("growth", "active")
    newest, first = await payer.call("GET", "/invoices")
    assert (newest["total"]["amount"], first["total"]["amount"]) == (10_000, 4_900)
    assert (await payer.store("Another")).status_code == 201


async def test_two_at_once_do_not_both_take_the_last_place(payer: Any) -> None:
    """The count is written and read in one statement."""
    await payer.subscribe("starter")
    replies = await asyncio.gather(*(payer.store(f"Shop {number}") for number in range(4)))
    assert sorted(reply.status_code for reply in replies) == [201, 402, 402, 402]
    [row] = await payer.rows("select count(*) as n from stores where deleted_at is null")
    assert row["n"] == 1
    [use] = [one for one in (await payer.current())["usage"] if one["name"] == "stores"]
    assert (use["used"], use["limit"], use["percent"], use["lifted_by"]) == (1, 1, 100, "growth")


async def test_the_last_place_for_a_product_goes_once(
    payer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await payer.subscribe("starter")
    store = (await payer.store()).json()["data"]["id"]
    small = dict(plan_table.PLANS["starter"].limits) | {plans.PRODUCTS: 2}
    monkeypatch.setitem(plans.PLANS, "starter", plans.Plan("starter", "Starter", small))

    async def product(number: int) -> httpx2.Response:
        body = {"title": f"Thing {number}", "price": {"amount": 100, "currency": "EUR"}}
        reply: httpx2.Response = await payer.merchant.post(f"/stores/{store}/products", json=body)
        return reply

    replies = await asyncio.gather(*(product(number) for number in range(5)))
    assert sorted(reply.status_code for reply in replies) == [201, 201, 402, 402, 402]
    [row] = await payer.rows("select count(*) as n from products")
    assert row["n"] == 2


async def test_an_add_on_raises_a_limit_and_goes_with_a_change(payer: Any) -> None:
    await payer.subscribe("starter", add_ons={"extra_store": 1})
    current = await payer.current()
    assert current["add_ons"] == {"extra_store": 1}
    assert current["next_total"]["amount"] == 4_900 + 2_900
    assert [(await payer.store(name)).status_code for name in "abc"] == [201, 201, 402]
    refused = (await payer.store("d")).json()["error"]["details"][0]
    assert (refused["allowed"], refused["used"]) == (2, 2)
    preview = await payer.call("POST", "/preview", plan="starter")
    assert preview["outgrown"] == [
        {"name": "stores", "used": 2, "limit": 1, "percent": 200, "lifted_by": "growth"}
    ]
    assert preview["credit"]["amount"] == 2_900
    await payer.call("POST", "/change", plan="starter", at=preview["at"])
    shown = await payer.merchant.get("/stores")
    assert shown.json()["page"]["total"] == 2, "what is there is not taken away"
    refused = (await payer.store("e")).json()["error"]["details"][0]
    assert (refused["allowed"], refused["used"]) == (1, 2)


async def test_features_come_with_their_plan(payer: Any) -> None:
    await payer.subscribe("growth")
    key = {"name": "A key", "scopes": ["orders:read"]}
    refused = await payer.merchant.post("/api-keys", json=key)
    assert refused.status_code == 402
    assert refused.json()["error"]["details"][0]["lifted_by"] == "Pro"
    preview = await payer.call("POST", "/preview", plan="pro")
    await payer.call("POST", "/change", plan="pro", at=preview["at"])
    assert (await payer.merchant.post("/api-keys", json=key)).status_code == 201


async def test_a_plan_is_cancelled_and_taken_up_again(payer: Any) -> None:
    await payer.subscribe("growth")
    ending = await payer.call("POST", "/cancel")
    assert (ending["cancel_at_end"], ending["state"], ending["next_total"]) == (
        True,
        "active",
        None,
    )
    assert ending["ends_at"] == ending["period_end"]
    resumed = await payer.call("POST", "/resume")
    assert (resumed["cancel_at_end"], resumed["ends_at"]) == (False, None)


async def test_a_plan_that_was_only_tried_is_taken_back(payer: Any, shift_clock: Any) -> None:
    """At the mock no money moves, so the operator's word ends it. Its own later word puts nothing
    back and closes nobody out, and the same plan can be tried again."""
    await payer.subscribe("starter")
    email = payer.merchant.email
    with pytest.raises(operating.Pays):
        async with operating.tenant_of(payer.kernel, email) as (session, tenant_id):
            await operating.put_on(session, tenant_id, "self_hosted")
    await operating.end_trying(payer.kernel, email)
    async with operating.tenant_of(payer.kernel, email) as (session, tenant_id):
        await operating.put_on(session, tenant_id, "self_hosted")
    shift_clock(32 * 86_400.0)
    await payer.tick()
    await payer.sign_in()
    current = await payer.current()
    assert (current["plan"], current["state"], current["read_only"]) == ("self_hosted", None, False)
    await operating.end_trying(payer.kernel, email)
    assert [(await payer.store(name)).status_code for name in "ab"] == [201, 201]
    again = await payer.subscribe("starter")
    assert (again["plan"], again["state"]) == ("starter", "active")


async def test_amounts_that_are_old_are_not_charged(payer: Any, shift_clock: Any) -> None:
    await payer.subscribe("starter")
    preview = await payer.call("POST", "/preview", plan="growth")
    shift_clock(16 * 60.0)
    await payer.sign_in()
    refused = await payer.ask("POST", "/change", plan="growth", at=preview["at"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "preview_over")
    assert len(await payer.call("GET", "/invoices")) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/portal", {}, 409, "not_subscribed"),
        ("POST", "/cancel", {}, 409, "not_subscribed"),
        ("POST", "/resume", {}, 409, "not_subscribed"),
        ("POST", "/preview", {"plan": "pro"}, 409, "not_subscribed"),
        ("POST", "/change", {"plan": "pro", "at": "2001-01-01T00:00:00Z"}, 409, "preview_over"),
        ("POST", "/checkout", {"plan": "enterprise"}, 409, "plan_on_request"),
        ("POST", "/checkout", {"plan": "pro", "coupon": "NONE-SUCH"}, 422, "coupon_refused"),
        ("POST", "/checkout", {"plan": "pro", "add_ons": {"premium_support": 2}}, 422, "invalid"),
        ("POST", "/checkout", {"plan": "pro", "add_ons": {"extra_store": -1}}, 422, "invalid"),
        ("POST", "/checkout", {"plan": "self_hosted"}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_is_refused(
    payer: Any, method: str, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    reply = await payer.ask(method, path, **body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)
    assert (await payer.current())["plan"] == "self_hosted"


async def test_only_owners_pay_and_admins_see_the_bills(payer: Any, kernel: Any) -> None:
    await payer.subscribe("growth")
    for role, bills in (("admin", 200), ("staff", 403), ("viewer", 403)):
        member = await join(kernel, payer.merchant, role)
        reply = await member.get("/subscriptions/invoices")
        assert reply.status_code == bills
        assert (await member.get("/subscriptions/current")).status_code == 200
        for path in ("checkout", "portal", "preview", "change", "cancel", "resume"):
            body = {"plan": "pro", "at": "2030-01-01T00:00:00Z"}
            reply = await member.post(f"/subscriptions/{path}", json=body)
            assert (role, path, reply.status_code) == (role, path, 403)
    assert not (await payer.current())["cancel_at_end"]
