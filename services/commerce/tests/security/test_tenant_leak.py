"""No tenant sees another: every operation of the OpenAPI document by everyone who must not."""

import json
import os
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from commerce.app import EXAMPLES
from commerce.openapi import document
from ecomm_core.api.examples import Example, read
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store, register_merchant
from ecomm_testing.examples import example_of
from ecomm_testing.leak import Call, Operation, betrayed, fingerprint, operations, send, undeclared

from .operations import OPERATIONS
from .world import World, build

DOCUMENT = document()
ALL = list(operations(DOCUMENT))

BY_SIGNATURE = {"webhooks_receive", "supplier_webhooks_receive", "channel_webhooks_receive"}
"""Webhooks prove themselves by signature; tested with the payments, the suppliers, the channels."""

LOCAL_ONLY = {"test_clock"}
"""Exists in local mode only."""

OWN_ACCOUNT = {
    "auth_export_me",
    "auth_ask_own_copy",
    "auth_list_own_requests",
    "auth_show_leaving",
    "auth_delete_me",
    "auth_me",
    "auth_update_me",
    "auth_logout",
    "auth_resend_verification",
    "auth_change_password",
    "auth_enrol_factor",
    "auth_confirm_factor",
    "auth_renew_recovery_codes",
    "auth_disable_factor",
    "auth_list_sessions",
    "auth_end_other_sessions",
    "auth_join_by_invite",
}
"""What everybody does with their own account; names nobody else's things."""

ANY_MEMBER = {
    *OWN_ACCOUNT,
    "auth_switch",
    "auth_end_session",
    "notifications_mark",
    "notifications_set_preferences",
}
"""What every signed-in merchant may do for themselves, whatever their role."""

OWN_THINGS_ONLY = {
    "subscriptions_list_plans",
    "subscriptions_show_subscription",
    "subscriptions_list_plan_invoices",
    "subscriptions_open_plan_checkout",
    "subscriptions_open_portal",
    "subscriptions_preview_plan",
    "subscriptions_change_plan",
    "subscriptions_cancel_plan",
    "subscriptions_resume_plan",
    *OWN_ACCOUNT,
    "stores_create",
    "stores_list",
    "audit_list_entries",
    "audit_choices",
    "audit_export",
    "team_list_members",
    "team_list_roles",
    "team_permissions",
    "team_create_role",
    "team_list_invites",
    "team_invite",
    "team_factor_rule",
    "team_set_factor_rule",
    "api_keys_list_keys",
    "api_keys_list_scopes",
    "api_keys_create_key",
    "analytics_all_stores",
    "notifications_list_told",
    "notifications_unread",
    "notifications_mark",
    "notifications_preferences",
    "partners_show",
    "partners_make_code",
    "partners_claim",
    "partners_join",
    "partners_set_payee",
    "partners_list_introductions",
    "partners_list_credits",
    "partners_list_commissions",
    "partners_list_payouts",
}
"""Merchant operations that name nobody else's things: another tenant calls them for itself."""

RECORDED: dict[str, Example] = {}
"""What the rightful callers sent and got, as the document shows it (`make examples`)."""

COUNTED = {"calls": 0, "operations": 0}


@dataclass(slots=True)
class Stranger:
    """Tenant B: an owner with a store, and a shopper of that store."""

    owner: Merchant
    store: ShopStore
    shopper: dict[str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(api: httpx2.AsyncClient, kernel: Kernel) -> World:
    return await build(api, kernel)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stranger(api: httpx2.AsyncClient, kernel: Kernel) -> Stranger:
    owner = await register_merchant(api)
    store = await create_store(owner, kernel)
    reply = await api.post(
        f"{store.public}/customers/register",
        json={"email": "b@example.com", "password": PASSWORD, "name": "B"},
    )
    assert reply.status_code == 201, reply.text
    token = reply.json()["data"]["access_token"]
    return Stranger(owner, store, {"Authorization": f"Bearer {token}"})


def test_every_operation_has_a_fixture() -> None:
    known = set(OPERATIONS) | BY_SIGNATURE | LOCAL_ONLY
    assert {operation.id for operation in ALL} - known == set()


def test_no_fixture_is_left_over() -> None:
    assert set(OPERATIONS) - {operation.id for operation in ALL} == set()


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.id)
async def test_operation_refuses_strangers_and_serves_its_owner(
    operation: Operation, world: World, stranger: Stranger
) -> None:
    """Planted: a look-up without the store, in `test_planted`."""
    if operation.id in BY_SIGNATURE | LOCAL_ONLY:
        pytest.skip("proves itself by signature, or exists in local mode only")
    call = await OPERATIONS[operation.id](world)
    before = await fingerprint(world.kernel, world.owner.tenant_id)
    for name, reply, expected in await _refusals(operation, call, world, stranger):
        assert reply.status_code in expected, f"{name}: {reply.status_code} {reply.text[:300]}"
        assert reply.json()["data"] is None
        assert betrayed(reply.text, world.canaries) == [], name
    assert await fingerprint(world.kernel, world.owner.tenant_id) == before, "refused, yet changed"
    reply = await send(world.api, operation, call, headers=_rightful(operation, world, call))
    assert 200 <= reply.status_code < 300, (
        f"rightful caller: {reply.status_code} {reply.text[:500]}"
    )
    if operation.access in {"public", "capability"} and operation.success:
        assert undeclared(reply.json(), operation.success, DOCUMENT) == []
        assert betrayed(reply.text, world.canaries) == []
    RECORDED[operation.id] = example_of(operation, call, reply)
    COUNTED["operations"] += 1
    COUNTED["calls"] += 1


def _rightful(operation: Operation, world: World, call: Call) -> dict[str, str]:
    if call.bearer is not None:
        return call.bearer
    if operation.access == "merchant":
        return world.owner.headers
    return world.shopper if operation.access == "shopper" else {}


async def _refusals(
    operation: Operation, call: Call, world: World, stranger: Stranger
) -> list[tuple[str, httpx2.Response, set[int]]]:
    async def by(headers: dict[str, str], capability: dict[str, str] | None = None) -> Any:
        COUNTED["calls"] += 1
        return await send(world.api, operation, call, headers=headers, capability=capability)

    refusals: list[tuple[str, httpx2.Response, set[int]]] = []
    if operation.access == "merchant":
        refusals.append(("anonymous", await by({}), {401}))
        refusals.append(("B's shopper", await by(stranger.shopper), {401}))
        refusals.append(("A's shopper", await by(world.shopper), {401}))
        if operation.id not in OWN_THINGS_ONLY:
            refusals.append(("B's owner", await by(stranger.owner.headers), {404}))
        if "{store_id}" in operation.path:
            refusals.append(("A's, of another store", await by(world.elsewhere.headers), {404}))
        if operation.writes and operation.id not in ANY_MEMBER:
            refusals.append(("A's viewer", await by(world.viewer.headers), {403}))
    elif operation.access == "shopper":
        refusals.append(("anonymous", await by({}), {401}))
        refusals.append(("A's merchant", await by(world.owner.headers), {401}))
        refusals.append(("B's shopper", await by(stranger.shopper), {404}))
    elif operation.access == "capability":
        wrong = dict.fromkeys(call.capability, "x" * 43)
        refusals.append(("no token", await by({}, {}), {404}))
        refusals.append(("wrong token", await by({}, wrong), {404}))
        refusals.append(("A's merchant", await by(world.owner.headers, {}), {404}))
        elsewhere = replace(call, path={**call.path, "slug": stranger.store.slug})
        reply = await send(world.api, operation, elsewhere)
        refusals.append(("through B's store", reply, {404, 422}))
    return refusals


async def test_foreign_ids_in_bodies_are_refused(world: World, stranger: Stranger) -> None:
    """A's ids inside B's requests, in B's own store: 404 or 422, and nothing is made.

    Planted: a category's parent that is not looked up.
    """
    before = await fingerprint(world.kernel, world.owner.tenant_id)
    own_before = await fingerprint(world.kernel, stranger.owner.tenant_id)
    price = {"amount": 100, "currency": "EUR"}
    foreign_media = await world.owner.get(world.store.path + f"/products/{world.product['id']}")
    assert foreign_media.status_code == 200
    vendor = {"op": "set_vendor", "value": "x"}
    in_category = {"field": "category", "op": "is_in", "value": world.category["id"]}
    bodies: list[tuple[str, str, dict[str, Any]]] = [
        (
            "POST",
            "/products",
            {"title": "x", "price": price, "category_ids": [world.category["id"]]},
        ),
        ("POST", "/products", {"title": "x", "price": price, "media_ids": [world.category["id"]]}),
        ("POST", "/categories", {"name": "x", "parent_id": world.category["id"]}),
        ("POST", "/categories", {"name": "x", "image_id": world.category["id"]}),
        ("POST", "/collections", {"title": "x", "product_ids": [world.product["id"]]}),
        ("POST", "/bulk-edits", {"ids": [world.product["id"]], "operations": [vendor]}),
        ("POST", "/bulk-edits/preview", {"ids": [world.product["id"]], "operations": [vendor]}),
        ("POST", "/collections/preview", {"rules": [in_category]}),
        ("POST", "/collections", {"title": "x", "kind": "smart", "rules": [in_category]}),
    ]
    for method, path, body in bodies:
        reply = await stranger.owner.request(method, f"{stranger.store.path}{path}", json=body)
        assert reply.status_code in {404, 422}, (path, body, reply.text[:300])
    bulk = await stranger.owner.post(
        f"{stranger.store.path}/products/bulk-status",
        json={"ids": [world.product["id"]], "status": "archived"},
    )
    assert bulk.status_code == 200
    assert bulk.json()["data"]["changed"] == 0
    assert bulk.json()["data"]["unknown"] == [world.product["id"]]
    assert await fingerprint(world.kernel, world.owner.tenant_id) == before
    assert await fingerprint(world.kernel, stranger.owner.tenant_id) == own_before


async def test_the_same_user_in_two_tenants_sees_only_the_token_s(
    world: World, api: httpx2.AsyncClient
) -> None:
    """The viewer also owns a business of their own: its token shows nothing of A."""
    login = await api.post(
        "/api/v1/auth/login", json={"email": world.viewer.email, "password": PASSWORD}
    )
    headers = {"Authorization": f"Bearer {login.json()['data']['access_token']}"}
    reply = await api.get(f"/api/v1{world.store.path}", headers=headers)
    assert reply.status_code == 404
    listed = await api.get("/api/v1/stores", headers=headers)
    assert str(world.store.id) not in listed.text


def test_report() -> None:
    """Counts operations times callers; fails when the harness ran on nothing."""
    print(f"\ntenant leak: {COUNTED['operations']} operations, {COUNTED['calls']} calls")  # noqa: T201 - the report
    if "ECOMM_EXAMPLES" in os.environ:
        # Run with `-k` it records those operations anew and leaves the others as they are.
        there = {o.id for o in ALL}
        kept = {name: found for name, found in read(EXAMPLES).items() if name in there}
        text = json.dumps(kept | RECORDED, indent=1, sort_keys=True, ensure_ascii=False)
        EXAMPLES.write_text(text + "\n", encoding="utf-8")
    judged = [o for o in ALL if o.id not in BY_SIGNATURE | LOCAL_ONLY]
    assert COUNTED["operations"] == len(judged)
