"""Inviting people: by mail, for a role and some stores, for seven days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.identity import repository, roles
from commerce.identity.errors import (
    AlreadyInvited,
    AnotherAddress,
    EmailUnverified,
    HasAccount,
    TooManyInvites,
)
from commerce.identity.models import Invite
from commerce.mail import service as mail
from commerce.mail.kinds import Kind
from commerce.reads.own_stores import own_stores
from ecomm_core import audit, clock
from ecomm_core.accounts import members
from ecomm_core.accounts.links import LIFETIME, LinkOver, Purpose, fresh_nonce
from ecomm_core.accounts.people import Client, Role, SignedIn, fold_email
from ecomm_core.accounts.recovery import PAUSE, JustSent
from ecomm_core.accounts.rights import Held
from ecomm_core.accounts.tokens import Claims
from ecomm_core.db.scope import Scope
from ecomm_core.errors import NotFound
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

MOST = 100
"""Open invites of a business: nobody sends mails to the world through it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An invite as the invited person sees it."""

    tenant_name: str
    invited_by: str
    email: str
    role: Role
    role_name: str | None
    """Of a custom role."""
    expires_at: datetime
    has_account: bool


async def invite(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    actor: members.Actor,
    email: str,
    role: Role,
    role_id: UUID | None,
    store_ids: Sequence[UUID] | None,
) -> Invite:
    """Ask somebody to join; the mail goes out after the commit.

    Raises EmailUnverified, AboveYou (403), LimitReached (402) for a custom role that the plan does
    not include, AlreadyMember, AlreadyInvited, TooManyInvites (409), NotFound (404) for a role and
    for stores that are not the business's own, Invalid (422).
    """
    # No role is given that is being deleted or changed.
    await members.lock_team(session, tenant_id)
    held = await roles.held(session, role, role_id)
    actor.judge(held)
    await roles.giving(session, tenant_id, held)
    own = await repository.user_facts(session, actor.user_id)
    if own is None or own.email_verified_at is None:
        raise EmailUnverified
    kept = members.judged_stores(role, store_ids)
    await known_stores(session, store_ids)
    folded, now = fold_email(email), clock.now()
    if await repository.is_member(session, tenant_id, folded):
        raise members.AlreadyMember.on_field("email")
    await repository.drop_over(session, folded, now)
    if await repository.open_count(session) >= MOST:
        raise TooManyInvites
    with refusing({"uq_invites_open": AlreadyInvited.on_field("email")}):
        made = await repository.add(
            session,
            {
                "tenant_id": tenant_id,
                "id": new_id(),
                "email": folded,
                "role": role.value,
                "role_id": role_id,
                "store_ids": kept,
                "nonce": fresh_nonce(),
                "invited_by": actor.user_id,
                "created_at": now,
                "sent_at": now,
                "expires_at": now + LIFETIME[Purpose.INVITE],
            },
        )
    await _mail(kernel, session, made)
    await _audit(session, made, actor.name, "invite.create")
    return made


async def resend(
    kernel: Kernel, session: AsyncSession, *, tenant_id: UUID, actor: members.Actor, invite_id: UUID
) -> Invite:
    """Mail an invite again, for another seven days; the link of the last mail is void.

    Raises NotFound (404), AboveYou (403), LimitReached (402) for a custom role that the plan does
    not include any more, JustSent (429).
    """
    found = await _open(session, tenant_id, invite_id)
    held = await _held(session, found)
    actor.judge(held)
    await roles.giving(session, tenant_id, held)
    now = clock.now()
    if found.sent_at > now - PAUSE:
        raise JustSent(headers={"Retry-After": str(int(PAUSE.total_seconds()))})
    sent = await repository.change(
        session,
        invite_id,
        {"nonce": fresh_nonce(), "sent_at": now, "expires_at": now + LIFETIME[Purpose.INVITE]},
    )
    await _mail(kernel, session, sent)
    await _audit(session, sent, actor.name, "invite.resend")
    return sent


async def revoke(
    session: AsyncSession, *, tenant_id: UUID, actor: members.Actor, invite_id: UUID
) -> None:
    """Take an invite back. Raises NotFound (404), AboveYou (403)."""
    found = await _open(session, tenant_id, invite_id)
    actor.judge(await _held(session, found))
    await repository.change(session, invite_id, {"revoked_at": clock.now()})
    await _audit(session, found, actor.name, "invite.revoke")


async def page(session: AsyncSession, *, offset: int, limit: int) -> tuple[list[Invite], int]:
    """(open invites, how many), the newest first."""
    return await repository.page(session, offset=offset, limit=limit)


async def look(kernel: Kernel, token: str) -> Asked:
    """What the holder of a link is asked to. Raises LinkOver (410)."""
    invite_id, tenant_id = await _locate(kernel, token)
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        found = await _of_token(kernel, session, invite_id, token)
        by = await repository.user_facts(session, found.invited_by)
        return Asked(
            tenant_name=await repository.tenant_name(session, tenant_id),
            invited_by=by.name if by is not None else "",
            email=found.email,
            role=Role(found.role),
            role_name=await _role_name(session, found),
            expires_at=found.expires_at,
            has_account=await repository.has_account(session, found.email),
        )


async def accept(
    kernel: Kernel, *, token: str, name: str, password: str, client: Client
) -> SignedIn:
    """Make an account of the invited address, join, and sign in. The mail showed that the address
    is theirs. Raises LinkOver (410), HasAccount (409), LimitReached (402) for a custom role that
    the business's plan does not include any more."""
    invite_id, tenant_id = await _locate(kernel, token)
    scope = Scope(tenant_id=tenant_id)
    async with kernel.database.transaction(scope) as session:
        found = await _of_token(kernel, session, invite_id, token)
        if await repository.has_account(session, found.email):
            raise HasAccount
    hashed = await kernel.passwords.hash(password)
    async with kernel.database.transaction(scope) as session:
        # Nobody joins with a role that is being deleted.
        await members.lock_team(session, tenant_id)
        found = await _of_token(kernel, session, invite_id, token)
        if await repository.has_account(session, found.email):
            raise HasAccount
        user_id = await kernel.accounts.join(
            session, email=found.email, password_hash=hashed, name=name
        )
        await _let_in(session, found, user_id)
    return await kernel.accounts.sign_in(user_id, tenant_id, client)


async def join(kernel: Kernel, claims: Claims, email: str, token: str, client: Client) -> SignedIn:
    """A signed-in user joins another business; the pair names it, the old log-in ends.

    Raises LinkOver (410), AnotherAddress (403), AlreadyMember (409), LimitReached (402) as
    `accept`.
    """
    invite_id, tenant_id = await _locate(kernel, token)
    scope = Scope(tenant_id=tenant_id, user_id=claims.subject)
    async with kernel.database.transaction(scope) as session:
        await members.lock_team(session, tenant_id)
        found = await _of_token(kernel, session, invite_id, token)
        if found.email != email:
            raise AnotherAddress
        await _let_in(session, found, claims.subject)
    return await kernel.accounts.switch(claims, tenant_id, client)


async def link(
    kernel: Kernel, session: AsyncSession, invite_id: UUID
) -> tuple[str, datetime] | None:
    """(token, until when it is good) of an open invite, for its mail; None where it is over."""
    found = await repository.read(session, invite_id)
    if found is None or found.expires_at <= clock.now():
        return None
    token = kernel.accounts.links.token(
        Purpose.INVITE, found.id, bytes(found.nonce), found.expires_at
    )
    return token, found.expires_at


async def known_stores(session: AsyncSession, store_ids: Sequence[UUID] | None) -> None:
    """Raise NotFound (404) unless each is a store of the business."""
    if store_ids and await own_stores(session, store_ids) != set(store_ids):
        raise NotFound("One of these stores does not exist.")


async def _locate(kernel: Kernel, token: str) -> tuple[UUID, UUID]:
    invite_id = kernel.accounts.links.row_of(token)
    async with kernel.database.transaction() as session:
        tenant_id = await repository.locate(session, invite_id)
    if tenant_id is None:
        raise LinkOver
    return invite_id, tenant_id


async def _of_token(kernel: Kernel, session: AsyncSession, invite_id: UUID, token: str) -> Invite:
    found = await repository.get(session, invite_id)
    if found is None:
        raise LinkOver
    kernel.accounts.links.check(
        token, Purpose.INVITE, found.id, bytes(found.nonce), found.expires_at
    )
    if found.expires_at <= clock.now():
        raise LinkOver
    return found


async def _open(session: AsyncSession, tenant_id: UUID, invite_id: UUID) -> Invite:
    found = await repository.get(session, invite_id)
    if found is None or found.tenant_id != tenant_id:
        raise NotFound
    return found


async def _held(session: AsyncSession, found: Invite) -> Held:
    return await roles.held(session, Role(found.role), found.role_id)


async def _role_name(session: AsyncSession, found: Invite) -> str | None:
    return None if found.role_id is None else (await roles.names(session)).get(found.role_id)


async def _let_in(session: AsyncSession, found: Invite, user_id: UUID) -> None:
    held = await _held(session, found)
    await roles.giving(session, found.tenant_id, held)
    await members.add(
        session,
        found.tenant_id,
        user_id,
        held=held,
        store_ids=found.store_ids,
    )
    await repository.change(session, found.id, {"accepted_at": clock.now()})
    await _audit(session, found, f"user:{user_id}", "invite.accept")


async def _mail(kernel: Kernel, session: AsyncSession, made: Invite) -> None:
    by = await repository.user_facts(session, made.invited_by)
    await mail.send(
        session,
        kernel,
        tenant_id=made.tenant_id,
        kind=Kind.TEAM_INVITE,
        to=made.email,
        key=f"team-invite:{made.id}:{int(made.sent_at.timestamp())}",
        context={
            "team": await repository.tenant_name(session, made.tenant_id),
            "inviter": by.name if by is not None else "",
            "role": await _role_name(session, made) or made.role,
        },
        ref=made.id,
    )


async def _audit(session: AsyncSession, made: Invite, actor: str, action: str) -> None:
    await audit.record(
        session,
        tenant_id=made.tenant_id,
        actor=actor,
        action=action,
        resource_type="invite",
        resource_id=made.id,
        after={
            "email": made.email,
            "role": made.role,
            "store_ids": made.store_ids,
            **({} if made.role_id is None else {"role_name": await _role_name(session, made)}),
        },
    )
