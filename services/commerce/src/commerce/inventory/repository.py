"""Queries of stock that change counters. Each is one statement for any number of variants.

Why two statements and never one: under READ COMMITTED a statement reads other tables as of its
own start. Whoever waits for an item's lock must look at the reservations again afterwards, in a
new statement, or two shoppers both see the last unit.

Rows are named by `= any(array)` besides the join: under row-level security the planner takes every
table for a few rows, and would read a tenant's whole shelf to find two of its items.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.ids import new_id

Rows = Sequence[Row[Any]]

_LOCK = text(
    """with locked as materialized (
         select id, variant_id from inventory_items
          where store_id = :store and (tracked or :untracked_too) and id = any(array(
            select id from inventory_items
             where variant_id = any(cast(:variants as uuid[]))
            union
            select item_id from reservations
             where holder_id = :holder and status = 'open'))
          order by id for no key update)
       select id, variant_id, true as tracked from locked
       union all
       select id, variant_id, false from inventory_items
        where store_id = :store and variant_id = any(cast(:variants as uuid[]))
          and id not in (select id from locked)"""
)

_LOCK_HELD = text(
    """select i.id from inventory_items i
        where i.id = any(array(select item_id from reservations
                                where holder_id = :holder and status = 'open'))
        order by i.id for no key update"""
)

_STATE = """
  with wanted as (
    select w.item_id, w.quantity, w.movement_id
      from unnest(cast(:items as uuid[]), cast(:quantities as bigint[]),
                  cast(:movements as uuid[])) as w (item_id, quantity, movement_id)
  ), state as (
    select i.tenant_id, i.store_id, i.id, i.variant_id, i.product_id, i.policy, i.tracked,
           w.quantity as wanted, w.movement_id, i.safety_stock, i.low_at, i.on_hand, i.committed,
           cast(i.on_hand as bigint) - i.committed - held.others as free, held.own, held.lapsed,
           (select array_agg(k.quantity) from kit_components k
             where k.tenant_id = i.tenant_id and k.component_id = i.variant_id) as kits
      from wanted w
      join inventory_items i on i.id = w.item_id and i.id = any(cast(:items as uuid[]))
     cross join lateral (
       select coalesce(sum(r.quantity) filter (
                where r.holder_id <> :holder and r.expires_at > :now), 0) as others,
              coalesce(sum(r.quantity) filter (
                where r.holder_id = :holder and r.expires_at > :now), 0) as own,
              coalesce(sum(r.quantity) filter (
                where r.holder_id = :holder and r.expires_at <= :now), 0) as lapsed
         from reservations r
        where r.tenant_id = i.tenant_id and r.item_id = i.id and r.status = 'open') as held
  )"""
"""`free` is on_hand - committed - what others hold; safety stock is not yet taken off. `lapsed` is
what the holder's expired holds kept: nobody was told yet that it is back."""


def _on_state(rest: str) -> TextClause:
    return text(_STATE + rest)


_RESERVE = _on_state(
    """, judged as (
    select state.*, policy = 'deny' and wanted > 0 and free - safety_stock < wanted as short
      from state
  ), written as (
    insert into reservations as r
           (tenant_id, id, store_id, item_id, holder_id, quantity, status, expires_at)
    select tenant_id, movement_id, store_id, id, :holder, wanted, 'open', :expires
      from judged where wanted > 0 and not exists (select 1 from judged where short)
    on conflict (tenant_id, holder_id, item_id) do update
       set quantity = excluded.quantity, status = 'open',
           expires_at = case when r.status = 'open'
                             then greatest(r.expires_at, excluded.expires_at)
                             else excluded.expires_at end
     where r.status <> 'committed'
  ), freed as (
    update reservations r set status = 'released'
      from judged j
     where r.tenant_id = j.tenant_id and r.item_id = j.id and r.holder_id = :holder
       and r.status = 'open' and j.wanted = 0
       and not exists (select 1 from judged where short)
  )
  select *, free - own - safety_stock as before, free - wanted - safety_stock as after
    from judged order by id"""
)

_RELEASE = _on_state(
    """, freed as (
    update reservations r set status = 'released'
      from state s
     where r.tenant_id = s.tenant_id and r.item_id = s.id and r.holder_id = :holder
       and r.status = 'open'
  )
  select *, free - own - lapsed - safety_stock as before, free - safety_stock as after
    from state order by id"""
)

_COMMIT = _on_state(
    """, judged as (
    select state.*, policy = 'deny' and wanted > 0
           and free - case when own >= wanted then 0 else safety_stock end < wanted as short
      from state
  ), changed as (
    update inventory_items i set committed = i.committed + j.wanted, updated_at = :now
      from judged j
     where i.tenant_id = j.tenant_id and i.id = j.id and j.wanted > 0
       and i.id = any(cast(:items as uuid[]))
       and not exists (select 1 from judged where short)
    returning i.tenant_id, i.store_id, i.id, j.wanted, j.movement_id
  ), moved as (
    insert into inventory_movements
           (tenant_id, id, store_id, item_id, at, reason, on_hand_change, committed_change,
            actor, reference)
    select tenant_id, movement_id, store_id, id, :now, 'sold', 0, wanted, :actor, :reference
      from changed
  ), settled as (
    update reservations r set status = case when j.wanted > 0 then 'committed' else 'released' end
      from judged j
     where r.tenant_id = j.tenant_id and r.item_id = j.id and r.holder_id = :holder
       and r.status = 'open' and not exists (select 1 from judged where short)
  )
  select *, free - own - safety_stock as before, free - wanted - safety_stock as after
    from judged order by id"""
)
"""A valid own hold is honoured even where safety stock was raised since; an expired one stands in
line like everybody else."""

_SELL = _on_state(
    """, changed as (
    update inventory_items i set committed = i.committed + s.wanted, updated_at = :now
      from state s
     where i.tenant_id = s.tenant_id and i.id = s.id and i.id = any(cast(:items as uuid[]))
  ), moved as (
    insert into inventory_movements
           (tenant_id, id, store_id, item_id, at, reason, on_hand_change, committed_change,
            actor, reference)
    select tenant_id, movement_id, store_id, id, :now, 'sold_elsewhere', 0, wanted, :actor,
           :reference
      from state
  )
  select *, free - safety_stock as before, free - wanted - safety_stock as after
    from state order by id"""
)
"""Units of locked items that the caller found to be there, safety stock too: it is kept for sales
that nobody could ask about."""

_FREE = text(
    """select i.id, i.variant_id, i.policy, i.on_hand,
              cast(i.on_hand as bigint) - i.committed - coalesce((
                select sum(r.quantity) from reservations r
                 where r.tenant_id = i.tenant_id and r.item_id = i.id and r.status = 'open'
                   and r.expires_at > :now), 0) as free
         from inventory_items i where i.id = any(cast(:items as uuid[]))"""
)

_PARTS = text(
    """select component_id, quantity from kit_components
        where store_id = :store and kit_id = :variant order by component_id"""
)

_COMPONENTS = text(
    """select component_id from kit_components
        where store_id = :store and kit_id = any(cast(:kits as uuid[]))"""
)

_TAKE = _on_state(
    """, taken as (
    select state.*, least(committed, wanted) as committed_less,
           case cast(:how as text)
             when 'shipped' then least(on_hand, wanted)
             when 'written_off' then least(on_hand, committed, wanted)
             else 0 end as on_hand_less
      from state where tracked or committed > 0
  ), changed as (
    update inventory_items i
       set on_hand = i.on_hand - t.on_hand_less, committed = i.committed - t.committed_less,
           updated_at = :now
      from taken t where i.tenant_id = t.tenant_id and i.id = t.id
       and i.id = any(cast(:items as uuid[]))
  ), moved as (
    insert into inventory_movements
           (tenant_id, id, store_id, item_id, at, reason, on_hand_change, committed_change,
            actor, reference)
    select tenant_id, movement_id, store_id, id, :now, :how, -on_hand_less, -committed_less,
           :actor, :reference
      from taken where on_hand_less > 0 or committed_less > 0
  )
  select *, free - own - safety_stock as before,
         free - own - safety_stock - on_hand_less + committed_less as after
    from taken order by id"""
)
"""Ends a commitment: shipped, cancelled (back on sale) or written_off (not back). Clamped, so that
units committed while a variant was not tracked never push a counter below zero."""

_EXTEND = text(
    """update reservations set expires_at = greatest(expires_at, :expires)
        where holder_id = :holder and status = 'open' and expires_at > :now"""
)

_REBUILT = text(
    """select i.id, i.variant_id, i.on_hand, i.committed, m.on_hand as moved_on_hand,
              m.committed as moved_committed
         from inventory_items i
        cross join lateral (
          select coalesce(sum(on_hand_change), 0) as on_hand,
                 coalesce(sum(committed_change), 0) as committed
            from inventory_movements m where m.tenant_id = i.tenant_id and m.item_id = i.id) m
        where i.store_id = :store and (i.on_hand, i.committed) <> (m.on_hand, m.committed)"""
)

_NOBODY = UUID(int=0)


async def lock(
    session: AsyncSession,
    store_id: UUID,
    variants: Sequence[UUID],
    *,
    holder_id: UUID | None = None,
    untracked_too: bool = False,
) -> Rows:
    """Lock the variants' items, and those the holder holds, in primary-key order.

    Rows of (id, variant_id, tracked); `tracked` False means not locked because not tracked.
    """
    result = await session.execute(
        _LOCK,
        {
            "store": store_id,
            "variants": list(variants),
            "holder": holder_id or _NOBODY,
            "untracked_too": untracked_too,
        },
    )
    return result.all()


async def lock_held(session: AsyncSession, holder_id: UUID) -> list[UUID]:
    """Lock the items a holder holds, in primary-key order; returns their ids."""
    return list((await session.scalars(_LOCK_HELD, {"holder": holder_id})).all())


async def reserve(
    session: AsyncSession,
    wanted: Mapping[UUID, int],
    *,
    holder_id: UUID,
    expires_at: datetime,
    now: datetime,
) -> Rows:
    """Hold units of locked items (0: let go), all or nothing; each row says `short` or not."""
    return await _run(session, _RESERVE, wanted, holder=holder_id, expires=expires_at, now=now)


async def release(
    session: AsyncSession, items: Sequence[UUID], *, holder_id: UUID, now: datetime
) -> Rows:
    """Let go what a holder holds of locked items."""
    return await _run(session, _RELEASE, dict.fromkeys(items, 0), holder=holder_id, now=now)


async def commit(
    session: AsyncSession,
    wanted: Mapping[UUID, int],
    *,
    holder_id: UUID,
    actor: str,
    reference: str | None,
    now: datetime,
) -> Rows:
    """Commit units of locked items, all or nothing; each row says `short` or not."""
    return await _run(
        session, _COMMIT, wanted, holder=holder_id, actor=actor, reference=reference, now=now
    )


async def free(session: AsyncSession, items: Sequence[UUID], now: datetime) -> Rows:
    """(id, variant_id, policy, on_hand, free) of locked items; free: nobody bought or holds it."""
    return (await session.execute(_FREE, {"items": list(items), "now": now})).all()


async def parts_of(session: AsyncSession, store_id: UUID, variant_id: UUID) -> dict[UUID, int]:
    """Component -> units in one; a variant that is no kit is made of one of itself."""
    rows = await session.execute(_PARTS, {"store": store_id, "variant": variant_id})
    return {row.component_id: row.quantity for row in rows.all()} or {variant_id: 1}


async def components_of(session: AsyncSession, store_id: UUID, kits: Sequence[UUID]) -> set[UUID]:
    """What those of these variants are made of that are kits."""
    rows = await session.scalars(_COMPONENTS, {"store": store_id, "kits": list(kits)})
    return set(rows.all())


async def sell(
    session: AsyncSession,
    wanted: Mapping[UUID, int],
    *,
    actor: str,
    reference: str | None,
    now: datetime,
) -> Rows:
    """Commit units of locked items that are there."""
    return await _run(
        session, _SELL, wanted, holder=_NOBODY, actor=actor, reference=reference, now=now
    )


async def take(
    session: AsyncSession,
    wanted: Mapping[UUID, int],
    *,
    how: str,
    actor: str,
    reference: str | None,
    now: datetime,
) -> Rows:
    """End commitments of locked items: `shipped`, `cancelled` or `written_off`."""
    return await _run(
        session, _TAKE, wanted, holder=_NOBODY, how=how, actor=actor, reference=reference, now=now
    )


async def extend(
    session: AsyncSession, *, holder_id: UUID, expires_at: datetime, now: datetime
) -> None:
    """Raise the expiry of what is still held; never lower it."""
    await session.execute(_EXTEND, {"holder": holder_id, "expires": expires_at, "now": now})


async def rebuilt_differently(session: AsyncSession, store_id: UUID) -> Rows:
    """Items whose counters are not the sum of their movements. Expected: none."""
    return (await session.execute(_REBUILT, {"store": store_id})).all()


async def _run(
    session: AsyncSession, statement: TextClause, wanted: Mapping[UUID, int], **values: Any
) -> Rows:
    items = sorted(wanted)
    result = await session.execute(
        statement,
        {
            "items": items,
            "quantities": [wanted[item] for item in items],
            "movements": [new_id() for _ in items],
            **values,
        },
    )
    return result.all()
