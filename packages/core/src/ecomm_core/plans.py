"""The plan table (commerce.md §6) and the one way to check a limit."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.errors import LimitReached

STORES: Final = "stores"
PRODUCTS: Final = "products"
"""Products per store, archived ones included: they stay restorable."""

API_ACCESS: Final = "API access"

DAILY_RESEARCH: Final = "daily research"
"""Without it research runs once a week."""

LIVE_RESEARCH: Final = "research at any time"

CUSTOM_DOMAINS: Final = "custom_domains"
"""Hosts of stores' own, verified or not, of all stores together."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan's limits; None is unlimited. `extras` are what it includes or does not."""

    name: str
    title: str
    limits: dict[str, int | None]
    extras: frozenset[str] = frozenset()


_GROWTH: Final = frozenset({DAILY_RESEARCH})
_PRO: Final = frozenset({API_ACCESS, DAILY_RESEARCH, LIVE_RESEARCH})

PLANS: Final[dict[str, Plan]] = {
    plan.name: plan
    for plan in (
        Plan("trial", "Trial", {STORES: 10, PRODUCTS: None, CUSTOM_DOMAINS: None}, _PRO),
        Plan("starter", "Starter", {STORES: 1, PRODUCTS: 1_000, CUSTOM_DOMAINS: 0}),
        Plan("growth", "Growth", {STORES: 3, PRODUCTS: 10_000, CUSTOM_DOMAINS: 3}, _GROWTH),
        Plan("pro", "Pro", {STORES: 10, PRODUCTS: None, CUSTOM_DOMAINS: None}, _PRO),
        Plan(
            "enterprise", "Enterprise", {STORES: None, PRODUCTS: None, CUSTOM_DOMAINS: None}, _PRO
        ),
    )
}
"""The 14-day trial has Pro's limits, so that a merchant tries what they may buy."""

_LADDER: Final = ("starter", "growth", "pro", "enterprise")


def lifted_by(plan: str, name: str, needed: int) -> str | None:
    """Title of the smallest plan above `plan` whose limit allows `needed`."""
    start = _LADDER.index(plan) + 1 if plan in _LADDER else _LADDER.index("pro") + 1
    for candidate in _LADDER[start:]:
        limit = PLANS[candidate].limits[name]
        if limit is None or limit >= needed:
            return PLANS[candidate].title
    return None


async def _plan_of(session: AsyncSession, tenant_id: UUID) -> str:
    found = await session.scalar(text("select plan from tenants where id = :id"), {"id": tenant_id})
    return str(found)


async def included(session: AsyncSession, *, tenant_id: UUID, name: str) -> bool:
    """Whether the tenant's plan includes an extra; `includes` refuses instead."""
    return name in PLANS[await _plan_of(session, tenant_id)].extras


async def includes(session: AsyncSession, *, tenant_id: UUID, name: str) -> None:
    """Raise LimitReached (402), naming the plan that lifts it, unless the tenant's plan includes
    an extra."""
    plan = await _plan_of(session, tenant_id)
    if name in PLANS[plan].extras:
        return
    remedy = next((PLANS[p].title for p in _LADDER if name in PLANS[p].extras), None)
    raise LimitReached(
        f"{PLANS[plan].title} does not include {name}. {remedy} does.",
        details=[
            {
                "field": None,
                "code": "limit_reached",
                "limit": name,
                "allowed": 0,
                "used": 0,
                "wanted": 1,
                "plan": plan,
                "lifted_by": remedy,
            }
        ],
    )


_TAKE = text(
    """with plan as (
         select plan, (cast(:limits as jsonb) ->> plan)::bigint as allowed
           from tenants where id = :tenant),
       taken as (
         insert into usage as u (tenant_id, name, scope_id, used)
         select :tenant, :name, :scope, :n from plan where :n <= coalesce(allowed, :n)
         on conflict (tenant_id, name, scope_id) do update set used = u.used + :n
          where u.used + :n <= coalesce((select allowed from plan), u.used + :n)
         returning used)
       select (select plan from plan) as plan, (select used from taken) as used"""
).bindparams(bindparam("n", type_=BigInteger()))


async def check(
    session: AsyncSession, *, tenant_id: UUID, name: str, n: int, scope_id: UUID | None = None
) -> None:
    """Count `n` more of `name` against the tenant's plan, atomically (the counter row is locked
    until commit; a rollback gives it back).

    `scope_id` is the store for per-store limits. Raises LimitReached (402) naming limit, use and
    the plan that lifts it. Use `release` to count down.
    """
    scope = scope_id or tenant_id
    limits = {plan.name: plan.limits[name] for plan in PLANS.values()}
    row = (
        await session.execute(
            _TAKE,
            {
                "tenant": tenant_id,
                "name": name,
                "scope": scope,
                "n": n,
                "limits": _json({k: v for k, v in limits.items() if v is not None}),
            },
        )
    ).one()
    if row.used is not None:
        return
    limit = limits[row.plan]
    used = await use(session, tenant_id=tenant_id, name=name, scope_id=scope_id)
    plan, remedy = PLANS[row.plan].title, lifted_by(row.plan, name, used + n)
    lift = f" {remedy} lifts it." if remedy else ""
    raise LimitReached(
        f"{plan} includes {limit} {name.replace('_', ' ')}; you use {used}.{lift}",
        details=[
            {
                "field": None,
                "code": "limit_reached",
                "limit": name,
                "allowed": limit,
                "used": used,
                "wanted": n,
                "plan": row.plan,
                "lifted_by": remedy,
            }
        ],
    )


async def release(
    session: AsyncSession, *, tenant_id: UUID, name: str, n: int, scope_id: UUID | None = None
) -> None:
    """Count `n` fewer of `name`."""
    await session.execute(
        text(
            """update usage set used = greatest(used - :n, 0)
                where name = :name and scope_id = :scope"""
        ),
        {"n": n, "name": name, "scope": scope_id or tenant_id},
    )


async def use(
    session: AsyncSession, *, tenant_id: UUID, name: str, scope_id: UUID | None = None
) -> int:
    """How many of `name` are in use."""
    used = await session.scalar(
        text("select used from usage where name = :name and scope_id = :scope"),
        {"name": name, "scope": scope_id or tenant_id},
    )
    return int(used or 0)


def _json(value: dict[str, int]) -> str:
    return "{" + ",".join(f'"{key}":{number}' for key, number in value.items()) + "}"
