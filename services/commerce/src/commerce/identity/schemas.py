"""Shapes of register, login, refresh, switch and me."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from ecomm_core.api.schemas import Input, Output

Password = Annotated[str, Field(min_length=12, max_length=128)]
PersonName = Annotated[str, Field(min_length=1, max_length=120)]


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


class SwitchIn(Input):
    """The tenant that the new pair of tokens shall name."""

    tenant_id: UUID


class MembershipOut(Output):
    """A tenant the user belongs to."""

    tenant_id: UUID
    tenant_name: str
    role: Literal["owner", "admin", "staff", "viewer"]


class PlanUseOut(Output):
    """Use against one limit of the plan; `limit` is null where there is none."""

    name: str
    used: int
    limit: int | None


class UserOut(Output):
    """The signed-in user, the tenant the token names, and where else they may go."""

    id: UUID
    email: str
    name: str
    created_at: datetime
    tenant_id: UUID
    tenant_name: str
    role: Literal["owner", "admin", "staff", "viewer"]
    memberships: list[MembershipOut]


class MeOut(UserOut):
    """`UserOut` with the plan and its use."""

    plan: str
    usage: list[PlanUseOut]


class TokensOut(Output):
    """A pair of tokens. `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    user: UserOut
