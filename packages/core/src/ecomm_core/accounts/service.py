"""Register, log in, refresh, switch, log out: the rules of merchants' accounts."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock, plan_table
from ecomm_core.accounts.challenges import LIFETIME as CHALLENGE_LIFETIME
from ecomm_core.accounts.challenges import Challenges
from ecomm_core.accounts.families import Families, SessionEnded
from ecomm_core.accounts.links import LinkSigner
from ecomm_core.accounts.passwords import Passwords
from ecomm_core.accounts.people import (
    RANK,
    Client,
    EmailTaken,
    Membership,
    Person,
    Role,
    SecondStep,
    SignedIn,
    WrongCredentials,
    fold_email,
    open_business,
)
from ecomm_core.accounts.recovery import Recovery
from ecomm_core.accounts.second_factor import SecondFactor
from ecomm_core.accounts.sessions import end_all
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.accounts.tokens import LIFETIME, Audience, Claims, TokenSigner
from ecomm_core.crypto import Sealer
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Forbidden, NotFound
from ecomm_core.ids import new_id

__all__ = [
    "RANK",
    "Accounts",
    "Client",
    "EmailTaken",
    "Membership",
    "Person",
    "Role",
    "SecondStep",
    "SignedIn",
    "WrongCredentials",
    "WrongPassword",
    "fold_email",
]

TRIAL = timedelta(days=14)

SwitchRule = Callable[[AsyncSession, Claims], Awaitable[None]]
"""Raises where a session must stay in its business."""


class WrongPassword(Forbidden):
    """The signed-in user's own password, asked again, is wrong."""

    code = "wrong_password"
    message = "This password is wrong."


class Accounts:
    """Merchants' accounts of one service. Opens its own transactions: a log-in has no tenant."""

    def __init__(
        self,
        database: Database,
        signer: TokenSigner,
        families: Families,
        passwords: Passwords,
        *,
        sealer: Sealer,
        secret_key: bytes,
        begins: str = plan_table.TRIAL,
        trial: bool = True,
    ) -> None:
        """begins: the plan of a business that registers. trial: it ends after fourteen days."""
        self._database = database
        self._begins = begins
        self._trial = trial
        self._may_switch: SwitchRule | None = None
        self._signer = signer
        self._families = families
        self._passwords = passwords
        self._throttle = LoginThrottle(database)
        self._challenges = Challenges(secret_key)
        self.links = LinkSigner(secret_key)
        self.recovery = Recovery(database, passwords, self._throttle, self.links)
        self.second_factor = SecondFactor(database, self._throttle, sealer, secret_key)

    async def open_business(self, session: AsyncSession, tenant_id: UUID, name: str) -> None:
        """Make a business with the plan that businesses begin with. The scope names it already."""
        ends = clock.now() + TRIAL if self._trial else None
        await open_business(session, tenant_id, name, self._begins, ends)

    async def register(self, *, email: str, password: str, name: str, client: Client) -> SignedIn:
        """Make user, tenant and owner membership in one transaction, mail a link that confirms the
        address, and sign in.

        Raises EmailTaken (409): whoever registers is signed in at once, so they have to be told.
        """
        folded = fold_email(email)
        hashed = await self._passwords.hash(password)
        user_id, tenant_id = new_id(), new_id()
        async with self._database.transaction(
            Scope(tenant_id=tenant_id, user_id=user_id)
        ) as session:
            await self.open_business(session, tenant_id, name)
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
            await self.recovery.ask_verification(session, user_id=user_id, tenant_id=tenant_id)
            return await self._sign_in(session, user_id, tenant_id, client)

    async def login(self, *, email: str, password: str, client: Client) -> SignedIn | SecondStep:
        """Check the password; the throttle counts before any hashing. With two-factor
        authentication, a code is asked for (`second_step`).

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
        stored = (await self._secrets(located.user_id))[0] if located else None
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
            on = await session.scalar(
                text("select totp_enabled_at from users where id = :id"), {"id": located.user_id}
            )
            if on is None:
                return await self._sign_in(session, located.user_id, located.tenant_id, client)
        challenge = self._challenges.issue(located.user_id, rehashed or stored)
        return SecondStep(challenge, int(CHALLENGE_LIFETIME.total_seconds()))

    async def second_step(self, *, challenge: str, code: str, client: Client) -> SignedIn:
        """Sign in with a code after the password.

        Raises ChallengeOver (401), LoginThrottled (429), WrongCode (403).
        """
        user_id = self._challenges.user_of(challenge)
        stored, email = await self._secrets(user_id)
        self._challenges.check(challenge, stored)
        await self.second_factor.check(user_id, code, client.ip)
        async with self._database.transaction() as session:
            located = (
                await session.execute(
                    text("select tenant_id from locate_user(:email)"), {"email": email}
                )
            ).one()
        if located.tenant_id is None:
            raise WrongCredentials("This account belongs to no business any more.")
        return await self.sign_in(user_id, located.tenant_id, client)

    async def sign_in(self, user_id: UUID, tenant_id: UUID, client: Client) -> SignedIn:
        """A pair for a member whose credentials have been looked at."""
        scope = Scope(tenant_id=tenant_id, user_id=user_id)
        async with self._database.transaction(scope) as session:
            return await self._sign_in(session, user_id, tenant_id, client)

    async def prove(self, user_id: UUID, password: str, client: Client) -> None:
        """Ask a signed-in user for their password again, behind the log-in's own throttle.

        Raises LoginThrottled (429), WrongPassword (403).
        """
        stored, email = await self._secrets(user_id)
        await self._throttle.attempt(str(email), client.ip)
        if not await self._passwords.verify(stored, password):
            raise WrongPassword.on_field("password")
        await self._throttle.succeeded(str(email), client.ip)

    async def change_password(
        self, session: AsyncSession, claims: Claims, *, old: str, new: str, client: Client
    ) -> int:
        """Set another password; how many other log-ins of the user that ended.

        Raises LoginThrottled (429), WrongPassword (403).
        """
        await self.prove(claims.subject, old, client)
        hashed = await self._passwords.hash(new)
        await session.execute(
            text("update users set password_hash = :hash where id = :id"),
            {"hash": hashed, "id": claims.subject},
        )
        ended = await end_all(session, claims.subject, "password_changed", but=claims.family_id)
        await audit.record(
            session,
            tenant_id=claims.tenant_id,
            actor=f"user:{claims.subject}",
            action="account.password_change",
            resource_type="user",
            resource_id=claims.subject,
        )
        return ended

    async def join(
        self, session: AsyncSession, *, email: str, password_hash: str, name: str
    ) -> UUID:
        """Make a user who came by a mailed link: their address is theirs. Or give the user of
        this address, who belongs to no business any more, another password and name.

        The session's scope names the tenant; the membership is the caller's next step.
        """
        user_id = new_id()
        found = await session.scalar(
            text("select user_id from locate_user(:email)"), {"email": email}
        )
        if found is not None:
            user_id = UUID(str(found))
        await session.execute(
            text("select set_config('app.user_id', :user, true)"), {"user": str(user_id)}
        )
        await session.execute(
            text(
                """insert into users (id, email, name, password_hash, email_verified_at)
                   values (:id, :email, :name, :hash, :now)
                   on conflict (email) do update set name = excluded.name,
                     password_hash = excluded.password_hash,
                     email_verified_at = coalesce(users.email_verified_at, :now)"""
            ),
            {
                "id": user_id,
                "email": email,
                "name": name,
                "hash": password_hash,
                "now": clock.now(),
            },
        )
        return user_id

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

        Raises NotFound (404) for a tenant the user does not belong to, and what the rule of
        `switch_by` raises.
        """
        if self._may_switch is not None:
            own = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
            async with self._database.transaction(own) as session:
                await self._may_switch(session, claims)
        scope = Scope(tenant_id=tenant_id, user_id=claims.subject)
        async with self._database.transaction(scope) as session:
            if await self._person(session, claims.subject, tenant_id) is None:
                raise NotFound
            pair = await self._sign_in(session, claims.subject, tenant_id, client)
        await self._families.revoke(claims.tenant_id, claims.family_id, "switch")
        return pair

    def switch_by(self, rule: SwitchRule) -> None:
        """Say which sessions may leave their business; by the service's composition root."""
        self._may_switch = rule

    async def person(self, session: AsyncSession, claims: Claims) -> Person:
        """The signed-in user. Raises SessionEnded (401) when the membership is gone."""
        found = await self._person(session, claims.subject, claims.tenant_id)
        if found is None:
            raise SessionEnded
        return found

    async def _secrets(self, user_id: UUID) -> tuple[str | None, str | None]:
        """(password hash, e-mail) of a user, if there is one."""
        async with self._database.transaction(Scope(user_id=user_id)) as session:
            row = (
                await session.execute(
                    text("select password_hash, email from users where id = :id"), {"id": user_id}
                )
            ).first()
        return (row.password_hash, row.email) if row else (None, None)

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
                    """select u.id, u.email, u.name, u.created_at, u.email_verified_at,
                              u.totp_enabled_at,
                              coalesce(jsonb_array_length(u.recovery_codes), 0) as codes,
                              m.tenant_id, m.role, m.store_ids, t.name as tenant_name,
                              t.require_two_factor, m.role_id, c.name as role_name, c.permissions
                         from users u join memberships m on m.user_id = u.id
                         join tenants t on t.id = m.tenant_id
                         left join custom_roles c
                           on c.tenant_id = m.tenant_id and c.id = m.role_id
                        where u.id = :user order by m.created_at"""
                ),
                {"user": user_id},
            )
        ).all()
        memberships = tuple(
            Membership(
                r.tenant_id,
                r.tenant_name,
                Role(r.role),
                None if r.store_ids is None else tuple(UUID(s) for s in r.store_ids),
                r.require_two_factor,
                r.role_id,
                r.role_name,
                None if r.permissions is None else frozenset(r.permissions),
            )
            for r in rows
        )
        if not any(m.tenant_id == tenant_id for m in memberships):
            return None
        first = rows[0]
        return Person(
            id=first.id,
            email=first.email,
            name=first.name,
            created_at=first.created_at,
            email_verified_at=first.email_verified_at,
            two_factor_at=first.totp_enabled_at,
            recovery_codes_left=first.codes,
            tenant_id=tenant_id,
            memberships=memberships,
        )
