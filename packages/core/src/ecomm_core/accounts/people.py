"""Who merchants' accounts are about: roles, memberships, the person behind a log-in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit
from ecomm_core.errors import Conflict, Unauthenticated


class Role(StrEnum):
    """Presets over what a membership may do, strongest first; and roles of a business's own
    making, whose permissions are their own (`rights`)."""

    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    VIEWER = "viewer"
    CUSTOM = "custom"


RANK = {Role.CUSTOM: -1, Role.VIEWER: 0, Role.STAFF: 1, Role.ADMIN: 2, Role.OWNER: 3}
"""Of presets. A custom role is below them all: who compares ranks and forgets its permissions
refuses it."""


class EmailTaken(Conflict):
    """An account with this e-mail exists."""

    code = "email_taken"
    message = "There is already an account with this e-mail. Sign in instead."


class WrongCredentials(Unauthenticated):
    """E-mail or password is wrong; which of them is not said."""

    code = "wrong_credentials"
    message = "E-mail or password is wrong."


@dataclass(frozen=True, slots=True)
class Membership:
    """A tenant a user belongs to. `store_ids` None is all of its stores."""

    tenant_id: UUID
    tenant_name: str
    role: Role
    store_ids: tuple[UUID, ...] | None
    require_two_factor: bool
    role_id: UUID | None = None
    role_name: str | None = None
    """Of a custom role; of the business one is signed in to alone."""
    permissions: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in user within one tenant."""

    id: UUID
    email: str
    name: str
    created_at: datetime
    email_verified_at: datetime | None
    two_factor_at: datetime | None
    recovery_codes_left: int
    tenant_id: UUID
    memberships: tuple[Membership, ...]

    @property
    def current(self) -> Membership:
        """The membership of the token's tenant."""
        return next(m for m in self.memberships if m.tenant_id == self.tenant_id)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A pair of tokens and whose it is. `expires_in` in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    person: Person


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The password was right; a code is asked for. `challenge` lives `expires_in` seconds."""

    challenge: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class Client:
    """Where a log-in comes from."""

    ip: str
    user_agent: str | None


def fold_email(email: str) -> str:
    """E-mail as the unique key: trimmed and case-folded."""
    return email.strip().casefold()


async def open_business(
    session: AsyncSession, tenant_id: UUID, name: str, plan: str, trial_ends: datetime | None
) -> None:
    """Make a business. The scope names it already."""
    await session.execute(
        text(
            """insert into tenants (id, name, plan, trial_ends_at)
               values (:id, :name, :plan, :ends)"""
        ),
        {"id": tenant_id, "name": name, "plan": plan, "ends": trial_ends},
    )


async def rename(session: AsyncSession, tenant_id: UUID, user_id: UUID, name: str) -> None:
    """Give oneself another name."""
    before = await session.scalar(
        text("select name from users where id = :id for update"), {"id": user_id}
    )
    if before == name:
        return
    await session.execute(
        text("update users set name = :name where id = :id"), {"id": user_id, "name": name}
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=f"user:{user_id}",
        action="account.update",
        resource_type="user",
        resource_id=user_id,
        before={"name": before},
        after={"name": name},
    )
