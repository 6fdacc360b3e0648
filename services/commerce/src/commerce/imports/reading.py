"""First step of a job: the file becomes rows of `import_items`, a few hundred products at a time.

Killed in between, it reads the file from the start again and skips what is there. Nothing of the
catalogue is touched before the whole file was read, so a file that turns out broken at its end
leaves nothing half made.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.incoming import IncomingProduct, Issue
from commerce.imports import repository
from commerce.imports.csv_rows import Tally
from commerce.imports.models import (
    Finding,
    ImportJob,
    ImportKind,
    ImportStatus,
    ItemAction,
    ItemState,
)
from commerce.imports.own_csv import read_goods
from commerce.imports.parsed import FileRefused, ParsedProduct
from commerce.imports.picture_goods import read_pictures
from commerce.imports.run import Run
from commerce.imports.shopify_csv import read_products
from ecomm_core import clock
from ecomm_core.ids import new_id

CHUNK: Final = 200
"""Products per transaction."""

_PRODUCT: Final = TypeAdapter(IncomingProduct)


def load(payload: dict[str, Any]) -> IncomingProduct:
    """The product of an item's payload."""
    return _PRODUCT.validate_python(payload)


@dataclass(slots=True)
class _Chunk:
    products: list[ParsedProduct] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: Issue | None = None


@dataclass(slots=True)
class _Reader:
    """A file that is being read: `place` products of it are stored."""

    job_id: UUID
    file: BinaryIO
    found: Iterator[ParsedProduct | Issue]
    tally: Tally
    place: int


_waiting: list[_Reader] = []
"""The reader of this process's last stretch, where its file is not at its end: the next stretch of
the same job goes on with it. Another process, or another job between, reads from the start again,
which for the last of 100,000 products takes as long as reading all of them."""


async def read_file(run: Run, path: Path) -> bool:
    """Read what was not read yet, one chunk at least; False where the time is up before the end."""
    async with run.transaction() as session:
        place = (await run.job(session)).total
    reader = await asyncio.to_thread(_reader_at, run, path, place)
    try:
        ended = await _read_on(run, reader)
    except BaseException:
        reader.file.close()
        raise
    if ended:
        reader.file.close()
    else:
        _waiting.append(reader)
    return ended


async def _read_on(run: Run, reader: _Reader) -> bool:
    while True:
        chunk = await asyncio.to_thread(_take, reader.found, CHUNK)
        async with run.transaction() as session:
            job = await run.job(session, lock=True)
            if job.parsed or job.total != reader.place or not run.goes_on(job):
                return True
            if chunk.refused is not None:
                await _refuse(session, job, chunk.refused)
                return True
            await _store(session, job, chunk)
            if len(chunk.products) < CHUNK:
                tally = reader.tally
                job.parsed, job.rows, job.columns = True, tally.rows, tally.columns
            await session.flush()
            place = job.total
        reader.place = place
        run.tell(job)
        if job.parsed:
            return True
        if run.due():
            return False


def _reader_at(run: Run, path: Path, place: int) -> _Reader:
    """The waiting reader where it stands there, else a new one that has passed over what is
    stored."""
    waiting = _waiting.pop() if _waiting else None
    if waiting is not None:
        if (waiting.job_id, waiting.place) == (run.job_id, place):
            return waiting
        waiting.file.close()
    tally = Tally()
    file = path.open("rb")
    found = _found(run, path, file, tally)
    reader = _Reader(run.job_id, file, found, tally, place)
    _pass_over(reader.found, place)
    return reader


def _found(run: Run, path: Path, file: BinaryIO, tally: Tally) -> Iterator[ParsedProduct | Issue]:
    if run.kind is ImportKind.PICTURES:
        return read_pictures(path, tally)
    if run.kind is ImportKind.REVIEW:
        return read_goods(file, run.store.currency, tally)
    return read_products(file, run.store.currency, tally)


def _pass_over(found: Iterator[ParsedProduct | Issue], count: int) -> None:
    """Read the first `count` products again, for what the reader has to remember of them (handles,
    SKUs), and keep none."""
    while count > 0 and (item := next(found, None)) is not None:
        count -= isinstance(item, ParsedProduct)


def _take(found: Iterator[ParsedProduct | Issue], count: int) -> _Chunk:
    """The next `count` products; fewer at the end."""
    chunk = _Chunk()
    try:
        while len(chunk.products) < count:
            item = next(found, None)
            if item is None:
                break
            if isinstance(item, Issue):
                chunk.issues.append(item)
            else:
                chunk.products.append(item)
    except FileRefused as refused:
        chunk.refused = refused.issue
    return chunk


async def _store(session: AsyncSession, job: ImportJob, chunk: _Chunk) -> None:
    rows = [_item(job, job.total + n, parsed) for n, parsed in enumerate(chunk.products)]
    await repository.add_items(session, rows)
    job.total += len(rows)
    job.done += sum(row["state"] == ItemState.DONE for row in rows)
    issues = list(
        chain(chunk.issues, chain.from_iterable(parsed.issues for parsed in chunk.products))
    )
    issues += await _skip_repeated(session, job, chunk.products)
    await repository.add_issues(session, job, issues, Finding.READING)


def _item(job: ImportJob, position: int, parsed: ParsedProduct) -> dict[str, Any]:
    product, taken = parsed.product, not parsed.broken
    tracked = [variant for variant in product.variants if variant.tracked]
    return {
        "tenant_id": job.tenant_id,
        "id": new_id(),
        "store_id": job.store_id,
        "job_id": job.id,
        "position": position,
        "row": product.row,
        "handle": product.handle,
        "handle_key": product.handle.casefold(),
        "title": product.title or product.handle,
        "state": ItemState.WAITING if taken else ItemState.DONE,
        "action": ItemAction.UNCHANGED if taken else ItemAction.SKIP,
        "changes": [],
        "payload": _PRODUCT.dump_python(product, mode="json") if taken else None,
        "product_id": None,
        "variants": len(product.variants) if taken else 0,
        "tracked_variants": len(tracked) if taken else 0,
        "stock_units": sum(variant.stock or 0 for variant in tracked) if taken else 0,
        "pictures": len(product.pictures) if taken else 0,
        "pictures_stored": 0,
        "pictures_failed": 0,
        "next_picture": 0,
    }


async def _skip_repeated(
    session: AsyncSession, job: ImportJob, products: Sequence[ParsedProduct]
) -> list[Issue]:
    """A handle that stands twice: the product that was read first is skipped, too."""
    again = {p.product.handle.casefold(): p.product.row for p in products if p.repeats}
    if not again:
        return []
    issues = []
    for item_id, key, row, handle in await repository.by_handles(session, job.id, list(again)):
        if await repository.skip_items(session, [item_id]):
            job.done += 1
            issues.append(
                Issue(
                    row,
                    "Handle",
                    "error",
                    "handle_twice",
                    f"This handle begins again in row {again[key]}; rows of one product must "
                    "follow each other. Both were skipped.",
                    handle[:200],
                )
            )
    return issues


async def _refuse(session: AsyncSession, job: ImportJob, issue: Issue) -> None:
    await repository.forget_contents(session, job.id)
    job.errors = job.warnings = job.total = job.done = 0
    await repository.add_issues(session, job, [issue], Finding.READING)
    job.status, job.error = ImportStatus.FAILED.value, issue.message
    job.finished_at = clock.now()
    await session.flush()
