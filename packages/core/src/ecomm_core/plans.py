"""The one way to check a limit of a tenant's plan; the plans themselves: `plan_table`.

Whose plans they are, a database's sessions say (`plans` in their `info`): several services share a
process, each with a table of its own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.errors import LimitReached
from ecomm_core.plan_table import (
    API_ACCESS,
    BLOG,
    BRANDING_REMOVED,
    CUSTOM_DOMAINS,
    CUSTOM_ROLES,
    DAILY_RESEARCH,
    EMAIL_CONTACTS,
    LIVE_RESEARCH,
    PLANS,
    PLATFORM,
    PRODUCTS,
    STORES,
    Plan,
    PlanTable,
)

__all__ = [
    "API_ACCESS",
    "BLOG",
    "BRANDING_REMOVED",
    "CUSTOM_DOMAINS",
    "CUSTOM_ROLES",
    "DAILY_RESEARCH",
    "EMAIL_CONTACTS",
    "LIVE_RESEARCH",
    "PLANS",
    "PRODUCTS",
    "STORES",
    "Plan",
    "PlanTable",
    "Standing",
    "Use",
    "check",
    "included",
    "includes",
    "plan_use",
    "release",
    "standing",
    "standing_of",
    "table_of",
    "use",
]

INFO: Final = "plans"
"""Where the table lies in a session's `info`."""


def table_of(session: AsyncSession) -> PlanTable:
    """The plans of the service whose database this is; the platform's own where none are named."""
    found = session.info.get(INFO, PLATFORM)
    if not isinstance(found, PlanTable):
        raise TypeError("a database's plans are a PlanTable")
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What a tenant is entitled to: the plan, what add-ons and operators put on top, and since
    when its merchants may only fulfil, refund, export and pay their bill."""

    plan: str
    raised: dict[str, int]
    features: frozenset[str]
    read_only_since: datetime | None
    table: PlanTable = PLATFORM

    def limit(self, name: str) -> int | None:
        """The limit as it holds; None is unlimited."""
        own = self.table.plans[self.plan].limits[name]
        return None if own is None else own + self.raised.get(name, 0)

    def has(self, extra: str) -> bool:
        """Whether an extra is included."""
        return self.table.includes(self.plan, extra) or extra in self.features


@dataclass(frozen=True, slots=True)
class Use:
    """Use against one limit; `limit` None is unlimited. `resets_at`: of a monthly one, when it is
    counted anew."""

    name: str
    used: int
    limit: int | None
    resets_at: datetime | None = None


async def standing(session: AsyncSession, tenant_id: UUID) -> Standing:
    """What the tenant is entitled to now."""
    row = (
        await session.execute(
            text("select plan, entitlements, read_only_since from tenants where id = :id"),
            {"id": tenant_id},
        )
    ).one()
    return standing_of(row, table_of(session))


def standing_of(row: Any, table: PlanTable = PLATFORM) -> Standing:
    """The same of a row with a tenant's `plan`, `entitlements` and `read_only_since`."""
    given: dict[str, Any] = row.entitlements
    return Standing(
        row.plan,
        dict(given.get("limits", {})),
        frozenset(given.get("features", ())),
        row.read_only_since,
        table,
    )


async def plan_use(session: AsyncSession, tenant_id: UUID) -> tuple[Standing, list[Use]]:
    """(what the plan entitles to, use of each limit that people see). For per-store limits the
    fullest store counts, for monthly ones the running month."""
    row = (
        await session.execute(
            text(
                """select t.plan, t.entitlements, t.read_only_since, coalesce(
                     (select jsonb_object_agg(u.name, u.used) from
                       (select name, max(used) as used from usage group by name) u), '{}') as used
                   from tenants t where t.id = :tenant"""
            ),
            {"tenant": tenant_id},
        )
    ).one()
    table, now = table_of(session), clock.now()
    found, used = standing_of(row, table), row.used
    return found, [
        Use(
            name,
            used.get(_counter(table, name, now), 0),
            found.limit(name),
            _next_month(now) if name in table.monthly else None,
        )
        for name in table.shown
    ]


def _counter(table: PlanTable, name: str, at: datetime) -> str:
    """What a limit's counter is called: a monthly one has another each month."""
    return f"{name}:{at.astimezone(UTC):%Y-%m}" if name in table.monthly else name


def _next_month(at: datetime) -> datetime:
    """The first moment of the calendar month after, UTC."""
    month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    year, after = divmod(month.year * 12 + month.month, 12)
    return month.replace(year=year, month=after + 1)


async def included(session: AsyncSession, *, tenant_id: UUID, name: str) -> bool:
    """Whether the tenant's plan includes an extra; `includes` refuses instead."""
    return (await standing(session, tenant_id)).has(name)


async def includes(session: AsyncSession, *, tenant_id: UUID, name: str) -> Standing:
    """Raise LimitReached (402), naming the plan that lifts it, unless the tenant's plan includes
    an extra."""
    found = await standing(session, tenant_id)
    if found.has(name):
        return found
    table = found.table
    remedy = table.cheapest_with(name)
    words = f" {table.plans[remedy].title} does." if remedy else ""
    raise _refusal(
        table,
        f"{table.plans[found.plan].title} does not include {name}.{words}",
        name=name,
        allowed=0,
        used=0,
        wanted=1,
        plan=found.plan,
        remedy=remedy,
    )


def _refusal(
    table: PlanTable,
    message: str,
    *,
    name: str,
    allowed: int | None,
    used: int,
    wanted: int,
    plan: str,
    remedy: str | None,
    resets_at: datetime | None = None,
) -> LimitReached:
    again = {} if resets_at is None else {"resets_at": resets_at.isoformat()}
    return LimitReached(
        message,
        details=[
            {
                "field": None,
                "code": "limit_reached",
                "message": message,
                "limit": name,
                "allowed": allowed,
                "used": used,
                "wanted": wanted,
                "plan": plan,
                "lifted_by": table.plans[remedy].title if remedy else None,
                "lifted_by_plan": remedy,
                **again,
            }
        ],
    )


_TAKE = text(
    """with plan as (
         select plan, (cast(:limits as jsonb) ->> plan)::bigint
             + coalesce((entitlements -> 'limits' ->> :name)::bigint, 0) as allowed
           from tenants where id = :tenant),
       taken as (
         insert into usage as u (tenant_id, name, scope_id, used)
         select :tenant, :counter, :scope, :n from plan where :n <= coalesce(allowed, :n)
         on conflict (tenant_id, name, scope_id) do update set used = u.used + :n
          where u.used + :n <= coalesce((select allowed from plan), u.used + :n)
         returning used)
       select (select plan from plan) as plan, (select allowed from plan) as allowed,
         (select used from taken) as used"""
).bindparams(bindparam("n", type_=BigInteger()))


async def check(
    session: AsyncSession, *, tenant_id: UUID, name: str, n: int, scope_id: UUID | None = None
) -> None:
    """Count `n` more of `name` against the tenant's plan, atomically (the counter row is locked
    until commit; a rollback gives it back).

    `scope_id` is the store for per-store limits. A monthly limit counts in the calendar month of
    the call. Raises LimitReached (402) naming limit, use and the plan that lifts it. Use `release`
    to count down.
    """
    scope = scope_id or tenant_id
    table, now = table_of(session), clock.now()
    limits = {plan.name: plan.limits[name] for plan in table.plans.values()}
    row = (
        await session.execute(
            _TAKE,
            {
                "tenant": tenant_id,
                "name": name,
                "counter": _counter(table, name, now),
                "scope": scope,
                "n": n,
                "limits": _json({k: v for k, v in limits.items() if v is not None}),
            },
        )
    ).one()
    if row.used is not None:
        return
    limit = row.allowed
    used = await use(session, tenant_id=tenant_id, name=name, scope_id=scope_id)
    plan, remedy = table.plans[row.plan].title, table.lifted_by(row.plan, name, used + n)
    lift = f" {table.plans[remedy].title} lifts it." if remedy else ""
    monthly = name in table.monthly
    each = " a month" if monthly else ""
    raise _refusal(
        table,
        f"{plan} includes {_counted(limit, name)}{each}; you use {used}.{lift}",
        name=name,
        allowed=limit,
        used=used,
        wanted=n,
        plan=row.plan,
        remedy=remedy,
        resets_at=_next_month(now) if monthly else None,
    )


def _counted(limit: int | None, name: str) -> str:
    """For people: `no custom domains`, `1 store`, `3 stores`."""
    things = name.replace("_", " ")
    return f"{limit or 'no'} {things.removesuffix('s') if limit == 1 else things}"


async def release(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    name: str,
    n: int,
    scope_id: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Count `n` fewer of `name`; of a monthly limit, in the month of `at`, when they were counted
    (now where it is not said)."""
    await session.execute(
        text(
            """update usage set used = greatest(used - :n, 0)
                where name = :name and scope_id = :scope"""
        ),
        {
            "n": n,
            "name": _counter(table_of(session), name, at or clock.now()),
            "scope": scope_id or tenant_id,
        },
    )


async def use(
    session: AsyncSession, *, tenant_id: UUID, name: str, scope_id: UUID | None = None
) -> int:
    """How many of `name` are in use; of a monthly limit, in this month."""
    used = await session.scalar(
        text("select used from usage where name = :name and scope_id = :scope"),
        {
            "name": _counter(table_of(session), name, clock.now()),
            "scope": scope_id or tenant_id,
        },
    )
    return int(used or 0)


def _json(value: dict[str, int]) -> str:
    return "{" + ",".join(f'"{key}":{number}' for key, number in value.items()) + "}"
