"""Queries of SEO audits."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.content.audits.models import AuditState, SeoAudit, SeoFinding


async def one(
    session: AsyncSession, store_id: UUID, audit_id: UUID, *, lock: bool = False
) -> SeoAudit | None:
    """An audit of the store."""
    query = select(SeoAudit).where(SeoAudit.id == audit_id, SeoAudit.store_id == store_id)
    if lock:
        query = query.with_for_update()
    return await session.scalar(query)


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[SeoAudit], int]:
    """(audits, the latest first, how many there are)."""
    wanted = SeoAudit.store_id == store_id
    total = await session.scalar(select(func.count()).select_from(SeoAudit).where(wanted))
    found = await session.scalars(
        select(SeoAudit)
        .where(wanted)
        .order_by(SeoAudit.created_at.desc(), SeoAudit.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all(), int(total or 0)


async def running(session: AsyncSession, store_id: UUID) -> SeoAudit | None:
    """The audit that is under way."""
    return await session.scalar(
        select(SeoAudit)
        .where(SeoAudit.store_id == store_id, SeoAudit.state == AuditState.RUNNING.value)
        .with_for_update()
    )


async def forget_older(session: AsyncSession, store_id: UUID, keep: int) -> None:
    """Only the latest `keep` audits of the store stay."""
    old = (
        select(SeoAudit.id)
        .where(SeoAudit.store_id == store_id)
        .order_by(SeoAudit.created_at.desc(), SeoAudit.id.desc())
        .offset(keep)
    )
    await session.execute(
        delete(SeoAudit)
        .where(SeoAudit.store_id == store_id, SeoAudit.id.in_(old))
        .execution_options(synchronize_session=False)
    )


async def findings(
    session: AsyncSession,
    audit_id: UUID,
    *,
    rule: str | None,
    thing: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """(findings in the order of the audit, how many there are)."""
    wanted: list[ColumnElement[bool]] = [SeoFinding.audit_id == audit_id]
    if rule is not None:
        wanted.append(SeoFinding.rule == rule)
    if thing is not None:
        wanted.append(SeoFinding.thing == thing)
    total = await session.scalar(select(func.count()).select_from(SeoFinding).where(*wanted))
    found = await session.scalars(
        select(SeoFinding)
        .where(*wanted)
        .order_by(SeoFinding.position, SeoFinding.id)
        .offset(offset)
        .limit(limit)
    )
    return found.all(), int(total or 0)
