"""Queries of requests, and of a person's rows wherever they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text, TypeEngine

from commerce.privacy.holdings import ERASED, Holding
from commerce.privacy.models import DataRequest, RequestKind, RequestState
from commerce.reads.under_way import UNDER_WAY

SHORTEST: Final = 4
"""Letters of a word that names somebody: shorter ones stand in other words."""

_UUIDS: Final = ("orders", "carts", "checkouts", "returns", "purchases", "things")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's ids. `email` is theirs where proven, else ''. `waiting`: (orders, checkouts) that
    are not among them since they are under way."""

    store: UUID
    customer: UUID
    email: str
    orders: Sequence[UUID]
    carts: Sequence[UUID]
    checkouts: Sequence[UUID]
    returns: Sequence[UUID]
    purchases: Sequence[UUID]
    words: Sequence[str]
    waiting: tuple[int, int] = (0, 0)
    nobody: str = field(default="")

    @property
    def values(self) -> dict[str, Any]:
        """What conditions may ask for."""
        everything = (self.orders, self.carts, self.checkouts, self.returns)
        return {
            "store": self.store,
            "customer": self.customer,
            "email": self.email,
            "orders": list(self.orders),
            "carts": list(self.carts),
            "checkouts": list(self.checkouts),
            "returns": list(self.returns),
            "purchases": list(self.purchases),
            "things": [self.customer, *(one for found in everything for one in found)],
            "words": list(self.words),
            "nobody": self.nobody,
            "erased": ERASED,
        }


_ORDERS: Final = f"""
    select o.id, o.cart_id, o.email, o.shipping_address, {UNDER_WAY} as under_way
      from orders o
     where o.store_id = :store
       and (o.customer_id = :customer or o.customer_id is null and lower(o.email) = :email)"""  # noqa: S608 - constants

_CARTS: Final = """
    select c.id, k.id as checkout_id, k.email, k.shipping_address,
           coalesce(k.state in ('awaiting_payment', 'processing'), false) as under_way
      from carts c
      left join checkouts k on k.tenant_id = c.tenant_id and k.cart_id = c.id
     where c.store_id = :store
       and (c.id = any(:carts)
            or (c.customer_id = :customer
                or c.customer_id is null
                   and (lower(c.email) = :email or lower(k.email) = :email))
               and not exists (select 1 from orders o
                                where o.tenant_id = c.tenant_id and o.cart_id = c.id))"""


async def person(
    session: AsyncSession,
    store_id: UUID,
    customer_id: UUID,
    email: str,
    *,
    words: Sequence[str] = (),
    over: bool,
    nobody: str = "",
) -> Person:
    """Where somebody's rows hang. `over`: orders and checkouts that are under way are left out and
    counted."""
    asked: dict[str, Any] = {"store": store_id, "customer": customer_id, "email": email}
    orders = (await session.execute(_bound(_ORDERS), asked)).all()
    mine = [row for row in orders if not (over and row.under_way)]
    found = await session.execute(_bound(_CARTS), {**asked, "carts": [row.cart_id for row in mine]})
    carts = found.all()
    near = [row for row in carts if not (over and row.under_way)]
    named = {email, *words}
    for row in (*mine, *near):
        address = row.shipping_address or {}
        named |= {str(row.email or ""), *(str(address.get(key) or "") for key in _NAMES)}
    ids = [row.id for row in mine]
    return Person(
        store=store_id,
        customer=customer_id,
        email=email,
        orders=ids,
        carts=[row.id for row in near],
        checkouts=[row.checkout_id for row in near if row.checkout_id is not None],
        returns=await _ids(session, "returns", ids),
        purchases=await _ids(session, "purchase_orders", ids),
        words=[_pattern(word) for word in sorted(named) if len(word) >= SHORTEST],
        waiting=(len(orders) - len(mine), len(carts) - len(near)),
        nobody=nobody,
    )


_NAMES: Final = ("name", "line1", "phone")


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


async def _ids(session: AsyncSession, table: str, orders: list[UUID]) -> list[UUID]:
    query = f"select t.id from {table} t where t.order_id = any(:orders)"  # noqa: S608 - our own names
    return list(await session.scalars(_bound(query), {"orders": orders}))


def _bound(query: str) -> TextClause:
    """A query that knows the types of what it asks for."""
    made = text(query)
    known: dict[str, TypeEngine[Any]] = {
        **dict.fromkeys(_UUIDS, ARRAY(PgUUID(as_uuid=True))),
        "words": ARRAY(Text()),
        "store": PgUUID(as_uuid=True),
        "customer": PgUUID(as_uuid=True),
        "email": Text(),
        "nobody": Text(),
        "erased": Text(),
    }
    names = set(made.compile().params)
    return made.bindparams(*(bindparam(name, type_=known[name]) for name in names))


def _values(query: TextClause, person: Person) -> dict[str, Any]:
    return {name: value for name, value in person.values.items() if name in query.compile().params}


async def count(session: AsyncSession, holding: Holding, person: Person) -> int:
    """How many rows of a table are a person's."""
    query = _bound(f"select count(*) from {holding.table} t where {holding.where}")  # noqa: S608 - our own list
    return int(await session.scalar(query, _values(query, person)) or 0)


async def copy(session: AsyncSession, holding: Holding, person: Person) -> list[Any]:
    """A person's rows of a table as JSON, without secrets and keys."""
    hidden = ", ".join(f"'{name}'" for name in ("tenant_id", *holding.hidden))
    query = _bound(
        f"select to_jsonb(t) - array[{hidden}] from {holding.table} t where {holding.where}"  # noqa: S608 - our own list
    )
    return list(await session.scalars(query, _values(query, person)))


async def needed(session: AsyncSession, holding: Holding, person: Person) -> int:
    """How many of a person's rows are still needed."""
    query = _bound(
        f"select count(*) from {holding.table} t "  # noqa: S608 - our own list
        f"where ({holding.where}) and ({holding.unless})"
    )
    return int(await session.scalar(query, _values(query, person)) or 0)


async def erase(session: AsyncSession, holding: Holding, person: Person) -> int:
    """Delete or empty a person's rows of a table, those that are still needed aside; how many. What
    is empty already does not count."""
    kept = f" and not ({holding.unless})" if holding.unless else ""
    where = f"where ({holding.where}){kept}"
    if holding.deletes:
        query = _bound(f"delete from {holding.table} t {where}")  # noqa: S608 - our own list
    else:
        columns = ", ".join(f"t.{name}" for name in holding.sets)
        values = ", ".join(holding.sets.values())
        told = ", ".join(f"{name} = {value}" for name, value in holding.sets.items())
        query = _bound(
            f"update {holding.table} t set {told} {where} "  # noqa: S608 - our own list
            f"and row({columns}) is distinct from row({values})"
        )
    done: Any = await session.execute(query, _values(query, person))
    return int(done.rowcount)


async def one(
    session: AsyncSession, store_id: UUID, request_id: UUID, *, lock: bool = False
) -> DataRequest | None:
    """A request of the store."""
    query = select(DataRequest).where(
        DataRequest.id == request_id, DataRequest.store_id == store_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: DataRequest | None = await session.scalar(query)
    return found


async def erasing(session: AsyncSession, customer_id: UUID) -> bool:
    """Whether the person is being erased."""
    found = await session.scalar(
        select(func.count())
        .select_from(DataRequest)
        .where(
            DataRequest.customer_id == customer_id,
            DataRequest.kind == RequestKind.ERASE,
            DataRequest.state.in_((RequestState.QUEUED, RequestState.WAITING)),
        )
    )
    return bool(found)


async def copies_of(session: AsyncSession, customer_id: UUID) -> Sequence[DataRequest]:
    """Requests for copies about a person, locked."""
    found = await session.scalars(
        select(DataRequest)
        .where(DataRequest.customer_id == customer_id, DataRequest.kind == RequestKind.EXPORT)
        .with_for_update()
    )
    return found.all()


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    filters: Mapping[str, str | None],
    offset: int,
    limit: int,
) -> tuple[Sequence[DataRequest], int]:
    """(requests, total), newest first."""
    mine = [DataRequest.store_id == store_id]
    if filters.get("kind"):
        mine.append(DataRequest.kind == filters["kind"])
    if filters.get("state"):
        mine.append(DataRequest.state == filters["state"])
    total = await session.scalar(select(func.count()).select_from(DataRequest).where(*mine))
    found = await session.scalars(
        select(DataRequest)
        .where(*mine)
        .order_by(DataRequest.created_at.desc(), DataRequest.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0
