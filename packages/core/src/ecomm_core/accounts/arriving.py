"""People who come by somebody else's word: a platform that both sides trust names them.

They have no password. They enter by what that platform gives them, or set one by the mail of a
forgotten password, which shows that the address is theirs.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit
from ecomm_core.accounts.people import Role, fold_email
from ecomm_core.db.crossing import as_user
from ecomm_core.ids import new_id

NO_PASSWORD: Final = ""
"""Where a hash would be: no password fits, and the comparison takes as long as any."""


async def person_of(session: AsyncSession, *, email: str, name: str) -> UUID:
    """The user of an address; made, without a password, where there is none. The transaction sees
    what is theirs from here on."""
    folded = fold_email(email)
    found = await session.scalar(text("select user_id from locate_user(:email)"), {"email": folded})
    if found is not None:
        await as_user(session, UUID(str(found)))
        return UUID(str(found))
    user_id = new_id()
    await as_user(session, user_id)
    made = await session.scalar(
        text(
            """insert into users (id, email, name, password_hash)
               values (:id, :email, :name, :hash) on conflict (email) do nothing returning id"""
        ),
        {"id": user_id, "email": folded, "name": name, "hash": NO_PASSWORD},
    )
    # Somebody else made them in this moment.
    return user_id if made is not None else await person_of(session, email=email, name=name)


async def belongs(
    session: AsyncSession, tenant_id: UUID, user_id: UUID, role: Role, store_id: UUID
) -> None:
    """Let somebody into the business with a role, or give them the one they have now. The owner
    enters every store, everybody else those they came by. A business keeps an owner.

    `store_id` is the store they come by.
    """
    await session.execute(
        text("select 1 from tenants where id = :tenant for no key update"), {"tenant": tenant_id}
    )
    row = (
        await session.execute(
            text(
                """select role, (select count(*) from memberships o
                           where o.tenant_id = :tenant and o.role = 'owner') as owners
                     from memberships where tenant_id = :tenant and user_id = :user"""
            ),
            {"tenant": tenant_id, "user": user_id},
        )
    ).first()
    if row is not None and row.role == Role.OWNER and role is not Role.OWNER and row.owners == 1:
        return
    stores = None if role is Role.OWNER else f'["{store_id}"]'
    await session.execute(
        text(
            """insert into memberships as m (tenant_id, user_id, role, store_ids)
               values (:tenant, :user, :role, cast(:stores as jsonb))
               on conflict (tenant_id, user_id) do update
                 set role = excluded.role, role_id = null,
                     store_ids = case
                       when excluded.store_ids is null then null
                       when m.store_ids is null then
                         case when m.role = 'owner' then excluded.store_ids end
                       when m.store_ids @> excluded.store_ids then m.store_ids
                       else m.store_ids || excluded.store_ids end"""
        ),
        {"tenant": tenant_id, "user": user_id, "role": role.value, "stores": stores},
    )
    if row is None or row.role != role.value:
        await audit.record(
            session,
            tenant_id=tenant_id,
            actor="platform",
            action="member.arrive" if row is None else "member.update",
            resource_type="user",
            resource_id=user_id,
            before=None if row is None else {"role": row.role},
            after={"role": role.value},
        )
