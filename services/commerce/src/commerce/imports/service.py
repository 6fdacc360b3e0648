"""Imports of products: the public face of this folder. What happens inside a job: `reading`, then
`applying`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.import_pictures import Shelf, sources
from commerce.imports import repository
from commerce.imports.applying import apply_all
from commerce.imports.errors import (
    ImportExpired,
    ImportFinished,
    ImportNotFound,
    ImportRunning,
    TooManyImports,
)
from commerce.imports.models import ImportJob, ImportKind, ImportStatus
from commerce.imports.reading import read_file
from commerce.imports.run import Progress, Run
from commerce.imports.schemas import (
    ImportDiffOut,
    ImportIssueOut,
    ImportOut,
    ImportRow,
    ImportSummaryOut,
)
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.imports.run"
SHOWN: Final = 200
"""Issues and differences in a reply; the report has all."""
KEPT: Final = timedelta(days=7)
"""How long an upload is kept, and a dry run can be applied."""
DETAILS_KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 10
"""Imports of one store that are worked on at the same time."""
LOST_AFTER: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class NewImport:
    """A file that is to be imported; keys of storage, or None for one on the command line. Of a ZIP
    of pictures both keys are the ZIP's."""

    id: UUID
    kind: ImportKind
    filename: str
    fingerprint: str
    dry_run: bool
    file_key: str | None
    images_key: str | None


async def create(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, new: NewImport, *, actor: str
) -> ImportJob:
    """Record an import and let a worker begin. Raises TooManyImports (409)."""
    if await repository.busy(session, store.id) >= AT_ONCE:
        raise TooManyImports
    job = await begin(session, store, new, actor=actor)
    await _enqueue(kernel, session, job)
    return job


async def begin(
    session: AsyncSession, store: StoreFacts, new: NewImport, *, actor: str
) -> ImportJob:
    """Record an import; whoever calls does the work."""
    now = clock.now()
    await repository.forget_old(session, store.id, now - DETAILS_KEPT)
    await repository.end_lost(
        session, store.id, before=now - LOST_AFTER, now=now, error="It was broken off."
    )
    job = ImportJob(
        tenant_id=store.tenant_id,
        id=new.id,
        store_id=store.id,
        kind=new.kind.value,
        filename=new.filename,
        file_key=new.file_key,
        images_key=new.images_key,
        fingerprint=new.fingerprint,
        dry_run=new.dry_run,
        status=ImportStatus.QUEUED.value,
        batch=0,
        parsed=False,
        rows=0,
        columns={},
        done=0,
        total=0,
        errors=0,
        warnings=0,
        dead_hosts={},
        summary=None,
        error=None,
        actor=actor,
        finished_at=None,
        created_at=now,
        updated_at=now,
    )
    session.add(job)
    await session.flush()
    await _audit(session, job, actor, "upload")
    return job


async def run_again(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, job_id: UUID, *, actor: str
) -> ImportJob:
    """Apply a finished dry run, or go on with a job that failed or was cancelled on the way.

    Raises ImportNotFound (404), ImportRunning, ImportFinished, ImportExpired, TooManyImports (409).
    """
    job = await _locked(session, store, job_id)
    if job.status in repository.BUSY:
        raise ImportRunning
    if (not job.dry_run and job.status == ImportStatus.DONE) or job.file_key is None:
        raise ImportFinished
    if not job.total and job.status == ImportStatus.FAILED:
        raise ImportFinished("This file cannot be read. Correct it and upload it again.")
    if job.created_at + KEPT < clock.now():
        raise ImportExpired
    if await repository.busy(session, store.id) >= AT_ONCE:
        raise TooManyImports
    if job.dry_run:
        await repository.reset(session, job)
        job.dry_run = False
    job.status, job.actor = ImportStatus.QUEUED.value, actor
    job.error = job.summary = job.finished_at = None
    job.dead_hosts = {}
    job.batch += 1
    await session.flush()
    await _enqueue(kernel, session, job)
    await _audit(session, job, actor, "run")
    return job


async def cancel(
    session: AsyncSession, store: StoreFacts, job_id: UUID, *, actor: str
) -> ImportJob:
    """Stop after the product that is being worked on; what was imported stays.

    Raises ImportNotFound (404), ImportFinished (409).
    """
    job = await _locked(session, store, job_id)
    if job.status == ImportStatus.CANCELLED:
        return job
    if job.status not in repository.BUSY:
        raise ImportFinished("This import is finished: there is nothing to stop.")
    job.status, job.finished_at = ImportStatus.CANCELLED.value, clock.now()
    job.summary = await repository.summary(session, job)
    await session.flush()
    await _audit(session, job, actor, "cancel")
    return job


async def get(session: AsyncSession, store: StoreFacts, job_id: UUID) -> ImportJob:
    """A job of the store. Raises ImportNotFound (404)."""
    job = await repository.get(session, store.id, job_id)
    if job is None:
        raise ImportNotFound
    return job


async def page(
    session: AsyncSession, store: StoreFacts, *, offset: int, limit: int
) -> tuple[list[ImportRow], int]:
    """(jobs, total), newest first."""
    jobs, total = await repository.page(session, store.id, offset=offset, limit=limit)
    return [ImportRow.model_validate(_shown(job)) for job in jobs], total


async def to_out(session: AsyncSession, job: ImportJob, *, limit: int | None = SHOWN) -> ImportOut:
    """A job with its first issues and differences; all of them with `limit` None."""
    issues = await repository.issues(session, job.id, limit=limit or repository.MAX_ISSUES)
    diffs = await repository.diffs(session, job.id, limit=limit) if job.done else []
    return ImportOut.model_validate(
        {
            **_shown(job),
            "issues": [ImportIssueOut.model_validate(issue) for issue in issues],
            "issues_total": job.errors + job.warnings,
            "diff": [ImportDiffOut.model_validate(row, from_attributes=True) for row in diffs],
            "diff_total": job.done,
            "error": job.error,
        }
    )


async def all_issues(
    session: AsyncSession, store: StoreFacts, job_id: UUID
) -> Sequence[ImportIssueOut]:
    """Every issue that is kept, in the order of the file. Raises ImportNotFound (404)."""
    job = await get(session, store, job_id)
    found = await repository.issues(session, job.id)
    return [ImportIssueOut.model_validate(issue) for issue in found]


def _shown(job: ImportJob) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "filename": job.filename,
        "status": job.status,
        "dry_run": job.dry_run,
        "done": job.done,
        "total": job.total,
        "summary": None if job.summary is None else ImportSummaryOut(**job.summary),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


FileOpener = Callable[[], AbstractAsyncContextManager[Path]]
"""Gives the CSV as a file of this machine, where it was not read to the end yet."""

ShelfOpener = Callable[[], AbstractAsyncContextManager[Shelf]]
"""Gives the pictures that came with the file."""


async def work(
    kernel: Kernel,
    store: StoreFacts,
    job_id: UUID,
    *,
    open_file: FileOpener,
    open_shelf: ShelfOpener,
    until: float | None = None,
    progress: Progress | None = None,
) -> bool:
    """Work on a job until its end, or until the time is up (`until` on `time.monotonic()`).

    True where nothing is left to do: finished, failed or cancelled.
    """
    async with kernel.database.transaction(store.scope) as session:
        job = await _locked(session, store, job_id)
        if job.status not in repository.BUSY:
            return True
        job.status = ImportStatus.RUNNING.value
        await session.flush()
        dry_run, parsed, actor, dead = job.dry_run, job.parsed, job.actor, dict(job.dead_hosts)
        kind = ImportKind(job.kind)
    async with AsyncExitStack() as stack:
        run = Run(
            kernel=kernel,
            store=store,
            job_id=job_id,
            actor=actor,
            dry_run=dry_run,
            sources=sources(kernel, await stack.enter_async_context(open_shelf()), dead),
            kind=kind,
            until=until,
            progress=progress,
        )
        if not parsed:
            async with open_file() as path:
                if not await read_file(run, path) or run.due():
                    return False
            async with run.transaction() as session:
                job = await run.job(session)
                if run.goes_on(job) and not job.parsed:
                    return False  # somebody else reads it, who was given up too early
        return await apply_all(run)


async def fail(session: AsyncSession, store: StoreFacts, job_id: UUID, error: str) -> None:
    """End a job that cannot go on by itself; a merchant may let it go on."""
    job = await _locked(session, store, job_id)
    if job.status in repository.BUSY:
        job.summary = await repository.summary(session, job)
        job.status, job.error = ImportStatus.FAILED.value, error
        job.finished_at = clock.now()
        await session.flush()


async def next_batch(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, job_id: UUID, batch: int
) -> None:
    """Let a worker go on after batch `batch`; nothing where another one has its turn already."""
    job = await _locked(session, store, job_id)
    if job.batch == batch and job.status in repository.BUSY:
        job.batch += 1
        if job.parsed:
            job.summary = await repository.summary(session, job)
        await session.flush()
        await _enqueue(kernel, session, job)


async def resume(
    session: AsyncSession, store: StoreFacts, *, fingerprint: str, dry_run: bool
) -> ImportJob | None:
    """The command line's job with this file that was killed on the way."""
    return await repository.resumable(session, store.id, fingerprint=fingerprint, dry_run=dry_run)


def new_import(
    filename: str,
    fingerprint: str,
    *,
    dry_run: bool,
    stored: bool,
    images: bool,
    kind: ImportKind = ImportKind.CATALOGUE,
) -> NewImport:
    """A new import's id and keys. Keys lie outside what anybody serves."""
    job_id = new_id()
    pictures = f"imports/{job_id}/pictures.zip" if stored and images else None
    file = f"imports/{job_id}/products.csv" if stored else None
    return NewImport(
        id=job_id,
        kind=kind,
        filename=filename,
        fingerprint=fingerprint,
        dry_run=dry_run,
        file_key=pictures if kind is ImportKind.PICTURES else file,
        images_key=pictures,
    )


async def _locked(session: AsyncSession, store: StoreFacts, job_id: UUID) -> ImportJob:
    job = await repository.get(session, store.id, job_id, lock=True)
    if job is None:
        raise ImportNotFound
    return job


async def _enqueue(kernel: Kernel, session: AsyncSession, job: ImportJob) -> None:
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(job.store_id), "job_id": str(job.id), "batch": job.batch},
        tenant_id=job.tenant_id,
        queue="bulk",
    )


async def _audit(session: AsyncSession, job: ImportJob, actor: str, action: str) -> None:
    after: Mapping[str, Any] = {"filename": job.filename, "dry_run": job.dry_run}
    await audit.record(
        session,
        tenant_id=job.tenant_id,
        actor=actor,
        action=f"import.{action}",
        resource_type="import",
        resource_id=job.id,
        store_id=job.store_id,
        after=after,
    )


def is_old(modified: datetime) -> bool:
    """Whether an upload of that time is no longer kept. A day more than a dry run can be applied,
    so that none loses its pictures on the way."""
    return modified + KEPT + timedelta(days=1) < clock.now()
