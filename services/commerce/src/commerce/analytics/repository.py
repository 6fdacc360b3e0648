"""Queries of events and of written days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.analytics.figures import DAY_FIGURES, PRODUCT_FIGURES, Days, Figures
from commerce.analytics.models import BrowserConsent
from commerce.reads import store_days

_DROP = text("select drop_event_months(:before)")

_INSERT = text(
    """insert into shop_events
         (tenant_id, store_id, at, id, kind, entry, product_id, visitor, session)
       select :tenant, :store, :now, e.id, e.kind, e.entry, e.product_id, :visitor, :session
         from jsonb_to_recordset(:events)
              as e (id uuid, kind text, entry boolean, product_id uuid)"""
).bindparams(bindparam("events", type_=JSONB()))

_COUNT_OF_VISITOR = text(
    "select count(*) from shop_events where store_id = :store and visitor = :visitor"
)

_OF_VISITOR = text(
    """select at, kind, entry, product_id, session from shop_events
        where store_id = :store and visitor = :visitor
        order by at desc, id desc offset :offset limit :limit"""
)

# The application's role may change neither: a row is put in the place of itself, without the name.
_UNNAME_EVENTS = text(
    """with gone as (
         delete from shop_events where store_id = :store and visitor = :visitor
         returning tenant_id, store_id, at, id, kind, entry, product_id
       ), kept as (
         insert into shop_events (tenant_id, store_id, at, id, kind, entry, product_id)
         select tenant_id, store_id, at, gen_random_uuid(), kind, entry, product_id from gone
         returning 1
       ) select count(*) from kept"""
)

_UNNAME_CONSENTS = text(
    """with gone as (
         delete from browser_consents where store_id = :store and visitor = :visitor
         returning tenant_id, store_id, purpose, granted, text_version, locale, at
       ), kept as (
         insert into browser_consents
                (tenant_id, id, store_id, purpose, granted, text_version, locale, at)
         select tenant_id, gen_random_uuid(), store_id, purpose, granted, text_version, locale, at
           from gone
         returning 1
       ) select count(*) from kept"""
)

_KNOWN = text(
    """select count(*) from products
        where store_id = :store and status = 'active' and id = any (cast(:products as uuid[]))"""
)

_MARK = text(
    """select through, as_of, timezone, currency, rules from metrics_marks
        where store_id = :store"""
)

_SET_MARK = text(
    """insert into metrics_marks (tenant_id, store_id, through, as_of, timezone, currency, rules)
       values (:tenant, :store, :through, :now, :timezone, :currency, :rules)
       on conflict (tenant_id, store_id) do update
          set through = excluded.through, as_of = excluded.as_of, timezone = excluded.timezone,
              currency = excluded.currency, rules = excluded.rules"""
)


def _read(table: str, key: str, figures: Sequence[str]) -> Any:
    return text(
        f"select day, {key}{', '.join(figures)} from {table} "  # noqa: S608 - constants
        "where store_id = :store and day between :since and :until"
    )


def _write(table: str, key: str, figures: Sequence[str]) -> Any:
    names = ", ".join(figures)
    shape = ", ".join(f"{name} bigint" for name in figures)
    typed = f"{key.removesuffix(', ')} uuid, " if key else ""
    return text(
        f"insert into {table} (tenant_id, store_id, day, {key}{names}) "  # noqa: S608 - constants
        f"select :tenant, :store, r.day, {key}{names} "
        f"from jsonb_to_recordset(:rows) as r (day date, {typed}{shape})"
    ).bindparams(bindparam("rows", type_=JSONB()))


_CLEAR: Final = tuple(
    text(
        f"delete from {table} "  # noqa: S608 - constants
        "where store_id = :store and day between :since and :until"
    )
    for table in ("daily_metrics", "product_days")
)
_DAYS = _read("daily_metrics", "", DAY_FIGURES)
_SET_DAYS = _write("daily_metrics", "", DAY_FIGURES)
_PRODUCT_DAYS = _read("product_days", "product_id, ", PRODUCT_FIGURES)
_PRODUCT_SUMS = text(
    f"""select product_id, {", ".join(f"sum({name})::bigint as {name}" for name in PRODUCT_FIGURES)}
          from product_days where store_id = :store and day between :since and :until
         group by product_id"""  # noqa: S608 - constants
)
_SET_PRODUCT_DAYS = _write("product_days", "product_id, ", PRODUCT_FIGURES)


async def drop_months(session: AsyncSession, before: datetime) -> int:
    """Let go of the months that ended before a moment; how many there were."""
    return int(await session.scalar(_DROP, {"before": before}) or 0)


async def insert_events(
    session: AsyncSession, values: Mapping[str, Any], events: Sequence[Mapping[str, Any]]
) -> None:
    """Write what a browser told; its month is made first where nobody has."""
    await store_days.keep_months(session, values["now"])
    await session.execute(_INSERT, {**values, "events": list(events)})


async def consent_of(session: AsyncSession, store_id: UUID, visitor: UUID) -> BrowserConsent | None:
    """The latest word of a visitor."""
    return next(iter(await consents_of(session, store_id, visitor, limit=1)), None)


async def consents_of(
    session: AsyncSession, store_id: UUID, visitor: UUID, *, limit: int = 100
) -> Sequence[BrowserConsent]:
    """What a visitor said, the latest first."""
    found = await session.scalars(
        select(BrowserConsent)
        .where(BrowserConsent.store_id == store_id, BrowserConsent.visitor == visitor)
        .order_by(BrowserConsent.at.desc(), BrowserConsent.id.desc())
        .limit(limit)
    )
    return found.all()


async def consents(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[BrowserConsent], int]:
    """A page of the store's log, the latest first, and how many lines it has."""
    of_store = BrowserConsent.store_id == store_id
    found = await session.scalars(
        select(BrowserConsent)
        .where(of_store)
        .order_by(BrowserConsent.at.desc(), BrowserConsent.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = await session.scalar(select(func.count()).select_from(BrowserConsent).where(of_store))
    return found.all(), total or 0


async def visitor_events(
    session: AsyncSession, store_id: UUID, visitor: UUID, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of what a visitor's browser told, the latest first, and how much it is."""
    values = {"store": store_id, "visitor": visitor, "offset": offset, "limit": limit}
    total = await session.scalar(_COUNT_OF_VISITOR, values)
    return (await session.execute(_OF_VISITOR, values)).all(), total or 0


async def forget_visitor(session: AsyncSession, store_id: UUID, visitor: UUID) -> tuple[int, int]:
    """Take a visitor's name from events and from the log; from how many of each."""
    values = {"store": store_id, "visitor": visitor}
    events = await session.scalar(_UNNAME_EVENTS, values)
    said = await session.scalar(_UNNAME_CONSENTS, values)
    return events or 0, said or 0


async def known_products(session: AsyncSession, store_id: UUID, products: Sequence[UUID]) -> int:
    """How many of these are published products of the store."""
    values = {"store": store_id, "products": list(products)}
    return int(await session.scalar(_KNOWN, values) or 0)


async def mark(session: AsyncSession, store_id: UUID) -> Row[Any] | None:
    """How far the store's days are written; None before the first time."""
    return (await session.execute(_MARK, {"store": store_id})).first()


async def set_mark(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write it."""
    await session.execute(_SET_MARK, dict(values))


async def written(
    session: AsyncSession, store_id: UUID, since: date, until: date, *, products: bool
) -> Days:
    """Written days, both included; products' too where asked."""
    values = {"store": store_id, "since": since, "until": until}
    days = Days()
    for row in await session.execute(_DAYS, values):
        days.store[row.day] = Figures({name: int(getattr(row, name)) for name in DAY_FIGURES})
    if products:
        for row in await session.execute(_PRODUCT_DAYS, values):
            days.products[row.day, row.product_id] = Figures(
                {name: int(getattr(row, name)) for name in PRODUCT_FIGURES}
            )
    return days


async def product_sums(
    session: AsyncSession, store_id: UUID, since: date, until: date
) -> dict[UUID, Figures]:
    """What written days, both included, come to for each product."""
    values = {"store": store_id, "since": since, "until": until}
    return {
        row[0]: Figures(dict(zip(PRODUCT_FIGURES, row[1:], strict=True)))
        for row in await session.execute(_PRODUCT_SUMS, values)
    }


async def write(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, since: date, until: date, days: Days
) -> None:
    """Put these days in the place of what was written for them."""
    values = {"store": store_id, "since": since, "until": until}
    for statement in _CLEAR:
        await session.execute(statement, values)
    owner = {"tenant": tenant_id, "store": store_id}
    rows = [
        {"day": day.isoformat(), **{name: figures[name] for name in DAY_FIGURES}}
        for day, figures in days.store.items()
    ]
    await session.execute(_SET_DAYS, {**owner, "rows": rows})
    rows = [
        {
            "day": day.isoformat(),
            "product_id": str(product_id),
            **{name: figures[name] for name in PRODUCT_FIGURES},
        }
        for (day, product_id), figures in days.products.items()
    ]
    await session.execute(_SET_PRODUCT_DAYS, {**owner, "rows": rows})
