"""Queries of people's own requests, and of their rows wherever they are.

Sessions are in a scope that names the user. What belongs to businesses is looked for in one after
the other: `inside` says whose rows the transaction sees meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text, TypeEngine

from commerce.privacy.holdings import ERASED
from commerce.privacy.models import RequestKind, RequestState
from commerce.privacy.people.holdings import UserHolding
from commerce.privacy.people.models import UserDataRequest

_TYPES: Final[dict[str, TypeEngine[Any]]] = {
    "user": PgUUID(as_uuid=True),
    "email": Text(),
    "actor": Text(),
    "nobody": Text(),
    "erased": Text(),
}
_OPEN: Final = (RequestState.QUEUED, RequestState.WAITING)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whose rows are looked for. `nobody`: the address that stands where theirs did."""

    user: UUID
    email: str
    nobody: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """What conditions may ask for."""
        return {
            "user": self.user,
            "email": self.email,
            "actor": f"user:{self.user}",
            "nobody": self.nobody,
            "erased": ERASED,
        }


async def businesses(session: AsyncSession, user_id: UUID) -> list[UUID]:
    """Every business that may hold something of them: those they belong to, and those they once
    logged in to."""
    found = await session.scalars(
        text(
            """select tenant_id from memberships where user_id = :user
               union select tenant_id from token_families
                      where subject_id = :user and audience = 'merchant'
               order by tenant_id"""
        ),
        {"user": user_id},
    )
    return [UUID(str(one)) for one in found]


def _bound(query: str) -> TextClause:
    made = text(query)
    names = set(made.compile().params) & _TYPES.keys()
    return made.bindparams(*(bindparam(name, type_=_TYPES[name]) for name in names))


async def _run(session: AsyncSession, query: str, somebody: Somebody, **more: Any) -> Any:
    bound = _bound(query)
    values = {**somebody.values, **more}
    asked = {name: values[name] for name in bound.compile().params}
    return await session.execute(bound, asked)


async def count(session: AsyncSession, holding: UserHolding, somebody: Somebody) -> int:
    """How many rows of a table are theirs, in the business that is seen."""
    query = f"select count(*) from {holding.table} t where {holding.where}"  # noqa: S608 - our own list
    return int((await _run(session, query, somebody)).scalar_one())


async def copy(
    session: AsyncSession, holding: UserHolding, somebody: Somebody, most: int | None
) -> list[Any]:
    """Their rows of a table as JSON without secrets; one more than `most` where there are more."""
    hidden = "".join(f" - '{name}'" for name in holding.hidden)
    query = f"select to_jsonb(t){hidden} from {holding.table} t where {holding.where}"  # noqa: S608 - our own list
    if most is None:
        return list((await _run(session, query, somebody)).scalars())
    found = await _run(session, f"{query} limit :most", somebody, most=most + 1)
    return list(found.scalars())


async def needed(session: AsyncSession, holding: UserHolding, somebody: Somebody) -> int:
    """How many of their rows are still needed."""
    query = (
        f"select count(*) from {holding.table} t "  # noqa: S608 - our own list
        f"where ({holding.where}) and ({holding.unless})"
    )
    return int((await _run(session, query, somebody)).scalar_one())


async def erase(session: AsyncSession, holding: UserHolding, somebody: Somebody) -> int:
    """Delete or empty their rows of a table, those that are still needed aside; how many. What is
    empty already does not count."""
    kept = f" and not ({holding.unless})" if holding.unless else ""
    where = f"where ({holding.where}){kept}"
    if holding.deletes:
        query = f"delete from {holding.table} t {where}"  # noqa: S608 - our own list
    else:
        columns = ", ".join(f"t.{name}" for name in holding.sets)
        values = ", ".join(holding.sets.values())
        told = ", ".join(f"{name} = {value}" for name, value in holding.sets.items())
        query = (
            f"update {holding.table} t set {told} {where} "  # noqa: S608 - our own list
            f"and row({columns}) is distinct from row({values})"
        )
    return int((await _run(session, query, somebody)).rowcount)


async def blank_log(session: AsyncSession, somebody: Somebody) -> int:
    """Blank name and e-mail of somebody where the log of the business that is seen says what was
    changed about them; how many entries."""
    found = await _run(session, "select forget_in_audit(:user, :email)", somebody)
    return int(found.scalar_one())


async def one(
    session: AsyncSession, user_id: UUID, request_id: UUID, *, lock: bool = False
) -> UserDataRequest | None:
    """A request of theirs."""
    query = select(UserDataRequest).where(
        UserDataRequest.id == request_id, UserDataRequest.user_id == user_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: UserDataRequest | None = await session.scalar(query)
    return found


async def email_of(session: AsyncSession, user_id: UUID) -> str | None:
    """Their e-mail address."""
    found = await session.scalar(text("select email from users where id = :id"), {"id": user_id})
    return None if found is None else str(found)


async def lock_user(session: AsyncSession, user_id: UUID) -> str | None:
    """Their e-mail address, with the account as it is until the end of the transaction."""
    found = await session.scalar(
        text("select email from users where id = :id for update"), {"id": user_id}
    )
    return None if found is None else str(found)


async def copying(session: AsyncSession, user_id: UUID) -> UserDataRequest | None:
    """Their copy that is being written, if one is."""
    found: UserDataRequest | None = await session.scalar(
        select(UserDataRequest)
        .where(
            UserDataRequest.user_id == user_id,
            UserDataRequest.kind == RequestKind.EXPORT,
            UserDataRequest.state.in_(_OPEN),
        )
        .limit(1)
    )
    return found


async def copies(session: AsyncSession, user_id: UUID) -> Sequence[UserDataRequest]:
    """Their requests for copies, locked."""
    found = await session.scalars(
        select(UserDataRequest)
        .where(UserDataRequest.user_id == user_id, UserDataRequest.kind == RequestKind.EXPORT)
        .order_by(UserDataRequest.id)
        .with_for_update()
    )
    return found.all()


async def page(
    session: AsyncSession, user_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[UserDataRequest], int]:
    """(their requests, how many), newest first."""
    mine = UserDataRequest.user_id == user_id
    total = await session.scalar(select(func.count()).select_from(UserDataRequest).where(mine))
    found = await session.scalars(
        select(UserDataRequest)
        .where(mine)
        .order_by(UserDataRequest.created_at.desc(), UserDataRequest.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0
