"""The second factor: one-time codes of an authenticator (RFC 6238) and recovery codes.

The secret is sealed, recovery codes are keyed hashes; a code counts once (the step of the last one
taken is kept), and guesses are counted before any code is looked at.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pyotp
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.crypto import Sealer, derive, sign_parts
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Conflict, Forbidden

ISSUER: Final = "Ecomm"
DRIFT: Final = 1
"""Steps of 30 seconds a phone's clock may be off, either way."""

RECOVERY_CODES: Final = 10
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH: Final = 10
"""Ten of 31 characters: 49 bits, behind the same throttle as the codes."""


class WrongCode(Forbidden):
    """The code is wrong, over, or was used before."""

    code = "wrong_code"
    message = "This code is wrong or was used before."


class TwoFactorOn(Conflict):
    """Two-factor authentication is on already."""

    code = "two_factor_on"
    message = "Two-factor authentication is already on."


class TwoFactorOff(Conflict):
    """Two-factor authentication is not on."""

    code = "two_factor_off"
    message = "Two-factor authentication is not on."


class NotEnrolled(Conflict):
    """There is no secret to confirm."""

    code = "not_enrolled"
    message = "Start setting up two-factor authentication first."


class TwoFactorRequired(Forbidden):
    """The business asks for two-factor authentication, and the caller has none."""

    code = "two_factor_required"
    message = "This business asks for two-factor authentication. Turn it on in your profile."


class StillRequired(Conflict):
    """A business of the user asks for two-factor authentication."""

    code = "two_factor_still_required"
    message = "A business you belong to asks for two-factor authentication."


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret that is not in force yet, as text and as the address an authenticator reads."""

    secret: str
    uri: str


class SecondFactor:
    """TOTP and recovery codes of users. Sessions are in a scope that names the user."""

    def __init__(
        self, database: Database, throttle: LoginThrottle, sealer: Sealer, secret_key: bytes
    ) -> None:
        self._database = database
        self._throttle = throttle
        self._sealer = sealer
        self._key = derive(secret_key, "recovery-code")

    async def enrol(self, session: AsyncSession, user_id: UUID) -> Enrolment:
        """A new secret; in force once `confirm` has seen a code of it. Raises TwoFactorOn (409)."""
        secret = pyotp.random_base32()
        email = await session.scalar(
            text(
                """update users set totp_secret = :secret, totp_last_step = null
                    where id = :id and totp_enabled_at is null returning email"""
            ),
            {"id": user_id, "secret": self._sealer.seal(secret.encode(), _context(user_id))},
        )
        if email is None:
            raise TwoFactorOn
        return Enrolment(
            secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
        )

    async def confirm(self, session: AsyncSession, user_id: UUID, code: str) -> list[str]:
        """Put the secret in force; the recovery codes, shown this once.

        Raises NotEnrolled, TwoFactorOn (409), WrongCode (403).
        """
        row = await _row(session, user_id)
        if row.enabled:
            raise TwoFactorOn
        if row.sealed is None:
            raise NotEnrolled
        if not await self._take_totp(session, user_id, row.sealed, code):
            raise WrongCode
        await session.execute(
            text("update users set totp_enabled_at = :now where id = :id"),
            {"id": user_id, "now": clock.now()},
        )
        return await self._new_codes(session, user_id)

    async def renew(self, session: AsyncSession, user_id: UUID) -> list[str]:
        """Ten new recovery codes; the old ones are void. Raises TwoFactorOff (409)."""
        if not (await _row(session, user_id)).enabled:
            raise TwoFactorOff
        return await self._new_codes(session, user_id)

    async def disable(self, session: AsyncSession, user_id: UUID) -> None:
        """Forget secret and codes. Raises StillRequired (409) where a business asks for them."""
        required = await session.scalar(
            text(
                """select 1 from memberships m join tenants t on t.id = m.tenant_id
                    where m.user_id = :id and t.require_two_factor limit 1"""
            ),
            {"id": user_id},
        )
        if required is not None:
            raise StillRequired
        await session.execute(
            text(
                """update users set totp_secret = null, totp_enabled_at = null,
                     totp_last_step = null, recovery_codes = null where id = :id"""
            ),
            {"id": user_id},
        )

    async def check(self, user_id: UUID, code: str, ip: str) -> None:
        """Take a code of the authenticator, or a recovery code, in a transaction of its own.

        Raises LoginThrottled (429) before looking, WrongCode (403), TwoFactorOff (409).
        """
        account = f"second-step\n{user_id}"
        await self._throttle.attempt(account, ip)
        async with self._database.transaction(Scope(user_id=user_id)) as session:
            row = await _row(session, user_id)
            if not row.enabled or row.sealed is None:
                raise TwoFactorOff
            taken = await self._take_totp(session, user_id, row.sealed, code)
            taken = taken or await self._take_recovery(session, user_id, code)
        if not taken:
            raise WrongCode
        await self._throttle.succeeded(account, ip)

    async def _take_totp(
        self, session: AsyncSession, user_id: UUID, sealed: str, code: str
    ) -> bool:
        totp = pyotp.TOTP(self._sealer.open(sealed, _context(user_id)).decode())
        given = code.replace(" ", "").encode("utf-8", "replace")
        now = totp.timecode(clock.now())
        found = None
        for step in range(now - DRIFT, now + DRIFT + 1):
            if hmac.compare_digest(totp.generate_otp(step).encode(), given):
                found = step
        if found is None:
            return False
        # The row decides, so that of two who send one code at the same time one is refused.
        taken = await session.execute(
            text(
                """update users set totp_last_step = :step
                    where id = :id and coalesce(totp_last_step, -1) < :step returning 1"""
            ),
            {"id": user_id, "step": found},
        )
        return taken.first() is not None

    async def _take_recovery(self, session: AsyncSession, user_id: UUID, code: str) -> bool:
        taken = await session.execute(
            text(
                """update users set recovery_codes = recovery_codes - cast(:hash as text)
                    where id = :id and recovery_codes @> to_jsonb(cast(:hash as text))
                    returning 1"""
            ),
            {"id": user_id, "hash": self._hash(user_id, code)},
        )
        return taken.first() is not None

    async def _new_codes(self, session: AsyncSession, user_id: UUID) -> list[str]:
        raw = [
            "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
            for _ in range(RECOVERY_CODES)
        ]
        await session.execute(
            text("update users set recovery_codes = :hashes where id = :id").bindparams(
                bindparam("hashes", type_=JSONB())
            ),
            {"id": user_id, "hashes": [self._hash(user_id, code) for code in raw]},
        )
        return [f"{code[:5]}-{code[5:]}" for code in raw]

    def _hash(self, user_id: UUID, code: str) -> str:
        plain = code.strip().lower().replace("-", "").replace(" ", "")
        return sign_parts(self._key, user_id.bytes, plain.encode("utf-8", "replace")).hex()


@dataclass(frozen=True, slots=True)
class _Row:
    sealed: str | None
    enabled: bool


async def _row(session: AsyncSession, user_id: UUID) -> _Row:
    found = (
        await session.execute(
            text("select totp_secret, totp_enabled_at from users where id = :id for update"),
            {"id": user_id},
        )
    ).one()
    return _Row(found.totp_secret, found.totp_enabled_at is not None)


def _context(user_id: UUID) -> bytes:
    return b"totp:" + user_id.bytes
