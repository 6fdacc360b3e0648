"""HTTP of who one is here, with the plan and its use."""

from ecomm_core.accounts.people import rename
from ecomm_core.api.auth import Oneself, TenantContext
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.identity import shapes
from ecomm_core.identity.schemas import MeOut, PlanUseOut, ProfileIn
from ecomm_core.plans import plan_use

routes = router("auth", "/auth")


@routes.get("/me")
async def me(context: Oneself) -> Reply[MeOut]:
    """The signed-in user, their businesses, and the plan with its use."""
    return ok(await _me(context))


@routes.patch("/me")
async def update_me(context: Oneself, body: ProfileIn) -> Reply[MeOut]:
    """Change one's name."""
    await rename(context.session, context.tenant_id, context.claims.subject, body.name)
    return ok(await _me(context))


async def _me(context: TenantContext) -> MeOut:
    person = await context.kernel.accounts.person(context.session, context.claims)
    found, use = await plan_use(context.session, context.tenant_id)
    return MeOut(
        **shapes.user(person).model_dump(),
        two_factor_enabled=person.two_factor_at is not None,
        two_factor_required=person.current.require_two_factor,
        recovery_codes_left=person.recovery_codes_left,
        plan=found.plan,
        read_only=found.read_only_since is not None,
        usage=[PlanUseOut(name=u.name, used=u.used, limit=u.limit) for u in use],
    )
