"""What goes by mail: showing that an address is one's own, and setting a forgotten password."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.accounts.links import LIFETIME, LinkOver, LinkSigner, Purpose, fresh_nonce
from ecomm_core.accounts.passwords import Passwords
from ecomm_core.accounts.people import Client, fold_email
from ecomm_core.accounts.sessions import end_all
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Conflict, TooManyRequests
from ecomm_core.ids import new_id

PAUSE: Final = timedelta(minutes=1)
"""Between two mails of one kind to one person."""

REPLY_AFTER: Final = 0.25
"""Seconds after which `forgot` answers, whoever is meant: longer than either way takes."""


class AlreadyVerified(Conflict):
    """The address has been confirmed."""

    code = "already_verified"
    message = "This e-mail address is already confirmed."


class JustSent(TooManyRequests):
    """A mail went out a moment ago."""

    code = "just_sent"
    message = "We have just sent you a mail. Look for it, or try again in a minute."


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """A link that waits to be mailed."""

    id: UUID
    purpose: Purpose
    tenant_id: UUID
    email: str
    name: str


Mailer = Callable[[AsyncSession, LinkAsked], Awaitable[None]]
"""Asks for the mail of a link, in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class MailedLink:
    """A link as its mail needs it."""

    token: str
    expires_at: datetime


class Recovery:
    """Verification of addresses and reset of passwords."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        throttle: LoginThrottle,
        links: LinkSigner,
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._throttle = throttle
        self._links = links
        self._mailer: Mailer | None = None

    def mail_with(self, mailer: Mailer) -> None:
        """Say how links are mailed; by the service's composition root."""
        self._mailer = mailer

    async def ask_verification(
        self, session: AsyncSession, *, user_id: UUID, tenant_id: UUID
    ) -> None:
        """Mail a link to a user who has just registered."""
        await self._ask(session, Purpose.VERIFY, user_id=user_id, tenant_id=tenant_id)

    async def resend_verification(
        self, session: AsyncSession, *, user_id: UUID, tenant_id: UUID
    ) -> None:
        """Mail another link. Raises AlreadyVerified (409), JustSent (429)."""
        verified = await session.scalar(
            text("select email_verified_at from users where id = :id for update"), {"id": user_id}
        )
        if verified is not None:
            raise AlreadyVerified
        if await _recent(session, user_id, Purpose.VERIFY):
            raise JustSent(headers={"Retry-After": str(int(PAUSE.total_seconds()))})
        await self.ask_verification(session, user_id=user_id, tenant_id=tenant_id)

    async def verify(self, token: str) -> str:
        """Confirm an address; which one. The same link again says the same.

        Raises LinkOver (410).
        """
        link_id, user_id, _ = await self._locate(token)
        async with self._database.transaction(Scope(user_id=user_id)) as session:
            row = await _link(session, link_id)
            if row is None or row.purpose != Purpose.VERIFY.value:
                raise LinkOver
            self._links.check(token, Purpose.VERIFY, link_id, row.nonce, row.expires_at)
            if row.used_at is None and row.expires_at <= clock.now():
                raise LinkOver
            await _use(session, link_id)
            email = await session.scalar(
                text(
                    """update users set email_verified_at = coalesce(email_verified_at, :now)
                        where id = :id returning email"""
                ),
                {"id": user_id, "now": clock.now()},
            )
        return str(email)

    async def vouch(self, user_id: UUID) -> None:
        """Take a user's address for confirmed, on the word of whoever runs the installation: the
        demo's people read no mail."""
        async with self._database.transaction(Scope(user_id=user_id)) as session:
            await session.execute(
                text(
                    """update users set email_verified_at = coalesce(email_verified_at, :now)
                        where id = :id"""
                ),
                {"id": user_id, "now": clock.now()},
            )

    async def forgot(self, email: str, client: Client) -> None:
        """Mail a link to whoever has this address, if anybody; nothing tells which.

        Raises LoginThrottled (429), whether the address is known or not.
        """
        begun = asyncio.get_running_loop().time()
        folded = fold_email(email)
        await self._throttle.attempt(f"forgot\n{folded}", client.ip)
        await self._ask_reset(folded)
        left = REPLY_AFTER - (asyncio.get_running_loop().time() - begun)
        await asyncio.sleep(max(left, 0))

    async def _ask_reset(self, folded: str) -> None:
        async with self._database.transaction() as session:
            located = (
                await session.execute(
                    text("select user_id, tenant_id from locate_user(:email)"), {"email": folded}
                )
            ).first()
        if located is None or located.tenant_id is None:
            return
        scope = Scope(tenant_id=located.tenant_id, user_id=located.user_id)
        async with self._database.transaction(scope) as session:
            await session.execute(
                text("select 1 from users where id = :id for update"), {"id": located.user_id}
            )
            if await _recent(session, located.user_id, Purpose.RESET):
                return
            await self._ask(
                session, Purpose.RESET, user_id=located.user_id, tenant_id=located.tenant_id
            )

    async def _ask(
        self, session: AsyncSession, purpose: Purpose, *, user_id: UUID, tenant_id: UUID
    ) -> None:
        if self._mailer is None:
            raise RuntimeError("the composition root says how links are mailed")
        link_id = await _insert(session, user_id, purpose)
        user = (
            await session.execute(
                text("select email, name from users where id = :id"), {"id": user_id}
            )
        ).one()
        await self._mailer(session, LinkAsked(link_id, purpose, tenant_id, user.email, user.name))

    async def reset(self, token: str, password: str, client: Client) -> None:
        """Set a new password; every session and every other link of the user ends.

        The second factor stays. Raises LinkOver (410); nothing is hashed for a link that is over.
        """
        link_id, user_id, tenant_id = await self._locate(token)
        async with self._database.transaction(Scope(user_id=user_id)) as session:
            await self._good_for_reset(session, token, link_id)
        hashed = await self._passwords.hash(password)
        scope = Scope(tenant_id=tenant_id, user_id=user_id)
        async with self._database.transaction(scope) as session:
            await self._good_for_reset(session, token, link_id)
            now = clock.now()
            email = await session.scalar(
                text(
                    """update users set password_hash = :hash,
                         email_verified_at = coalesce(email_verified_at, :now)
                        where id = :id returning email"""
                ),
                {"id": user_id, "hash": hashed, "now": now},
            )
            await session.execute(
                text(
                    """update account_links set used_at = :now
                        where user_id = :user and purpose = 'reset' and used_at is null"""
                ),
                {"user": user_id, "now": now},
            )
            await end_all(session, user_id, "password_reset")
            if tenant_id is not None:
                await audit.record(
                    session,
                    tenant_id=tenant_id,
                    actor=f"user:{user_id}",
                    action="account.password_reset",
                    resource_type="user",
                    resource_id=user_id,
                )
        await self._throttle.succeeded(str(email), client.ip)

    async def mailed(self, session: AsyncSession, link_id: UUID) -> MailedLink | None:
        """What the mail of a link says; None where it is used, over or gone."""
        row = (
            await session.execute(
                text(
                    """select purpose, nonce, expires_at, used_at from account_links
                        where id = :id"""
                ),
                {"id": link_id},
            )
        ).first()
        if row is None or row.used_at is not None or row.expires_at <= clock.now():
            return None
        token = self._links.token(Purpose(row.purpose), link_id, row.nonce, row.expires_at)
        return MailedLink(token, row.expires_at)

    async def _locate(self, token: str) -> tuple[UUID, UUID, UUID | None]:
        """(link, user, a tenant of the user) of a token."""
        link_id = self._links.row_of(token)
        async with self._database.transaction() as session:
            found = (
                await session.execute(
                    text("select user_id, tenant_id from locate_link(:id)"), {"id": link_id}
                )
            ).first()
        if found is None:
            raise LinkOver
        return link_id, found.user_id, found.tenant_id

    async def _good_for_reset(self, session: AsyncSession, token: str, link_id: UUID) -> None:
        row = await _link(session, link_id)
        if row is None or row.purpose != Purpose.RESET.value:
            raise LinkOver
        self._links.check(token, Purpose.RESET, link_id, row.nonce, row.expires_at)
        if row.used_at is not None or row.expires_at <= clock.now():
            raise LinkOver


@dataclass(frozen=True, slots=True)
class _Link:
    purpose: str
    nonce: bytes
    expires_at: datetime
    used_at: datetime | None


async def _link(session: AsyncSession, link_id: UUID) -> _Link | None:
    row = (
        await session.execute(
            text(
                """select purpose, nonce, expires_at, used_at from account_links
                    where id = :id for update"""
            ),
            {"id": link_id},
        )
    ).first()
    return None if row is None else _Link(row.purpose, bytes(row.nonce), *row[2:])


async def _insert(session: AsyncSession, user_id: UUID, purpose: Purpose) -> UUID:
    link_id, now = new_id(), clock.now()
    await session.execute(
        text(
            """insert into account_links (id, user_id, purpose, nonce, expires_at, created_at)
               values (:id, :user, :purpose, :nonce, :expires, :now)"""
        ),
        {
            "id": link_id,
            "user": user_id,
            "purpose": purpose.value,
            "nonce": fresh_nonce(),
            "expires": now + LIFETIME[purpose],
            "now": now,
        },
    )
    return link_id


async def _recent(session: AsyncSession, user_id: UUID, purpose: Purpose) -> bool:
    found = await session.scalar(
        text(
            """select 1 from account_links where user_id = :user and purpose = :purpose
                and used_at is null and created_at > :since limit 1"""
        ),
        {"user": user_id, "purpose": purpose.value, "since": clock.now() - PAUSE},
    )
    return found is not None


async def _use(session: AsyncSession, link_id: UUID) -> None:
    await session.execute(
        text("update account_links set used_at = coalesce(used_at, :now) where id = :id"),
        {"id": link_id, "now": clock.now()},
    )
