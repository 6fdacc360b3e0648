"""From the rules' objects to replies."""

from collections.abc import Mapping
from uuid import UUID

from commerce.identity import permissions as table
from commerce.identity.models import Invite
from commerce.identity.team_schemas import InviteOut, MemberOut
from ecomm_core import clock
from ecomm_core.accounts.members import Actor, Member
from ecomm_core.api.auth import TenantContext


def actor_of(context: TenantContext) -> Actor:
    """Who changes the team."""
    return Actor(context.claims.subject, context.held, table.TABLE)


def member(found: Member, actor: Actor) -> MemberOut:
    """A person of the business, as a colleague sees them."""
    return MemberOut(
        user_id=found.user_id,
        email=found.email,
        name=found.name,
        role=found.role.value,
        role_id=found.role_id,
        role_name=found.role_name,
        may_change=actor.table.covers(actor.held, [found.held]),
        store_ids=None if found.store_ids is None else list(found.store_ids),
        two_factor_enabled=found.two_factor,
        email_verified=found.verified,
        joined_at=found.joined_at,
        last_used_at=found.last_used_at,
    )


def invite(found: Invite, names: Mapping[UUID, str]) -> InviteOut:
    """An open invitation; `names` are what custom roles are called."""
    derived = {"expired", "role_name"}
    return InviteOut.model_validate(
        {
            **{name: getattr(found, name) for name in set(InviteOut.model_fields) - derived},
            "role_name": None if found.role_id is None else names.get(found.role_id),
            "expired": found.expires_at <= clock.now(),
        }
    )
