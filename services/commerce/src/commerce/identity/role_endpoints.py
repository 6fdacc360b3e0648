"""HTTP of custom roles."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.identity import permissions as table
from commerce.identity import roles
from commerce.identity.errors import RoleHeld, RoleNameTaken, TooManyRoles
from commerce.identity.role_schemas import (
    CustomRoleIn,
    CustomRoleOut,
    CustomRolePatch,
    PermissionOut,
    PermissionsOut,
    PresetOut,
    RoleHolderOut,
)
from commerce.identity.roles import CustomRole
from commerce.identity.shapes import actor_of
from ecomm_core.accounts.members import AboveYou
from ecomm_core.accounts.people import Role
from ecomm_core.api.auth import TeamAdmin, TenantContext, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import LimitReached, NotFound
from ecomm_core.identity.schemas import RoleName

routes = router("team", "/team")


@routes.get("/permissions")
async def permissions(context: Viewer) -> Reply[PermissionsOut]:
    """What roles are made of: every permission, what each preset holds, and what the caller may
    give."""
    found = await roles.choices(context.session, context.tenant_id, context.held)
    return ok(
        PermissionsOut(
            permissions=[
                PermissionOut(name=name, needs=list(needs), mine=name in found.mine)
                for name, needs in found.permissions.items()
            ],
            presets=[
                PresetOut(role=role.value, permissions=table.ordered(held), members=members)
                for role, (held, members) in found.presets.items()
            ],
            included=found.included,
            lifted_by=found.lifted_by,
        )
    )


@routes.get("/roles")
async def list_roles(context: Viewer, page: PageDep) -> ListReply[CustomRoleOut]:
    """The business's own roles with who holds each, by name."""
    found, total = await roles.page(
        context.session, context.tenant_id, offset=page.offset, limit=page.per_page
    )
    return page_of([_out(one, context) for one in found], page.info(total))


@routes.get("/roles/{role_id}", responses=errors(NotFound))
async def get_role(context: Viewer, role_id: UUID) -> Reply[CustomRoleOut]:
    """One of the business's own roles."""
    return ok(_out(await roles.one(context.session, context.tenant_id, role_id), context))


@routes.post(
    "/roles",
    status_code=201,
    responses=errors(AboveYou, LimitReached, RoleNameTaken, TooManyRoles),
)
async def create_role(context: TeamAdmin, body: CustomRoleIn) -> Reply[CustomRoleOut]:
    """Make a role out of permissions that the caller has. For plans with custom roles."""
    made = await roles.create(
        context.session,
        context.tenant_id,
        actor_of(context),
        name=body.name,
        description=body.description,
        permissions=body.permissions,
    )
    return ok(_out(made, context))


@routes.patch("/roles/{role_id}", responses=errors(NotFound, AboveYou, LimitReached, RoleNameTaken))
async def update_role(
    context: TeamAdmin, role_id: UUID, body: CustomRolePatch
) -> Reply[CustomRoleOut]:
    """Change a role, in force at once for everybody who holds it. Neither before nor after may it
    do more than the caller."""
    changed = await roles.update(
        context.session,
        context.tenant_id,
        actor_of(context),
        role_id,
        name=body.name,
        description=body.description,
        permissions=body.permissions,
    )
    return ok(_out(changed, context))


@routes.delete("/roles/{role_id}", responses=errors(NotFound, AboveYou, LimitReached, RoleHeld))
async def delete_role(
    context: TeamAdmin,
    role_id: UUID,
    replace_by: Annotated[RoleName | None, Query()] = None,
    replace_by_id: Annotated[UUID | None, Query()] = None,
) -> Reply[dict[str, Any]]:
    """Delete a role. While members or open invitations hold it, `replace_by` says which role they
    get: a preset, or `custom` with the id of another one."""
    await roles.delete(
        context.session,
        context.tenant_id,
        actor_of(context),
        role_id,
        replacement=None
        if replace_by is None and replace_by_id is None
        else (Role(replace_by or Role.CUSTOM), replace_by_id),
    )
    return ok({})


def _out(found: CustomRole, context: TenantContext) -> CustomRoleOut:
    return CustomRoleOut(
        id=found.id,
        name=found.name,
        description=found.description,
        permissions=table.ordered(found.permissions),
        members=found.members,
        invites=found.invites,
        holders=[RoleHolderOut(user_id=user_id, name=name) for user_id, name in found.holders],
        may_change=table.TABLE.covers(context.held, [found.held]),
        created_at=found.created_at,
        updated_at=found.updated_at,
    )
