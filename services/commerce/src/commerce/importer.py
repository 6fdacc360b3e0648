"""Composition root of the command line's import: works on the database directly, without a worker.

Killed on the way, the same command goes on where it stopped.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.import_pictures import Shelf
from commerce.imports import service
from commerce.imports.models import ImportJob
from commerce.imports.run import Progress
from commerce.imports.schemas import ImportOut
from commerce.imports.shelf import EmptyShelf, FolderShelf, shelf_of_zip
from commerce.kernels import make_kernel
from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from commerce.wiring import install_parts
from ecomm_core.kernel import Kernel

ACTOR = "cli"


async def import_file(
    file: Path, store: str, images: Path | None, dry_run: bool, progress: Progress
) -> ImportOut:
    """Import a product CSV into the store with this slug; pictures from a folder or ZIP.

    Returns the whole report. Raises StoreNotFound, ArchiveRefused (a ZIP that cannot be used).
    """
    kernel = make_kernel()
    install_parts(kernel)
    try:
        facts = await directory_of(kernel).find(store)
        return await _import(kernel, facts, file, images, progress, dry_run=dry_run)
    finally:
        await kernel.stop()


async def _import(
    kernel: Kernel,
    store: StoreFacts,
    file: Path,
    images: Path | None,
    progress: Progress,
    *,
    dry_run: bool,
) -> ImportOut:
    fingerprint = await asyncio.to_thread(_fingerprint, file)

    @asynccontextmanager
    async def open_file() -> AsyncIterator[Path]:
        yield file

    async with _shelf(images) as shelf:

        @asynccontextmanager
        async def open_shelf() -> AsyncIterator[Shelf]:
            yield shelf

        async with kernel.database.transaction(store.scope) as session:
            job = await service.resume(session, store, fingerprint=fingerprint, dry_run=dry_run)
            if job is None:
                job = await _begin(session, store, file, fingerprint, dry_run=dry_run)
        await service.work(
            kernel,
            store,
            job.id,
            open_file=open_file,
            open_shelf=open_shelf,
            progress=progress,
        )
    async with kernel.database.transaction(store.scope) as session:
        return await service.to_out(session, await service.get(session, store, job.id), limit=None)


async def _begin(
    session: AsyncSession, store: StoreFacts, file: Path, fingerprint: str, *, dry_run: bool
) -> ImportJob:
    new = service.new_import(
        file.name[:200], fingerprint, dry_run=dry_run, stored=False, images=False
    )
    return await service.begin(session, store, new, actor=ACTOR)


@asynccontextmanager
async def _shelf(images: Path | None) -> AsyncIterator[Shelf]:
    if images is None:
        yield EmptyShelf()
    elif await asyncio.to_thread(images.is_dir):
        yield await asyncio.to_thread(FolderShelf, images)
    else:
        async with shelf_of_zip(images) as shelf:
            yield shelf


def _fingerprint(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
