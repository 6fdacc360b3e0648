"""What a custom role may do, for every merchant operation of the OpenAPI document.

Each is called by somebody whose role has every permission but the one it needs, and by somebody
whose role has that one alone; what only owners may, no role opens.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from commerce.app import create
from commerce.identity.permissions import ALWAYS, NEEDS, TABLE, VERBS, missing, of_scope
from commerce.identity.scopes import AREAS, RESOURCES, SCOPES
from commerce.openapi import document
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import VERBS as VERB_OF
from ecomm_core.accounts.rights import Held
from ecomm_core.api.router import Route, api_routes, declared_access, declared_minimum
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import confirm_address
from ecomm_testing.actors import Merchant
from ecomm_testing.leak import Operation, fingerprint, operations, send
from ecomm_testing.members import join

from .operations import OPERATIONS
from .world import World, build

MERCHANT = [one for one in operations(document()) if one.access == "merchant"]

STRICTER: Final = {"stores_delete": Role.OWNER}
"""Operations that ask for more than their context, inside."""


JUDGED: Final = {
    "api_keys_create_key",
    "team_create_role",
    "team_delete_role",
    "team_invite",
    "team_remove_member",
    "team_resend_invite",
    "team_revoke_invite",
    "team_update_member",
    "team_update_role",
}
"""Operations that give or take rights: their permission opens them, and then the caller's other
rights are looked at."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What an operation asks for: the area (None: one's own) and the least preset (None: anybody
    who is signed in)."""

    area: str | None
    least: Role | None

    @property
    def permission(self) -> str | None:
        """The permission that opens it; None: no permission does, or none is needed."""
        if self.area is None or self.least in (None, Role.OWNER):
            return None
        return f"{self.area}:{VERB_OF[self.least]}"


@pytest.fixture(scope="module")
def needed(kernel: Kernel) -> dict[str, Needed]:
    """By operation."""
    found = {}
    for route in api_routes(create(kernel)):
        original = route.original_route
        if declared_access(route) != "merchant" or not isinstance(original, Route):
            continue
        name = f"{original.tags[0]}_{original.name}"
        found[name] = Needed(original.area(AREAS), STRICTER.get(name, declared_minimum(route)))
    return found


@dataclass(slots=True)
class Holder:
    """Somebody with a custom role whose permissions can be changed under their feet."""

    kernel: Kernel
    person: Merchant
    role_id: UUID

    async def may(self, *permissions: str) -> None:
        """Nothing else from now on."""
        scope = Scope(tenant_id=self.person.tenant_id)
        async with self.kernel.database.transaction(scope) as session:
            await session.execute(
                text("update custom_roles set permissions = :p where id = :id").bindparams(
                    bindparam("p", type_=JSONB())
                ),
                {"p": list(permissions), "id": self.role_id},
            )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(api: httpx2.AsyncClient, kernel: Kernel) -> World:
    return await build(api, kernel)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def holder(world: World) -> Holder:
    role_id = new_id()
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(
            text(
                """insert into custom_roles
                     (tenant_id, id, name, description, permissions, created_at, updated_at)
                   values (:tenant, :id, 'Of the matrix', '', '[]', now(), now())"""
            ),
            {"tenant": world.owner.tenant_id, "id": role_id},
        )
    person = await join(world.kernel, world.owner, "custom", role_id=role_id)
    await confirm_address(world.kernel, person)
    return Holder(world.kernel, person, role_id)


def test_the_table_is_what_the_routes_ask_for(needed: dict[str, Needed]) -> None:
    """Nothing that a preset opens is out of a custom role's reach, and no permission is for
    nothing."""
    assert set(needed) == {one.id for one in MERCHANT}
    asked = {one.permission for one in needed.values()} - {None}
    assert asked == set(TABLE.permissions)
    assert set(AREAS) == set(RESOURCES), "every tag has an area, or says that it is one's own"
    own = {name.split("_")[0] for name, one in needed.items() if one.area is None}
    assert own == {"auth", "notifications"}
    for name, one in needed.items():
        assert one.least is not None or one.area is None, name


def test_presets_are_levels_of_the_table() -> None:
    viewer, staff, admin = (TABLE.of(Held(r)) for r in (Role.VIEWER, Role.STAFF, Role.ADMIN))
    assert viewer < staff < admin == TABLE.permissions < TABLE.of(Held(Role.OWNER))
    assert all(name.endswith(":read") for name in viewer)
    assert not any(name.endswith(":manage") for name in staff)


def test_what_a_permission_needs_is_in_the_table_and_needs_no_more() -> None:
    for name, needs in NEEDS.items():
        assert set(needs) <= TABLE.permissions, name
        assert name not in needs
    # Presets are whole: whoever copies one is never told that something is missing.
    for role in (Role.VIEWER, Role.STAFF, Role.ADMIN):
        assert missing(TABLE.of(Held(role))) == [], role
    assert all(ALWAYS in NEEDS[name] for name in NEEDS if name != ALWAYS)
    assert {f"{area}:{verb}" for area, verbs in VERBS.items() for verb in verbs} == set(NEEDS)


def test_every_scope_of_a_key_has_a_permission_behind_it() -> None:
    assert {of_scope(scope) for scope in SCOPES} <= TABLE.permissions


@pytest.mark.parametrize("operation", MERCHANT, ids=lambda operation: operation.id)
async def test_a_role_does_what_its_permissions_say_and_nothing_else(
    operation: Operation, world: World, holder: Holder, needed: dict[str, Needed]
) -> None:
    asked = needed[operation.id]
    if asked.least is None:
        pytest.skip("one's own account needs no permission")
    call = await OPERATIONS[operation.id](world)
    opens = asked.permission
    if asked.area is not None:
        await holder.may(*(TABLE.permissions - {opens}))
        before = await fingerprint(world.kernel, world.owner.tenant_id)
        refused = await send(world.api, operation, call, headers=holder.person.headers)
        assert refused.status_code == 403, refused.text[:300]
        assert refused.json()["error"]["code"] == "forbidden"
        assert refused.json()["data"] is None
        after = await fingerprint(world.kernel, world.owner.tenant_id)
        assert after == before, "refused, yet changed"
    if asked.least is Role.OWNER:
        return
    await holder.may(*([opens] if opens else []))
    if operation.id in JUDGED:
        before = await fingerprint(world.kernel, world.owner.tenant_id)
        refused = await send(world.api, operation, call, headers=holder.person.headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "above_you")
        assert await fingerprint(world.kernel, world.owner.tenant_id) == before
        await holder.may(*TABLE.permissions)
    reply = await send(world.api, operation, call, headers=holder.person.headers)
    assert 200 <= reply.status_code < 300, reply.text[:300]
