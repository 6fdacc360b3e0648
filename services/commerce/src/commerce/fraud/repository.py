"""Queries of fraud checks and their settings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.fraud.models import Decision

_SETTINGS = text(
    """select enabled, review_at, hold_at, capture_late from fraud_settings
        where store_id = :store"""
)

_SET = text(
    """insert into fraud_settings
         (tenant_id, store_id, enabled, review_at, hold_at, capture_late, updated_at)
       values (:tenant_id, :store_id, :enabled, :review_at, :hold_at, :capture_late, :now)
       on conflict (tenant_id, store_id) do update
          set enabled = excluded.enabled, review_at = excluded.review_at,
              hold_at = excluded.hold_at, capture_late = excluded.capture_late,
              updated_at = excluded.updated_at"""
)

_INSERT = text(
    """insert into fraud_checks
         (tenant_id, order_id, store_id, score, outcome, signals, review_at, hold_at, held,
          checked_at)
       values (:tenant_id, :order_id, :store_id, :score, :outcome, :signals, :review_at, :hold_at,
               :held, :now)
       on conflict (tenant_id, order_id) do nothing returning order_id"""
).bindparams(bindparam("signals", type_=JSONB()))

_LOCK = text(
    """select order_id, score, outcome, held, decision from fraud_checks
        where order_id = :order and store_id = :store for no key update"""
)

_DECIDE = text(
    """update fraud_checks
          set decision = :decision, decided_at = :now, decided_by = :actor, note = :note
        where order_id = :order"""
)

_VERDICT = text(
    """select c.score, c.outcome, c.decision, coalesce(s.enabled, true) as enabled
         from (select 1) as one
         left join fraud_settings s on s.store_id = :store
         left join fraud_checks c on c.store_id = :store and c.order_id = :order"""
)

_FORGET = text(
    """update fraud_checks c
          set note = null,
              signals = (select coalesce(jsonb_agg(
                                  jsonb_set(s.value, '{words}', to_jsonb(cast(:words as text)))
                                  order by s.place), '[]')
                           from jsonb_array_elements(c.signals)
                                with ordinality as s (value, place))
        where c.order_id = any (cast(:orders as uuid[]))"""
)


async def settings(session: AsyncSession, store_id: UUID) -> Row[Any] | None:
    """The store's own settings; None where it has the defaults."""
    return (await session.execute(_SETTINGS, {"store": store_id})).first()


async def set_settings(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write them."""
    await session.execute(_SET, values)


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a check; False where the order has one."""
    return (await session.execute(_INSERT, values)).first() is not None


async def lock(session: AsyncSession, store_id: UUID, order_id: UUID) -> Row[Any] | None:
    """The order's check, kept from others; lock the order first."""
    return (await session.execute(_LOCK, {"store": store_id, "order": order_id})).first()


async def decide(
    session: AsyncSession,
    order_id: UUID,
    decision: Decision,
    *,
    actor: str,
    note: str | None,
    now: datetime,
) -> None:
    """Write what a person decided."""
    values = {"order": order_id, "decision": decision, "actor": actor, "note": note, "now": now}
    await session.execute(_DECIDE, values)


async def verdict(session: AsyncSession, store_id: UUID, order_id: UUID) -> Row[Any]:
    """(score, outcome, decision) of the check, null where there is none, and whether the store
    checks at all."""
    return (await session.execute(_VERDICT, {"store": store_id, "order": order_id})).one()


async def forget(session: AsyncSession, order_ids: Sequence[UUID], words: str) -> None:
    """Keep the points of these orders' checks, and nothing else of what they say."""
    await session.execute(_FORGET, {"orders": list(order_ids), "words": words})
