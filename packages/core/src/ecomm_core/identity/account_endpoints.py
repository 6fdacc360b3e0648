"""HTTP of one's own account: password, second factor, log-ins."""

from typing import Any
from uuid import UUID

import segno

from ecomm_core import audit
from ecomm_core.accounts import sessions
from ecomm_core.accounts.recovery import AlreadyVerified, JustSent
from ecomm_core.accounts.second_factor import (
    NotEnrolled,
    StillRequired,
    TwoFactorOff,
    TwoFactorOn,
    WrongCode,
)
from ecomm_core.accounts.service import WrongPassword
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import Oneself, TenantContext
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import NotFound
from ecomm_core.identity import shapes
from ecomm_core.identity.schemas import (
    AccountPasswordIn,
    AccountSessionOut,
    EndedOut,
    EnrolmentOut,
    FactorCodeIn,
    FactorProofIn,
    ProofIn,
    RecoveryCodesOut,
)
from ecomm_core.rates import Rate

routes = router("auth", "/auth")


@routes.post("/email/resend", responses=errors(AlreadyVerified, JustSent))
@rated(Rate.SIGN_IN)
async def resend_verification(context: Oneself) -> Reply[dict[str, Any]]:
    """Send the mail that confirms one's address again, once a minute at most."""
    await context.kernel.accounts.recovery.resend_verification(
        context.session, user_id=context.claims.subject, tenant_id=context.tenant_id
    )
    return ok({})


@routes.post("/password", responses=errors(WrongPassword, LoginThrottled))
@rated(Rate.SIGN_IN)
async def change_password(context: Oneself, body: AccountPasswordIn) -> Reply[EndedOut]:
    """Change one's password; every other log-in ends."""
    ended = await context.kernel.accounts.change_password(
        context.session,
        context.claims,
        old=body.password,
        new=body.new_password,
        client=context.client,
    )
    return ok(EndedOut(ended=ended))


@routes.post(
    "/two-factor",
    responses=errors(WrongPassword, LoginThrottled, TwoFactorOn),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def enrol_factor(context: Oneself, body: ProofIn) -> Reply[EnrolmentOut]:
    """A new secret for an authenticator, with its QR code; in force once a code confirms it."""
    accounts, user_id = context.kernel.accounts, context.claims.subject
    await accounts.prove(user_id, body.password, context.client)
    made = await accounts.second_factor.enrol(context.session, user_id)
    matrix = segno.make(made.uri, error="m", micro=False).matrix
    qr = ["".join("1" if module & 1 else "0" for module in row) for row in matrix]
    return ok(EnrolmentOut(secret=made.secret, otpauth_uri=made.uri, qr=qr))


@routes.post(
    "/two-factor/confirm",
    responses=errors(WrongCode, NotEnrolled, TwoFactorOn),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def confirm_factor(context: Oneself, body: FactorCodeIn) -> Reply[RecoveryCodesOut]:
    """Turn two-factor authentication on by a code of the authenticator. The recovery codes are
    shown this once."""
    user_id = context.claims.subject
    codes = await context.kernel.accounts.second_factor.confirm(context.session, user_id, body.code)
    await _note(context, "account.two_factor_on")
    return ok(RecoveryCodesOut(recovery_codes=codes))


@routes.post(
    "/two-factor/recovery-codes",
    responses=errors(WrongPassword, WrongCode, LoginThrottled, TwoFactorOff),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def renew_recovery_codes(context: Oneself, body: FactorProofIn) -> Reply[RecoveryCodesOut]:
    """Ten new recovery codes; the old ones are void."""
    await _prove_both(context, body)
    codes = await context.kernel.accounts.second_factor.renew(
        context.session, context.claims.subject
    )
    await _note(context, "account.recovery_codes")
    return ok(RecoveryCodesOut(recovery_codes=codes))


@routes.post(
    "/two-factor/disable",
    responses=errors(WrongPassword, WrongCode, LoginThrottled, TwoFactorOff, StillRequired),
)
@rated(Rate.SIGN_IN)
async def disable_factor(context: Oneself, body: FactorProofIn) -> Reply[dict[str, Any]]:
    """Turn two-factor authentication off, with password and code."""
    await _prove_both(context, body)
    await context.kernel.accounts.second_factor.disable(context.session, context.claims.subject)
    await _note(context, "account.two_factor_off")
    return ok({})


@routes.get("/sessions")
async def list_sessions(context: Oneself) -> Reply[list[AccountSessionOut]]:
    """One's own log-ins, in every business, the last used first."""
    found = await sessions.live(context.session, context.claims.subject)
    return ok([shapes.session(log_in, context.claims) for log_in in found])


@routes.delete("/sessions/{session_id}", responses=errors(NotFound))
async def end_session(context: Oneself, session_id: UUID) -> Reply[dict[str, Any]]:
    """End one of one's own log-ins; its access tokens are refused from now on."""
    if not await sessions.end_one(context.session, context.claims.subject, session_id):
        raise NotFound
    await _note(context, "account.session_end")
    return ok({})


@routes.post("/sessions/end-others")
async def end_other_sessions(context: Oneself) -> Reply[EndedOut]:
    """End every log-in but this one."""
    ended = await sessions.end_all(
        context.session, context.claims.subject, "revoked", but=context.claims.family_id
    )
    await _note(context, "account.sessions_end")
    return ok(EndedOut(ended=ended))


async def _prove_both(context: TenantContext, body: FactorProofIn) -> None:
    accounts, user_id = context.kernel.accounts, context.claims.subject
    await accounts.prove(user_id, body.password, context.client)
    await accounts.second_factor.check(user_id, body.code, context.client.ip)


async def _note(context: TenantContext, action: str) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        actor=context.actor,
        action=action,
        resource_type="user",
        resource_id=context.claims.subject,
    )
