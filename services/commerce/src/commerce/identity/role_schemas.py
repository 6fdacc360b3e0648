"""Shapes of custom roles."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output
from ecomm_core.identity.schemas import RoleName

RoleTitle = Annotated[str, Field(min_length=1, max_length=60, examples=["Warehouse"])]
RoleWords = Annotated[str, Field(max_length=300, examples=["Packs and ships, no prices"])]
Permissions = Annotated[
    list[Annotated[str, Field(max_length=60, examples=["orders:read"])]],
    Field(min_length=1, max_length=100),
]
"""Out of `GET /team/permissions`; each with those it needs."""


class CustomRoleIn(Input):
    """A new role."""

    name: RoleTitle
    description: RoleWords = ""
    permissions: Permissions


class CustomRolePatch(Input):
    """What changes about a role; null stays. `permissions` are replaced."""

    name: RoleTitle | None = None
    description: RoleWords | None = None
    permissions: Permissions | None = None


class RoleHolderOut(Output):
    """A member who holds a role."""

    user_id: UUID
    name: str


class CustomRoleOut(Output):
    """A role of the business. `holders` are its first members; `members` and `invites` (open ones)
    say how many there are. `may_change`: it may do no more than the caller's own role."""

    id: UUID
    name: str
    description: str
    permissions: list[str]
    members: int
    invites: int
    holders: list[RoleHolderOut]
    may_change: bool
    created_at: datetime
    updated_at: datetime


class PermissionOut(Output):
    """A permission, and those it is no use without. `mine`: the caller has it, and may give it."""

    name: str
    needs: list[str]
    mine: bool


class PresetOut(Output):
    """A role that every business has, and how many members hold it. An owner may do more than its
    permissions say: the plan, deleting a store, handing the business over."""

    role: RoleName
    permissions: list[str]
    members: int


class PermissionsOut(Output):
    """What roles are made of. `included`: the plan has custom roles; else `lifted_by` names the
    plan that does."""

    permissions: list[PermissionOut]
    presets: list[PresetOut]
    included: bool
    lifted_by: str | None
