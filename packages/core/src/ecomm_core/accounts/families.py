"""Refresh tokens: opaque, stored hashed, rotated on each use, the whole family dies on reuse.

The successor of a token is HMAC(server key, presented token, family, generation): within ten
seconds the same presentation gets the same successor (ten tabs refreshing at once), and nothing
secret has to be stored for that. Presenting a used token later than that revokes the family.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.accounts.tokens import Audience
from ecomm_core.crypto import b64encode, derive
from ecomm_core.db.engine import Database
from ecomm_core.db.phases import independent_tx
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Unauthenticated
from ecomm_core.ids import new_id
from ecomm_core.logging import get_logger

log = get_logger(__name__)

GRACE = timedelta(seconds=10)
IDLE = {Audience.MERCHANT: timedelta(days=14), Audience.SHOPPER: timedelta(days=30)}
ABSOLUTE = {Audience.MERCHANT: timedelta(days=30), Audience.SHOPPER: timedelta(days=90)}


class SessionEnded(Unauthenticated):
    """The refresh token is unknown, over, or its family was revoked."""

    code = "session_ended"
    message = "Your session has ended. Sign in again."


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A rotated family: whose it is and the new refresh token."""

    tenant_id: UUID
    family_id: UUID
    subject_id: UUID
    store_id: UUID | None
    refresh_token: str


class Families:
    """Opens, rotates and revokes token families."""

    def __init__(self, database: Database, secret_key: bytes) -> None:
        self._database = database
        self._key = derive(secret_key, "refresh-token")

    async def open(
        self,
        session: AsyncSession,
        *,
        audience: Audience,
        tenant_id: UUID,
        subject_id: UUID,
        store_id: UUID | None = None,
        user_agent: str | None = None,
        ip: str | None = None,
    ) -> tuple[UUID, str]:
        """Start a family in the caller's transaction; returns (family id, refresh token)."""
        now = clock.now()
        family_id = new_id()
        token = secrets.token_urlsafe(32)
        await session.execute(
            text(
                """insert into token_families (tenant_id, id, audience, subject_id, store_id,
                     user_agent, ip, last_used_at, expires_at)
                   values (:tenant, :id, :audience, :subject, :store, :agent, :ip, :now, :expires)
                """
            ),
            {
                "tenant": tenant_id,
                "id": family_id,
                "audience": audience.value,
                "subject": subject_id,
                "store": store_id,
                "agent": (user_agent or "")[:300] or None,
                "ip": ip,
                "now": now,
                "expires": now + ABSOLUTE[audience],
            },
        )
        await self._insert(session, tenant_id, family_id, token, 0, now + IDLE[audience])
        return family_id, token

    async def rotate(self, token: str, audience: Audience) -> Refreshed:
        """Exchange a refresh token for its successor.

        Raises SessionEnded (401); on reuse the family is revoked in a transaction that survives.
        """
        tenant_id = await self._locate(token)
        async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            row = (
                await session.execute(
                    text(
                        """select f.id, f.subject_id, f.store_id, f.audience, f.revoked_at,
                                  f.expires_at as family_expires, t.generation, t.expires_at,
                                  t.used_at
                             from refresh_tokens t
                             join token_families f
                               on f.tenant_id = t.tenant_id and f.id = t.family_id
                            where t.hash = :hash for update of f, t"""
                    ),
                    {"hash": _hash(token)},
                )
            ).first()
            now = clock.now()
            if (
                row is None
                or row.revoked_at is not None
                or row.audience != audience.value
                or min(row.expires_at, row.family_expires) <= now
            ):
                raise SessionEnded
            reused = row.used_at is not None and now - row.used_at > GRACE
            successor = self._successor(token, row.id, row.generation)
            if not reused and row.used_at is None:
                await self._advance(session, tenant_id, row, token, successor, now, audience)
        if reused:
            await self.revoke(tenant_id, row.id, "reuse")
            log.warning("refresh_token_reused", family_id=str(row.id), tenant_id=str(tenant_id))
            raise SessionEnded
        return Refreshed(tenant_id, row.id, row.subject_id, row.store_id, successor)

    async def family_of(self, token: str) -> tuple[UUID, UUID] | None:
        """(tenant, family) of a refresh token, or None."""
        async with self._database.transaction() as session:
            row = (
                await session.execute(
                    text("select tenant_id, family_id from locate_token(:hash)"),
                    {"hash": _hash(token)},
                )
            ).first()
        return (row.tenant_id, row.family_id) if row else None

    async def revoke(self, tenant_id: UUID, family_id: UUID, reason: str) -> None:
        """End a family; its access tokens are refused from the next request on."""
        async with independent_tx(self._database, Scope(tenant_id=tenant_id)) as session:
            await session.execute(
                text(
                    """update token_families set revoked_at = :now, revoked_reason = :reason
                        where id = :id and revoked_at is null"""
                ),
                {"now": clock.now(), "reason": reason, "id": family_id},
            )

    async def _locate(self, token: str) -> UUID:
        found = await self.family_of(token)
        if found is None:
            raise SessionEnded
        return found[0]

    async def _advance(
        self,
        session: AsyncSession,
        tenant_id: UUID,
        row: object,
        token: str,
        successor: str,
        now: datetime,
        audience: Audience,
    ) -> None:
        family_id: UUID = row.id  # type: ignore[attr-defined]  # a result row
        generation: int = row.generation  # type: ignore[attr-defined]  # a result row
        await session.execute(
            text("update refresh_tokens set used_at = :now where hash = :hash"),
            {"now": now, "hash": _hash(token)},
        )
        await self._insert(
            session, tenant_id, family_id, successor, generation + 1, now + IDLE[audience]
        )
        await session.execute(
            text("update token_families set last_used_at = :now where id = :id"),
            {"now": now, "id": family_id},
        )

    async def _insert(
        self,
        session: AsyncSession,
        tenant_id: UUID,
        family_id: UUID,
        token: str,
        generation: int,
        expires: datetime,
    ) -> None:
        await session.execute(
            text(
                """insert into refresh_tokens (tenant_id, hash, family_id, generation, expires_at)
                   values (:tenant, :hash, :family, :generation, :expires)"""
            ),
            {
                "tenant": tenant_id,
                "hash": _hash(token),
                "family": family_id,
                "generation": generation,
                "expires": expires,
            },
        )

    def _successor(self, token: str, family_id: UUID, generation: int) -> str:
        message = f"{token}\n{family_id}\n{generation}".encode()
        return b64encode(hmac.digest(self._key, message, "sha256"))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
