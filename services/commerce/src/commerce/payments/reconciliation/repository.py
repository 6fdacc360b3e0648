"""Queries of reconciliation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.reconciliation.comparing import Difference
from ecomm_core.ids import new_id

# Payments with a movement in the time, on our side or (named) on theirs, with their ledger twice:
# in the time, and over their whole life.
_OURS = text(
    """select p.id, p.provider, p.provider_ref, p.currency, l.within, l.whole, l.currencies,
              coalesce((select array_agg(d.provider_ref) from disputes d
                         where d.tenant_id = p.tenant_id and d.payment_id = p.id
                           and not d.inquiry), '{}') as disputes
         from payments p
        cross join lateral (
          select coalesce(jsonb_agg(jsonb_build_array(e.kind, e.amount))
                            filter (where e.at >= :since and e.at < :until), '[]') as within,
                 coalesce(jsonb_agg(jsonb_build_array(e.kind, e.amount)), '[]') as whole,
                 coalesce(array_agg(distinct e.currency)
                            filter (where e.kind not like '%fee%'), '{}') as currencies
            from payment_ledger e where e.tenant_id = p.tenant_id and e.payment_id = p.id) l
        where p.store_id = :store
          and (p.id = any(:named) or p.id in (
                select e.payment_id from payment_ledger e
                 where e.store_id = :store and e.at >= :since and e.at < :until))
        order by p.id"""
).bindparams(bindparam("named", type_=ARRAY(PgUUID(as_uuid=True))))

_START = text(
    """insert into reconciliation_runs
         (tenant_id, id, store_id, status, since, until, payments, mismatches, actor, created_at,
          updated_at)
       values (:tenant_id, :id, :store_id, 'queued', :since, :until, 0, 0, :actor, :now, :now)"""
)

_QUEUED = text(
    """select id, since, until from reconciliation_runs
        where store_id = :store and status = 'queued' and created_at > :after limit 1"""
)

_RUN = text(
    """select id, tenant_id, store_id, since, until, status from reconciliation_runs
        where id = :id for no key update"""
)

_END = text(
    """update reconciliation_runs set status = :status, payments = :payments,
              mismatches = :mismatches, error = :error, finished_at = :now, updated_at = :now
        where id = :id"""
)

_FOUND = text(
    """insert into reconciliation_mismatches as m
         (tenant_id, id, store_id, run_id, provider, kind, subject, payment_id, provider_ref,
          expected, found, currency, found_at, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :run, :provider, :kind, :subject, :payment_id,
          :provider_ref, :expected, :found, :currency, :now, :now, :now)
       on conflict on constraint uq_reconciliation_mismatches_subject do update
          set run_id = :run, expected = :expected, found = :found, updated_at = :now,
              -- What a person has explained stays so, unless the figures are others now.
              resolved_at = case when (m.expected, m.found) = (:expected, :found)
                                 then m.resolved_at end,
              resolved_by = case when (m.expected, m.found) = (:expected, :found)
                                 then m.resolved_by end"""
)

_GONE = text(
    """update reconciliation_mismatches
          set resolved_at = :now, resolved_by = 'system', run_id = :run, updated_at = :now,
              note = coalesce(note, 'It matches now.')
        where store_id = :store and resolved_at is null and run_id <> :run
          and (payment_id = any(:looked) or subject = any(:strays))"""
).bindparams(bindparam("looked", type_=ARRAY(PgUUID(as_uuid=True))))

_RUNS = text(
    """select id, status, since, until, payments, mismatches, actor, error, created_at,
              finished_at, count(*) over () as total
         from reconciliation_runs where store_id = :store
        order by id desc limit :limit offset :offset"""
)

_MISMATCHES = text(
    """select m.id, m.run_id, m.provider, m.kind, m.payment_id, p.order_id, m.provider_ref,
              m.expected, m.found, m.currency, m.found_at, m.resolved_at, m.resolved_by, m.note,
              count(*) over () as total
         from reconciliation_mismatches m
         left join payments p on p.tenant_id = m.tenant_id and p.id = m.payment_id
        where m.store_id = :store
          and (cast(:id as uuid) is null or m.id = :id)
          and (cast(:open as boolean) is null or (m.resolved_at is null) = :open)
          and (cast(:kind as text) is null or m.kind = :kind)
        order by m.id desc limit :limit offset :offset"""
).bindparams(bindparam("id", type_=PgUUID(as_uuid=True)))

_RESOLVE = text(
    """update reconciliation_mismatches set resolved_at = :now, resolved_by = :actor, note = :note,
              updated_at = :now
        where id = :id and store_id = :store returning kind, expected, found, currency"""
)


async def ours(
    session: AsyncSession, store_id: UUID, since: datetime, until: datetime, named: list[UUID]
) -> Sequence[Row[Any]]:
    """(id, provider, provider_ref, currency, within, whole, currencies, disputes) of payments with
    a movement in the time, and of the `named`."""
    values = {"store": store_id, "since": since, "until": until, "named": named}
    return (await session.execute(_OURS, values)).all()


async def start(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    since: datetime,
    until: datetime,
    actor: str,
    now: datetime,
) -> UUID:
    """Write a run that is to come."""
    run_id = new_id()
    await session.execute(
        _START,
        {
            "tenant_id": tenant_id,
            "id": run_id,
            "store_id": store_id,
            "since": since,
            "until": until,
            "actor": actor,
            "now": now,
        },
    )
    return run_id


async def queued(session: AsyncSession, store_id: UUID, after: datetime) -> bool:
    """Whether a run asked for after a moment waits."""
    found = await session.execute(_QUEUED, {"store": store_id, "after": after})
    return found.first() is not None


async def run(session: AsyncSession, run_id: UUID) -> Row[Any] | None:
    """A run, locked."""
    return (await session.execute(_RUN, {"id": run_id})).first()


async def end(
    session: AsyncSession,
    run_id: UUID,
    *,
    payments: int,
    mismatches: int,
    error: str | None,
    now: datetime,
) -> None:
    """Write a run's outcome."""
    values = {
        "id": run_id,
        "status": "done" if error is None else "failed",
        "payments": payments,
        "mismatches": mismatches,
        "error": error,
        "now": now,
    }
    await session.execute(_END, values)


async def found(
    session: AsyncSession,
    difference: Difference,
    *,
    tenant_id: UUID,
    store_id: UUID,
    run_id: UUID,
    provider: str,
    now: datetime,
) -> None:
    """Write what does not match, once however often it is found."""
    await session.execute(
        _FOUND,
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "store_id": store_id,
            "run": run_id,
            "provider": provider,
            "kind": difference.kind,
            "subject": difference.subject,
            "payment_id": difference.payment_id,
            "provider_ref": difference.provider_ref,
            "expected": difference.expected,
            "found": difference.found,
            "currency": difference.currency,
            "now": now,
        },
    )


async def gone(
    session: AsyncSession,
    store_id: UUID,
    run_id: UUID,
    looked: list[UUID],
    strays: list[str],
    now: datetime,
) -> None:
    """What was looked at and matches is resolved by itself."""
    values = {"store": store_id, "run": run_id, "looked": looked, "strays": strays, "now": now}
    await session.execute(_GONE, values)


async def runs(
    session: AsyncSession, store_id: UUID, *, limit: int, offset: int
) -> Sequence[Row[Any]]:
    """A page of runs, newest first; each row carries the total."""
    values = {"store": store_id, "limit": limit, "offset": offset}
    return (await session.execute(_RUNS, values)).all()


async def mismatches(
    session: AsyncSession,
    store_id: UUID,
    *,
    mismatch_id: UUID | None = None,
    is_open: bool | None = None,
    kind: str | None = None,
    limit: int = 1,
    offset: int = 0,
) -> Sequence[Row[Any]]:
    """A page of mismatches, newest first; each row carries the total."""
    values = {
        "store": store_id,
        "id": mismatch_id,
        "open": is_open,
        "kind": kind,
        "limit": limit,
        "offset": offset,
    }
    return (await session.execute(_MISMATCHES, values)).all()


async def resolve(
    session: AsyncSession,
    store_id: UUID,
    mismatch_id: UUID,
    *,
    actor: str,
    note: str,
    now: datetime,
) -> Row[Any] | None:
    """Somebody has explained it."""
    values = {"id": mismatch_id, "store": store_id, "actor": actor, "note": note, "now": now}
    return (await session.execute(_RESOLVE, values)).first()
