"""Queries of the pictures of returns."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

_OF_RETURN = text(
    """select p.id, p.sha256, p.width, p.height, p.sizes from return_photos p
        where p.return_id = :return order by p.created_at, p.id"""
)

_ONE = text(
    """select p.id, p.sizes from return_photos p
         join returns r on r.tenant_id = p.tenant_id and r.id = p.return_id
        where p.id = :id and p.return_id = :return and p.store_id = :store
          and (cast(:order as uuid) is null or r.order_id = :order)"""
)

_INSERT = text(
    """insert into return_photos
         (tenant_id, id, store_id, return_id, sha256, width, height, sizes, created_at)
       values (:tenant_id, :id, :store_id, :return_id, :sha256, :width, :height, :sizes, :now)"""
).bindparams(bindparam("sizes", type_=JSONB()))

_DELETE = text("delete from return_photos where id = :id and return_id = :return returning sizes")

_OF_RETURNS = text(
    "delete from return_photos where store_id = :store and return_id = any(:ids) returning sizes"
).bindparams(bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))))

_KNOWN = text("select id from return_photos where id = any(:ids)").bindparams(
    bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True)))
)


async def of_return(session: AsyncSession, return_id: UUID) -> Sequence[Any]:
    """A return's pictures, the first one first."""
    return (await session.execute(_OF_RETURN, {"return": return_id})).all()


async def one(
    session: AsyncSession,
    store_id: UUID,
    return_id: UUID,
    photo_id: UUID,
    order_id: UUID | None,
) -> Any:
    """A picture of a return of the store, and of this order where one is named; else None."""
    values = {"id": photo_id, "return": return_id, "store": store_id, "order": order_id}
    return (await session.execute(_ONE, values)).first()


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write a picture down."""
    await session.execute(_INSERT, values)


async def delete(session: AsyncSession, return_id: UUID, photo_id: UUID) -> Any:
    """Take a picture away; its sizes, or None where it is not there."""
    return await session.scalar(_DELETE, {"id": photo_id, "return": return_id})


async def delete_of_returns(
    session: AsyncSession, store_id: UUID, return_ids: Sequence[UUID]
) -> list[list[dict[str, Any]]]:
    """Take away every picture of these returns of the store; the sizes of each."""
    values = {"store": store_id, "ids": list(return_ids)}
    return list((await session.scalars(_OF_RETURNS, values)).all())


async def known(session: AsyncSession, photo_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these pictures are there."""
    return set(await session.scalars(_KNOWN, {"ids": list(photo_ids)}))
