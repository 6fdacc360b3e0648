"""Custom roles: making, changing, deleting and giving them.

Who may manage the team makes roles out of permissions they hold themselves, and gives, changes and
deletes only roles that may do no more than their own. Where the plan no longer includes custom
roles, they stay what they are for those who hold them; none is made, changed or newly given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.identity import permissions as table
from commerce.identity import role_repository as repository
from commerce.identity.errors import RoleHeld, RoleNameTaken, TooManyRoles
from ecomm_core import audit, clock, plans
from ecomm_core.accounts import members
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held
from ecomm_core.errors import Invalid, NotFound
from ecomm_core.ids import new_id
from ecomm_core.plan_table import LADDER, PLANS

MOST: Final = 50
"""Custom roles of a business."""

PRESETS: Final = (Role.OWNER, Role.ADMIN, Role.STAFF, Role.VIEWER)
_NAMED = {"uq_custom_roles_name": RoleNameTaken.on_field("name")}


@dataclass(frozen=True, slots=True)
class CustomRole:
    """A role of the business, with who holds it: how many members and open invitations, and the
    first members by (id, name)."""

    id: UUID
    name: str
    description: str
    permissions: frozenset[str]
    created_at: datetime
    updated_at: datetime
    members: int
    invites: int
    holders: tuple[tuple[UUID, str], ...]

    @property
    def held(self) -> Held:
        """The role as somebody holds it."""
        return Held(Role.CUSTOM, self.permissions, self.id)

    def told(self) -> dict[str, Any]:
        """For the audit log."""
        return {
            "name": self.name,
            "description": self.description,
            "permissions": table.ordered(self.permissions),
        }


@dataclass(frozen=True, slots=True)
class Choices:
    """What roles can be made of, for one person: every permission with what it needs, those they
    may give, what each preset holds and how many members hold it, and whether the plan includes
    custom roles (else the title of the plan that does)."""

    permissions: dict[str, tuple[str, ...]]
    mine: frozenset[str]
    presets: dict[Role, tuple[frozenset[str], int]]
    included: bool
    lifted_by: str | None


async def choices(session: AsyncSession, tenant_id: UUID, held: Held) -> Choices:
    """What somebody chooses from who makes a role."""
    counted = await repository.presets_held(session, tenant_id)
    included = await plans.included(session, tenant_id=tenant_id, name=plans.CUSTOM_ROLES)
    remedy = next((p for p in LADDER if plans.CUSTOM_ROLES in PLANS[p].extras), None)
    return Choices(
        permissions=dict(table.NEEDS),
        mine=table.TABLE.of(held) & table.TABLE.permissions,
        presets={
            role: (
                table.TABLE.of(Held(role)) & table.TABLE.permissions,
                counted.get(role.value, 0),
            )
            for role in PRESETS
        },
        included=included,
        lifted_by=None if included or remedy is None else PLANS[remedy].title,
    )


async def page(
    session: AsyncSession, tenant_id: UUID, *, offset: int, limit: int
) -> tuple[list[CustomRole], int]:
    """(roles, how many), by name."""
    rows, total = await repository.page(session, tenant_id, offset=offset, limit=limit)
    return [_role(row) for row in rows], total


async def one(session: AsyncSession, tenant_id: UUID, role_id: UUID) -> CustomRole:
    """A role. Raises NotFound (404)."""
    row = await repository.one(session, tenant_id, role_id)
    if row is None:
        raise NotFound
    return _role(row)


async def create(
    session: AsyncSession,
    tenant_id: UUID,
    actor: members.Actor,
    *,
    name: str,
    description: str,
    permissions: Sequence[str],
) -> CustomRole:
    """Make a role.

    Raises AboveYou (403) for permissions that the actor lacks, LimitReached (402), RoleNameTaken,
    TooManyRoles (409), Invalid (422).
    """
    chosen = _judged(name, permissions)
    actor.judge(Held(Role.CUSTOM, chosen))
    await plans.includes(session, tenant_id=tenant_id, name=plans.CUSTOM_ROLES)
    await members.lock_team(session, tenant_id)
    if await repository.count(session, tenant_id) >= MOST:
        raise TooManyRoles
    role_id = new_id()
    with refusing(_NAMED):
        await repository.add(
            session,
            {
                "tenant": tenant_id,
                "id": role_id,
                "name": name,
                "description": description,
                "permissions": table.ordered(chosen),
                "now": clock.now(),
            },
        )
    made = await one(session, tenant_id, role_id)
    await _note(session, tenant_id, actor, "role.create", role_id, after=made.told())
    return made


async def update(
    session: AsyncSession,
    tenant_id: UUID,
    actor: members.Actor,
    role_id: UUID,
    *,
    name: str | None,
    description: str | None,
    permissions: Sequence[str] | None,
) -> CustomRole:
    """Change a role; None stays. In force for everybody who holds it from their next request on.

    Raises NotFound (404), AboveYou (403) where it had or would have rights that the actor lacks,
    LimitReached (402), RoleNameTaken (409), Invalid (422).
    """
    await members.lock_team(session, tenant_id)
    before = await one(session, tenant_id, role_id)
    named = before.name if name is None else name
    chosen = _judged(named, before.permissions if permissions is None else permissions)
    actor.judge(before.held, Held(Role.CUSTOM, chosen))
    await plans.includes(session, tenant_id=tenant_id, name=plans.CUSTOM_ROLES)
    values = {
        "name": named,
        "description": before.description if description is None else description,
        "permissions": table.ordered(chosen),
    }
    if values == before.told():
        return before
    with refusing(_NAMED):
        await repository.change(
            session, {"tenant": tenant_id, "id": role_id, "now": clock.now(), **values}
        )
    after = await one(session, tenant_id, role_id)
    await _note(
        session,
        tenant_id,
        actor,
        "role.update",
        role_id,
        before=before.told(),
        after=after.told(),
    )
    return after


async def delete(
    session: AsyncSession,
    tenant_id: UUID,
    actor: members.Actor,
    role_id: UUID,
    *,
    replacement: tuple[Role, UUID | None] | None,
) -> None:
    """Delete a role. Members and open invitations that hold it get `replacement`, a preset or
    another custom role, in force at once.

    Raises NotFound (404), AboveYou (403), RoleHeld (409) where somebody holds it and nothing
    replaces it, LimitReached (402) for a custom role that the plan no longer lets anybody be given,
    Invalid (422) for a replacement that is the role itself, or the owner's.
    """
    await members.lock_team(session, tenant_id)
    before = await one(session, tenant_id, role_id)
    actor.judge(before.held)
    if replacement is None:
        if before.members or before.invites:
            raise RoleHeld(before.members, before.invites)
    else:
        instead = await _replacement(session, replacement, role_id)
        actor.judge(instead)
        if before.members or before.invites:
            await giving(session, tenant_id, instead, before=before.held)
        await _move(session, tenant_id, actor, role_id, instead)
    await repository.delete(session, tenant_id, role_id)
    await _note(session, tenant_id, actor, "role.delete", role_id, before=before.told())


async def held(
    session: AsyncSession, role: Role, role_id: UUID | None, *, field: str = "role_id"
) -> Held:
    """A role of the business in scope, as somebody would hold it.

    Raises NotFound (404) for a custom role that is not there, Invalid (422) where only one of
    `custom` and an id is said.
    """
    if (role is Role.CUSTOM) != (role_id is not None):
        raise Invalid.on_field(
            field, "Say which role: the id goes with `custom`, and with it alone."
        )
    if role_id is None:
        return Held(role)
    found = await repository.permissions(session, role_id)
    if found is None:
        raise NotFound("This role does not exist.")
    return Held(role, found, role_id)


async def giving(
    session: AsyncSession, tenant_id: UUID, held: Held, *, before: Held | None = None
) -> None:
    """Raise LimitReached (402) where a custom role would be newly given that the plan does not
    include. Who holds it already keeps it."""
    if held.role is Role.CUSTOM and (before is None or before.role_id != held.role_id):
        await plans.includes(session, tenant_id=tenant_id, name=plans.CUSTOM_ROLES)


async def names(session: AsyncSession) -> dict[UUID, str]:
    """What the custom roles of the business in scope are called, by id."""
    return await repository.names(session)


def _judged(name: str, permissions: Sequence[str] | frozenset[str]) -> frozenset[str]:
    """Permissions as they are kept: all of the table, none without what it needs."""
    if name.casefold() in {*(role.value for role in PRESETS), Role.CUSTOM.value}:
        raise RoleNameTaken.on_field("name", "This is the name of a role that everybody has.")
    chosen = frozenset(permissions)
    for place, one_of in enumerate(permissions):
        if one_of not in table.NEEDS:
            raise Invalid.on_field(f"permissions.{place}", "There is no such permission.")
    lacking = table.missing(chosen)
    if lacking:
        raise Invalid(
            "Some of these permissions are no use without others.",
            details=[
                {
                    "field": "permissions",
                    "code": Invalid.code,
                    "message": f"{name_of} needs {need}.",
                    "permission": name_of,
                    "needs": need,
                }
                for name_of, need in lacking
            ],
        )
    return chosen


async def _replacement(
    session: AsyncSession, replacement: tuple[Role, UUID | None], role_id: UUID
) -> Held:
    role, other = replacement
    if role is Role.OWNER:
        raise Invalid.on_field(
            "replace_by", "Make one person the owner, by handing the business over."
        )
    if other == role_id:
        raise Invalid.on_field("replace_by_id", "Choose another role than the one to delete.")
    return await held(session, role, other, field="replace_by_id")


async def _move(
    session: AsyncSession, tenant_id: UUID, actor: members.Actor, role_id: UUID, instead: Held
) -> None:
    for user_id in await repository.holders(session, tenant_id, role_id):
        now = await members.one(session, tenant_id, user_id)
        await members.change(
            session, tenant_id, actor, user_id, held=instead, store_ids=now.store_ids
        )
    await repository.move_invites(
        session, tenant_id, role_id, role=instead.role.value, to=instead.role_id
    )


async def _note(
    session: AsyncSession,
    tenant_id: UUID,
    actor: members.Actor,
    action: str,
    role_id: UUID,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor.name,
        action=action,
        resource_type="role",
        resource_id=role_id,
        before=before,
        after=after,
    )


def _role(row: Any) -> CustomRole:
    return CustomRole(
        row.id,
        row.name,
        row.description,
        frozenset(row.permissions) & table.TABLE.permissions,
        row.created_at,
        row.updated_at,
        row.members,
        row.invites,
        tuple((UUID(one_of["user_id"]), one_of["name"]) for one_of in row.holders),
    )
