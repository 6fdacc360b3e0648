"""Exports of products: the public face of this folder."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.exports import repository, shopify
from commerce.exports.errors import ExportNotFound, ExportNotReady, TooManyExports
from commerce.exports.models import ExportJob
from commerce.exports.schemas import ExportFormat, ExportIn, ExportOut, ExportStatus
from commerce.reads.product_export import export_page, export_total
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import csv_file

TASK: Final = "commerce.exports.run"
PART: Final = 500
"""Products of a part."""
KEPT: Final = timedelta(days=7)
AT_ONCE: Final = 3
MAX_ATTEMPTS: Final = 5
STUCK: Final = "It stopped several times at the same place. Export again."


@dataclass(frozen=True, slots=True)
class Part:
    """One part that is to be written: the products, and the job as it was."""

    store_id: UUID
    export_id: UUID
    number: int
    format: ExportFormat
    currency: str
    products: list[dict[str, Any]]


def key_of(export_id: UUID, part: int) -> str:
    """Where a part lies: outside what anybody serves."""
    return f"exports/{export_id}/{part:05d}.csv"


async def create(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: ExportIn, *, actor: str
) -> ExportJob:
    """Begin an export; a worker writes it after the commit. Raises TooManyExports (409)."""
    if await repository.busy(session, store.id) >= AT_ONCE:
        raise TooManyExports
    now = clock.now()
    await repository.forget_old(session, store.id, now - KEPT)
    job = ExportJob(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        format=body.format.value,
        status=ExportStatus.QUEUED.value,
        wanted_status=body.status,
        cursor=None,
        parts=0,
        total=await export_total(session, store.id, status=body.status),
        done=0,
        skipped=0,
        actor=actor,
        error=None,
        finished_at=None,
        created_at=now,
        updated_at=now,
    )
    session.add(job)
    await session.flush()
    await enqueue(kernel, session, job)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="export.start",
        resource_type="export",
        resource_id=job.id,
        store_id=store.id,
        after={"format": job.format, "products": job.total},
    )
    return job


async def get(session: AsyncSession, store: StoreFacts, export_id: UUID) -> ExportJob:
    """An export of the store. Raises ExportNotFound (404)."""
    job = await repository.one(session, store.id, export_id)
    if job is None:
        raise ExportNotFound
    return job


async def page(
    session: AsyncSession, store: StoreFacts, *, offset: int, limit: int
) -> tuple[list[ExportOut], int]:
    """(exports, total), newest first."""
    jobs, total = await repository.page(session, store.id, offset=offset, limit=limit)
    return [to_out(job) for job in jobs], total


def to_out(job: ExportJob) -> ExportOut:
    """An export as merchants see it."""
    return ExportOut.model_validate(job)


async def file_of(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, export_id: UUID
) -> AsyncIterator[bytes]:
    """The file, part after part. Raises ExportNotFound (404), ExportNotReady (409)."""
    job = await get(session, store, export_id)
    if job.status != ExportStatus.DONE:
        raise ExportNotReady
    return _parts(kernel, job.id, job.parts)


async def _parts(kernel: Kernel, export_id: UUID, parts: int) -> AsyncIterator[bytes]:
    storage = storage_of(kernel)
    for number in range(parts):
        found = await storage.get(key_of(export_id, number))
        async for chunk in found.stream():
            yield chunk


async def enqueue(kernel: Kernel, session: AsyncSession, job: ExportJob) -> None:
    """Let a worker write the next part."""
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(job.store_id), "export_id": str(job.id), "part": job.parts},
        tenant_id=job.tenant_id,
        queue="bulk",
    )


async def next_part(
    session: AsyncSession,
    store_id: UUID,
    currency: str,
    export_id: UUID,
    number: int,
    attempt: int,
) -> Part | None:
    """The part whose turn it is; None where there is none."""
    job = await repository.one(session, store_id, export_id, lock=True)
    if job is None or job.parts != number:
        return None
    if job.status not in (ExportStatus.QUEUED, ExportStatus.RUNNING):
        return None
    if attempt > MAX_ATTEMPTS:
        job.status, job.error = ExportStatus.FAILED.value, STUCK
        job.finished_at = clock.now()
        await session.flush()
        return None
    job.status = ExportStatus.RUNNING.value
    await session.flush()
    found = await export_page(
        session, store_id, status=job.wanted_status, after=job.cursor, most=PART
    )
    return Part(
        store_id,
        export_id,
        number,
        ExportFormat(job.format),
        currency,
        [dict(product) for product in found],
    )


async def write(kernel: Kernel, part: Part) -> int:
    """Put the part into storage, no transaction open; how many products the format cannot hold.

    Written again after a crash, it is the same file under the same name.
    """
    storage = storage_of(kernel)
    base = kernel.settings.api_url.rstrip("/")

    def address(key: str) -> str:
        url = storage.public_url(key)
        return f"{base}{url}" if url.startswith("/") else url

    lines: list[list[object]] = []
    skipped = 0
    for product in part.products:
        own = list(shopify.rows(product, part.format, part.currency, address))
        skipped += not own
        lines += own
    header = shopify.columns(part.format)
    body = csv_file(header, lines)
    if part.number > 0:
        body = body[len(csv_file(header, [])) :]
    await storage.put(key_of(part.export_id, part.number), body, "text/csv; charset=utf-8")
    return skipped


async def settle(kernel: Kernel, session: AsyncSession, part: Part, skipped: int) -> None:
    """Write down how far it is, and let the next part begin."""
    job = await repository.one(session, part.store_id, part.export_id, lock=True)
    if job is None or job.parts != part.number:
        return
    job.parts += 1
    job.done += len(part.products)
    job.skipped += skipped
    if len(part.products) < PART:
        job.status, job.finished_at = ExportStatus.DONE.value, clock.now()
        await session.flush()
        return
    job.cursor = part.products[-1]["id"]
    await session.flush()
    await enqueue(kernel, session, job)
