"""HTTP of merchants' accounts. Rules: `ecomm_core.accounts`."""

from typing import Any

from commerce.identity.schemas import (
    LoginIn,
    LogoutIn,
    MembershipOut,
    MeOut,
    PlanUseOut,
    RefreshIn,
    RegisterIn,
    SwitchIn,
    TokensOut,
    UserOut,
)
from commerce.identity.service import plan_use
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import EmailTaken, Person, SignedIn, WrongCredentials
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import Public, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import NotFound

routes = router("auth", "/auth")


@routes.post("/register", status_code=201, responses=errors(EmailTaken), openapi_extra=SECRET_REPLY)
async def register(caller: Public, body: RegisterIn) -> Reply[TokensOut]:
    """Open an account: user, tenant and owner membership, signed in at once."""
    pair = await caller.kernel.accounts.register(
        email=body.email, password=body.password, name=body.name, client=caller.client
    )
    return ok(_tokens(pair))


@routes.post(
    "/login", responses=errors(WrongCredentials, LoginThrottled), openapi_extra=SECRET_REPLY
)
async def login(caller: Public, body: LoginIn) -> Reply[TokensOut]:
    """Sign in. Five free attempts per account and address, then growing waits."""
    pair = await caller.kernel.accounts.login(
        email=body.email, password=body.password, client=caller.client
    )
    return ok(_tokens(pair))


@routes.post("/refresh", responses=errors(SessionEnded), openapi_extra=SECRET_REPLY)
async def refresh(caller: Public, body: RefreshIn) -> Reply[TokensOut]:
    """Exchange a refresh token for a new pair; a token used twice ends its session."""
    return ok(_tokens(await caller.kernel.accounts.refresh(body.refresh_token)))


@routes.post("/logout", responses=errors(SessionEnded))
async def logout(context: Viewer, body: LogoutIn) -> Reply[dict[str, Any]]:
    """End this log-in; its access tokens are refused from now on."""
    await context.kernel.accounts.logout(context.claims, body.refresh_token)
    return ok({})


@routes.get("/me")
async def me(context: Viewer) -> Reply[MeOut]:
    """The signed-in user, their businesses, and the plan with its use."""
    person = await context.kernel.accounts.person(context.session, context.claims)
    plan, use = await plan_use(context.session, context.tenant_id)
    user = _user(person)
    return ok(
        MeOut(
            **user.model_dump(),
            plan=plan,
            usage=[PlanUseOut(name=u.name, used=u.used, limit=u.limit) for u in use],
        )
    )


@routes.post("/switch", responses=errors(NotFound), openapi_extra=SECRET_REPLY)
async def switch(context: Viewer, body: SwitchIn) -> Reply[TokensOut]:
    """A pair that names another business of the same user."""
    accounts = context.kernel.accounts
    return ok(_tokens(await accounts.switch(context.claims, body.tenant_id, context.client)))


def _tokens(pair: SignedIn) -> TokensOut:
    return TokensOut(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=pair.expires_in,
        user=_user(pair.person),
    )


def _user(person: Person) -> UserOut:
    current = person.current
    return UserOut(
        id=person.id,
        email=person.email,
        name=person.name,
        created_at=person.created_at,
        tenant_id=current.tenant_id,
        tenant_name=current.tenant_name,
        role=current.role.value,
        memberships=[
            MembershipOut(tenant_id=m.tenant_id, tenant_name=m.tenant_name, role=m.role.value)
            for m in person.memberships
        ],
    )
