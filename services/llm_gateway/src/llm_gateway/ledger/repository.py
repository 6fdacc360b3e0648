"""Queries of the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, String, cast, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.ledger.models import UsageCall, UsageDay
from llm_gateway.ledger.schemas import By

_COLUMNS: Final = {
    By.DAY: UsageDay.day,
    By.SERVICE: UsageDay.service,
    By.KEY: UsageDay.key_id,
    By.FEATURE: UsageDay.feature,
    By.PROVIDER: UsageDay.provider,
    By.MODEL: UsageDay.model,
}
SUMS: Final = (
    "calls",
    "failed",
    "unpriced",
    "input_tokens",
    "cached_tokens",
    "cache_write_tokens",
    "output_tokens",
    "reasoning_tokens",
    "cost",
    "charged",
)
_CLEAR: Final = text("select clear_usage_calls(:until, :most)")


async def sums(
    session: AsyncSession, since: date, until: date, by: By | None
) -> Sequence[Row[Any]]:
    """The tenant's sums of a period, by group; one row without `by`."""
    group = cast(_COLUMNS[by] if by is not None else "", String).label("group")
    columns: list[ColumnElement[Any]] = [
        group,
        *(func.coalesce(func.sum(getattr(UsageDay, name)), 0).label(name) for name in SUMS),
    ]
    query = select(*columns).where(UsageDay.day.between(since, until))
    if by is not None:
        query = query.group_by(_COLUMNS[by]).order_by(_COLUMNS[by])
    found: Sequence[Row[Any]] = (await session.execute(query)).all()
    return found


async def calls(
    session: AsyncSession, *, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[UsageCall]:
    """The tenant's single calls, the newest first."""
    query = select(UsageCall).order_by(UsageCall.at.desc(), UsageCall.id.desc()).limit(limit)
    if before is not None:
        query = query.where(tuple_(UsageCall.at, UsageCall.id) < tuple_(*before))
    return (await session.scalars(query)).all()


async def clear(session: AsyncSession, until: datetime, most: int) -> int:
    """Delete single calls of all tenants that are older; how many."""
    return int(await session.scalar(_CLEAR, {"until": until, "most": most}) or 0)
