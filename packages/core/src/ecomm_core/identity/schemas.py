"""Shapes of register, login, refresh, switch, and of what people do with their own account."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from ecomm_core.accounts.links import MAX_TOKEN
from ecomm_core.api.schemas import Input, Output

Password = Annotated[str, Field(min_length=12, max_length=128)]
LinkToken = Annotated[str, Field(min_length=1, max_length=MAX_TOKEN)]
AskedPassword = Annotated[str, Field(min_length=1, max_length=1024)]
"""A password that is compared, not set: a wrong one is refused, whatever its length."""
Code = Annotated[str, Field(min_length=1, max_length=40, examples=["123456"])]
"""Six digits of an authenticator, or a recovery code."""
RoleName = Literal["owner", "admin", "staff", "viewer", "custom"]
"""A preset, or `custom`: a role of the business's own, which an id and a name go with."""
PersonName = Annotated[str, Field(min_length=1, max_length=120)]
StoreIds = Annotated[list[UUID], Field(min_length=1, max_length=100)] | None
"""Null is all stores."""


class RegisterIn(Input):
    """A new merchant: user, tenant and owner membership are made together."""

    email: EmailStr
    password: Password
    name: PersonName


class LoginIn(Input):
    """E-mail and password. Length is not checked here: a wrong password is 401, not 422."""

    email: Annotated[str, Field(min_length=1, max_length=320)]
    password: Annotated[str, Field(min_length=1, max_length=1024)]


class RefreshIn(Input):
    """The refresh token of a pair."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=512)]


class LogoutIn(Input):
    """The refresh token whose family ends; without one, the family of the access token ends."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=512)] | None = None


class TenantSwitchIn(Input):
    """The tenant that the new pair of tokens shall name."""

    tenant_id: UUID


class MembershipOut(Output):
    """A tenant the user belongs to."""

    tenant_id: UUID
    tenant_name: str
    role: RoleName


class SecondStepIn(Input):
    """The challenge that `login` gave, and a code."""

    challenge: Annotated[str, Field(min_length=1, max_length=200)]
    code: Code


class EmailIn(Input):
    """An address that may or may not have an account."""

    email: Annotated[str, Field(min_length=1, max_length=320)]


class TokenIn(Input):
    """The token of a mailed link."""

    token: LinkToken


class AccountResetIn(Input):
    """The token of a mailed link, and the new password."""

    token: LinkToken
    password: Password


class AccountPasswordIn(Input):
    """The password as it is, and as it shall be."""

    password: AskedPassword
    new_password: Password


class ProfileIn(Input):
    """What people change about themselves."""

    name: PersonName


class ProofIn(Input):
    """The signed-in user's password, asked again."""

    password: AskedPassword


class FactorCodeIn(Input):
    """A code of the authenticator that was just set up."""

    code: Code


class FactorProofIn(Input):
    """Password and code: both are needed to weaken an account."""

    password: AskedPassword
    code: Code


class UserOut(Output):
    """The signed-in user, the tenant the token names, and where else they may go. Of a custom role:
    its id, its name, and what it may do (null: all that the preset may)."""

    id: UUID
    email: str
    name: str
    created_at: datetime
    tenant_id: UUID
    tenant_name: str
    role: RoleName
    role_id: UUID | None
    role_name: str | None
    permissions: list[str] | None
    store_ids: list[UUID] | None
    email_verified: bool
    memberships: list[MembershipOut]


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


class TokensOut(Output):
    """A pair of tokens. `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    user: UserOut


class SecondStepOut(Output):
    """The password was right; send a code with `challenge` within `expires_in` seconds."""

    second_step: Literal["code"]
    challenge: str
    expires_in: int


class AccountVerifiedOut(Output):
    """The address that is confirmed now."""

    email: str


class EnrolmentOut(Output):
    """A secret for an authenticator, not in force yet; its `otpauth:` address, and that address as
    a QR code: rows of modules, `1` is dark, without the quiet zone."""

    secret: str
    otpauth_uri: str
    qr: list[str]


class RecoveryCodesOut(Output):
    """Codes that stand in for the authenticator, once each. Shown this once."""

    recovery_codes: list[str]


class AccountSessionOut(Output):
    """One log-in. `device` is what the browser says of itself, in words; `current` is this one."""

    id: UUID
    device: str
    ip: str | None
    tenant_id: UUID
    created_at: datetime
    last_used_at: datetime
    current: bool


class EndedOut(Output):
    """How many log-ins ended."""

    ended: int
