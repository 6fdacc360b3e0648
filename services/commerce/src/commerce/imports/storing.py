"""Uploads in storage: they outlive the request, for a worker reads them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from commerce.imports.service import NewImport
from commerce.imports.spool import chunks
from commerce.imports.uploads import Upload
from ecomm_core.storage import Storage


@asynccontextmanager
async def keep(storage: Storage, new: NewImport, upload: Upload) -> AsyncIterator[None]:
    """Put the files into storage, with no transaction open; they go again where what follows
    refuses. Raises StorageFailed."""
    try:
        if new.file_key is not None and new.file_key != new.images_key:
            await storage.put(new.file_key, chunks(upload.file), "text/csv; charset=utf-8")
        if new.images_key is not None and upload.images is not None:
            await storage.put(new.images_key, chunks(upload.images), "application/zip")
        yield
    except BaseException:
        for key in (new.file_key, new.images_key):
            if key is not None:
                await storage.delete(key)
        raise
