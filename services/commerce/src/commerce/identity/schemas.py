"""Shapes of invitations, and of who one is with what the plan allows."""

from datetime import datetime

from ecomm_core.api.schemas import Input, Output
from ecomm_core.identity.schemas import LinkToken, Password, PersonName, RoleName, UserOut


class AcceptIn(Input):
    """The token of an invitation, and the account to make."""

    token: LinkToken
    name: PersonName
    password: Password


class PlanUseOut(Output):
    """Use against one limit of the plan; `limit` is null where there is none."""

    name: str
    used: int
    limit: int | None


class MeOut(UserOut):
    """`UserOut` with the state of the second factor, the plan and its use.

    `two_factor_required`: the business asks for a second factor; without one, only the account
    itself can be reached. `store_ids` null is all stores.
    """

    two_factor_enabled: bool
    two_factor_required: bool
    recovery_codes_left: int

    plan: str
    read_only: bool
    """The bill stayed unpaid: orders are served and data is taken along, nothing else changes."""
    usage: list[PlanUseOut]


class InvitationOut(Output):
    """What somebody is asked to join. With `has_account` they sign in to accept. `role_name` is
    that of a custom role."""

    tenant_name: str
    invited_by: str
    email: str
    role: RoleName
    role_name: str | None
    expires_at: datetime
    has_account: bool
