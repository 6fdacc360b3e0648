"""Custom roles: made, given, changed under their holders' feet, deleted, kept by a smaller plan."""

from uuid import UUID, uuid4

import httpx2
import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import confirm_address, invite_link
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store
from ecomm_testing.members import join

from .custom_roles import MANAGER, PACKER, colleague, everything, log_of, make, on_plan
from .test_invites import accept, address


async def refusal(reply: httpx2.Response) -> tuple[int, str]:
    said = reply.json()
    assert said["data"] is None
    return reply.status_code, said["error"]["code"]


async def test_a_role_is_made_given_and_opens_what_it_says(
    store: ShopStore, kernel: Kernel
) -> None:
    owner = store.merchant
    made = await make(owner, "Warehouse", PACKER, description="Packs and ships")
    assert (made["members"], made["invites"], made["holders"]) == (0, 0, [])
    member = await join(kernel, owner, "viewer")
    new = {"role": "custom", "role_id": made["id"]}
    given = (await owner.patch(f"/team/members/{member.user_id}", json=new)).json()["data"]
    assert (given["role"], given["role_name"]) == ("custom", "Warehouse")
    me = (await member.get("/auth/me")).json()["data"]
    assert (me["role"], me["role_id"], me["role_name"]) == ("custom", made["id"], "Warehouse")
    assert sorted(me["permissions"]) == sorted(PACKER)
    assert (await member.get(f"{store.path}/orders")).status_code == 200
    assert (await member.get(f"{store.path}/products")).status_code == 200
    for method, path, body in (
        ("GET", f"{store.path}/customers", None),
        ("GET", f"{store.path}/analytics/overview", None),
        ("GET", "/team/members", None),
        ("GET", "/audit", None),
        ("POST", f"{store.path}/categories", {"name": "Tools"}),
        ("PATCH", store.path, {"name": "Mine"}),
        ("DELETE", store.path, None),
    ):
        refused = await member.request(method, path, json=body)
        assert await refusal(refused) == (403, "forbidden"), path
    assert (await owner.get(store.path)).json()["data"]["name"] != "Mine"
    assert (await owner.get(f"{store.path}/categories")).json()["data"] == []
    shown = (await owner.get(f"/team/roles/{made['id']}")).json()["data"]
    assert shown["members"] == 1
    assert [one["user_id"] for one in shown["holders"]] == [str(member.user_id)]
    [(before, after)] = await log_of(kernel, owner, "member.update")
    assert before == {"role": "viewer", "store_ids": None}
    assert (after["role"], after["role_id"], after["role_name"]) == (
        "custom",
        made["id"],
        "Warehouse",
    )


async def test_a_changed_role_holds_at_once_for_who_is_signed_in(
    store: ShopStore, kernel: Kernel
) -> None:
    """With the token they had before, in both directions; the log says what was and what is."""
    owner = store.merchant
    member = await colleague(kernel, owner, "Editors", ["products:read", "stores:read"])
    [role] = (await owner.get("/team/roles")).json()["data"]
    new = {"name": "Tools"}
    assert (await member.post(f"{store.path}/categories", json=new)).status_code == 403
    path = f"/team/roles/{role['id']}"
    more = ["products:read", "products:write", "stores:read"]
    assert (await owner.patch(path, json={"permissions": more})).status_code == 200
    assert (await member.post(f"{store.path}/categories", json=new)).status_code == 201
    less = await owner.patch(path, json={"permissions": ["stores:read"], "name": "Guests"})
    assert less.json()["data"]["name"] == "Guests"
    assert (await member.get(f"{store.path}/products")).status_code == 403
    assert (await member.post(f"{store.path}/categories", json={"name": "B"})).status_code == 403
    assert (await member.get("/auth/me")).json()["data"]["permissions"] == ["stores:read"]
    first, second = await log_of(kernel, owner, "role.update")
    assert first[0]["permissions"] == ["products:read", "stores:read"]
    assert first[1]["permissions"] == more
    assert (second[0]["name"], second[1]["name"]) == ("Editors", "Guests")
    # The same again is no change, and no entry.
    assert (await owner.patch(path, json={"name": "Guests"})).status_code == 200
    assert len(await log_of(kernel, owner, "role.update")) == 2


async def test_stores_of_a_holder_are_kept_to_as_ever(store: ShopStore, kernel: Kernel) -> None:
    owner = store.merchant
    other = await create_store(owner, kernel)
    made = await make(owner, "Warehouse", PACKER)
    member = await join(kernel, owner, "custom", [other.id], role_id=UUID(made["id"]))
    assert (await member.get(f"{other.path}/orders")).status_code == 200
    assert (await member.get(f"{store.path}/orders")).status_code == 404
    assert [one["id"] for one in (await member.get("/stores")).json()["data"]] == [str(other.id)]


async def test_an_invitation_for_a_role_of_ones_own(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    owner, email = store.merchant, address()
    await confirm_address(kernel, owner)
    made = await make(owner, "Warehouse", PACKER)
    body = {"email": email, "role": "custom", "role_id": made["id"]}
    invited = (await owner.post("/team/invites", json=body)).json()["data"]
    assert (invited["role"], invited["role_name"]) == ("custom", "Warehouse")
    token = await invite_link(kernel, owner.tenant_id, invited["id"])
    looked = await api.post("/api/v1/auth/invites/look", json={"token": token})
    assert looked.json()["data"]["role_name"] == "Warehouse"
    joined = (await accept(api, token)).json()["data"]["user"]
    assert (joined["role"], joined["role_name"]) == ("custom", "Warehouse")
    assert (await owner.get(f"/team/roles/{made['id']}")).json()["data"]["members"] == 1


@pytest.mark.parametrize(
    "said",
    [
        {"role": "custom"},
        {"role": "staff", "role_id": str(uuid4())},
        {"role": "custom", "role_id": None},
    ],
)
async def test_a_role_and_its_id_go_together(
    merchant: Merchant, kernel: Kernel, said: dict[str, object]
) -> None:
    member = await join(kernel, merchant, "viewer")
    reply = await merchant.patch(f"/team/members/{member.user_id}", json=said)
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == "role_id"
    assert (await member.get("/auth/me")).json()["data"]["role"] == "viewer"


async def test_roles_of_others_are_not_there(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    foreign = await make(other_store.merchant, "Theirs", PACKER)
    member = await join(kernel, store.merchant, "viewer")
    before = await everything(kernel, other_store.merchant)
    path = f"/team/roles/{foreign['id']}"
    owner = store.merchant
    for reply in (
        await owner.get(path),
        await owner.patch(path, json={"name": "Mine"}),
        await owner.delete(path),
        await owner.patch(
            f"/team/members/{member.user_id}", json={"role": "custom", "role_id": foreign["id"]}
        ),
    ):
        assert await refusal(reply) == (404, "not_found")
    assert "Theirs" not in (await owner.get("/team/roles")).text
    assert await everything(kernel, other_store.merchant) == before
    assert (await member.get("/auth/me")).json()["data"]["role"] == "viewer"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 61),
        ("description", "x" * 301),
        ("permissions", []),
        ("permissions", ["owner"]),
        ("permissions", ["stores:read", "stores:delete"]),
        ("permissions", ["products:read"]),
        ("permissions", ["stores:read", "orders:write"]),
    ],
)
async def test_malformed_roles_are_refused_on_their_field(
    merchant: Merchant, field: str, value: object
) -> None:
    body = {"name": "Warehouse", "permissions": PACKER, field: value}
    reply = await merchant.post("/team/roles", json=body)
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"].split(".")[0] == field
    assert (await merchant.get("/team/roles")).json()["page"]["total"] == 0


@pytest.mark.parametrize("name", ["Owner", "ADMIN", "custom", "warehouse"])
async def test_a_name_means_one_role(merchant: Merchant, name: str) -> None:
    await make(merchant, "Warehouse", PACKER)
    other = await make(merchant, "Other", PACKER)
    body = {"name": name, "permissions": PACKER}
    for reply in (
        await merchant.post("/team/roles", json=body),
        await merchant.patch(f"/team/roles/{other['id']}", json={"name": name}),
    ):
        assert await refusal(reply) == (409, "role_name_taken")
    listed = (await merchant.get("/team/roles")).json()["data"]
    assert [one["name"] for one in listed] == ["Other", "Warehouse"]


async def test_a_role_that_is_held_goes_only_with_another_in_its_place(
    store: ShopStore, kernel: Kernel
) -> None:
    """Members keep their stores; open invitations move along; the log names each."""
    owner = store.merchant
    await confirm_address(kernel, owner)
    made = await make(owner, "Warehouse", PACKER)
    member = await join(kernel, owner, "custom", [store.id], role_id=UUID(made["id"]))
    body = {"email": address(), "role": "custom", "role_id": made["id"]}
    invited = (await owner.post("/team/invites", json=body)).json()["data"]
    path = f"/team/roles/{made['id']}"
    before = await everything(kernel, owner)
    held = await owner.delete(path)
    assert await refusal(held) == (409, "role_held")
    detail = held.json()["error"]["details"][0]
    assert (detail["members"], detail["invites"]) == (1, 1)
    for query, status in (
        ("replace_by=owner", 422),
        (f"replace_by=custom&replace_by_id={made['id']}", 422),
        (f"replace_by=staff&replace_by_id={made['id']}", 422),
        ("replace_by=custom", 422),
        (f"replace_by=custom&replace_by_id={uuid4()}", 404),
        ("replace_by=nobody", 422),
    ):
        assert (await owner.delete(f"{path}?{query}")).status_code == status, query
    assert await everything(kernel, owner) == before
    assert (await owner.delete(f"{path}?replace_by=viewer")).status_code == 200
    me = (await member.get("/auth/me")).json()["data"]
    assert (me["role"], me["role_id"], me["store_ids"]) == ("viewer", None, [str(store.id)])
    assert (await member.get(f"{store.path}/orders")).status_code == 200
    assert (await member.get(path)).status_code == 404
    [open_one] = (await owner.get("/team/invites")).json()["data"]
    assert (open_one["id"], open_one["role"], open_one["role_id"]) == (
        invited["id"],
        "viewer",
        None,
    )
    [(gone, nothing)] = await log_of(kernel, owner, "role.delete")
    assert (gone["name"], nothing) == ("Warehouse", None)
    assert len(await log_of(kernel, owner, "member.update")) == 1


async def test_a_smaller_plan_leaves_roles_as_they_are_and_gives_none(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    """Holders keep what they had; nothing is made, changed or newly given, and nobody gets more
    than they were promised. Away from a custom role is always open.
    """
    owner = store.merchant
    await confirm_address(kernel, owner)
    made = await make(owner, "Warehouse", PACKER)
    other = await make(owner, "Desk", ["stores:read", "customers:read"])
    holder = await join(kernel, owner, "custom", role_id=UUID(made["id"]))
    member = await join(kernel, owner, "viewer")
    email = address()
    asked = {"email": email, "role": "custom", "role_id": made["id"]}
    invited = (await owner.post("/team/invites", json=asked)).json()["data"]
    token = await invite_link(kernel, owner.tenant_id, invited["id"], minutes_ago=5)
    await on_plan(kernel, owner, "growth")
    before = await everything(kernel, owner)
    mine = f"/team/members/{member.user_id}"
    again = {"email": address(), "role": "custom", "role_id": made["id"]}
    for reply in (
        await owner.post("/team/roles", json={"name": "New", "permissions": PACKER}),
        await owner.patch(f"/team/roles/{made['id']}", json={"name": "Renamed"}),
        await owner.patch(mine, json={"role": "custom", "role_id": made["id"]}),
        await owner.patch(
            f"/team/members/{holder.user_id}", json={"role": "custom", "role_id": other["id"]}
        ),
        await owner.post("/team/invites", json=again),
        await owner.post(f"/team/invites/{invited['id']}/resend"),
        await owner.delete(
            f"/team/roles/{made['id']}?replace_by=custom&replace_by_id={other['id']}"
        ),
        await accept(api, token),
    ):
        assert await refusal(reply) == (402, "limit_reached")
        detail = reply.json()["error"]["details"][0]
        assert (detail["limit"], detail["lifted_by"]) == ("custom roles", "Pro")
    assert await everything(kernel, owner) == before
    login = {"email": email, "password": PASSWORD}
    assert (await api.post("/api/v1/auth/login", json=login)).status_code == 401, "no account"
    assert (await holder.get(f"{store.path}/orders")).status_code == 200
    assert (await holder.get(f"{store.path}/customers")).status_code == 403
    told = (await owner.get("/team/permissions")).json()["data"]
    assert (told["included"], told["lifted_by"]) == (False, "Pro")
    # Other stores for who holds it, and the way out, stay open.
    kept = {"role": "custom", "role_id": made["id"], "store_ids": [str(store.id)]}
    assert (await owner.patch(f"/team/members/{holder.user_id}", json=kept)).status_code == 200
    assert (await owner.delete(f"/team/roles/{other['id']}")).status_code == 200
    gone = await owner.delete(f"/team/roles/{made['id']}?replace_by=viewer")
    assert gone.status_code == 200, gone.text
    assert (await holder.get("/auth/me")).json()["data"]["role"] == "viewer"
    assert (await accept(api, token)).json()["data"]["user"]["role"] == "viewer"


@pytest.mark.parametrize("plan", ["pro", "enterprise", "self_hosted", "trial"])
async def test_plans_with_custom_roles(merchant: Merchant, kernel: Kernel, plan: str) -> None:
    await on_plan(kernel, merchant, plan)
    told = (await merchant.get("/team/permissions")).json()["data"]
    assert (told["included"], told["lifted_by"]) == (True, None)
    assert (await make(merchant, "Warehouse", PACKER))["may_change"] is True


async def test_what_roles_are_made_of_is_told(merchant: Merchant, kernel: Kernel) -> None:
    manager = await colleague(kernel, merchant, "Office", MANAGER)
    told = (await manager.get("/team/permissions")).json()["data"]
    mine = [one["name"] for one in told["permissions"] if one["mine"]]
    assert sorted(mine) == sorted(MANAGER)
    presets = {one["role"]: one for one in told["presets"]}
    assert list(presets) == ["owner", "admin", "staff", "viewer"]
    assert (presets["owner"]["members"], presets["admin"]["members"]) == (1, 0)
    needs = {one["name"]: one["needs"] for one in told["permissions"]}
    assert needs["orders:write"] == ["orders:read", "products:read", "stores:read"]
