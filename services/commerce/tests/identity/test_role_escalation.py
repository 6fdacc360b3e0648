"""Nobody gives, makes or keeps more rights than they have: not by roles, invitations or keys."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
import pytest

from commerce.identity.permissions import TABLE
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import confirm_address, invite_link
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store
from ecomm_testing.members import join

from .custom_roles import MANAGER, PACKER, colleague, everything, make
from .test_invites import accept, address

ALL = sorted(TABLE.permissions)


async def test_who_manages_the_team_gives_no_more_than_they_have(
    store: ShopStore, kernel: Kernel
) -> None:
    """Every way to more rights than one's own, for others and for oneself; nothing changes, and
    nothing is written down.
    """
    owner = store.merchant
    await confirm_address(kernel, owner)
    strong = await make(owner, "Strong", PACKER)
    weak = await make(owner, "Weak", ["products:read", "stores:read"])
    manager = await colleague(kernel, owner, "Office", MANAGER)
    await confirm_address(kernel, manager)
    mine = (await manager.get("/auth/me")).json()["data"]["role_id"]
    admin = await join(kernel, owner, "admin")
    packer = await join(kernel, owner, "custom", role_id=UUID(strong["id"]))
    guest = await join(kernel, owner, "custom", role_id=UUID(weak["id"]))
    more = {"permissions": [*MANAGER, "products:write"]}
    before = await everything(kernel, owner)
    tries: list[tuple[str, str, Any]] = [
        # A role with rights they lack: made, one's own widened, another's narrowed or renamed.
        ("POST", "/team/roles", {"name": "Mine", **more}),
        ("POST", "/team/roles", {"name": "All", "permissions": ALL}),
        ("PATCH", f"/team/roles/{mine}", more),
        ("PATCH", f"/team/roles/{weak['id']}", more),
        ("PATCH", f"/team/roles/{strong['id']}", {"permissions": ["stores:read"]}),
        ("PATCH", f"/team/roles/{strong['id']}", {"name": "Other"}),
        (
            "DELETE",
            f"/team/roles/{strong['id']}?replace_by=custom&replace_by_id={weak['id']}",
            None,
        ),
        ("DELETE", f"/team/roles/{weak['id']}?replace_by=viewer", None),
        (
            "DELETE",
            f"/team/roles/{weak['id']}?replace_by=custom&replace_by_id={strong['id']}",
            None,
        ),
        # Given to others, and to oneself.
        *(
            ("PATCH", f"/team/members/{user}", given)
            for user in (guest.user_id, manager.user_id)
            for given in (
                {"role": "owner"},
                {"role": "admin"},
                {"role": "staff"},
                {"role": "viewer"},
                {"role": "custom", "role_id": strong["id"]},
            )
        ),
        # Taken from those who have more.
        *(
            ("PATCH", f"/team/members/{user}", {"role": "custom", "role_id": weak["id"]})
            for user in (owner.user_id, admin.user_id, packer.user_id)
        ),
        *(
            ("DELETE", f"/team/members/{user}", None)
            for user in (owner.user_id, admin.user_id, packer.user_id)
        ),
        # By invitation.
        ("POST", "/team/invites", {"email": address(), "role": "viewer"}),
        (
            "POST",
            "/team/invites",
            {"email": address(), "role": "custom", "role_id": strong["id"]},
        ),
    ]
    for method, path, body in tries:
        reply = await manager.request(method, path, json=body)
        said = reply.json()
        assert (reply.status_code, said["error"]["code"]) == (403, "above_you"), (path, body)
        assert said["data"] is None
    handed = {"user_id": str(manager.user_id), "password": PASSWORD}
    assert (await manager.post("/team/hand-over", json=handed)).status_code == 403
    rule = {"require_two_factor": True}
    assert (await manager.put("/team/two-factor", json=rule)).status_code == 403
    assert await everything(kernel, owner) == before
    listed = (await manager.get("/team/roles")).json()["data"]
    assert {one["name"]: one["may_change"] for one in listed} == {
        "Office": True,
        "Strong": False,
        "Weak": True,
    }
    members = (await manager.get("/team/members")).json()["data"]
    assert {one["user_id"] for one in members if one["may_change"]} == {
        str(manager.user_id),
        str(guest.user_id),
    }


async def test_within_their_own_rights_a_manager_does_the_work(
    store: ShopStore, kernel: Kernel
) -> None:
    """The other side of the refusals: what is no more than one's own is given and taken."""
    owner = store.merchant
    manager = await colleague(kernel, owner, "Office", MANAGER)
    await confirm_address(kernel, manager)
    guests = await make(manager, "Guests", ["products:read", "stores:read"])
    person = await join(kernel, owner, "custom", role_id=UUID(guests["id"]))
    path = f"/team/members/{person.user_id}"
    other = await make(manager, "Bare", ["stores:read"])
    given = {"role": "custom", "role_id": other["id"]}
    assert (await manager.patch(path, json=given)).status_code == 200
    assert (await person.get(f"{store.path}/products")).status_code == 403
    body = {"email": address(), **given}
    assert (await manager.post("/team/invites", json=body)).status_code == 201
    assert (await manager.delete(f"/team/roles/{guests['id']}")).status_code == 200
    assert (await manager.delete(path)).status_code == 200
    assert (await person.get("/auth/me")).status_code == 401


@pytest.mark.parametrize("role", ["staff", "viewer"])
async def test_roles_are_for_who_manages_the_team(
    merchant: Merchant, kernel: Kernel, role: str
) -> None:
    made = await make(merchant, "Warehouse", PACKER)
    person = await join(kernel, merchant, role)
    before = await everything(kernel, merchant)
    for reply in (
        await person.post("/team/roles", json={"name": "N", "permissions": PACKER}),
        await person.patch(f"/team/roles/{made['id']}", json={"name": "N"}),
        await person.delete(f"/team/roles/{made['id']}"),
    ):
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "forbidden")
    assert await everything(kernel, merchant) == before


async def test_a_manager_of_some_stores_manages_no_team(store: ShopStore, kernel: Kernel) -> None:
    made = await make(store.merchant, "Office", MANAGER)
    person = await join(kernel, store.merchant, "custom", [store.id], role_id=UUID(made["id"]))
    before = await everything(kernel, store.merchant)
    body = {"name": "N", "permissions": ["stores:read"]}
    assert (await person.post("/team/roles", json=body)).status_code == 403
    assert (await person.patch(f"/team/roles/{made['id']}", json={"name": "N"})).status_code == 403
    assert await everything(kernel, store.merchant) == before


async def test_no_role_is_an_owners(store: ShopStore, kernel: Kernel) -> None:
    """Not even one with every permission there is."""
    owner = store.merchant
    person = await colleague(kernel, owner, "All of it", ALL)
    before = await everything(kernel, owner)
    for method, path, body in (
        ("DELETE", store.path, None),
        ("PUT", "/team/two-factor", {"require_two_factor": True}),
        ("POST", "/team/hand-over", {"user_id": str(person.user_id), "password": PASSWORD}),
        ("PATCH", f"/team/members/{person.user_id}", {"role": "owner"}),
        ("PATCH", f"/team/members/{owner.user_id}", {"role": "viewer"}),
        ("DELETE", f"/team/members/{owner.user_id}", None),
        ("POST", "/subscriptions/portal", {}),
    ):
        reply = await person.request(method, path, json=body)
        assert reply.status_code == 403, path
        assert reply.json()["data"] is None
    assert await everything(kernel, owner) == before
    assert (await owner.get(store.path)).status_code == 200


async def key_of(person: Merchant, *scopes: str) -> httpx2.Response:
    return await person.post("/api-keys", json={"name": "Sync", "scopes": list(scopes)})


KEYS = ["products:read", "stores:read", "api_keys:read", "api_keys:manage"]


async def test_a_key_never_does_more_than_its_maker(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    """Not when it is made, not after its maker's role was widened or narrowed, and not once its
    maker has left."""
    owner = store.merchant
    person = await colleague(kernel, owner, "Developers", KEYS)
    [role] = (await owner.get("/team/roles")).json()["data"]
    offered = (await person.get("/api-keys/scopes")).json()["data"]["scopes"]
    assert offered == ["products:read", "stores:read"]
    before = await everything(kernel, owner)
    for scope in ("orders:read", "products:write", "customers:read", "webhooks:write"):
        refused = await key_of(person, "products:read", scope)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "above_you")
        assert refused.json()["error"]["details"][0]["field"] == "scopes.1"
    assert await everything(kernel, owner) == before
    made = (await key_of(person, "products:read")).json()["data"]

    async def by_key(path: str) -> int:
        headers = {"Authorization": f"Bearer {made['key']}"}
        return (await api.get(f"/api/v1{store.path}{path}", headers=headers)).status_code

    async def hold(*permissions: str) -> None:
        path = f"/team/roles/{role['id']}"
        changed = await owner.patch(path, json={"permissions": list(permissions)})
        assert changed.status_code == 200, changed.text

    assert await by_key("/products") == 200
    # Its scope alone would open this staff's read (customers of the whole scope are another).
    assert await by_key(f"/exports/{role['id']}/file.csv") == 403
    await hold("stores:read")
    assert await by_key("/products") == 403
    await hold(*KEYS, "products:write")
    assert await by_key("/products") == 200
    assert await by_key(f"/exports/{role['id']}/file.csv") == 403, "made when less was held"
    assert (await owner.delete(f"/team/members/{person.user_id}")).status_code == 200
    assert await by_key("/products") == 200, "the business's own"
    assert await by_key(f"/exports/{role['id']}/file.csv") == 403


async def test_a_key_of_an_admin_follows_them_down(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    owner = store.merchant
    admin = await join(kernel, owner, "admin")
    made = (await key_of(admin, "products:read", "products:write")).json()["data"]
    headers = {"Authorization": f"Bearer {made['key']}"}

    async def write(name: str) -> int:
        path = f"/api/v1{store.path}/categories"
        return (await api.post(path, json={"name": name}, headers=headers)).status_code

    assert await write("One") == 201
    path = f"/team/members/{admin.user_id}"
    assert (await owner.patch(path, json={"role": "viewer"})).status_code == 200
    assert await write("Two") == 403
    seeing = await make(owner, "Seeing", ["products:read", "stores:read"])
    given = {"role": "custom", "role_id": seeing["id"]}
    assert (await owner.patch(path, json=given)).status_code == 200
    assert await write("Three") == 403
    listed = await api.get(f"/api/v1{store.path}/categories", headers=headers)
    assert [one["name"] for one in listed.json()["data"]] == ["One"]


@pytest.mark.parametrize("role", ["viewer", "custom"])
async def test_who_is_taken_out_leaves_no_stronger_key(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel, role: str
) -> None:
    """Somebody let down step by step and then taken out still knows their key: it stays as low as
    they were last, in what it does and where.
    """
    owner = store.merchant
    other = await create_store(owner, kernel)
    admin = await join(kernel, owner, "admin")
    made = (await key_of(admin, "products:read", "products:write")).json()["data"]
    seeing = await make(owner, "Seeing", ["products:read", "stores:read"])
    low = {"role": role, "role_id": seeing["id"] if role == "custom" else None}
    path = f"/team/members/{admin.user_id}"
    lowered = await owner.patch(path, json={**low, "store_ids": [str(store.id)]})
    assert lowered.status_code == 200, lowered.text
    assert (await owner.delete(path)).status_code == 200
    headers = {"Authorization": f"Bearer {made['key']}"}
    at = f"/api/v1{store.path}/categories"
    assert (await api.get(at, headers=headers)).status_code == 200
    refused = await api.post(at, json={"name": "Mine"}, headers=headers)
    assert (refused.status_code, refused.json()["data"]) == (403, None)
    elsewhere = await api.get(f"/api/v1{other.path}/categories", headers=headers)
    assert elsewhere.status_code == 404
    assert (await owner.get(f"{store.path}/categories")).json()["data"] == []


async def test_who_joins_while_their_role_is_deleted_gets_the_one_in_its_place(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    """Whoever comes first: nobody holds a role that is gone, and nothing fails."""
    owner = store.merchant
    await confirm_address(kernel, owner)
    for turn in range(5):
        made = await make(owner, f"Short {turn}", PACKER)
        body = {"email": address(), "role": "custom", "role_id": made["id"]}
        invited = (await owner.post("/team/invites", json=body)).json()["data"]
        token = await invite_link(kernel, owner.tenant_id, invited["id"])
        joined, deleted = await asyncio.gather(
            accept(api, token), owner.delete(f"/team/roles/{made['id']}?replace_by=viewer")
        )
        assert (joined.status_code, deleted.status_code) == (201, 200), (joined.text, deleted.text)
        user = joined.json()["data"]["user"]["id"]
        members = (await owner.get("/team/members?per_page=100")).json()["data"]
        assert [one["role"] for one in members if one["user_id"] == user] == ["viewer"]


async def test_a_role_is_not_given_while_it_is_deleted(store: ShopStore, kernel: Kernel) -> None:
    """Whoever comes first: either somebody holds it and it stays, or it is gone and nobody does."""
    owner = store.merchant
    member = await join(kernel, owner, "viewer")
    for turn in range(5):
        made = await make(owner, f"Short {turn}", PACKER)
        given, deleted = await asyncio.gather(
            owner.patch(
                f"/team/members/{member.user_id}", json={"role": "custom", "role_id": made["id"]}
            ),
            owner.delete(f"/team/roles/{made['id']}"),
        )
        assert (given.status_code, deleted.status_code) in {(200, 409), (404, 200)}
        me = (await member.get("/auth/me")).json()["data"]
        assert (me["role"] == "custom") == (given.status_code == 200)
        back = await owner.patch(f"/team/members/{member.user_id}", json={"role": "viewer"})
        assert back.status_code == 200
