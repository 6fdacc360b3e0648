"""Somebody deletes their own account: what it means for each business they are in, then the end.

Others are never left without what they need. A business that somebody else owns goes on without the
leaver. One that nobody else owns closes along, if they say so: not while it has people who work
there, orders whose goods or money still move, or a plan that is paid again. So no order is lost and
nobody pays for what they cannot reach. What comes then begins at once and cannot be taken back, as
with shoppers: the proof is the password, and the second factor where there is one.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.mail.kinds import Kind
from commerce.privacy.events import OwnerLeft
from commerce.privacy.holdings import ERASED
from commerce.privacy.people import service as own
from commerce.privacy.people.errors import ClosesBusinesses, StillNeeded
from commerce.privacy.people.models import UserDataRequest
from commerce.privacy.people.schemas import BusinessEndOut, LeavingIn, LeavingOut
from commerce.reads.under_way import UNDER_WAY
from commerce.stores import service as stores
from ecomm_core import audit, clock
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.second_factor import WrongCode
from ecomm_core.api.auth import TenantContext
from ecomm_core.db.crossing import in_tenant

_FACTS: Final = text(
    f"""select t.name, m.role,
          (select count(*) from memberships o
            where o.tenant_id = t.id and o.user_id <> :user) as people,
          (select count(*) from memberships o
            where o.tenant_id = t.id and o.user_id <> :user and o.role = 'owner') as owners,
          (select array_agg(s.id order by s.id) from stores s
            where s.tenant_id = t.id and s.deleted_at is null) as stores,
          (select count(*) from orders o
             join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
            where o.tenant_id = t.id and s.deleted_at is null and {UNDER_WAY})
          + (select count(*) from checkouts k
               join stores s on s.tenant_id = k.tenant_id and s.id = k.store_id
              where k.tenant_id = t.id and s.deleted_at is null
                and k.state in ('awaiting_payment', 'processing')) as orders,
          exists (select 1 from subscriptions b
                   where b.tenant_id = t.id and b.provider_ref is not null
                     and b.state <> 'cancelled' and not b.cancel_at_end) as renews,
          (select count(*) from api_keys k
            where k.tenant_id = t.id and k.created_by = :user and k.revoked_at is null
              and (k.expires_at is null or k.expires_at > :now)) as api_keys
        from tenants t join memberships m on m.tenant_id = t.id and m.user_id = :user
       where t.id = :tenant"""  # noqa: S608 - constants
)

_REMEDIES: Final = {
    "team": "Make somebody else in {name} its owner, or take the others out of the team.",
    "orders": "{name} has orders under way: ship, cancel or refund them first, or make somebody "
    "else its owner.",
    "subscription": "{name} has a plan that is paid again: cancel it first.",
}


@dataclass(frozen=True, slots=True)
class End:
    """What becomes of one business. `store_ids`: its open stores."""

    said: BusinessEndOut
    store_ids: list[UUID] = field(default_factory=list)


async def outlook(context: TenantContext) -> LeavingOut:
    """What deleting the caller's account would do now; nothing is written."""
    person = await context.kernel.accounts.person(context.session, context.claims)
    ends = await _ends(context.session, context.tenant_id, person.id)
    return LeavingOut(
        businesses=[end.said for end in ends], needs_code=person.two_factor_at is not None
    )


async def leave(context: TenantContext, body: LeavingIn) -> UserDataRequest:
    """Delete the caller's account. The request has the receipt so far; a job does the rest.

    Raises LoginThrottled (429), WrongPassword, WrongCode (403), StillNeeded, ClosesBusinesses
    (409).
    """
    kernel, session, user_id = context.kernel, context.session, context.claims.subject
    person = await kernel.accounts.person(session, context.claims)
    await kernel.accounts.prove(user_id, body.password, context.client)
    if person.two_factor_at is not None:
        if body.code is None:
            raise WrongCode.on_field("code", "Enter a code of your authenticator, too.")
        await kernel.accounts.second_factor.check(user_id, body.code, context.client.ip)
    await _hold(session, context.tenant_id, user_id)
    ends = await _ends(session, context.tenant_id, user_id)
    _judge(ends, close=body.close_businesses)
    email = await own.lock_user(session, user_id)
    if email is None:
        raise SessionEnded
    closed = [end.said.tenant_name for end in ends if end.said.closes]
    for end in ends:
        async with in_tenant(session, end.said.tenant_id, back_to=context.tenant_id):
            await _depart(context, end)
    request = await own.begin_erasure(kernel, session, context.tenant_id, user_id, email)
    await mail.send(
        session,
        kernel,
        tenant_id=context.tenant_id,
        kind=Kind.ACCOUNT_CLOSED,
        to=email,
        key=f"account-closed:{request.id}",
        context={"name": person.name, "closed": ", ".join(closed)[:300] or None},
    )
    return request


async def _hold(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> None:
    """Teams and stores stay as they are until the end: of two owners who leave at the same time one
    is the last, and whoever begins a checkout meanwhile waits."""
    tenants = await session.scalars(
        text("select tenant_id from memberships where user_id = :user order by tenant_id"),
        {"user": user_id},
    )
    for one in tenants.all():
        async with in_tenant(session, UUID(str(one)), back_to=tenant_id):
            await session.execute(
                text("select 1 from tenants where id = :tenant for no key update"),
                {"tenant": one},
            )
            await session.execute(
                text("select 1 from stores where deleted_at is null order by id for update")
            )


async def _ends(session: AsyncSession, home: UUID, user_id: UUID) -> list[End]:
    tenants = await session.scalars(
        text("select tenant_id from memberships where user_id = :user order by tenant_id"),
        {"user": user_id},
    )
    found = []
    for one in tenants.all():
        tenant_id = UUID(str(one))
        async with in_tenant(session, tenant_id, back_to=home):
            asked = {"user": user_id, "tenant": tenant_id, "now": clock.now()}
            row = (await session.execute(_FACTS, asked)).one()
        found.append(_end(tenant_id, row))
    return found


def _end(tenant_id: UUID, row: Any) -> End:
    closes = row.role == "owner" and row.owners == 0
    hinders = {"team": row.people > 0, "orders": row.orders > 0, "subscription": row.renews}
    store_ids = [UUID(str(one)) for one in row.stores or []]
    said = {
        "tenant_id": tenant_id,
        "tenant_name": row.name,
        "role": row.role,
        "closes": closes,
        "people": row.people,
        "stores": len(store_ids),
        "orders": row.orders,
        "renews": row.renews,
        "api_keys": row.api_keys,
        "in_the_way": [what for what, there in hinders.items() if closes and there],
    }
    return End(BusinessEndOut.model_validate(said), store_ids)


def _judge(ends: list[End], *, close: bool) -> None:
    said = [end.said for end in ends]
    hinders = [
        {
            "field": what,
            "code": StillNeeded.code,
            "message": _REMEDIES[what].format(name=one.tenant_name),
            "tenant_id": str(one.tenant_id),
        }
        for one in said
        for what in one.in_the_way
    ]
    if hinders:
        raise StillNeeded(details=hinders)
    if not close and any(one.closes and one.stores for one in said):
        raise ClosesBusinesses.on_field("close_businesses")


async def _depart(context: TenantContext, end: End) -> None:
    """Out of one business, whose scope is open: its stores and name go where it closes, keys the
    leaver made stop, and its log says so."""
    session, user_id = context.session, context.claims.subject
    for store_id in end.store_ids if end.said.closes else ():
        await stores.delete(context.kernel, session, store_id=store_id, actor=context.actor)
    if end.said.closes:
        # A business is called after its owner until they call it something else.
        await session.execute(
            text("update tenants set name = :erased where id = :tenant"),
            {"erased": ERASED, "tenant": end.said.tenant_id},
        )
        await session.execute(
            text(
                """update invites set revoked_at = :now
                    where accepted_at is null and revoked_at is null"""
            ),
            {"now": clock.now()},
        )
    ended = await session.execute(
        text(
            """update api_keys set revoked_at = :now
                where created_by = :user and revoked_at is null returning id"""
        ),
        {"now": clock.now(), "user": user_id},
    )
    if end.said.role == "owner":
        await context.kernel.outbox.emit(
            session, OwnerLeft(), tenant_id=end.said.tenant_id, resource_id=end.said.tenant_id
        )
    await audit.record(
        session,
        tenant_id=end.said.tenant_id,
        actor=context.actor,
        action="account.delete",
        resource_type="user",
        resource_id=user_id,
        before={"role": end.said.role, "closed": end.said.closes},
        after={"api_keys": len(ended.all())},
    )
