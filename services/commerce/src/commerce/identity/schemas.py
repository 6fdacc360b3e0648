"""Shapes of invitations."""

from datetime import datetime

from ecomm_core.api.schemas import Input, Output
from ecomm_core.identity.schemas import LinkToken, Password, PersonName, RoleName


class AcceptIn(Input):
    """The token of an invitation, and the account to make."""

    token: LinkToken
    name: PersonName
    password: Password


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
