"""The one way to check a limit of a tenant's plan; the plans themselves: `plan_table`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.errors import LimitReached
from ecomm_core.plan_table import (
    API_ACCESS,
    BLOG,
    BRANDING_REMOVED,
    CUSTOM_DOMAINS,
    CUSTOM_ROLES,
    DAILY_RESEARCH,
    EMAIL_CONTACTS,
    LADDER,
    LIVE_RESEARCH,
    PLANS,
    PRODUCTS,
    STORES,
    Plan,
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
    "Standing",
    "check",
    "included",
    "includes",
    "lifted_by",
    "release",
    "standing",
    "standing_of",
    "use",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a tenant is entitled to: the plan, what add-ons and operators put on top, and since
    when its merchants may only fulfil, refund, export and pay their bill."""

    plan: str
    raised: dict[str, int]
    features: frozenset[str]
    read_only_since: datetime | None

    def limit(self, name: str) -> int | None:
        """The limit as it holds; None is unlimited."""
        own = PLANS[self.plan].limits[name]
        return None if own is None else own + self.raised.get(name, 0)

    def has(self, extra: str) -> bool:
        """Whether an extra is included."""
        return extra in PLANS[self.plan].extras or extra in self.features


def lifted_by(plan: str, name: str, needed: int) -> str | None:
    """Name of the smallest plan above `plan` whose limit allows `needed`."""
    start = LADDER.index(plan) + 1 if plan in LADDER else LADDER.index("pro") + 1
    for candidate in LADDER[start:]:
        limit = PLANS[candidate].limits[name]
        if limit is None or limit >= needed:
            return candidate
    return None


async def standing(session: AsyncSession, tenant_id: UUID) -> Standing:
    """What the tenant is entitled to now."""
    row = (
        await session.execute(
            text("select plan, entitlements, read_only_since from tenants where id = :id"),
            {"id": tenant_id},
        )
    ).one()
    return standing_of(row)


def standing_of(row: Any) -> Standing:
    """The same of a row with a tenant's `plan`, `entitlements` and `read_only_since`."""
    given: dict[str, Any] = row.entitlements
    return Standing(
        row.plan,
        dict(given.get("limits", {})),
        frozenset(given.get("features", ())),
        row.read_only_since,
    )


async def included(session: AsyncSession, *, tenant_id: UUID, name: str) -> bool:
    """Whether the tenant's plan includes an extra; `includes` refuses instead."""
    return (await standing(session, tenant_id)).has(name)


async def includes(session: AsyncSession, *, tenant_id: UUID, name: str) -> Standing:
    """Raise LimitReached (402), naming the plan that lifts it, unless the tenant's plan includes
    an extra."""
    found = await standing(session, tenant_id)
    if found.has(name):
        return found
    remedy = next((p for p in LADDER if name in PLANS[p].extras), None)
    words = f" {PLANS[remedy].title} does." if remedy else ""
    raise _refusal(
        f"{PLANS[found.plan].title} does not include {name}.{words}",
        name=name,
        allowed=0,
        used=0,
        wanted=1,
        plan=found.plan,
        remedy=remedy,
    )


def _refusal(
    message: str,
    *,
    name: str,
    allowed: int | None,
    used: int,
    wanted: int,
    plan: str,
    remedy: str | None,
) -> LimitReached:
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
                "lifted_by": PLANS[remedy].title if remedy else None,
                "lifted_by_plan": remedy,
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
         select :tenant, :name, :scope, :n from plan where :n <= coalesce(allowed, :n)
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
    limit = row.allowed
    used = await use(session, tenant_id=tenant_id, name=name, scope_id=scope_id)
    plan, remedy = PLANS[row.plan].title, lifted_by(row.plan, name, used + n)
    lift = f" {PLANS[remedy].title} lifts it." if remedy else ""
    raise _refusal(
        f"{plan} includes {_counted(limit, name)}; you use {used}.{lift}",
        name=name,
        allowed=limit,
        used=used,
        wanted=n,
        plan=row.plan,
        remedy=remedy,
    )


def _counted(limit: int | None, name: str) -> str:
    """For people: `no custom domains`, `1 store`, `3 stores`."""
    things = name.replace("_", " ")
    return f"{limit or 'no'} {things.removesuffix('s') if limit == 1 else things}"


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
