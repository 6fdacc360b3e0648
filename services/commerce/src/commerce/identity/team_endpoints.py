"""HTTP of the team: members, invitations, and what the business asks of everybody."""

from typing import Any
from uuid import UUID

from commerce.identity import invites, roles, service, shapes
from commerce.identity.errors import (
    AlreadyInvited,
    EmailUnverified,
    OwnFactorFirst,
    TooManyInvites,
)
from commerce.identity.team_schemas import (
    FactorRuleIn,
    FactorRuleOut,
    HandOverIn,
    InviteIn,
    InviteOut,
    MemberOut,
    MemberPatch,
)
from ecomm_core.accounts import members
from ecomm_core.accounts.members import AboveYou, AlreadyMember, LastOwner
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.recovery import JustSent
from ecomm_core.accounts.service import WrongPassword
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import Owner, TeamAdmin, TenantContext, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import Conflict, LimitReached, NotFound

routes = router("team", "/team")


@routes.get("/members")
async def list_members(context: Viewer, page: PageDep) -> ListReply[MemberOut]:
    """Who belongs to the business, who joined first first."""
    found, total = await members.listed(
        context.session, context.tenant_id, offset=page.offset, limit=page.per_page
    )
    actor = shapes.actor_of(context)
    return page_of([shapes.member(one, actor) for one in found], page.info(total))


@routes.patch("/members/{user_id}", responses=errors(NotFound, AboveYou, LastOwner, LimitReached))
async def update_member(context: TeamAdmin, user_id: UUID, body: MemberPatch) -> Reply[MemberOut]:
    """Give a member another role or other stores, in force at once. For who manages the team and
    enters every store; nobody gives or takes a role that may do more than their own, and an owner
    stays. A custom role is newly given only where the plan has such."""
    actor = shapes.actor_of(context)
    changed = await service.change_member(
        context.session,
        context.tenant_id,
        actor,
        user_id,
        role=Role(body.role),
        role_id=body.role_id,
        store_ids=body.store_ids,
    )
    return ok(shapes.member(changed, actor))


@routes.delete("/members/{user_id}", responses=errors(NotFound, AboveYou, LastOwner))
async def remove_member(context: TeamAdmin, user_id: UUID) -> Reply[dict[str, Any]]:
    """Take a member out; their log-ins here end at once."""
    await members.remove(context.session, context.tenant_id, shapes.actor_of(context), user_id)
    return ok({})


@routes.post("/hand-over", responses=errors(NotFound, Conflict, WrongPassword, LoginThrottled))
async def hand_over(context: Owner, body: HandOverIn) -> Reply[MemberOut]:
    """Make a member the owner; the present one is an admin from now on."""
    await context.kernel.accounts.prove(context.claims.subject, body.password, context.client)
    actor = shapes.actor_of(context)
    await members.hand_over(context.session, context.tenant_id, actor, body.user_id)
    found = await members.one(context.session, context.tenant_id, body.user_id)
    return ok(shapes.member(found, actor))


@routes.get("/invites")
async def list_invites(context: Viewer, page: PageDep) -> ListReply[InviteOut]:
    """Invitations nobody has answered yet, the newest first."""
    found, total = await invites.page(context.session, offset=page.offset, limit=page.per_page)
    names = await roles.names(context.session)
    return page_of([shapes.invite(one, names) for one in found], page.info(total))


@routes.post(
    "/invites",
    status_code=201,
    responses=errors(
        NotFound,
        AboveYou,
        LimitReached,
        EmailUnverified,
        AlreadyMember,
        AlreadyInvited,
        TooManyInvites,
    ),
)
async def invite(context: TeamAdmin, body: InviteIn) -> Reply[InviteOut]:
    """Ask somebody to join, by mail. The link is good for seven days."""
    made = await invites.invite(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        actor=shapes.actor_of(context),
        email=body.email,
        role=Role(body.role),
        role_id=body.role_id,
        store_ids=body.store_ids,
    )
    return ok(shapes.invite(made, await roles.names(context.session)))


@routes.post(
    "/invites/{invite_id}/resend", responses=errors(NotFound, AboveYou, LimitReached, JustSent)
)
async def resend_invite(context: TeamAdmin, invite_id: UUID) -> Reply[InviteOut]:
    """Mail an invitation again, for another seven days; the last mail's link is void."""
    sent = await invites.resend(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        actor=shapes.actor_of(context),
        invite_id=invite_id,
    )
    return ok(shapes.invite(sent, await roles.names(context.session)))


@routes.delete("/invites/{invite_id}", responses=errors(NotFound, AboveYou))
async def revoke_invite(context: TeamAdmin, invite_id: UUID) -> Reply[dict[str, Any]]:
    """Take an invitation back; its link is void."""
    await invites.revoke(
        context.session,
        tenant_id=context.tenant_id,
        actor=shapes.actor_of(context),
        invite_id=invite_id,
    )
    return ok({})


@routes.get("/two-factor")
async def factor_rule(context: Viewer) -> Reply[FactorRuleOut]:
    """Whether everybody in the business needs two-factor authentication."""
    return ok(await _rule(context))


@routes.put("/two-factor", responses=errors(OwnFactorFirst))
async def set_factor_rule(context: Owner, body: FactorRuleIn) -> Reply[FactorRuleOut]:
    """Ask everybody for two-factor authentication, or no longer. Who has none reaches only their
    own account until they set it up."""
    await service.require_factor(
        context.session, context.tenant_id, context.claims.subject, on=body.require_two_factor
    )
    return ok(await _rule(context))


async def _rule(context: TenantContext) -> FactorRuleOut:
    required, without = await service.factor_rule(context.session, context.tenant_id)
    return FactorRuleOut(require_two_factor=required, members_without=without)
