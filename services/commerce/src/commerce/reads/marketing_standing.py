"""Whether an address may be written to about more than its orders. SELECT only."""

from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

_STANDING = text(
    """select (select p.reason from suppressions p
                where p.store_id = :store and p.address_key = :key) as suppressed,
              s.status, s.unsubscribed_at is not null as left_before
         from (select 1) one
         left join subscribers s on s.store_id = :store and s.email = :email"""
).bindparams(bindparam("store", type_=PgUUID(as_uuid=True)), bindparam("key", type_=LargeBinary()))


async def objection(
    session: AsyncSession, store_id: UUID, *, email: str, address_key: bytes
) -> str | None:
    """What speaks against it, as one word; None: nothing. Whoever has left and asked again is
    written to once the new link was followed."""
    values = {"store": store_id, "key": address_key, "email": email}
    row = (await session.execute(_STANDING, values)).one()
    if row.suppressed is not None:
        return str(row.suppressed)
    if row.status in ("unsubscribed", "suppressed"):
        return str(row.status)
    return "unconfirmed" if row.status == "pending" and row.left_before else None
