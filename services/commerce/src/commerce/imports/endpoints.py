"""HTTP of product imports."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.upload import Uploading
from commerce.imports import service
from commerce.imports.errors import (
    ArchiveRefused,
    ImportExpired,
    ImportFinished,
    ImportNotFound,
    ImportRunning,
    TooManyImports,
    TooManyParts,
    UploadInvalid,
    UploadTooLarge,
)
from commerce.imports.models import ImportKind
from commerce.imports.report import issues_csv
from commerce.imports.schemas import ImportOut, ImportRow
from commerce.imports.storing import keep
from commerce.imports.uploads import MAX_BODY, receive
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.rates import Rate

routes = router("imports", "/stores/{store_id}")

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "Shopify product CSV, up to 100 MB.",
                        },
                        "images": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "ZIP of pictures by file name, up to 500 MB.",
                        },
                        "dry_run": {
                            "type": "boolean",
                            "default": True,
                            "description": "Only say what would change.",
                        },
                    },
                }
            }
        },
    }
}
"""The body is read by `receive`, after the caller was checked; so it is described by hand."""


@routes.post(
    "/products/import",
    status_code=202,
    max_body_size=4 * MAX_BODY,  # `receive` has the limits, and answers in the envelope
    openapi_extra=_FORM,
    responses=errors(UploadTooLarge, UploadInvalid, TooManyParts, ArchiveRefused, TooManyImports),
)
@rated(Rate.UPLOADS)
async def create(context: Uploading, request: Request) -> Reply[ImportOut]:
    """Import products from Shopify's product CSV: a dry run unless told otherwise. Poll the import
    for its progress; a dry run is applied with `run`."""
    async with receive(request) as upload:
        new = service.new_import(
            upload.filename,
            upload.fingerprint,
            dry_run=upload.dry_run,
            stored=True,
            images=upload.images is not None,
        )
        async with keep(storage_of(context.kernel), new, upload):
            session = await context.begin()
            job = await service.create(
                context.kernel, session, context.store, new, actor=context.actor
            )
            return ok(await service.to_out(session, job))


_FOR_REVIEW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "CSV of Shopify's columns, or of your own: only the "
                            "title has to be there. Up to 100 MB.",
                        },
                        "images": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "ZIP of pictures, up to 500 MB: by file name for a CSV; "
                            "without one each folder, or name, becomes a product.",
                        },
                    },
                }
            }
        },
    }
}


@routes.post(
    "/goods-imports/files",
    status_code=202,
    max_body_size=4 * MAX_BODY,  # `receive` has the limits, and answers in the envelope
    openapi_extra=_FOR_REVIEW,
    responses=errors(UploadTooLarge, UploadInvalid, TooManyParts, ArchiveRefused, TooManyImports),
)
@rated(Rate.UPLOADS)
async def for_review(context: Uploading, request: Request) -> Reply[ImportOut]:
    """Make drafts of a list or of pictures, for the review of imports. Poll the import for its
    progress and for what is wrong by row; the goods import of the same id counts its drafts."""
    async with receive(request, pictures_alone=True) as upload:
        pictures = upload.file == upload.images
        new = service.new_import(
            upload.filename,
            upload.fingerprint,
            dry_run=False,
            stored=True,
            images=upload.images is not None,
            kind=ImportKind.PICTURES if pictures else ImportKind.REVIEW,
        )
        async with keep(storage_of(context.kernel), new, upload):
            session = await context.begin()
            job = await service.create(
                context.kernel, session, context.store, new, actor=context.actor
            )
            return ok(await service.to_out(session, job))


@routes.get("/imports", name="list")
async def list_imports(context: StoreViewer, page: PageDep) -> ListReply[ImportRow]:
    """The store's imports, newest first."""
    rows, total = await service.page(
        context.session, context.store, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.get("/imports/{import_id}", responses=errors(ImportNotFound))
async def get(context: StoreViewer, import_id: UUID) -> Reply[ImportOut]:
    """An import with its first 200 issues and differences."""
    job = await service.get(context.session, context.store, import_id)
    return ok(await service.to_out(context.session, job))


@routes.post(
    "/imports/{import_id}/run",
    status_code=202,
    responses=errors(ImportNotFound, ImportRunning, ImportFinished, ImportExpired, TooManyImports),
)
async def run(context: StoreStaff, import_id: UUID) -> Reply[ImportOut]:
    """Apply a dry run, or go on with an import that failed or was cancelled on the way."""
    job = await service.run_again(
        context.kernel, context.session, context.store, import_id, actor=context.actor
    )
    return ok(await service.to_out(context.session, job))


@routes.post("/imports/{import_id}/cancel", responses=errors(ImportNotFound, ImportFinished))
async def cancel(context: StoreStaff, import_id: UUID) -> Reply[ImportOut]:
    """Stop an import after the product it is at; what was imported stays."""
    job = await service.cancel(context.session, context.store, import_id, actor=context.actor)
    return ok(await service.to_out(context.session, job))


@routes.get(
    "/imports/{import_id}/issues.csv",
    name="issues_csv",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The report"},
        **errors(ImportNotFound),
    },
)
async def issues_report(context: StoreViewer, import_id: UUID) -> Response:
    """Errors and warnings by row, as a CSV file that is safe to open in a spreadsheet."""
    found = await service.all_issues(context.session, context.store, import_id)
    return Response(
        issues_csv(found),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="import-{import_id}-issues.csv"'},
    )
