"""The team: roles, stores, leaving, handing over; never without an owner."""

import asyncio

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store
from ecomm_testing.members import join


async def roles(owner: Merchant) -> dict[str, str]:
    listed = (await owner.get("/team/members")).json()["data"]
    return {one["email"]: one["role"] for one in listed}


async def test_a_role_is_changed_and_holds_at_once(store: ShopStore, kernel: Kernel) -> None:
    member = await join(kernel, store.merchant, "viewer")
    new = {"name": "Tools"}
    assert (await member.post(f"{store.path}/categories", json=new)).status_code == 403
    path = f"/team/members/{member.user_id}"
    changed = await store.merchant.patch(path, json={"role": "staff"})
    assert changed.json()["data"]["role"] == "staff"
    assert (await member.post(f"{store.path}/categories", json=new)).status_code == 201
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        entry = (
            await session.execute(
                text("select before, after from audit_log where action = 'member.update'")
            )
        ).one()
    assert (entry.before["role"], entry.after["role"]) == ("viewer", "staff")


async def test_who_is_kept_to_some_stores_sees_and_reaches_only_those(
    store: ShopStore, kernel: Kernel
) -> None:
    other = await create_store(store.merchant, kernel)
    member = await join(kernel, store.merchant, "admin")
    assert (await member.get("/stores")).json()["page"]["total"] == 2
    reply = await store.merchant.patch(
        f"/team/members/{member.user_id}",
        json={"role": "admin", "store_ids": [str(other.id)]},
    )
    assert reply.json()["data"]["store_ids"] == [str(other.id)]
    listed = (await member.get("/stores")).json()
    assert [one["id"] for one in listed["data"]] == [str(other.id)]
    assert listed["page"]["total"] == 1
    assert (await member.get("/auth/me")).json()["data"]["store_ids"] == [str(other.id)]
    assert (await member.get(other.path)).status_code == 200
    for method, path in (("GET", store.path), ("PATCH", store.path), ("DELETE", store.path)):
        refused = await member.request(method, path, json={"description": "mine"})
        assert refused.status_code == 404
        assert refused.json()["data"] is None
    # Team, keys and new stores reach every store: not for somebody kept to some.
    for path, body in (
        ("/team/invites", {"email": "x@example.com", "role": "admin"}),
        ("/api-keys", {"name": "k", "scopes": ["products:read"]}),
        ("/stores", {"name": "N", "niche": "home", "currency": "EUR", "country": "DE"}),
    ):
        assert (await member.post(path, json=body)).status_code == 403
    path = f"/team/members/{member.user_id}"
    assert (await member.patch(path, json={"role": "admin"})).status_code == 403
    assert (await member.get(store.path)).status_code == 404


async def test_stores_of_others_and_owners_kept_to_some_are_refused(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    member = await join(kernel, store.merchant, "staff")
    path = f"/team/members/{member.user_id}"
    foreign = {"role": "staff", "store_ids": [str(other_store.id)]}
    assert (await store.merchant.patch(path, json=foreign)).status_code == 404
    owner = {"role": "owner", "store_ids": [str(store.id)]}
    refused = await store.merchant.patch(path, json=owner)
    assert refused.status_code == 422
    assert refused.json()["error"]["details"][0]["field"] == "store_ids"
    assert (
        await store.merchant.patch(path, json={"role": "staff", "store_ids": []})
    ).status_code == 422
    assert (await roles(store.merchant))[member.email] == "staff"


async def test_nobody_gives_or_takes_a_role_above_their_own(
    merchant: Merchant, kernel: Kernel
) -> None:
    admin = await join(kernel, merchant, "admin")
    staff = await join(kernel, merchant, "staff")
    for path, body in (
        (f"/team/members/{staff.user_id}", {"role": "owner"}),
        (f"/team/members/{merchant.user_id}", {"role": "viewer"}),
        (f"/team/members/{admin.user_id}", {"role": "owner"}),
    ):
        refused = await admin.patch(path, json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "above_you")
    removed = await admin.delete(f"/team/members/{merchant.user_id}")
    assert removed.json()["error"]["code"] == "above_you"
    handed = await admin.post(
        "/team/hand-over", json={"user_id": str(admin.user_id), "password": PASSWORD}
    )
    assert handed.status_code == 403
    for person in (staff, await join(kernel, merchant, "viewer")):
        path = f"/team/members/{admin.user_id}"
        assert (await person.patch(path, json={"role": "viewer"})).status_code == 403
        assert (await person.delete(path)).status_code == 403
    now = await roles(merchant)
    assert (now[merchant.email], now[admin.email], now[staff.email]) == ("owner", "admin", "staff")


async def test_a_business_is_never_without_an_owner(merchant: Merchant, kernel: Kernel) -> None:
    own = f"/team/members/{merchant.user_id}"
    for reply in (await merchant.patch(own, json={"role": "admin"}), await merchant.delete(own)):
        assert (reply.status_code, reply.json()["error"]["code"]) == (409, "last_owner")
    second = await join(kernel, merchant, "owner")
    assert (await merchant.patch(own, json={"role": "admin"})).status_code == 200
    assert await roles(second) == {merchant.email: "admin", second.email: "owner"}


async def test_two_owners_who_remove_each_other_at_once_leave_one(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    """Fault it was seen to catch: counting owners without a lock on the team."""
    for _ in range(5):
        second = await join(kernel, merchant, "owner")
        replies = await asyncio.gather(
            merchant.patch(f"/team/members/{second.user_id}", json={"role": "viewer"}),
            second.patch(f"/team/members/{merchant.user_id}", json={"role": "viewer"}),
        )
        assert 200 in {reply.status_code for reply in replies}
        async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
            owners = await session.scalar(
                text("select count(*) from memberships where role = 'owner' and tenant_id = :t"),
                {"t": merchant.tenant_id},
            )
            assert owners == 1
            await session.execute(
                text("update memberships set role = 'owner' where user_id = :u and tenant_id = :t"),
                {"u": merchant.user_id, "t": merchant.tenant_id},
            )
            await session.execute(
                text(
                    "update memberships set role = 'viewer' where user_id = :u and tenant_id = :t"
                ),
                {"u": second.user_id, "t": merchant.tenant_id},
            )


async def test_handing_over_needs_the_password_and_a_member(
    merchant: Merchant, other_merchant: Merchant, kernel: Kernel
) -> None:
    member = await join(kernel, merchant, "staff")
    body = {"user_id": str(member.user_id), "password": "not it"}
    assert (await merchant.post("/team/hand-over", json=body)).status_code == 403
    for user in (other_merchant.user_id, merchant.user_id):
        reply = await merchant.post(
            "/team/hand-over", json={"user_id": str(user), "password": PASSWORD}
        )
        assert reply.status_code in {404, 409}
    assert await roles(merchant) == {merchant.email: "owner", member.email: "staff"}
    done = await merchant.post("/team/hand-over", json={**body, "password": PASSWORD})
    assert done.json()["data"]["role"] == "owner"
    assert await roles(merchant) == {merchant.email: "admin", member.email: "owner"}


async def test_who_is_removed_is_out_at_once_and_keeps_their_own_business(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    member = await join(kernel, store.merchant, "admin")
    reply = await store.merchant.delete(f"/team/members/{member.user_id}")
    assert reply.status_code == 200
    for path in ("/auth/me", store.path):
        assert (await member.get(path)).status_code == 401
    refreshed = await api.post("/api/v1/auth/refresh", json={"refresh_token": member.refresh_token})
    assert refreshed.status_code == 401
    login = await api.post("/api/v1/auth/login", json={"email": member.email, "password": PASSWORD})
    assert login.json()["data"]["user"]["role"] == "owner"
    assert member.email not in await roles(store.merchant)


@pytest.mark.parametrize("path", ["/team/members", "/team/invites", "/team/two-factor"])
async def test_a_team_is_shown_to_its_own_people_only(
    merchant: Merchant, other_merchant: Merchant, path: str
) -> None:
    assert (await merchant.get(path)).status_code == 200
    assert merchant.email not in (await other_merchant.get(path)).text
