"""Shapes of the team."""

from datetime import datetime
from uuid import UUID

from pydantic import EmailStr, StrictBool

from ecomm_core.api.schemas import Input, Output
from ecomm_core.identity.schemas import AskedPassword, RoleName, StoreIds


class MemberPatch(Input):
    """A member's role and stores; both are replaced. An owner enters every store. `role_id` goes
    with `custom`."""

    role: RoleName
    role_id: UUID | None = None
    store_ids: StoreIds = None


class HandOverIn(Input):
    """Who becomes the owner, and the present owner's password."""

    user_id: UUID
    password: AskedPassword


class InviteIn(Input):
    """Who is asked to join, as what, and where. `role_id` goes with `custom`."""

    email: EmailStr
    role: RoleName
    role_id: UUID | None = None
    store_ids: StoreIds = None


class FactorRuleIn(Input):
    """Whether everybody in the business needs two-factor authentication."""

    require_two_factor: StrictBool


class MemberOut(Output):
    """A person of the business. `store_ids` null is all stores; `role_id` and `role_name` are those
    of a custom role. `may_change`: their role may do no more than the caller's own."""

    user_id: UUID
    email: str
    name: str
    role: RoleName
    role_id: UUID | None
    role_name: str | None
    may_change: bool
    store_ids: list[UUID] | None
    two_factor_enabled: bool
    email_verified: bool
    joined_at: datetime
    last_used_at: datetime | None


class InviteOut(Output):
    """An open invitation; past `expires_at` its link is void until it is sent again."""

    id: UUID
    email: str
    role: RoleName
    role_id: UUID | None
    role_name: str | None
    store_ids: list[UUID] | None
    created_at: datetime
    sent_at: datetime
    expires_at: datetime
    expired: bool


class FactorRuleOut(Output):
    """Whether the business asks for a second factor, and how many members have none."""

    require_two_factor: bool
    members_without: int
