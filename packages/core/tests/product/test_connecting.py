"""Connecting a store: once, signed, for one business; refusals leave nothing behind."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, register_merchant
from ecomm_testing.products import Desk, Shop


async def rows(kernel: Kernel, tenant_id: UUID, query: str, **values: Any) -> list[Any]:
    """What a business's own transaction sees."""
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        return list((await session.execute(text(query), values)).all())


async def located(kernel: Kernel, store_id: UUID) -> UUID | None:
    async with kernel.database.transaction() as session:
        found: UUID | None = await session.scalar(
            text("select tenant_id from locate_connection(:id)"), {"id": store_id}
        )
    return found


async def test_connecting_makes_business_owner_and_key_once_however_often_it_is_said(
    desk: Desk, kernel: Kernel
) -> None:
    shop = await desk.connected()
    tenant, first = shop.tenant_id, shop.api_key
    await shop.connect()
    assert (shop.tenant_id, shop.api_key != first) == (tenant, True)
    assert len(await rows(kernel, tenant, "select 1 from platform_connections")) == 1
    [owner] = await rows(
        kernel,
        tenant,
        """select u.email, u.password_hash, m.role, m.store_ids
             from memberships m join users u on u.id = m.user_id""",
    )
    assert owner == (shop.owner["email"], "", "owner", None)
    old = await desk.api.get("/api/v1/plan", headers={"Authorization": f"Bearer {first}"})
    new = await desk.api.get("/api/v1/plan", headers={"Authorization": f"Bearer {shop.api_key}"})
    assert (old.status_code, old.json()["data"], new.status_code) == (401, None, 200)


async def test_two_stores_of_one_business_connected_at_once_are_one_business_here(
    desk: Desk, kernel: Kernel
) -> None:
    """Fault it was seen to catch: no lock on the platform's business, which made two."""
    business = uuid4()
    owner = desk.shop().owner
    shops = [desk.shop(business=business, owner=owner) for _ in range(4)]
    await asyncio.gather(*(shop.connect() for shop in shops))
    assert len({shop.tenant_id for shop in shops}) == 1
    found = await rows(kernel, shops[0].tenant_id, "select 1 from platform_connections")
    assert len(found) == 4


async def test_secrets_are_sealed_and_no_answer_shows_them(desk: Desk, kernel: Kernel) -> None:
    shop = await desk.connected()
    [row] = await rows(
        kernel,
        shop.tenant_id,
        "select platform_key, webhook_secrets::text from platform_connections",
    )
    assert shop.key not in row[0]
    assert shop.secret not in row[1]
    owner = await shop.sign_in()
    listed = await owner.get("/connections")
    assert shop.key not in listed.text
    assert "whsec_" not in listed.text
    assert listed.json()["data"][0]["scopes"] == ["products:read", "products:write"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/about"),
        ("PUT", "/connections/{store}"),
        ("PUT", "/connections/{store}/secrets"),
        ("POST", "/connections/{store}/sign-in"),
        ("GET", "/connections/{store}/resources/product/{store}"),
        ("DELETE", "/connections/{store}"),
    ],
)
async def test_nobody_but_the_platform_is_answered(
    desk: Desk, kernel: Kernel, method: str, path: str
) -> None:
    """Refused, nothing shown, nothing changed. Fault it was seen to catch: a route without the
    platform's context."""
    shop, stranger = await desk.connected(), desk.shop()
    before = await rows(kernel, shop.tenant_id, "select * from platform_connections")
    target = path.format(store=shop.store_id)
    body = stranger.body() | {
        "user_id": str(uuid4()), "email": "x@example.com", "name": "X", "role": "owner"
    }  # fmt: skip
    for reply in (
        await desk.send(method, target, body, key=b"x" * 32),
        await desk.api.request(method, f"/api/v1/platform{target}", json=body),
        await desk.api.request(
            method,
            f"/api/v1/platform{target}",
            json=body,
            headers={"Authorization": f"Bearer {shop.api_key}"},
        ),
    ):
        assert (reply.status_code, reply.json()["data"]) == (401, None)
        assert "ticket" not in reply.text
    assert await rows(kernel, shop.tenant_id, "select * from platform_connections") == before
    assert await located(kernel, stranger.store_id) is None
    assert await rows(kernel, shop.tenant_id, "select 1 from sign_in_tickets") == []


async def test_another_businesses_store_is_not_taken_over(desk: Desk, kernel: Kernel) -> None:
    """Fault it was seen to catch: the check of the business left out, which moved the store."""
    shop = await desk.connected()
    thief = desk.shop(store_id=shop.store_id)
    reply = await desk.send("PUT", f"/connections/{shop.store_id}", thief.body())
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "connected_elsewhere")
    assert await located(kernel, shop.store_id) == shop.tenant_id
    ours = await desk.api.get("/api/v1/plan", headers={"Authorization": f"Bearer {shop.api_key}"})
    assert ours.status_code == 200


async def test_a_body_about_another_store_than_the_address_is_refused(
    desk: Desk, kernel: Kernel
) -> None:
    shop, other = desk.shop(), uuid4()
    reply = await desk.send("PUT", f"/connections/{other}", shop.body())
    assert reply.status_code == 422
    assert [await located(kernel, one) for one in (other, shop.store_id)] == [None, None]


async def test_a_secret_that_is_none_is_refused(desk: Desk, kernel: Kernel) -> None:
    shop = desk.shop()
    body = shop.body(webhook_secrets=["hello"])
    reply = await desk.send("PUT", f"/connections/{shop.store_id}", body)
    assert reply.status_code == 422
    assert await located(kernel, shop.store_id) is None


async def test_disconnecting_ends_key_and_work_and_can_be_said_again(
    desk: Desk, kernel: Kernel
) -> None:
    shop = await desk.connected()
    for _ in range(2):
        assert (await desk.send("DELETE", f"/connections/{shop.store_id}")).status_code == 200
    headers = {"Authorization": f"Bearer {shop.api_key}"}
    refused = await desk.api.get("/api/v1/plan", headers=headers)
    assert (refused.status_code, refused.json()["data"]) == (401, None)
    [row] = await rows(
        kernel, shop.tenant_id, "select status, platform_key from platform_connections"
    )
    assert row == ("disconnected", "")
    assert (await desk.send("DELETE", f"/connections/{uuid4()}")).status_code == 200
    again = await shop.connect()
    headers = {"Authorization": f"Bearer {again.api_key}"}
    assert (await desk.api.get("/api/v1/plan", headers=headers)).status_code == 200


async def test_people_disconnect_their_own_stores_alone(shop: Shop, other_shop: Shop) -> None:
    owner, stranger = await shop.sign_in(), await other_shop.sign_in()
    [one] = (await owner.get("/connections")).json()["data"]
    refused = await stranger.delete(f"/connections/{one['id']}")
    assert (refused.status_code, refused.json()["data"]) == (404, None)
    viewer = await shop.sign_in(role="viewer")
    assert (await viewer.delete(f"/connections/{one['id']}")).status_code == 403
    by_key = await shop.desk.api.delete(
        f"/api/v1/connections/{one['id']}", headers={"Authorization": f"Bearer {shop.api_key}"}
    )
    assert by_key.status_code == 403
    assert (await owner.get("/connections")).json()["data"][0]["status"] == "connected"
    assert (await owner.delete(f"/connections/{one['id']}")).json()["data"]["status"] == (
        "disconnected"
    )


async def test_about_says_what_the_product_is(desk: Desk) -> None:
    reply = await desk.send("GET", "/about")
    data = reply.json()["data"]
    assert (data["name"], data["resources"]) == ("template_product", ["product"])
    assert data["events"] == [
        "product.created", "customer.erased", "store.suspended", "store.deleted"
    ]  # fmt: skip


async def test_the_status_of_a_resource_is_told_for_the_store_it_is_of(
    shop: Shop, other_shop: Shop, run: Any
) -> None:
    product = await shop.tell_product()
    await run(shop.tenant_id)
    path = f"/connections/{{}}/resources/product/{product}"
    mine = await shop.desk.send("GET", path.format(shop.store_id))
    other = await shop.desk.send("GET", path.format(other_shop.store_id))
    unknown = await shop.desk.send("GET", path.format(uuid4()))
    assert (mine.json()["data"]["state"], mine.json()["data"]["summary"]) == ("done", "1 note")
    assert other.json()["data"]["state"] == "none"
    assert unknown.status_code == 404


async def test_new_secrets_are_good_and_the_old_ones_no_longer(shop: Shop) -> None:
    old = shop.secret
    fresh = shop.desk.shop().secret
    path = f"/connections/{shop.store_id}/secrets"
    reply = await shop.desk.send("PUT", path, {"webhook_secrets": [fresh]})
    assert reply.status_code == 200
    shop.secret = old
    assert (await shop.tell("product.created", {})).status_code == 401
    shop.secret = fresh
    assert (await shop.tell("product.created", {})).status_code == 200


async def test_somebody_who_registered_here_before_keeps_their_password_and_own_business(
    desk: Desk,
) -> None:
    alone = await register_merchant(desk.api)
    person = {"user_id": str(uuid4()), "email": alone.email, "name": "Other name"}
    shop = await desk.connected(owner=person)
    assert shop.tenant_id != alone.tenant_id
    login = await desk.api.post(
        "/api/v1/auth/login", json={"email": alone.email, "password": PASSWORD}
    )
    assert login.status_code == 200
    assert len(login.json()["data"]["user"]["memberships"]) == 2
