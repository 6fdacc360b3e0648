"""Queries of imports."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.flows.incoming import Issue
from commerce.imports.models import (
    Finding,
    ImportIssue,
    ImportItem,
    ImportJob,
    ImportStatus,
    ItemAction,
    ItemState,
)
from ecomm_core.ids import new_id

MAX_ISSUES: Final = 10_000
"""Issues kept per job; beyond, they are counted only."""

BUSY: Final = (ImportStatus.QUEUED.value, ImportStatus.RUNNING.value)


@dataclass(frozen=True, slots=True)
class Written:
    """An item whose product was made. `done`: nothing is left to do about it."""

    id: UUID
    product_id: UUID
    changes: list[dict[str, Any]]
    done: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """An item about which nothing is left to do, and what came of it."""

    id: UUID
    action: str
    product_id: UUID | None
    changes: list[dict[str, Any]]
    pictures_stored: int


_WAITING = text(
    """select id, payload from import_items
        where id = any(cast(:ids as uuid[])) and state = 'waiting' and payload is not null
        order by position for update skip locked"""
)

_CREATED = text(
    """update import_items i
          set state = case when r.done then 'done' else 'written' end, action = 'create',
              product_id = r.product_id, changes = r.changes,
              payload = case when r.done then null else i.payload end
         from jsonb_to_recordset(cast(:rows as jsonb))
                as r (id uuid, product_id uuid, changes jsonb, done boolean)
        where i.id = r.id and i.id = any(cast(:ids as uuid[]))"""
)

_PASSED = text(
    """update import_items i
          set state = 'done', action = r.action, product_id = r.product_id, changes = r.changes,
              pictures_stored = r.pictures_stored,
              payload = case when cast(:keep as boolean) then i.payload end,
              variants = case when r.action = 'skip' then 0 else i.variants end,
              tracked_variants = case when r.action = 'skip' then 0 else i.tracked_variants end,
              stock_units = case when r.action = 'skip' then 0 else i.stock_units end,
              pictures = case when r.action = 'skip' then 0 else i.pictures end
         from jsonb_to_recordset(cast(:rows as jsonb))
                as r (id uuid, action text, product_id uuid, changes jsonb, pictures_stored integer)
        where i.id = r.id and i.id = any(cast(:ids as uuid[]))"""
)


async def get(
    session: AsyncSession, store_id: UUID, job_id: UUID, *, lock: bool = False
) -> ImportJob | None:
    """A job of the store."""
    query = select(ImportJob).where(ImportJob.id == job_id, ImportJob.store_id == store_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: ImportJob | None = await session.scalar(query)
    return found


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[ImportJob], int]:
    """(jobs, total), newest first."""
    mine = ImportJob.store_id == store_id
    total = await session.scalar(select(func.count()).select_from(ImportJob).where(mine))
    found = await session.scalars(
        select(ImportJob)
        .where(mine)
        .order_by(ImportJob.created_at.desc(), ImportJob.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0


async def busy(session: AsyncSession, store_id: UUID) -> int:
    """How many jobs of the store are worked on."""
    found = await session.scalar(
        select(func.count())
        .select_from(ImportJob)
        .where(ImportJob.store_id == store_id, ImportJob.status.in_(BUSY))
    )
    return found or 0


async def resumable(
    session: AsyncSession, store_id: UUID, *, fingerprint: str, dry_run: bool
) -> ImportJob | None:
    """A job of the command line that was killed before it finished with the same file."""
    found: ImportJob | None = await session.scalar(
        select(ImportJob)
        .where(
            ImportJob.store_id == store_id,
            ImportJob.fingerprint == fingerprint,
            ImportJob.dry_run == dry_run,
            ImportJob.file_key.is_(None),
            ImportJob.status.in_(BUSY),
        )
        .order_by(ImportJob.created_at.desc())
        .limit(1)
    )
    return found


async def add_items(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Products of the file, each with all columns of `ImportItem`."""
    await insert_rows(session, ImportItem.__table__, rows)


async def by_handles(
    session: AsyncSession, job_id: UUID, keys: Sequence[str]
) -> Sequence[Row[UUID, str, int, str]]:
    """Rows of (id, handle_key, row, handle) of products that were read with these handles."""
    found = await session.execute(
        select(ImportItem.id, ImportItem.handle_key, ImportItem.row, ImportItem.handle).where(
            ImportItem.job_id == job_id, ImportItem.handle_key.in_(keys)
        )
    )
    return found.all()


async def skip_items(session: AsyncSession, ids: Sequence[UUID]) -> int:
    """Skip products that were not skipped yet; how many there were."""
    found = await session.execute(
        update(ImportItem)
        .where(ImportItem.id.in_(ids), ImportItem.action != ItemAction.SKIP)
        .values(action=ItemAction.SKIP, state=ItemState.DONE, payload=None, **_NOTHING)
        .returning(ImportItem.id)
    )
    return len(found.all())


_NOTHING: Final = {
    "variants": 0,
    "tracked_variants": 0,
    "stock_units": 0,
    "pictures": 0,
}


async def add_issues(
    session: AsyncSession, job: ImportJob, issues: Iterable[Issue], found: Finding
) -> None:
    """Keep issues, 10,000 a job; beyond, only count them. The caller holds the job's lock."""
    room = max(MAX_ISSUES - job.errors - job.warnings, 0)
    rows: list[dict[str, Any]] = []
    for issue in issues:
        if issue.level == "error":
            job.errors += 1
        else:
            job.warnings += 1
        if len(rows) < room:
            rows.append(
                {
                    "tenant_id": job.tenant_id,
                    "id": new_id(),
                    "store_id": job.store_id,
                    "job_id": job.id,
                    "found": found.value,
                    **asdict(issue),
                    "column": issue.column and job.columns.get(issue.column, issue.column),
                }
            )
    await insert_rows(session, ImportIssue.__table__, rows)


async def issues(
    session: AsyncSession, job_id: UUID, *, limit: int = MAX_ISSUES
) -> Sequence[ImportIssue]:
    """Issues in the order of the file."""
    found = await session.scalars(
        select(ImportIssue)
        .where(ImportIssue.job_id == job_id)
        .order_by(ImportIssue.row, ImportIssue.id)
        .limit(limit)
    )
    return found.all()


async def diffs(
    session: AsyncSession, job_id: UUID, *, limit: int | None = None
) -> Sequence[Row[str, str, str, list[Any]]]:
    """Rows of (handle, title, action, changes), those that change first, then by place in file.

    Read by place, as the index has them: a sort of 100,000 wide rows for the first 200 takes
    seconds, and whoever watches an import asks again and again.
    """
    found: list[Row[str, str, str, list[Any]]] = []
    unchanged = ImportItem.action == ItemAction.UNCHANGED
    for some in (~unchanged, unchanged):
        left = None if limit is None else limit - len(found)
        if left == 0:
            break
        rows = await session.execute(
            select(ImportItem.handle, ImportItem.title, ImportItem.action, ImportItem.changes)
            .where(ImportItem.job_id == job_id, ImportItem.state == ItemState.DONE, some)
            .order_by(ImportItem.position)
            .limit(left)
        )
        found += rows.all()
    return found


async def open_items(session: AsyncSession, job_id: UUID, limit: int) -> Sequence[UUID]:
    """Ids of the next products that are not done, in the order of the file."""
    found = await session.scalars(
        select(ImportItem.id)
        .where(ImportItem.job_id == job_id, ImportItem.state != ItemState.DONE)
        .order_by(ImportItem.position)
        .limit(limit)
    )
    return found.all()


async def claim(session: AsyncSession, item_id: UUID) -> ImportItem | None:
    """A product that is not done, locked; None where it is done, or somebody else is at it."""
    found: ImportItem | None = await session.scalar(
        select(ImportItem)
        .where(ImportItem.id == item_id, ImportItem.state != ItemState.DONE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found


async def claim_waiting(
    session: AsyncSession, ids: Sequence[UUID]
) -> Sequence[Row[UUID, dict[str, Any]]]:
    """Rows of (id, payload) of those that wait to be written, locked, in the order of the file;
    those that somebody else is at are left out."""
    found = await session.execute(_WAITING, {"ids": list(ids)})
    return found.all()


async def mark_created(session: AsyncSession, written: Sequence[Written]) -> None:
    """Products were made; those without pictures are done."""
    await session.execute(_CREATED, _all([asdict(one) for one in written]))


def _all(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows, and their ids: by these they are found, whatever the planner expects of a join."""
    ids = [row["id"] for row in rows]
    return {"rows": json.dumps(rows, ensure_ascii=False, default=str), "ids": ids}


async def mark_passed(session: AsyncSession, passed: Sequence[Passed], *, keep: bool) -> None:
    """Nothing is left to do about these. `keep`: what was read of them."""
    if passed:
        await session.execute(_PASSED, {**_all([asdict(one) for one in passed]), "keep": keep})


async def creations(session: AsyncSession, job_id: UUID) -> int:
    """How many products the job would make so far; what a dry run counts against the plan."""
    found = await session.scalar(
        select(func.count())
        .select_from(ImportItem)
        .where(
            ImportItem.job_id == job_id,
            ImportItem.state == ItemState.DONE,
            ImportItem.action == ItemAction.CREATE,
        )
    )
    return found or 0


_SUMMARY = text(
    """select count(*) as products,
              count(*) filter (where action = 'create' and state <> 'waiting') as created,
              count(*) filter (where action = 'update' and state <> 'waiting') as updated,
              count(*) filter (where action = 'unchanged' and state <> 'waiting') as unchanged,
              count(*) filter (where action = 'skip') as skipped,
              coalesce(sum(variants), 0) as variants,
              coalesce(sum(tracked_variants), 0) as tracked_variants,
              coalesce(sum(stock_units), 0) as stock_units,
              coalesce(sum(pictures), 0) as pictures,
              coalesce(sum(pictures_stored), 0) as pictures_stored,
              coalesce(sum(pictures_failed), 0) as pictures_failed
         from import_items where job_id = :job"""
)


async def summary(session: AsyncSession, job: ImportJob) -> dict[str, int]:
    """Counts over the products of the file, as `ImportSummaryOut` shows them."""
    row = (await session.execute(_SUMMARY, {"job": job.id})).mappings().one()
    return {
        "rows": job.rows,
        **{name: int(value) for name, value in row.items()},
        "errors": job.errors,
        "warnings": job.warnings,
    }


_RESET = text(
    """update import_items
          set state = 'waiting', action = 'unchanged', changes = '[]', pictures_stored = 0,
              pictures_failed = 0, next_picture = 0
        where job_id = :job and payload is not null"""
)


async def reset(session: AsyncSession, job: ImportJob) -> None:
    """Make a dry run's products open again, without what applying them found."""
    await session.execute(_RESET, {"job": job.id})
    await session.execute(
        delete(ImportIssue).where(
            ImportIssue.job_id == job.id, ImportIssue.found == Finding.APPLYING
        )
    )
    levels = await session.execute(
        select(ImportIssue.level, func.count())
        .where(ImportIssue.job_id == job.id)
        .group_by(ImportIssue.level)
    )
    counts = {row[0]: row[1] for row in levels.all()}
    job.errors, job.warnings = counts.get("error", 0), counts.get("warning", 0)
    job.done = int(
        await session.scalar(
            select(func.count())
            .select_from(ImportItem)
            .where(ImportItem.job_id == job.id, ImportItem.state == ItemState.DONE)
        )
        or 0
    )


async def forget_contents(session: AsyncSession, job_id: UUID) -> None:
    """Take away what was read of a file that turned out unreadable."""
    for table in (ImportIssue, ImportItem):
        await session.execute(delete(table).where(table.job_id == job_id))


_FORGET_OLD = [
    text(
        f"""delete from {table} where job_id in (
              select id from import_jobs where store_id = :store and created_at < :before)"""  # noqa: S608 - names of our own tables
    )
    for table in ("import_issues", "import_items")
]

_END_LOST = text(
    """update import_jobs set status = 'failed', error = :error, finished_at = :now
        where store_id = :store and file_key is null and status in ('queued', 'running')
          and updated_at < :before"""
)


async def forget_old(session: AsyncSession, store_id: UUID, before: datetime) -> None:
    """Take away the details of a store's old jobs; their summaries stay."""
    for statement in _FORGET_OLD:
        await session.execute(statement, {"store": store_id, "before": before})


async def end_lost(
    session: AsyncSession, store_id: UUID, *, before: datetime, now: datetime, error: str
) -> None:
    """Fail jobs of the command line that nobody has worked on since `before`."""
    await session.execute(
        _END_LOST, {"store": store_id, "before": before, "now": now, "error": error}
    )
