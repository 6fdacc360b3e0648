"""How tenant A's people rightfully call the operations of accounts, team and API keys."""

import secrets
from dataclasses import dataclass
from typing import Any

from ecomm_core.accounts.links import Purpose
from ecomm_testing.accounts import account_link, invite_link, turn_on_second_factor
from ecomm_testing.actors import PASSWORD, Merchant, register_merchant
from ecomm_testing.leak import Call
from ecomm_testing.members import join
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple, with_id
from .world import World

simple("auth_me")
simple("auth_update_me", json={"name": "Another Name"})
simple("auth_list_sessions")
simple("auth_export_me")
simple("auth_ask_own_copy")
simple("auth_list_own_requests")
simple("auth_show_leaving")
simple("team_list_members")
simple("team_list_invites")
simple("team_permissions")
simple("team_list_roles")
simple("audit_list_entries")
simple("audit_choices")
simple("audit_export")
simple("team_factor_rule")
simple("team_set_factor_rule", json={"require_two_factor": False})
simple("api_keys_list_keys")
simple("api_keys_list_scopes")
simple("api_keys_create_key", json={"name": "Sync", "scopes": ["products:read"]})


@dataclass(slots=True)
class Secured:
    """Somebody with a second factor, and a recovery code they have not used."""

    person: Merchant
    code: str


async def _secured(world: World) -> Secured:
    person = await register_merchant(world.api)
    codes = await turn_on_second_factor(person)
    return Secured(person, codes[0])


@operation("auth_login_code")
async def _login_code(world: World) -> Call:
    made = await _secured(world)
    reply = await world.api.post(
        "/api/v1/auth/login", json={"email": made.person.email, "password": PASSWORD}
    )
    challenge = reply.json()["data"]["challenge"]
    return Call(json={"challenge": challenge, "code": made.code})


@operation("auth_verify_email")
async def _verify(world: World) -> Call:
    person = await register_merchant(world.api)
    return Call(json={"token": await account_link(world.kernel, person.user_id, Purpose.VERIFY)})


@operation("auth_resend_verification")
async def _resend(world: World) -> Call:
    """Somebody who registered before there were links."""
    person = await register_merchant(world.api)
    await account_link(world.kernel, person.user_id, Purpose.VERIFY, forget=True)
    return Call(json=None, bearer=person.headers, own_caller=True)


@operation("auth_forgot_password")
async def _forgot(world: World) -> Call:
    return Call(json={"email": f"{secrets.token_hex(6)}@example.com"})


@operation("auth_reset_password")
async def _reset(world: World) -> Call:
    person = await register_merchant(world.api)
    await world.api.post("/api/v1/auth/password/forgot", json={"email": person.email})
    token = await account_link(world.kernel, person.user_id, Purpose.RESET)
    return Call(json={"token": token, "password": "another good password"})


@operation("auth_change_password")
async def _change(world: World) -> Call:
    person = await register_merchant(world.api)
    body = {"password": PASSWORD, "new_password": "another good password"}
    return Call(json=body, bearer=person.headers, own_caller=True)


@operation("auth_enrol_factor")
async def _enrol(world: World) -> Call:
    person = await register_merchant(world.api)
    return Call(json={"password": PASSWORD}, bearer=person.headers, own_caller=True)


@operation("auth_confirm_factor")
async def _confirm(world: World) -> Call:
    person = await register_merchant(world.api)
    code = await turn_on_second_factor(person, confirm=False)
    return Call(json={"code": code[0]}, bearer=person.headers, own_caller=True)


async def _both(world: World) -> Call:
    made = await _secured(world)
    body = {"password": PASSWORD, "code": made.code}
    return Call(json=body, bearer=made.person.headers, own_caller=True)


operation("auth_renew_recovery_codes")(_both)
operation("auth_disable_factor")(_both)


@operation("auth_end_session")
async def _end_session(world: World) -> Call:
    login = await world.api.post(
        "/api/v1/auth/login", json={"email": world.owner.email, "password": PASSWORD}
    )
    headers = {"Authorization": f"Bearer {login.json()['data']['access_token']}"}
    listed = (await world.api.get("/api/v1/auth/sessions", headers=headers)).json()["data"]
    return Call(path={"session_id": next(one["id"] for one in listed if one["current"])})


@operation("auth_end_other_sessions")
async def _end_others(world: World) -> Call:
    person = await register_merchant(world.api)
    return Call(bearer=person.headers, own_caller=True)


async def _invited(world: World, email: str | None = None) -> dict[str, Any]:
    reply = await world.owner.post(
        "/team/invites",
        json={"email": email or f"{secrets.token_hex(6)}@example.com", "role": "staff"},
    )
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()["data"]
    return made


async def _token(world: World, email: str | None = None) -> str:
    made = await _invited(world, email)
    return await invite_link(world.kernel, world.owner.tenant_id, made["id"])


@operation("auth_look_at_invite")
async def _look(world: World) -> Call:
    return Call(json={"token": await _token(world)})


@operation("auth_accept_invite")
async def _accept(world: World) -> Call:
    return Call(json={"token": await _token(world), "name": "N", "password": PASSWORD})


@operation("auth_join_by_invite")
async def _join(world: World) -> Call:
    person = await register_merchant(world.api)
    token = await _token(world, person.email)
    return Call(json={"token": token}, bearer=person.headers, own_caller=True)


@operation("team_invite")
async def _invite(world: World) -> Call:
    return Call(json={"email": f"{secrets.token_hex(6)}@example.com", "role": "viewer"})


@operation("team_resend_invite")
async def _resend_invite(world: World) -> Call:
    made = await _invited(world)
    await invite_link(world.kernel, world.owner.tenant_id, made["id"], minutes_ago=2)
    return Call(path={"invite_id": made["id"]})


@operation("team_revoke_invite")
async def _revoke_invite(world: World) -> Call:
    return Call(path={"invite_id": (await _invited(world))["id"]})


async def _member_id(world: World) -> str:
    return str((await join(world.kernel, world.owner, "staff")).user_id)


async def _role_id(world: World) -> str:
    reply = await world.owner.post(
        "/team/roles",
        json={
            "name": f"Role {secrets.token_hex(6)}",
            "permissions": ["orders:read", "stores:read"],
        },
    )
    assert reply.status_code == 201, reply.text
    return str(reply.json()["data"]["id"])


@operation("team_create_role")
async def _create_role(_world: World) -> Call:
    body = {
        "name": f"Packers {secrets.token_hex(6)}",
        "description": "Packs and ships",
        "permissions": ["products:read", "orders:read", "orders:write", "stores:read"],
    }
    return Call(json=body)


with_id("team_get_role", "role_id", _role_id)
with_id(
    "team_update_role",
    "role_id",
    _role_id,
    json={"permissions": ["orders:read", "customers:read", "stores:read"]},
)
with_id("team_delete_role", "role_id", _role_id)

with_id("team_update_member", "user_id", _member_id, json={"role": "viewer"})
with_id("team_remove_member", "user_id", _member_id)


@operation("team_hand_over")
async def _hand_over(world: World) -> Call:
    """A second owner hands over, so that A's own keeps the role."""
    second = await join(world.kernel, world.owner, "owner")
    body = {"user_id": await _member_id(world), "password": PASSWORD}
    return Call(json=body, bearer=second.headers, own_caller=True)


async def _key_id(world: World) -> str:
    reply = await world.owner.post("/api-keys", json={"name": "K", "scopes": ["orders:read"]})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["data"]["id"])


with_id("api_keys_revoke_key", "key_id", _key_id)


@operation("auth_own_copy_json")
async def _own_copy(world: World) -> Call:
    """Somebody's own file, written."""
    person = await register_merchant(world.api)
    asked = (await person.post("/auth/me/data-requests")).json()["data"]
    await run_outbox(world.kernel, person.tenant_id)
    path = {"request_id": asked["id"]}
    return Call(path=path, bearer=person.headers, own_caller=True)


@operation("auth_delete_me")
async def _delete_me(world: World) -> Call:
    """Somebody whom nobody needs."""
    person = await register_merchant(world.api)
    return Call(json={"password": PASSWORD}, bearer=person.headers, own_caller=True)
