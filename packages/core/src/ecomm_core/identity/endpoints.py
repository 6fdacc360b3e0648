"""HTTP of signing in and of registering. Rules: `ecomm_core.accounts`."""

from typing import Any

from ecomm_core.accounts.challenges import ChallengeOver
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.links import LinkOver
from ecomm_core.accounts.second_factor import WrongCode
from ecomm_core.accounts.service import EmailTaken, WrongCredentials
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import Oneself, Public
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import NotFound
from ecomm_core.identity import shapes
from ecomm_core.identity.schemas import (
    AccountResetIn,
    AccountVerifiedOut,
    EmailIn,
    LoginIn,
    LogoutIn,
    RefreshIn,
    RegisterIn,
    SecondStepIn,
    SecondStepOut,
    TenantSwitchIn,
    TokenIn,
    TokensOut,
)
from ecomm_core.rates import Rate

routes = router("auth", "/auth")


@routes.post("/register", status_code=201, responses=errors(EmailTaken), openapi_extra=SECRET_REPLY)
@rated(Rate.SIGN_IN)
async def register(caller: Public, body: RegisterIn) -> Reply[TokensOut]:
    """Open an account: user, tenant and owner membership, signed in at once. A mail asks to confirm
    the address."""
    pair = await caller.kernel.accounts.register(
        email=body.email, password=body.password, name=body.name, client=caller.client
    )
    return ok(shapes.tokens(pair))


@routes.post(
    "/login", responses=errors(WrongCredentials, LoginThrottled), openapi_extra=SECRET_REPLY
)
@rated(Rate.SIGN_IN)
async def login(caller: Public, body: LoginIn) -> Reply[TokensOut | SecondStepOut]:
    """Sign in. Five free attempts per account and address, then growing waits. With two-factor
    authentication the reply is a challenge for `/auth/login/code`."""
    outcome = await caller.kernel.accounts.login(
        email=body.email, password=body.password, client=caller.client
    )
    return ok(shapes.signed_in(outcome))


@routes.post(
    "/login/code",
    responses=errors(ChallengeOver, WrongCode, LoginThrottled),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def login_code(caller: Public, body: SecondStepIn) -> Reply[TokensOut]:
    """The second step of signing in: a code of the authenticator, or a recovery code. A code counts
    once; guesses are counted per account before any is looked at."""
    pair = await caller.kernel.accounts.second_step(
        challenge=body.challenge, code=body.code, client=caller.client
    )
    return ok(shapes.tokens(pair))


@routes.post("/refresh", responses=errors(SessionEnded), openapi_extra=SECRET_REPLY)
@rated(Rate.SESSION)
async def refresh(caller: Public, body: RefreshIn) -> Reply[TokensOut]:
    """Exchange a refresh token for a new pair; a token used twice ends its session."""
    return ok(shapes.tokens(await caller.kernel.accounts.refresh(body.refresh_token)))


@routes.post("/logout", responses=errors(SessionEnded))
@rated(Rate.SESSION)
async def logout(context: Oneself, body: LogoutIn) -> Reply[dict[str, Any]]:
    """End this log-in; its access tokens are refused from now on."""
    await context.kernel.accounts.logout(context.claims, body.refresh_token)
    return ok({})


@routes.post("/switch", responses=errors(NotFound), openapi_extra=SECRET_REPLY)
@rated(Rate.SESSION)
async def switch(context: Oneself, body: TenantSwitchIn) -> Reply[TokensOut]:
    """A pair that names another business of the same user."""
    accounts = context.kernel.accounts
    return ok(shapes.tokens(await accounts.switch(context.claims, body.tenant_id, context.client)))


@routes.post("/email/verify", responses=errors(LinkOver))
@rated(Rate.SIGN_IN)
async def verify_email(caller: Public, body: TokenIn) -> Reply[AccountVerifiedOut]:
    """Confirm an e-mail address by the link of its mail."""
    return ok(AccountVerifiedOut(email=await caller.kernel.accounts.recovery.verify(body.token)))


@routes.post("/password/forgot", responses=errors(LoginThrottled))
@rated(Rate.SIGN_IN)
async def forgot_password(caller: Public, body: EmailIn) -> Reply[dict[str, Any]]:
    """Ask for a mail with a link that sets a new password. The reply is the same, after the same
    time, whether the address has an account or not."""
    await caller.kernel.accounts.recovery.forgot(body.email, caller.client)
    return ok({})


@routes.post("/password/reset", responses=errors(LinkOver))
@rated(Rate.SIGN_IN)
async def reset_password(caller: Public, body: AccountResetIn) -> Reply[dict[str, Any]]:
    """Set a new password by the link of a mail. Every session ends; two-factor authentication
    stays."""
    await caller.kernel.accounts.recovery.reset(body.token, body.password, caller.client)
    return ok({})
