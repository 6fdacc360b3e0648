"""Register, log in, refresh, switch, log out: the rules of merchants' accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.accounts.families import Families, SessionEnded
from ecomm_core.accounts.passwords import Passwords
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.accounts.tokens import LIFETIME, Audience, Claims, TokenSigner
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Conflict, NotFound, Unauthenticated
from ecomm_core.ids import new_id

TRIAL = timedelta(days=14)


class Role(StrEnum):
    """Presets over what a membership may do, strongest first."""

    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    VIEWER = "viewer"


RANK = {Role.VIEWER: 0, Role.STAFF: 1, Role.ADMIN: 2, Role.OWNER: 3}


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
    """A tenant a user belongs to."""

    tenant_id: UUID
    tenant_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in user within one tenant."""

    id: UUID
    email: str
    name: str
    created_at: datetime
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
class Client:
    """Where a log-in comes from."""

    ip: str
    user_agent: str | None


def fold_email(email: str) -> str:
    """E-mail as the unique key: trimmed and case-folded."""
    return email.strip().casefold()


class Accounts:
    """Merchants' accounts of one service. Opens its own transactions: a log-in has no tenant."""

    def __init__(
        self, database: Database, signer: TokenSigner, families: Families, passwords: Passwords
    ) -> None:
        self._database = database
        self._signer = signer
        self._families = families
        self._passwords = passwords
        self._throttle = LoginThrottle(database)

    async def register(self, *, email: str, password: str, name: str, client: Client) -> SignedIn:
        """Make user, tenant and owner membership in one transaction, and sign in.

        Raises EmailTaken (409).
        """
        folded = fold_email(email)
        hashed = await self._passwords.hash(password)
        user_id, tenant_id = new_id(), new_id()
        async with self._database.transaction(
            Scope(tenant_id=tenant_id, user_id=user_id)
        ) as session:
            await session.execute(
                text(
                    """insert into tenants (id, name, plan, trial_ends_at)
                       values (:id, :name, 'trial', :ends)"""
                ),
                {"id": tenant_id, "name": name, "ends": clock.now() + TRIAL},
            )
            made = await session.execute(
                text(
                    """insert into users (id, email, name, password_hash)
                       values (:id, :email, :name, :hash)
                       on conflict (email) do nothing returning id"""
                ),
                {"id": user_id, "email": folded, "name": name, "hash": hashed},
            )
            if made.first() is None:
                raise EmailTaken.on_field("email")
            await session.execute(
                text(
                    "insert into memberships (tenant_id, user_id, role) "
                    "values (:tenant, :user, 'owner')"
                ),
                {"tenant": tenant_id, "user": user_id},
            )
            return await self._sign_in(session, user_id, tenant_id, client)

    async def login(self, *, email: str, password: str, client: Client) -> SignedIn:
        """Check the password; the throttle counts before any hashing.

        Raises LoginThrottled (429), WrongCredentials (401).
        """
        folded = fold_email(email)
        await self._throttle.attempt(folded, client.ip)
        async with self._database.transaction() as session:
            located = (
                await session.execute(
                    text("select user_id, tenant_id from locate_user(:email)"), {"email": folded}
                )
            ).first()
        stored = await self._password_hash(located.user_id) if located else None
        if not await self._passwords.verify(stored, password) or located is None or stored is None:
            raise WrongCredentials
        await self._throttle.succeeded(folded, client.ip)
        if located.tenant_id is None:
            raise WrongCredentials("This account belongs to no business any more.")
        rehashed = (
            await self._passwords.hash(password) if self._passwords.outdated(stored) else None
        )
        scope = Scope(tenant_id=located.tenant_id, user_id=located.user_id)
        async with self._database.transaction(scope) as session:
            if rehashed:
                await session.execute(
                    text("update users set password_hash = :hash where id = :id"),
                    {"hash": rehashed, "id": located.user_id},
                )
            return await self._sign_in(session, located.user_id, located.tenant_id, client)

    async def refresh(self, refresh_token: str) -> SignedIn:
        """Exchange a refresh token for a new pair. Raises SessionEnded (401)."""
        rotated = await self._families.rotate(refresh_token, Audience.MERCHANT)
        scope = Scope(tenant_id=rotated.tenant_id, user_id=rotated.subject_id)
        async with self._database.transaction(scope) as session:
            person = await self._person(session, rotated.subject_id, rotated.tenant_id)
        if person is None:
            raise SessionEnded
        return self._pair(person, rotated.family_id, rotated.refresh_token)

    async def logout(self, claims: Claims, refresh_token: str | None) -> None:
        """End the family of the refresh token (of the same user), or of the access token."""
        family = (claims.tenant_id, claims.family_id)
        if refresh_token is not None:
            found = await self._families.family_of(refresh_token)
            if found is None or found != family:
                raise SessionEnded
        await self._families.revoke(*family, "logout")

    async def switch(self, claims: Claims, tenant_id: UUID, client: Client) -> SignedIn:
        """A new pair that names another tenant of the same user; the old family ends.

        Raises NotFound (404) for a tenant the user does not belong to.
        """
        scope = Scope(tenant_id=tenant_id, user_id=claims.subject)
        async with self._database.transaction(scope) as session:
            if await self._person(session, claims.subject, tenant_id) is None:
                raise NotFound
            pair = await self._sign_in(session, claims.subject, tenant_id, client)
        await self._families.revoke(claims.tenant_id, claims.family_id, "switch")
        return pair

    async def person(self, session: AsyncSession, claims: Claims) -> Person:
        """The signed-in user. Raises SessionEnded (401) when the membership is gone."""
        found = await self._person(session, claims.subject, claims.tenant_id)
        if found is None:
            raise SessionEnded
        return found

    async def _password_hash(self, user_id: UUID) -> str | None:
        async with self._database.transaction(Scope(user_id=user_id)) as session:
            value = await session.scalar(
                text("select password_hash from users where id = :id"), {"id": user_id}
            )
        return str(value) if value is not None else None

    async def _sign_in(
        self, session: AsyncSession, user_id: UUID, tenant_id: UUID, client: Client
    ) -> SignedIn:
        person = await self._person(session, user_id, tenant_id)
        if person is None:
            raise WrongCredentials
        family_id, refresh_token = await self._families.open(
            session,
            audience=Audience.MERCHANT,
            tenant_id=tenant_id,
            subject_id=user_id,
            user_agent=client.user_agent,
            ip=client.ip,
        )
        return self._pair(person, family_id, refresh_token)

    def _pair(self, person: Person, family_id: UUID, refresh_token: str) -> SignedIn:
        access = self._signer.issue(
            subject=person.id,
            audience=Audience.MERCHANT,
            tenant_id=person.tenant_id,
            family_id=family_id,
        )
        return SignedIn(access, refresh_token, int(LIFETIME.total_seconds()), person)

    async def _person(self, session: AsyncSession, user_id: UUID, tenant_id: UUID) -> Person | None:
        rows: Sequence[Any] = (
            await session.execute(
                text(
                    """select u.id, u.email, u.name, u.created_at, m.tenant_id, m.role,
                              t.name as tenant_name
                         from users u join memberships m on m.user_id = u.id
                         join tenants t on t.id = m.tenant_id
                        where u.id = :user order by m.created_at"""
                ),
                {"user": user_id},
            )
        ).all()
        memberships = tuple(Membership(r.tenant_id, r.tenant_name, Role(r.role)) for r in rows)
        if not any(m.tenant_id == tenant_id for m in memberships):
            return None
        first = rows[0]
        return Person(first.id, first.email, first.name, first.created_at, tenant_id, memberships)
